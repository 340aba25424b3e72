"""Units by position: their labels, their names for people, and where their parameters lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Units:
    """The neurons of a network (hidden and output) in the order of the parameter vector.

    Attributes
    ----------
    ids : tuple of str
    labels : tuple of str
        ``"1.1"`` for the first neuron of the first hidden layer; the output layer counts on.
    names : tuple of str
        ``"Hidden 1 · neuron 4"``, ``"Output"``.
    layer : ndarray of int, shape (n_neurons,)
        The layer of each neuron, 1 … L.
    start : ndarray of int, shape (n_neurons,)
        Where each neuron's row begins in the flat vector.
    frozen : ndarray of bool, shape (n_neurons,)
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    layer: npt.NDArray[np.intp]
    start: npt.NDArray[np.intp]
    frozen: npt.NDArray[np.bool_]

    def index(self, unit: str) -> int | None:
        """Position of the neuron with that id, or None."""
        return self.ids.index(unit) if unit in self.ids else None


def units_of(snapshot: Snapshot) -> Units:
    """The neurons of the snapshot's network."""
    experiment = snapshot.experiment
    frozen = [neuron.frozen for layer in experiment.network.hidden for neuron in layer.neurons]
    frozen += [experiment.network.output.frozen] * snapshot.sizes[-1]
    return _units(layer_ids(experiment), tuple(frozen))


@lru_cache(maxsize=4)
def _units(layer_ids: tuple[tuple[str, ...], ...], frozen: tuple[bool, ...]) -> Units:
    layers = layer_ids[1:]
    labels, names, layer = [], [], []
    for number, ids in enumerate(layers, start=1):
        for index in range(len(ids)):
            labels.append(f"{number}.{index + 1}")
            names.append(_name(number, index, len(layers), len(ids)))
            layer.append(number)
    widths = [len(layer_ids[number - 1]) + 1 for number in layer]
    return Units(
        ids=tuple(unit for ids in layers for unit in ids),
        labels=tuple(labels),
        names=tuple(names),
        layer=np.array(layer, dtype=np.intp),
        start=np.concatenate(([0], np.cumsum(widths)[:-1])).astype(np.intp),
        frozen=np.array(frozen, dtype=bool),
    )


def layer_name(experiment: Experiment, layer: int) -> str:
    """``Inputs``, ``Hidden 1`` … or ``Output``."""
    hidden = len(experiment.network.hidden)
    if layer == 0:
        return "Inputs"
    return f"Hidden {layer}" if layer <= hidden else "Output"


def source_names(experiment: Experiment, layer: int) -> tuple[str, ...]:
    """Short names of what feeds layer ``layer``: ``x₁``, or ``1.1`` … for hidden neurons."""
    ids = layer_ids(experiment)[layer - 1]
    if layer == 1:
        return tuple(feature_label(formula) for formula in ids)
    return tuple(f"{layer - 1}.{index + 1}" for index in range(len(ids)))


def _name(layer: int, index: int, n_layers: int, n_units: int) -> str:
    if layer < n_layers:
        return f"Hidden {layer} · neuron {index + 1}"
    return "Output" if n_units == 1 else f"Output · class {index + 1}"
