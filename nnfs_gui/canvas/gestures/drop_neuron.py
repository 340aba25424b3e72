"""Drag a neuron in: from its source above the canvas, or from the + of a column."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ..editing.network_edits import LayerEdits
from ..geometry import Column, Gap
from ..state import CanvasState
from .base import Gesture
from .ghosts import draw_ghosts, draw_words

NEAR = 0.3
"""Share of the distance between two columns within which a neuron falls into one of them."""


@dataclass(frozen=True)
class Place:
    """Where a neuron would fall: into a column, at ``index`` from its top, or alone into a gap."""

    column: Column | None = None
    index: int = 0
    gap: Gap | None = None


class DropNeuron(Gesture):
    """A ghost follows the pointer; it falls into a column, or into a gap as a layer of its own."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, state: CanvasState, start: QPointF, edits: LayerEdits) -> None:
        super().__init__(state, start)
        self._edits = edits

    @property
    def place(self) -> Place | None:
        """Where it would fall now; None outside the picture and on columns that take none."""
        layout, point = self.state.layout, self.point
        metrics = layout.metrics
        if not 0 <= point.y() <= metrics.height:
            return None
        nearest = min(layout.columns, key=lambda column: abs(column.x - point.x()))
        away = abs(nearest.x - point.x())
        if nearest.hidden and away <= max(0.5 * metrics.tile, NEAR * metrics.spacing):
            above = sum(rect.center().y() < point.y() for rect in nearest.rects)
            return Place(nearest, above)
        for gap in layout.gaps:
            if gap.rect.left() <= point.x() <= gap.rect.right():
                return Place(gap=gap)
        return None

    def finish(self) -> None:
        place = self.place
        if place is None:
            return
        if place.column is not None:
            self._edits.add_neuron(place.column.id, place.index)
        elif place.gap is not None:
            self._edits.insert(place.gap.index, 1)

    def paint(self, painter: QPainter) -> None:
        place, metrics = self.place, self.state.layout.metrics
        side = max(16.0, 0.8 * metrics.tile)
        ghost = QRectF(0, 0, side, side)
        ghost.moveCenter(self.point)
        if place is not None and place.column is not None:
            self._mark(painter, place.column, place.index)
        elif place is not None and place.gap is not None:
            ghost.moveCenter(QPointF(place.gap.x, self.point.y()))
        draw_ghosts(painter, self.state.theme, [ghost])
        pixels = max(10, round(12 * metrics.scale))
        y = ghost.bottom() + 4 if ghost.top() < 3 * pixels else ghost.top() - 2.2 * pixels
        words = QRectF(ghost.center().x() - 80, y, 160, 1.8 * pixels)
        draw_words(painter, self.state.theme, words, _words(place), pixels)

    def _mark(self, painter: QPainter, column: Column, index: int) -> None:
        """A bar between the neurons where the new one would stand."""
        rects, half = (
            column.rects,
            0.5 * (self.state.layout.metrics.pitch - column.rects[0].width()),
        )
        y = rects[index].top() - half if index < len(rects) else rects[-1].bottom() + half
        pen = QPen(QColor(self.state.theme.accent), 3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        reach = 0.5 * column.rects[0].width() + 5
        painter.drawLine(QPointF(column.x - reach, y), QPointF(column.x + reach, y))


def _words(place: Place | None) -> str:
    if place is None:
        return "drop on a layer or in a gap"
    if place.column is None:
        return "a new layer of 1"
    return f"{place.column.title} · neuron {place.index + 1}"
