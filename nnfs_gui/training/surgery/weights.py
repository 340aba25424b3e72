"""The weights of a network under its units' ids, and a memory of the weights of former networks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine import ACTIVATIONS
from nnfs_gui.experiment.building import BlockPositions
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment, NetworkSpec
from nnfs_gui.experiment.outputs import layer_ids

Array: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Weights:
    """Parameters of a network, and the optimizer's moments that belong to them.

    Attributes
    ----------
    ids : tuple of tuples of str
        Units per layer: features, hidden layers, outputs.
    vectors : ndarray of shape (n_vectors, n_parameters)
        Row 0 holds the parameters, further rows one moment each.
    """

    ids: tuple[tuple[str, ...], ...]
    vectors: Array

    def copy(self) -> Weights:
        """The same numbers in memory of their own."""
        return Weights(self.ids, self.vectors.copy())

    def __post_init__(self) -> None:
        size = BlockPositions(self.ids).size
        if self.vectors.ndim != 2 or self.vectors.shape[1] != size:
            raise ValueError(f"vectors must be (n, {size}), got {self.vectors.shape}")

    @property
    def parameters(self) -> Array:
        """The network's flat parameter vector, of shape (n_parameters,)."""
        vector: Array = self.vectors[0]
        return vector

    def blocks(self) -> list[Array]:
        """Views of the layers 1 …, each (n_vectors, n_out, n_in + 1), the bias last."""
        blocks, start = [], 0
        for sources, units in zip(self.ids, self.ids[1:], strict=False):
            end = start + len(units) * (len(sources) + 1)
            part = self.vectors[:, start:end]
            blocks.append(part.reshape(len(self.vectors), len(units), len(sources) + 1))
            start = end
        return blocks


class Places:
    """Weights with the layer and row of every unit that has any."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.blocks = weights.blocks()
        places = [
            (unit, layer, row)
            for layer, units in enumerate(weights.ids[1:], start=1)
            for row, unit in enumerate(units)
        ]
        self.layer = {unit: layer for unit, layer, _ in places}
        self.row = {unit: row for unit, _, row in places}

    def weight(self, source: str, target: str) -> Array:
        """The weight and moments of a link, of shape (n_vectors,); zeros if there is none."""
        layer = self.layer.get(target)
        if layer is None or source not in self.weights.ids[layer - 1]:
            return np.zeros(len(self.weights.vectors))
        column = self.weights.ids[layer - 1].index(source)
        found: Array = self.blocks[layer - 1][:, self.row[target], column]
        return found


def empty_weights(ids: tuple[tuple[str, ...], ...], n_vectors: int) -> Weights:
    """Zeros for a network with these units."""
    return Weights(ids, np.zeros((n_vectors, BlockPositions(ids).size)))


def activate(experiment: Experiment, layer: int, z: Array) -> Array:
    """The activation function of layer 1 … applied to pre-activations (n_units, n_points)."""
    spec = experiment.network
    part = spec.hidden[layer - 1] if layer <= len(spec.hidden) else spec.output
    function = ACTIVATIONS.create(part.activation, **part.parameters)
    # Softmax compares the units of a point, which it expects along the last axis.
    values: Array = (
        function.value(np.array(z.T)).T if function.output_only else function.value(z.copy())
    )
    return values


def pre_activations(experiment: Experiment, weights: Weights, points: Array) -> list[Array]:
    """z of every layer 1 … at points of the plane (n_points, 2): arrays (n_units, n_points).

    Mutes are not looked at: a muted neuron's weights mean something all the same.
    """
    below = feature_matrix(experiment.network.features, points).T
    found = []
    for layer, block in enumerate(weights.blocks(), start=1):
        z = block[0, :, :-1] @ below + block[0, :, -1:]
        found.append(z)
        if layer < len(experiment.network.hidden) + 1:
            below = activate(experiment, layer, z)
    return found


def outputs_from(experiment: Experiment, weights: Weights, layer: int, z: Array) -> Array:
    """The outputs (n_outputs, n_points), given the pre-activations of a layer 1 …"""
    for number, block in enumerate(weights.blocks()[layer:], start=layer):
        z = block[0, :, :-1] @ activate(experiment, number, z) + block[0, :, -1:]
    return activate(experiment, len(weights.ids) - 1, z)


class WeightMemory:
    """The weights that each former network had when it was left.

    Undo brings a former `NetworkSpec` back as the very same object, and that is how it is
    recognised: an equal network that was drawn anew starts with new weights.
    """

    def __init__(self, limit: int = 500) -> None:
        self._limit = limit
        self._kept: OrderedDict[int, tuple[NetworkSpec, Weights]] = OrderedDict()

    def remember(self, spec: NetworkSpec, weights: Weights) -> None:
        """Keep a copy of the weights of a network that is about to change."""
        self._kept.pop(id(spec), None)
        self._kept[id(spec)] = (spec, weights.copy())
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def recall(self, spec: NetworkSpec) -> Weights | None:
        """The weights this very network had when it was left, if it ever was."""
        # The entry holds the spec itself, so its id cannot have passed to another object.
        entry = self._kept.get(id(spec))
        return None if entry is None else entry[1]

    def clear(self) -> None:
        """Forget everything: the weights have begun anew."""
        self._kept.clear()


def weights_of(experiment: Experiment, vectors: Array) -> Weights:
    """The vectors under the ids of the experiment's units."""
    return Weights(layer_ids(experiment), vectors)
