"""Which neurons have stopped working, and why: dead and saturated ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np

from engine import ACTIVATIONS, ActivationFunction
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import layer_ids

from .snapshot import Maps

SATURATED_LEVEL = 0.97
"""How far along the way from the middle of its range to an end a value counts as saturated."""
SATURATED_SHARE = 0.95
"""Share of the sample points from which a neuron counts as saturated."""
DEAD_LEVEL = 1e-6
"""An activation smaller than this counts as zero."""
_FAR = 40.0
"""A pre-activation far out, where a function that flattens has flattened."""


@dataclass(frozen=True)
class Health:
    """What is wrong with a neuron.

    Attributes
    ----------
    kind : "dead" or "saturated"
    share : float
        Share of the sample points for which it holds, 0 … 1.
    reason : str
        One sentence for people.
    """

    kind: Literal["dead", "saturated"]
    share: float
    reason: str


@dataclass(frozen=True)
class _Flat:
    """The values at which an activation function goes flat; None where it does not."""

    low: float | None
    high: float | None

    @property
    def dies(self) -> bool:
        """Whether its flat end is silence, as with ReLU."""
        return self.high is None and self.low is not None and abs(self.low) < DEAD_LEVEL


class Observed(Protocol):
    """What has to be known of a network to find what is wrong with it; a `Snapshot` knows it."""

    @property
    def experiment(self) -> Experiment: ...
    @property
    def sizes(self) -> tuple[int, ...]: ...
    @property
    def activations(self) -> tuple[Maps, ...]: ...


def neuron_health(snapshot: Observed) -> dict[str, Health]:
    """Dead and saturated hidden neurons by id; a neuron that works is not in the result.

    Of the sample points that are drawn.  Outputs are left out, because an output that is
    sure of every point is what training is for; nor are muted neurons, which are silent by wish.
    """
    found: dict[str, Health] = {}
    layers = snapshot.experiment.network.hidden
    ids = layer_ids(snapshot.experiment)
    for index, layer in enumerate(layers, start=1):
        values = snapshot.activations[index]
        if index >= len(snapshot.sizes) - 1 or values.shape[0] != len(ids[index]):
            continue  # the experiment was edited after this snapshot was taken
        flat = _flat(layer.activation, tuple(sorted(layer.parameters.items())))
        muted = {neuron.id for neuron in layer.neurons if neuron.muted}
        found |= {
            neuron: health
            for neuron, health in zip(ids[index], _layer_health(values, flat), strict=True)
            if health is not None and neuron not in muted
        }
    return found


def can_die(experiment: Experiment) -> bool:
    """Whether there is a hidden layer whose neurons can fall silent, as with ReLU."""
    layers = experiment.network.hidden
    return any(
        _flat(layer.activation, tuple(sorted(layer.parameters.items()))).dies for layer in layers
    )


def describe_health(experiment: Experiment, health: dict[str, Health]) -> str:
    """The findings in one sentence: ``2 of 6 hidden neurons are dead.``"""
    total = sum(len(layer.neurons) for layer in experiment.network.hidden)
    if not total:
        return "There are no hidden neurons."
    if not health:
        return f"All {total} hidden neurons work." if total > 1 else "The hidden neuron works."
    kinds = [entry.kind for entry in health.values()]
    parts = [f"{kinds.count(kind)} {kind}" for kind in ("dead", "saturated") if kind in kinds]
    return f"{' and '.join(parts)}, of {total} hidden neurons."


def _layer_health(values: Maps, flat: _Flat) -> list[Health | None]:
    """The health of every neuron of a layer from its values (n_units, n_sample)."""
    units, points = values.shape
    if not points:
        return [None] * units
    if flat.dies:
        reason = "dead: 0 for every sample point, so its weights get no gradient"
        silent = np.abs(values).max(axis=1) < DEAD_LEVEL
        return [Health("dead", 1.0, reason) if dead else None for dead in silent]
    limits, text = _flat_from(flat)
    shares = ((values < np.float32(limits[0])) | (values > np.float32(limits[1]))).mean(axis=1)
    return [_saturation(float(share), text) for share in shares]


def _saturation(share: float, text: str) -> Health | None:
    if share < SATURATED_SHARE:
        return None
    points = "every sample point" if share == 1.0 else f"{100 * share:.0f}\u2009% of the points"
    return Health("saturated", share, f"saturated: {text} for {points}, so its slope is almost 0")


def _flat_from(flat: _Flat) -> tuple[tuple[float, float], str]:
    """Below and above which values the function counts as flat, as numbers and in words."""
    if flat.low is not None and flat.high is not None:
        middle, reach = (flat.low + flat.high) / 2, (flat.high - flat.low) / 2
        low, high = middle - SATURATED_LEVEL * reach, middle + SATURATED_LEVEL * reach
        if middle == 0.0:
            return (low, high), f"|a| > {high:.3g}"
        return (low, high), f"a < {low:.2g} or a > {high:.3g}"
    if flat.low is not None:
        low = SATURATED_LEVEL * flat.low
        return (low, math.inf), f"a < {low:.3g}".replace("-", "\u2212")
    return (-math.inf, math.inf), ""


@lru_cache(maxsize=64)
def _flat(name: str, parameters: tuple[tuple[str, float], ...]) -> _Flat:
    """Where the function goes flat, found from its own slope: so of any registered function."""
    activation: ActivationFunction = ACTIVATIONS.create(name, **dict(parameters))
    ends = np.array([-_FAR, 0.5, _FAR])
    slopes = np.abs(activation.derivative(ends))
    if slopes[1] == 0.0:  # a step is flat everywhere: no neuron of it is worse off than another
        return _Flat(None, None)
    values = activation.value(ends)
    low, high = (
        float(value) if slope < 1e-6 else None
        for value, slope in ((values[0], slopes[0]), (values[2], slopes[2]))
    )
    return _Flat(low, high)
