"""Drag the grip under a column: a longer or a shorter layer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnfs_gui.experiment.model import MAX_NEURONS

from ..geometry import Column
from ..hands import LayerHands
from ..stage import Stage
from .base import Gesture
from .ghosts import draw_ghosts, draw_veil, draw_words


class ResizeLayer(Gesture):
    """Ghosts below the column show what comes, a veil what goes."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, stage: Stage, start: QPointF, column: Column, hands: LayerHands) -> None:
        super().__init__(stage, start)
        self._column, self._hands = column, hands

    @property
    def units(self) -> int:
        """How many neurons the layer would have."""
        now = len(self._column.units)
        change = round((self.point.y() - self.start.y()) / self._step)
        return min(MAX_NEURONS, max(1, now + change))

    def finish(self) -> None:
        if self.units != len(self._column.units):
            self._hands.resize(self._column.id, self.units)

    def paint(self, painter: QPainter) -> None:
        theme, metrics = self.stage.theme, self.stage.layout.metrics
        now, rects = len(self._column.units), self._column.rects
        if self.units < now:
            draw_veil(painter, theme, rects[self.units :])
        last = rects[-1]
        if self.units > now:
            self._hide_controls(painter)
        size = min(last.width(), 0.8 * self._step)
        ghosts = [
            QRectF(self._column.x - size / 2, last.bottom() + 8 + index * self._step, size, size)
            for index in range(max(0, self.units - now))
        ]
        draw_ghosts(painter, theme, ghosts)
        text = f"{now} → {self.units}" if self.units != now else f"{now} neurons"
        pixels = max(10, round(12 * metrics.scale))
        area = QRectF(self._column.right + 8, self.point.y() - 12, 9.0 * len(text), 24)
        draw_words(painter, theme, area, text, pixels)

    def _hide_controls(self, painter: QPainter) -> None:
        """The buttons stand where the ghosts come."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.stage.theme.panel))
        for rect in (self._column.minus, self._column.plus, self._column.grip):
            if rect is not None:
                painter.drawRect(rect.adjusted(-3, -3, 3, 3))

    @property
    def _step(self) -> float:
        """Pixels per neuron: the pitch going up, at most 40 going down, where room is short."""
        pitch = self.stage.layout.metrics.pitch
        return pitch if self.point.y() < self.start.y() else min(max(pitch, 13.0), 40.0)
