"""`Estimates`: numbers that a room calls out, on a scale with the one that was measured."""

from __future__ import annotations

from statistics import median

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnfs_gui.theme import BODY, SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

MOST = 60
FIELD, TALL, SIDE = 160, 34, 14
"""Pixels: width of the field, height of all, and room at the ends of the scale."""


def read_estimates(text: str) -> tuple[float, ...]:
    """The numbers in a line, per cent as 30 for 30 %; what is none is left out."""
    from nnfs_gui.lessons.answers.typed import (  # with all that reads answers
        AskBack,
        Unreadable,
        read_number,
    )

    found = []
    for word in text.replace(";", " ").split()[:MOST]:
        try:
            typed = read_number(word)
        except (AskBack, Unreadable):
            continue
        found.append(100 * typed.value if typed.percent else typed.value)
    return tuple(found)


class Estimates(QWidget):
    """A field for the numbers, a scale with a ring for each, and after the reveal a filled mark.

    Signals: ``changed(str)`` with the text; ``done()`` when Enter was pressed.
    """

    changed = Signal(str)
    done = Signal()

    def __init__(self, theme: Theme, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._unit = theme, unit
        self.values: tuple[float, ...] = ()
        self.measured: float | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName("estimates")
        self.field.setFont(font(BODY, tabular=True))
        self.field.setPlaceholderText("Estimates: 3 5 8")
        self.field.setAccessibleName("Estimates of the room, with spaces between")
        self.field.setToolTip("Numbers that are called out, with spaces between (E)")
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.field.textChanged.connect(self._read)
        self.field.returnPressed.connect(self.done)

    @property
    def middle(self) -> float | None:
        """The median; None without any."""
        return median(self.values) if self.values else None

    def show_text(self, text: str) -> None:
        """Show estimates that were typed before."""
        self.field.setText(text)

    def show_measured(self, value: float | None) -> None:
        """Show what it is; a share comes between 0 and 1 also if it is given in per cent."""
        in_per_cent = value is not None and self._unit == "%"
        self.measured = 100 * value if in_per_cent and value is not None else value
        self.field.setReadOnly(value is not None)
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def share(self, value: float) -> float:
        """Where a value stands on the scale, from 0 at its left to 1 at its right end."""
        shown = [0.0, *self.values]
        if self.measured is not None:
            shown.append(self.measured)
        low, high = min(shown), max(shown)
        return (value - low) / ((high - low) or 1.0)

    def _read(self, text: str) -> None:
        self.values = read_estimates(text)
        count, middle = len(self.values), self.middle
        words = "" if middle is None else f"{count} estimates, median {format_number(middle)}"
        self.setAccessibleName(words)
        self.changed.emit(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(magnified(2 * FIELD, self), magnified(TALL, self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.field.setGeometry(0, 2, min(magnified(FIELD, self), self.width()), self.height() - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        left = self.field.width() + magnified(SIDE, self)
        wide = self.width() - left - magnified(SIDE, self)
        if wide < 60 or not (self.values or self.measured is not None):
            return
        theme, painter, y = self._theme, QPainter(self), 0.62 * self.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(magnified(SMALL, self), 600, tabular=True))
        painter.setPen(QPen(QColor(theme.line), 3))
        painter.drawLine(QPointF(left, y), QPointF(left + wide, y))
        radius = magnified(6, self)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), 2))
        for value in self.values:
            painter.drawEllipse(QPointF(left + self.share(value) * wide, y), radius, radius)
        self._paint_mark(painter, left, wide, y)
        painter.end()

    def _paint_mark(self, painter: QPainter, left: float, wide: float, y: float) -> None:
        """The measured value, or before it the median, with its words above."""
        theme, told = self._theme, self.measured is not None
        value = self.measured if self.measured is not None else self.middle
        if value is None:
            return
        colour = QColor(theme.legible(theme.ok if told else theme.accent, theme.panel))
        x, radius = left + self.share(value) * wide, magnified(6, self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, y), radius, radius)
        number = format_number(value)
        if "." in number and "e" not in number:
            number = number.rstrip("0").rstrip(".")  # 5 is what was called out, and not 5.00
        words = f"{'it is' if told else 'median'} {number} {self._unit}".strip()
        room = painter.fontMetrics().horizontalAdvance(words) + 4
        at = min(max(left - radius, x - room / 2), left + wide + radius - room)
        painter.setPen(colour)
        painter.drawText(
            QRectF(at, 0, room, y - radius), Qt.AlignmentFlag.AlignCenter, words
        )  # fmt: skip
