"""`ScaleMark`: what one said and what happened, as two marks on a scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified

_HEIGHT = 40
_SIDE = 26
"""Pixels left and right of the scale."""
_RADIUS = 5.0


class ScaleMark(QWidget):
    """A hollow mark for the answer, and a filled one for what was measured."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: tuple[float, float] | None = None
        self._words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def marks(self) -> tuple[float, float] | None:
        """The answer and the measured value, as shares of the scale from left to right."""
        return self._marks

    def show_values(self, own: float, measured: float, words: tuple[str, str]) -> None:
        """Show both on a scale that begins at 0, unless one of them is negative."""
        if not (math.isfinite(own) and math.isfinite(measured)):
            self.hide()
            return
        low, high = min(0.0, own, measured), max(0.0, own, measured)
        room = (high - low) or 1.0
        self._marks = (own - low) / room, (measured - low) / room
        self._words = words
        self.setAccessibleName(f"You said {words[0]}, it is {words[1]}")
        self.show()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, magnified(_HEIGHT, self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._marks is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(magnified(SMALL, self), tabular=True))
        y, wide = self.height() / 2, self.width() - 2 * _SIDE
        painter.setPen(QPen(QColor(theme.line), 3))
        painter.drawLine(QPointF(_SIDE, y), QPointF(_SIDE + wide, y))
        for place, (share, words) in enumerate(zip(self._marks, self._words, strict=True)):
            x = _SIDE + share * wide
            colour = QColor(theme.ok if place else theme.text)
            painter.setPen(QPen(colour, 2))
            painter.setBrush(colour if place else QColor(theme.panel))
            painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)
            box = QRectF(0, 0, 120, y - 7)
            box.moveCenter(QPointF(x, (y - 7) / 2 if not place else y + 7 + (y - 7) / 2))
            box.moveLeft(min(max(0.0, box.left()), self.width() - box.width()))
            side = Qt.AlignmentFlag.AlignLeft if x - 60 < 0 else Qt.AlignmentFlag.AlignHCenter
            side = Qt.AlignmentFlag.AlignRight if x + 60 > self.width() else side
            painter.setPen(colour)
            who = "it is" if place else "you"
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, f"{who} {words}")
        painter.end()
