"""Drag over the canvas: everything under the rectangle is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ..state import CanvasState
from .base import Gesture

Select = Callable[[frozenset[str]], None]


class RubberBand(Gesture):
    """Selects while it is drawn; with Shift it adds to what was selected."""

    def __init__(self, state: CanvasState, start: QPointF, select: Select, adding: bool) -> None:
        super().__init__(state, start)
        self._select = select
        self._before = state.selected
        self._kept: frozenset[str] = state.selected if adding else frozenset()

    def move(self, point: QPointF) -> None:
        super().move(point)
        self._select(self._kept | frozenset(self.state.layout.units_in(self._area)))

    def cancel(self) -> None:
        self._select(self._before)

    def paint(self, painter: QPainter) -> None:
        accent = QColor(self.state.theme.accent)
        painter.setPen(QPen(accent, 1.0))
        accent.setAlphaF(0.10)
        painter.setBrush(accent)
        painter.drawRoundedRect(self._area, 4, 4)

    @property
    def _area(self) -> QRectF:
        return QRectF(self.start, self.point).normalized()
