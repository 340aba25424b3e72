"""`SampleBars`: what each point of the mini-batch adds to a gradient, as signed bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

WIDEST, GAP = 26.0, 0.24
"""Pixels of a bar at most, and the share of its place that is left between two."""
LEAST = 1.0
"""Pixels of height by which even a nought can be seen."""


class SampleBars(QWidget):
    """Bars up for points that push a weight up and down for those that push it down.

    The last bar, apart from the others, is their sum.  Arrow keys and clicks choose a point.

    Signals: ``chosen(int)``, the place of a point in the mini-batch.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk-bars")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._theme = theme
        self.pushes: tuple[float, ...] = ()
        self.names: tuple[str, ...] = ()
        self.current = 0

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_shares(
        self, shares: Sequence[float], names: Sequence[str], current: int, what: str
    ) -> None:
        """Show each point's share of a gradient; a positive one pushes the weight down."""
        self.pushes, self.names = tuple(-share for share in shares), tuple(names)
        self.current = current
        up = sum(push > 0 for push in self.pushes)
        down = sum(push < 0 for push in self.pushes)
        self.setAccessibleName(f"What each point adds to the gradient of {what}")
        self.setAccessibleDescription(
            f"{up} of {len(self.pushes)} points push it up, {down} down; the chosen one, "
            f"{self.names[current]}, {format_number(self.pushes[current])}; "
            f"all together {format_number(sum(self.pushes))}"
        )
        self.update()

    def boxes(self) -> list[QRectF]:
        """The bar of each point, and of their sum (the last), in the widget."""
        values = (*self.pushes, sum(self.pushes))
        largest = max((abs(value) for value in values), default=0.0) or 1.0
        pitch = min(WIDEST / (1 - GAP), (self.width() - 2) / (len(self.pushes) + 2))
        middle, room = self._middle(), self._middle() - 3
        made = []
        for index, value in enumerate(values):
            place = index + 1 if index == len(self.pushes) else index
            height = max(LEAST, room * abs(value) / largest)
            top = middle - height if value >= 0 else middle
            made.append(QRectF(1 + place * pitch, top, max(1.0, pitch * (1 - GAP)), height))
        return made

    def _middle(self) -> float:
        return (self.height() - magnified(SMALL, self) - 4) / 2

    def index_at(self, place: QPointF) -> int | None:
        """The point whose bar stands above or below a place."""
        for index, box in enumerate(self.boxes()[:-1]):
            if box.left() <= place.x() <= box.right() + GAP * box.width():
                return index
        return None

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(magnified(190, self), magnified(100, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(magnified(120, self), magnified(60, self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.pushes:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self.boxes()
        chosen = boxes[self.current]
        if len(self.pushes) > 1:
            column = QRectF(chosen.left() - 2, 0, chosen.width() + 4, 2 * self._middle())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(column, 3, 3)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(0, self._middle()), QPointF(boxes[-1].right(), self._middle()))
        painter.setPen(Qt.PenStyle.NoPen)
        for box, value in zip(boxes, (*self.pushes, sum(self.pushes)), strict=True):
            painter.setBrush(QColor(theme.pos if value >= 0 else theme.neg))
            painter.drawRect(box)
        self._paint_words(painter, boxes)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_words(self, painter: QPainter, boxes: list[QRectF]) -> None:
        pixels = magnified(SMALL, self)
        painter.setFont(font(pixels, tabular=True))
        painter.setPen(QColor(self._theme.dim))
        line = QRectF(0, self.height() - pixels - 4, self.width(), pixels + 4)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, "each point")
        end = QRectF(line)
        end.setLeft(max(boxes[-1].left() - 8, 74))
        painter.drawText(end, Qt.AlignmentFlag.AlignLeft, "sum")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.index_at(QPointF(event.pos()))
            if index is None:
                QToolTip.hideText()
            else:
                words = f"{self.names[index]}: pushes by {format_number(self.pushes[index])}"
                QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        if index is not None:
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or not self.pushes:
            super().keyPressEvent(event)
        else:
            self.chosen.emit((self.current + by) % len(self.pushes))
