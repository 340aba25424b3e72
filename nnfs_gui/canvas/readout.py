"""The numbers behind the picture: weights, biases and gradients by id, from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine import was_clipped
from nnfs_gui.experiment.model import BIAS, Experiment, Link
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.health import Health, neuron_health
from nnfs_gui.training.snapshot import Snapshot

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GradientReading:
    """A gradient before and after clipping."""

    raw: float
    applied: float

    @property
    def clipped(self) -> bool:
        return bool(was_clipped(self.raw, self.applied))


class Readout:
    """Looks numbers up for the experiment that is shown, which may be newer than the snapshot.

    What the snapshot does not know (a neuron added a moment ago) reads as 0.  ``withheld`` are the
    views, by the names of `experiment.controls`, whose numbers are not to be told.
    """

    def __init__(
        self,
        experiment: Experiment,
        snapshot: Snapshot | None,
        withheld: frozenset[str] = frozenset(),
    ) -> None:
        self.experiment = experiment
        self.snapshot = snapshot
        self.withheld = withheld
        self.layers = layer_ids(experiment)
        self._ids = layer_ids(snapshot.experiment) if snapshot is not None else ()
        self._places = {
            unit: (layer, row)
            for layer, units in enumerate(self._ids)
            for row, unit in enumerate(units)
        }
        self._health: dict[str, Health] | None = None

    def tells(self, view: str) -> bool:
        """Whether the numbers of ``"gradients"`` or ``"math"`` may be told."""
        return view not in self.withheld

    def knows(self, unit: str) -> bool:
        return unit in self._places

    def weights(self, layer: int, of: Array | None = None) -> Array:
        """Weights (n_targets, n_sources) into layer 1 …, or of a flat vector such as a gradient."""
        targets, sources = self.layers[layer], self.layers[layer - 1]
        if self.snapshot is None:
            return np.zeros((len(targets), len(sources)))
        if self._ids[layer - 1 : layer + 1] == (sources, targets):
            return self.snapshot.block(layer, of)[:, :-1]
        return self._gathered(targets, sources, of)

    def biases(self, layer: int, of: Array | None = None) -> Array:
        """Biases (n_targets,) of layer 1 …, or their part of a flat vector such as a gradient."""
        units = self.layers[layer]
        if self.snapshot is not None and self._ids[layer : layer + 1] == (units,):
            return self.snapshot.block(layer, of)[:, -1]
        return np.array([self._value(Link(BIAS, unit), of) for unit in units])

    def weight(self, link: Link) -> float:
        """The weight of a link, or the bias of a unit."""
        return self._value(link, None)

    def gradient(self, link: Link) -> GradientReading:
        """The gradient of one weight in the last step."""
        if self.snapshot is None:
            return GradientReading(0.0, 0.0)
        return GradientReading(
            self._value(link, self.snapshot.raw_gradient),
            self._value(link, self.snapshot.applied_gradient),
        )

    def gradient_norm(self, unit: str) -> GradientReading:
        """The norm of all gradients of a unit's weights and bias in the last step."""
        place = self._places.get(unit)
        if self.snapshot is None or place is None or place[0] == 0:
            return GradientReading(0.0, 0.0)
        layer, row = place
        raw = self.snapshot.block(layer, self.snapshot.raw_gradient)[row]
        applied = self.snapshot.block(layer, self.snapshot.applied_gradient)[row]
        return GradientReading(float(np.linalg.norm(raw)), float(np.linalg.norm(applied)))

    def incoming(self, unit: str) -> tuple[tuple[str, ...], Array, float]:
        """Sources, weights and bias of a unit, as the snapshot has them."""
        place = self._places.get(unit)
        if self.snapshot is None or place is None or place[0] == 0:
            return (), np.zeros(0), 0.0
        layer, row = place
        block = self.snapshot.block(layer)[row]
        return self._ids[layer - 1], block[:-1], float(block[-1])

    def mean_activations(self, unit: str) -> tuple[Array, float]:
        """Mean activations over the sample points: of the layer before a unit, and its own.

        They are NaN where there are no points.
        """
        place = self._places.get(unit)
        if self.snapshot is None or place is None:
            return np.zeros(0), 0.0
        layer, row = place
        below = self.snapshot.activations[layer - 1] if layer else np.zeros((0, 1))
        own = self.snapshot.activations[layer][row]
        if not len(own):
            return np.full(len(below), np.nan), np.nan
        return below.mean(axis=1).astype(np.float64), float(own.mean())

    def activations_at(self, unit: str, column: int, row: int) -> tuple[Array, float]:
        """Activations at one pixel of the maps: of the layer before a unit, and its own."""
        place = self._places.get(unit)
        if self.snapshot is None or place is None:
            return np.zeros(0), 0.0
        layer, index = place
        maps = self.snapshot.maps
        before = maps[layer - 1][:, row, column] if layer else np.zeros(0)
        return before.astype(np.float64), float(maps[layer][index, row, column])

    def health(self, unit: str) -> Health | None:
        """Why a neuron has stopped working, or None while it works."""
        return self.unhealthy().get(unit)

    def unhealthy(self) -> dict[str, Health]:
        """All neurons that have stopped working."""
        if self._health is None:
            self._health = {} if self.snapshot is None else neuron_health(self.snapshot)
        return self._health

    def _value(self, link: Link, of: Array | None) -> float:
        target = self._places.get(link.target)
        if self.snapshot is None or target is None or target[0] == 0:
            return 0.0
        layer, row = target
        block = self.snapshot.block(layer, of)
        if link.source == BIAS:
            return float(block[row, -1])
        source = self._places.get(link.source)
        if source is None or source[0] != layer - 1:
            return 0.0
        return float(block[row, source[1]])

    def _gathered(self, targets: tuple[str, ...], sources: tuple[str, ...],
                  of: Array | None) -> Array:  # fmt: skip
        values = np.zeros((len(targets), len(sources)))
        for row, target in enumerate(targets):
            for column, source in enumerate(sources):
                values[row, column] = self._value(Link(source, target), of)
        return values
