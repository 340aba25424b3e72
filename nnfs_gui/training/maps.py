"""`MapEvaluator`: every neuron's activation over many points, for drawing."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from engine import Network
from engine.arrays import Array, Call
from engine.checks import samples

CHUNK = 16_384
"""Points per pass.  A chunk of a layer of eight units stays within the processor's cache; smaller
ones cost more than they save, because NumPy works through many short rows."""


class MapEvaluator:
    """Computes the activations of all layers at points that stay the same, again and again.

    Training needs double precision, colours do not: maps are computed in single precision, which
    takes half the memory and time, from a copy of the parameters.  All buffers are kept.

    Parameters
    ----------
    network : Network
        Its parameters and muted units are looked at anew by each `evaluate`.
    points : array of shape (n_points, n_inputs)
    dtype : dtype
        The precision of the maps.
    """

    def __init__(
        self,
        network: Network,
        points: npt.ArrayLike,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        self.network = network
        inputs = samples("points", points, network.sizes[0], "input")
        self._parameters = np.zeros(network.n_parameters, dtype)
        self._stack = [np.ones((size + 1, len(inputs)), dtype) for size in network.sizes]
        with np.errstate(over="ignore"):  # what is too large for single precision is infinite
            self._stack[0][:-1] = inputs.T
        self._version = network.version
        self._calls = self._prepared(len(inputs))

    def evaluate(self) -> list[Array]:
        """The activations of layers 1 …, each of shape (n_units, n_points).

        The arrays are views of buffers that the next call overwrites; copy what you keep.
        """
        if self._version != self.network.version:
            self._version = self.network.version
            self._calls = self._prepared(self._stack[0].shape[1])
        with np.errstate(all="ignore"):
            np.copyto(self._parameters, self.network.parameters, casting="same_kind")
            for call in self._calls:
                call()
        return [activations[:-1] for activations in self._stack[1:]]

    def _prepared(self, n_points: int) -> list[Call]:
        """All layers for the first chunk of points, then for the next …"""
        calls: list[Call] = []
        for start in range(0, n_points, CHUNK):
            chunk = slice(start, start + CHUNK)
            first = 0
            for layer, before, after in zip(
                self.network.layers, self._stack[:-1], self._stack[1:], strict=True
            ):
                flat = self._parameters[first : first + layer.block.size]
                first += layer.block.size
                block, a = flat.reshape(layer.block.shape), after[:-1, chunk]
                calls.append(partial(np.matmul, block, before[:, chunk], a))
                # Units are along the last axis only where that matters: in softmax.
                z = a.T if layer.activation.output_only else a
                calls.append(layer.activation.bind_value(z, z))
                if layer.muted:
                    calls.append(partial(a.__setitem__, list(layer.muted), 0.0))
        return calls
