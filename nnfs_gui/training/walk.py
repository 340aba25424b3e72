"""`Walk`: where one stands on the way through a prepared step; a value, and no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from nnfs_gui.experiment.outputs import layer_ids

from .step_walk import PreparedStep

BIAS_SOURCE = -1
"""Stands for the bias where one of a neuron's weights is chosen."""


class Kind(Enum):
    """What happens in a phase; the values are for people."""

    FORWARD = "Forward"
    LOSS = "Loss"
    BACKWARD = "Backward"
    GRADIENT = "Gradient"
    CLIP = "Clip"
    UPDATE = "Update"


@dataclass(frozen=True)
class Phase:
    """A kind of work, and in forward and backward phases the layer (1 …) that does it."""

    kind: Kind
    layer: int = 0


def phases_of(n_layers: int) -> tuple[Phase, ...]:
    """All phases of a step of a network with so many layers, outputs included."""
    layers = range(1, n_layers + 1)
    return (
        *(Phase(Kind.FORWARD, layer) for layer in layers),
        Phase(Kind.LOSS),
        *(Phase(Kind.BACKWARD, layer) for layer in reversed(layers)),
        *(Phase(kind) for kind in (Kind.GRADIENT, Kind.CLIP, Kind.UPDATE)),
    )


@dataclass(frozen=True, eq=False)
class Walk:
    """A prepared step, the phase that is looked at, and what is followed through it.

    Attributes
    ----------
    index : int
        The place among `phases`.
    layer : int
        The layer (1 …) of the neuron that is followed.
    positions : tuple of int
        The neuron that is followed in each layer.
    sample : int
        Which sample of the mini-batch is followed.
    source : int or None
        The weight that is followed, by what it comes from; `BIAS_SOURCE`, or None for the one with
        the largest gradient.
    taken : bool
        Whether training has taken the step.
    """

    prepared: PreparedStep
    index: int = 0
    layer: int = 1
    positions: tuple[int, ...] = ()
    sample: int = 0
    source: int | None = None
    taken: bool = False

    @classmethod
    def begin(cls, prepared: PreparedStep, point: int | None = None) -> Walk:
        """At the first phase, with a point of the data if it is in the mini-batch."""
        found = np.flatnonzero(prepared.points == point)
        sample = int(found[0]) if len(found) else 0
        return cls(prepared, positions=(0,) * len(prepared.network.layers), sample=sample)

    # --- what is looked at -------------------------------------------------------------------

    @property
    def phases(self) -> tuple[Phase, ...]:
        return phases_of(len(self.prepared.network.layers))

    @property
    def phase(self) -> Phase:
        return self.phases[self.index]

    @property
    def is_last(self) -> bool:
        return self.index == len(self.phases) - 1

    @property
    def position(self) -> int:
        """The place of the followed neuron in its layer."""
        return self.positions[self.layer - 1]

    @property
    def unit(self) -> str:
        """The id of the neuron that is followed."""
        return layer_ids(self.prepared.experiment)[self.layer][self.position]

    @property
    def point(self) -> int:
        """The followed sample as an index of the data."""
        return int(self.prepared.points[self.sample])

    @property
    def row(self) -> slice:
        """Where the followed neuron's parameters lie in flat vectors."""
        return self.prepared.row(self.layer, self.position)

    @property
    def followed_source(self) -> int:
        """The weight that is followed, by what it comes from."""
        if self.source is not None:
            return self.source
        return int(np.argmax(np.abs(self.prepared.data_gradient[self.row][:-1])))

    @property
    def weight(self) -> int:
        """Where the followed weight lies in flat vectors."""
        row, source = self.row, self.followed_source
        return int(row.stop - 1 if source == BIAS_SOURCE else row.start + source)

    # --- going on ----------------------------------------------------------------------------

    def at(self, index: int) -> Walk:
        """At another phase; in a phase of one layer a neuron of that layer is followed."""
        index = min(max(index, 0), len(self.phases) - 1)
        phase = self.phases[index]
        layer = len(self.positions) if phase.kind is Kind.LOSS else phase.layer or self.layer
        source = self.source if layer == self.layer else None
        return replace(self, index=index, layer=layer, source=source)

    def following(self, layer: int, position: int) -> Walk:
        """With another neuron; where only one layer is at work, at the phase of its layer."""
        positions = list(self.positions)
        positions[layer - 1] = position
        walk = replace(self, positions=tuple(positions), layer=layer, source=None)
        kind = self.phase.kind
        if kind in (Kind.GRADIENT, Kind.CLIP, Kind.UPDATE):
            return walk
        if kind is Kind.LOSS:
            kind = Kind.LOSS if layer == len(positions) else Kind.BACKWARD
        phase = Phase(kind, 0 if kind is Kind.LOSS else layer)
        return replace(walk, index=self.phases.index(phase))

    def following_sample(self, sample: int) -> Walk:
        return replace(self, sample=min(max(sample, 0), len(self.prepared.points) - 1))

    def following_point(self, point: int) -> Walk:
        """With a point of the data, which is one of the mini-batch."""
        return self.following_sample(int(np.flatnonzero(self.prepared.points == point)[0]))

    def following_weight(self, source: int) -> Walk:
        return replace(self, source=source)

    def as_taken(self) -> Walk:
        return replace(self, taken=True)
