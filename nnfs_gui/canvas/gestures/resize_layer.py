"""Drag the grip under a column: a longer or a shorter layer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnfs_gui.experiment.model import MAX_NEURONS

from ..editing.network_edits import LayerEdits
from ..geometry import Column
from ..state import CanvasState
from .base import Gesture
from .ghosts import draw_ghosts, draw_veil, draw_words

DOWN = 22.0
"""Pixels per new neuron at most: a grip is near the lower edge, and a layer may grow by many."""


class ResizeLayer(Gesture):
    """Ghosts below the column show what comes, a veil what goes."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(
        self, state: CanvasState, start: QPointF, column: Column, edits: LayerEdits
    ) -> None:
        super().__init__(state, start)
        self._column, self._edits = column, edits

    @property
    def units(self) -> int:
        """How many neurons the layer would have."""
        now = len(self._column.units)
        change = round((self.point.y() - self.start.y()) / self._step)
        return min(MAX_NEURONS, max(1, now + change))

    def finish(self) -> None:
        if self.units != len(self._column.units):
            self._edits.resize(self._column.id, self.units)

    def paint(self, painter: QPainter) -> None:
        theme, metrics = self.state.theme, self.state.layout.metrics
        now, rects = len(self._column.units), self._column.rects
        if self.units < now:
            draw_veil(painter, theme, rects[self.units :])
        if self.units > now:
            self._paint_longer(painter)
        text = f"{now} → {self.units}" if self.units != now else f"{now} neurons"
        pixels = max(10, round(12 * metrics.scale))
        y = min(self.point.y() - 12, metrics.height - 28)
        area = QRectF(self._column.right + 8, y, 9.0 * len(text), 24)
        draw_words(painter, theme, area, text, pixels)

    def _paint_longer(self, painter: QPainter) -> None:
        """Ghosts below the column; where there is no room for them, the column moves together."""
        rects, metrics = self._column.rects, self.state.layout.metrics
        self._hide_controls(painter)
        size = min(rects[-1].width(), 0.8 * max(self._step, 0.5 * metrics.tile))
        added = self.units - len(rects)
        step = min(1.25 * size, max(self._step, size + 3))
        bottom, limit = rects[-1].bottom() + 8, metrics.height - 6
        if bottom + added * step <= limit:
            x = self._column.x - size / 2
            ghosts = [QRectF(x, bottom + index * step, size, size) for index in range(added)]
            draw_ghosts(painter, self.state.theme, ghosts)
            return
        pitch = (limit - rects[0].top()) / self.units
        size = min(rects[0].width(), 0.84 * pitch)
        x = self._column.x - size / 2
        places = [
            QRectF(x, rects[0].top() + index * pitch, size, size) for index in range(self.units)
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.state.theme.panel))
        painter.drawRect(rects[0].united(rects[-1]).adjusted(-9, -5, 4, 9))
        for unit, place in zip(self._column.units, places, strict=False):
            found = self.state.atlas.picture(unit)
            if found is not None:
                painter.drawImage(place, *found)
        draw_ghosts(painter, self.state.theme, places[len(rects) :])

    def _hide_controls(self, painter: QPainter) -> None:
        """The buttons stand where the ghosts come."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.state.theme.panel))
        for rect in (self._column.minus, self._column.plus, self._column.grip):
            if rect is not None:
                painter.drawRect(rect.adjusted(-3, -3, 3, 3))

    @property
    def _step(self) -> float:
        """Pixels per neuron: the pitch going up, less going down, where room is short."""
        pitch = self.state.layout.metrics.pitch
        return pitch if self.point.y() < self.start.y() else min(max(pitch, 10.0), DOWN)
