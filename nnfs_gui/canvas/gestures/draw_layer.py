"""Press in a gap and drag down or up: a new layer, neuron by neuron."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from nnfs_gui.experiment.model import MAX_NEURONS

from ..editing.network_edits import LayerEdits
from ..geometry import Gap
from ..state import CanvasState
from .base import Gesture
from .ghosts import draw_ghosts, draw_words


class DrawLayer(Gesture):
    """Ghosts follow the pointer; releasing makes the layer."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, state: CanvasState, start: QPointF, gap: Gap, edits: LayerEdits) -> None:
        super().__init__(state, start)
        self._gap, self._edits = gap, edits

    @property
    def units(self) -> int:
        """How many neurons the layer would have."""
        return min(MAX_NEURONS, 1 + int(abs(self.point.y() - self.start.y()) / self._step))

    def finish(self) -> None:
        self._edits.insert(self._gap.index, self.units)

    def paint(self, painter: QPainter) -> None:
        metrics, theme = self.state.layout.metrics, self.state.theme
        upwards = self.point.y() < self.start.y()
        room = self.start.y() - metrics.header if upwards else metrics.height - 6 - self.start.y()
        # A stroke that leaves the picture moves its ghosts together, so that all are seen.
        step = min(self._step, max(2.0, room / self.units))
        size = min(0.72 * metrics.tile, 0.8 * step, 0.9 * self._gap.rect.width())
        rects = [
            QRectF(self._gap.x - size / 2, self.start.y() + index * step, size, size)
            for index in range(self.units)
        ]
        if upwards:
            rects = [rect.translated(0, -(self.units - 1) * step - size) for rect in rects]
        draw_ghosts(painter, theme, rects)
        text = f"drag to draw\na layer of {self.units}"
        pixels = max(10, round(12 * metrics.scale))
        top = self.start.y() + (0.8 if upwards else -3.4) * pixels
        area = QRectF(self._gap.x - 60, top, 120, 2.6 * pixels)
        draw_words(painter, theme, area, text, pixels)

    @property
    def _step(self) -> float:
        """Pixels per neuron: small enough that a tall layer fits into one stroke."""
        return min(max(0.8 * self.state.layout.metrics.pitch, 13.0), 40.0)
