"""Alt-drag on a link or a bias dot: its weight follows the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from nnfs_gui.experiment.model import Link
from nnfs_gui.widgets.gesture import new_gesture
from nnfs_gui.widgets.numbers import format_number

from ..editing.network_edits import UnitEdits
from ..state import CanvasState
from .base import Gesture
from .ghosts import draw_words

PER_PIXEL = 0.02
"""How much a weight changes for one pixel upwards."""


class DragWeight(Gesture):
    """The one gesture that edits while it goes on: the boundary follows, as one undo step."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, state: CanvasState, start: QPointF, link: Link, edits: UnitEdits) -> None:
        super().__init__(state, start)
        self._link, self._edits = link, edits
        self._experiment = state.experiment
        self._before = state.readout.weight(link)
        self._gesture = new_gesture("drag-weight")

    @property
    def value(self) -> float:
        """The weight at the pointer."""
        if self.point == self.start:
            return self._before
        pixels = self.start.y() - self.point.y()
        return round(self._before + PER_PIXEL * pixels, 4) if pixels else self._before

    def move(self, point: QPointF) -> None:
        super().move(point)
        self._edits.set_weight(
            self._experiment, self._link, self.value, self._before, self._gesture
        )

    def cancel(self) -> None:
        self._edits.set_weight(
            self._experiment, self._link, self._before, self._before, self._gesture
        )

    def paint(self, painter: QPainter) -> None:
        pixels = round(14 * self.state.layout.metrics.scale)
        area = QRectF(self.point.x() - 50, self.point.y() - 3 * pixels, 100, 2 * pixels)
        draw_words(painter, self.state.theme, area, format_number(self.value), pixels)
