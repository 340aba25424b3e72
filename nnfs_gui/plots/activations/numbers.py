"""Histograms of activations, as numbers: pure functions of a snapshot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from engine import ACTIVATIONS
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.names import spoken_activation
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.training.snapshot import Maps, Snapshot

BINS = 40
"""Bins of a layer's histogram."""
LEVELS = 24
"""Bins of one neuron's column."""
POINTS = 512
"""Points per neuron that its column is made from: enough for its shape, and quick."""


@dataclass(frozen=True, eq=False)
class LayerHistogram:
    """How the activations of one layer are spread.

    Attributes
    ----------
    layer : int
    low, high : float
        Ends of the range that the bins divide; values beyond count in the outer bins.
    middle : float
        Where orange turns to blue, as in the maps of the neurons: zero, or of a single output
        halfway between its classes.
    shares : ndarray of shape (BINS,)
        Share of all (neuron, point) pairs in each bin; they add up to 1.
    columns : ndarray of shape (n_units, LEVELS)
        The same for every neuron by itself.
    """

    layer: int
    low: float
    high: float
    middle: float
    shares: npt.NDArray[np.float64]
    columns: npt.NDArray[np.float64]


def activation_name(experiment: Experiment, layer: int) -> str:
    """What people call the activation function of layer 1 …"""
    hidden, output = experiment.network.hidden, experiment.network.output
    part = hidden[layer - 1] if layer <= len(hidden) else output
    return spoken_activation(part.activation)


def layer_range(experiment: Experiment, layer: int, reach: float) -> tuple[float, float]:
    """Range of a layer's axis: the function's own bounds, ``reach`` where it has none."""
    low, high = _limits(experiment, layer)
    if not math.isfinite(low):
        low = -reach
    elif not math.isfinite(high):
        low = max(low, -reach)  # ELU's −α, unless the axis does not even go that far
    return low, high if math.isfinite(high) else reach


def _limits(experiment: Experiment, layer: int) -> tuple[float, float]:
    hidden = experiment.network.hidden
    part = hidden[layer - 1] if layer <= len(hidden) else experiment.network.output
    return _limits_of(part.activation, tuple(part.parameters.items()))


@lru_cache(maxsize=64)
def _limits_of(activation: str, parameters: tuple[tuple[str, float], ...]) -> tuple[float, float]:
    low, high = ACTIVATIONS.create(activation, **dict(parameters)).limits
    return float(low), float(high)


def _middle(experiment: Experiment, layer: int) -> float:
    reading = read_outputs(experiment)
    single = layer > len(experiment.network.hidden) and reading.n_outputs == 1
    return (reading.low + reading.high) / 2 if single else 0.0


def layer_histogram(snapshot: Snapshot, layer: int, reach: float) -> LayerHistogram:
    """The histogram of layer 1 … of the snapshot's sample points."""
    values = snapshot.activations[layer]
    low, high = layer_range(snapshot.experiment, layer, reach)
    columns = _columns(_thinned(values), low, high, LEVELS)
    whole = _columns(_thinned(values).reshape(1, -1), low, high, BINS)[0]
    return LayerHistogram(layer, low, high, _middle(snapshot.experiment, layer), whole, columns)


def _thinned(values: Maps) -> Maps:
    """At most `POINTS` of the points, evenly chosen."""
    every = max(1, -(-values.shape[1] // POINTS))
    return values[:, ::every]


def _columns(values: Maps, low: float, high: float, bins: int) -> npt.NDArray[np.float64]:
    """Shares of each row's values in ``bins`` equal parts of [low, high]; (n_rows, bins)."""
    rows, points = values.shape
    if points == 0 or high <= low:
        return np.zeros((rows, bins))
    place = np.nan_to_num((values - low) * (bins / (high - low)), nan=0.0)
    index = np.clip(place, 0, bins - 1).astype(np.intp)
    index += bins * np.arange(rows)[:, None]
    counts = np.bincount(index.ravel(), minlength=rows * bins).reshape(rows, bins)
    return np.asarray(counts / points)
