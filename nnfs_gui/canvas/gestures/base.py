"""`Gesture`: what happens between pressing and releasing a mouse button."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from ..state import CanvasState

STIR = 5.0
"""Pixels the pointer must move before a press counts as a drag."""


class Gesture:
    """One drag; points are in scene coordinates."""

    cursor: Qt.CursorShape | None = None

    def __init__(self, state: CanvasState, start: QPointF) -> None:
        self.state, self.start, self.point = state, start, start

    def move(self, point: QPointF) -> None:
        """The pointer is now at ``point``."""
        self.point = point

    def finish(self) -> None:
        """The button was released: the edit happens here."""

    def cancel(self) -> None:
        """Esc was pressed: nothing happens, and what was shown is taken back."""

    def paint(self, painter: QPainter) -> None:
        """Draw what would happen, above the network."""


def stirred(start: QPointF, point: QPointF) -> bool:
    """Whether the pointer has moved far enough to mean a drag."""
    offset = point - start
    return abs(offset.x()) > STIR or abs(offset.y()) > STIR
