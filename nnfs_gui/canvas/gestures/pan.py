"""Drag with the middle button, or with Space: the picture moves under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt

from ..state import CanvasState
from .base import Gesture


class Pan(Gesture):
    """Shifts the view; points are in viewport coordinates here, because the scene moves."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(
        self, state: CanvasState, start: QPointF, shift: Callable[[QPointF], None]
    ) -> None:
        super().__init__(state, start)
        self._shift = shift

    def move(self, point: QPointF) -> None:
        self._shift(point - self.point)
        super().move(point)
