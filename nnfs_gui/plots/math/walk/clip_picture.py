"""`ClipPicture`: the gradient's length before and after clipping, and how far it turned."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

TURNED = 0.05
"""Degrees from which on a turn is shown."""


class ClipPicture(QWidget):
    """Two bars, raw over applied; where the direction turned, two arrows at the real angle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk-clip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self.lengths = (0.0, 0.0)
        self.angle = 0.0

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_lengths(self, raw: float, applied: float, angle: float) -> None:
        """Show the lengths of the gradients, and the degrees between them."""
        self.lengths, self.angle = (raw, applied), angle
        turn = f", turned by {format_number(angle, 2)} degrees" if angle >= TURNED else ""
        self.setAccessibleName(
            f"Length of the gradient: raw {format_number(raw)}, "
            f"applied {format_number(applied)}{turn}"
        )
        self.update()

    def bars(self) -> tuple[QRectF, QRectF]:
        """The bars of the raw and the applied length, in the widget."""
        largest = max(*self.lengths, 1e-300)
        room, line = self.width() - 4.0, magnified(SMALL, self) + 4.0
        thick = min(14.0, max(6.0, (self._bars_height() - 2 * line) / 2 - 2))
        made = []
        for index, length in enumerate(self.lengths):
            share = length / largest if math.isfinite(length) else 1.0
            top = index * (line + thick + 4) + line
            made.append(QRectF(2, top, max(1.0, room * share), thick))
        return made[0], made[1]

    def arrows(self) -> tuple[QLineF, QLineF] | None:
        """The raw and the applied direction, with their lengths; None where nothing turned."""
        if self.angle < TURNED:
            return None
        largest, radius = max(*self.lengths, 1e-300), self.height() - self._bars_height() - 10
        reach = min(float(radius) * 1.6, self.width() - 12.0)
        start = QPointF(6, self.height() - 6)
        raw = QLineF.fromPolar(reach * self.lengths[0] / largest, 0.0)
        applied = QLineF.fromPolar(reach * self.lengths[1] / largest, self.angle)
        return raw.translated(start), applied.translated(start)

    def _bars_height(self) -> float:
        whole = 2 * (magnified(SMALL, self) + 4 + 18)
        return float(min(whole, self.height() * (0.6 if self.angle >= TURNED else 1.0)))

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(magnified(190, self), magnified(110, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(magnified(110, self), magnified(60, self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixels = magnified(SMALL, self)
        painter.setFont(font(pixels, tabular=True))
        colours = (theme.blend(theme.panel, theme.dim, 0.6), theme.warn)
        for box, colour, name, length in zip(
            self.bars(), colours, ("raw", "applied"), self.lengths, strict=True
        ):
            painter.setPen(QColor(theme.dim))
            words = QRectF(2, box.top() - pixels - 5, self.width(), pixels + 5)
            text = f"{name} ‖g‖ = {format_number(length)}"
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box, 2, 2)
        for line, colour in zip(self.arrows() or (), colours, strict=False):
            self._paint_arrow(painter, line, colour)
        painter.end()

    @staticmethod
    def _paint_arrow(painter: QPainter, line: QLineF, colour: str) -> None:
        pen = QPen(QColor(colour), 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(line)
        for turn in (150.0, -150.0):
            head = QLineF.fromPolar(6.0, line.angle() + turn).translated(line.p2())
            painter.drawLine(head)
