"""All tiles: those that nothing is special about, which is nearly all of them, in one go.

Painting each by itself costs a dozen calls into Python and Qt a frame; here a plain tile is two
pictures: its map from the atlas, and a frame of rim and bias dot that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform

from nnfs_gui.experiment.model import Experiment

from ..elements import Part
from ..state import CanvasState
from .tile import bias_pen, draw_map, draw_rim, draw_tile, mark_health, rim_pen

_PARTS = 8
"""Frames are kept for so many positions between two pixels."""
_MOST_FRAMES = 400

_Dot = int
"""The sign of a bias."""


@dataclass(frozen=True)
class _Place:
    """Where a tile stands: on the scene, and its frame on the viewport."""

    unit: str
    rect: QRectF
    at: QPointF
    frames: tuple[QPixmap, QPixmap, QPixmap]
    """For a bias that is zero, positive, negative: indexed by its sign."""


class TileLayer:
    """Paints all tiles; those that are chosen, pointed at, frozen or muted one by one, on top."""

    def __init__(self, state: CanvasState) -> None:
        self._state = state
        self._marked: tuple[Experiment | None, frozenset[str]] = (None, frozenset())
        self._frames: dict[tuple[float, ...], QPixmap] = {}
        self._frames_for: tuple[object, ...] = ()
        self._places: list[_Place] = []
        self._places_for: tuple[object, ...] = ()

    def paint(self, painter: QPainter, transform: QTransform, ratio: float) -> None:
        """Paint onto a viewport of so many pixels per unit, through the view's transform."""
        special = self.special()
        places = self._placed(transform, ratio, special)
        state, picture, draw = self._state, self._state.atlas.picture, painter.drawImage
        painter.setWorldTransform(transform)
        for place in places:
            found = picture(place.unit)
            if found is None:
                draw_map(painter, state, place.unit, place.rect)
            else:
                draw(place.rect, found[0], found[1])
        painter.setWorldTransform(QTransform())
        if state.layout.metrics.tile >= 3:
            signs = self._signs()
            for place in places:
                painter.drawPixmap(place.at, place.frames[signs[place.unit]])
        painter.setWorldTransform(transform)
        for unit in state.readout.unhealthy():
            rect = state.layout.unit_rect(unit)
            if rect is not None and unit not in special:
                mark_health(painter, state, unit, rect)
        for unit in sorted(special):
            rect = state.layout.unit_rect(unit)
            if rect is not None:
                draw_tile(painter, state, unit, rect)

    # --- which ---------------------------------------------------------------------------------

    def special(self) -> frozenset[str]:
        """The units that are painted one by one."""
        state = self._state
        units = (Part.UNIT, Part.BIAS)
        pointed = {part.id for part in (state.hover, state.focus) if part.part in units}
        return state.selected | pointed | self._marked_units()

    def _marked_units(self) -> frozenset[str]:
        """Features, which have a name beside them, and what is frozen or muted."""
        experiment = self._state.experiment
        if self._marked[0] is not experiment:
            network = experiment.network
            units = {*network.features, *(link.target for link in network.frozen_links)}
            for layer in network.hidden:
                units |= {neuron.id for neuron in layer.neurons if neuron.frozen or neuron.muted}
            if network.output.frozen:
                units |= set(self._state.readout.layers[-1])
            self._marked = (experiment, frozenset(units))
        return self._marked[1]

    # --- where ---------------------------------------------------------------------------------

    def _placed(self, transform: QTransform, ratio: float, special: frozenset[str]) -> list[_Place]:
        state = self._state
        key = (state.layout, transform, ratio, state.theme, special)
        old = self._places_for
        if not old or old[0] is not key[0] or old[1:] != key[1:]:
            self._places_for = (state.layout, QTransform(transform), *key[2:])
            self._places = [
                self._place(unit, rect, transform, ratio)
                for column in state.layout.columns
                for unit, rect in zip(column.units, column.rects, strict=True)
                if unit not in special
            ]
        return self._places

    def _place(self, unit: str, rect: QRectF, transform: QTransform, ratio: float) -> _Place:
        corner, scale = transform.map(rect.topLeft()) * ratio, transform.m11() * ratio
        x, y = (floor(value * _PARTS + 0.5) / _PARTS for value in (corner.x(), corner.y()))
        left, top = floor(x), floor(y)
        rim = ceil((self._state.layout.metrics.bias_radius + 2) * scale)
        frames = [
            self._frame(rect.width(), x - left, y - top, dot, scale, ratio) for dot in (0, 1, -1)
        ]
        at = QPointF(left - rim, top - rim) / ratio
        return _Place(unit, rect, at, (frames[0], frames[1], frames[2]))

    def _frame(
        self, width: float, x: float, y: float, dot: _Dot, scale: float, ratio: float
    ) -> QPixmap:
        """Rim and bias dot of a tile that begins at a fraction (x, y) of a pixel."""
        theme, radius = self._state.theme, self._state.layout.metrics.bias_radius
        of = (theme, radius, scale, ratio)
        if of != self._frames_for or len(self._frames) > _MOST_FRAMES:
            self._frames_for = of
            self._frames.clear()
        key = (width, x, y, dot)
        frame = self._frames.get(key)
        if frame is None:
            rim = ceil((radius + 2) * scale)
            side = ceil(width * scale) + 2 * rim + 1
            frame = self._frames[key] = QPixmap(side, side)
            frame.fill(Qt.GlobalColor.transparent)
            painter = QPainter(frame)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(rim + x, rim + y)
            painter.scale(scale, scale)
            rect = QRectF(0, 0, width, width)
            if width >= 12:
                draw_rim(painter, rect, rim_pen(theme))
            painter.setPen(bias_pen(theme, radius))
            painter.setBrush(QColor((theme.faint, theme.pos, theme.neg)[dot]))
            painter.drawEllipse(rect.bottomLeft(), radius, radius)
            painter.end()
            frame.setDevicePixelRatio(ratio)
        return frame

    # --- what ----------------------------------------------------------------------------------

    def _signs(self) -> dict[str, _Dot]:
        state = self._state
        signs: dict[str, _Dot] = {}
        snapshot = state.readout.snapshot
        vector = snapshot.applied_gradient if state.gradients and snapshot is not None else None
        for layer, units in enumerate(state.readout.layers[1:], start=1):
            biases = np.nan_to_num(np.sign(state.readout.biases(layer, vector))).astype(np.int8)
            signs.update(zip(units, biases.tolist(), strict=True))
        return signs
