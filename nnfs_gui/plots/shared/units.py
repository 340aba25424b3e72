"""Neurons by position: their names, their places on an axis, and where their parameters lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.names import unit_labels, unit_names
from nnfs_gui.experiment.outputs import layer_ids, remembered
from nnfs_gui.training.snapshot import Snapshot

LAYER_GAP = 0.45
"""Room between two layers on an axis of some neurons, in places; it grows as places shrink."""


@dataclass(frozen=True, eq=False)
class Units:
    """The neurons of a network (hidden and output) in the order of the parameter vector.

    Attributes
    ----------
    ids, labels, names : tuple of str
        See `nnfs_gui.experiment.names`.
    layer : ndarray of int, shape (n_neurons,)
        The layer of each neuron, 1 … L.
    place : ndarray of float, shape (n_neurons,)
        Where each neuron stands on an axis: 0, 1, 2 … with gaps between layers.
    start : ndarray of int, shape (n_neurons,)
        Where each neuron's row begins in the flat vector.
    frozen : ndarray of bool, shape (n_neurons,)
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    layer: npt.NDArray[np.intp]
    place: npt.NDArray[np.float64]
    start: npt.NDArray[np.intp]
    frozen: npt.NDArray[np.bool_]

    def index(self, unit: str) -> int | None:
        """Position of the neuron with that id, or None."""
        return self.ids.index(unit) if unit in self.ids else None


def units_of(snapshot: Snapshot) -> Units:
    """The neurons of the snapshot's network."""
    return units_of_experiment(snapshot.experiment)


@remembered
def units_of_experiment(experiment: Experiment) -> Units:
    """The neurons of the experiment's network."""
    network, layers = experiment.network, layer_ids(experiment)
    labels, names = unit_labels(experiment), unit_names(experiment)
    counts = [len(ids) for ids in layers]
    ids = tuple(unit for layer in layers[1:] for unit in layer)
    layer = np.repeat(np.arange(len(counts)), [0, *counts[1:]])
    widths = np.array(counts)[layer - 1] + 1
    gap = LAYER_GAP * max(1.0, (len(layer) / 24) ** 0.5)
    frozen = [neuron.frozen for hidden in network.hidden for neuron in hidden.neurons]
    return Units(
        ids=ids,
        labels=tuple(labels[unit] for unit in ids),
        names=tuple(names[unit] for unit in ids),
        layer=layer,
        place=np.arange(len(layer)) + gap * (layer - 1),
        start=np.concatenate(([0], np.cumsum(widths)[:-1])),
        frozen=np.array(frozen + [network.output.frozen] * counts[-1]),
    )


def unit_at(units: Units, parameter: int) -> int:
    """The neuron to which a position in the flat vector belongs."""
    return int(np.searchsorted(units.start, parameter, side="right")) - 1


def source_names(experiment: Experiment, layer: int) -> tuple[str, ...]:
    """Short names of what feeds layer ``layer``: ``x₁``, or ``1.1`` … for hidden neurons."""
    labels = unit_labels(experiment)
    return tuple(labels[unit] for unit in layer_ids(experiment)[layer - 1])
