"""Passes and batches of several networks at once: `workspace` and `batches` with one axis more.

Buffers have shape (units, n_networks, batch), so that what works element by element is one call for
all networks; products see them as n_networks matrices, which `np.matmul` takes one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import TypeAlias, cast

import numpy as np

from ..arrays import Array, Indices, Vector
from ..functions.losses import Evaluate
from ..network import Network
from ..parts import parts_of
from .large import WorkspaceInParts
from .workspace import Batch, Product, Workspace, samples_first

TRIED_NETWORKS = 48
"""Where products differ, they do so in a tenth of all networks and more."""

Computes: TypeAlias = Callable[[Batch], Vector]
"""Returns the loss of each network, and leaves the gradients in the workspace's rows."""


class StackedWorkspace(Workspace):
    """A `Workspace` for networks of one shape.

    Parameters
    ----------
    network : Network
        Any of them: its layers tell shapes, activations and what is muted.
    parameters, gradients : ndarray of shape (n_networks, n_parameters)
    size : int
        The number of samples in a batch.
    one_by_one : bool
        Whether each matrix product is a call of its own, see `agreeing_workspace`.

    Attributes
    ----------
    stacked_compute : callable
        As ``compute``, but the losses are an array of shape (n_networks,).
    """

    def __init__(
        self,
        network: Network,
        parameters: Vector,
        gradients: Vector,
        size: int,
        one_by_one: bool = False,
    ) -> None:
        self._parameters, self._one_by_one = parameters, one_by_one
        super().__init__(network.layers, network.loss, gradients, size)
        self.stacked_compute = cast("Computes", self.compute)

    def _shape(self, n_rows: int, size: int) -> tuple[int, ...]:
        return n_rows, len(self._parameters), size

    def _block_views(self, gradient: Vector) -> tuple[list[Vector], list[Vector]]:
        return self._blocks_of(self._parameters), self._blocks_of(gradient)

    def _blocks_of(self, rows: Vector) -> list[Vector]:
        """Each layer's blocks, of shape (n_networks, n_out, n_in + 1); views."""
        shapes = [layer.block.shape for layer in self._layers]
        ends = np.cumsum([0, *(n_out * n_columns for n_out, n_columns in shapes)])
        return [
            rows[:, start:stop].reshape(len(rows), *shape)
            for (start, stop), shape in zip(pairwise(ends), shapes, strict=True)
        ]

    def _product(self, matrix: Vector) -> Product:
        if not self._one_by_one:
            return partial(np.matmul, matrix)

        def product(right: Vector, out: Vector) -> None:
            for one, other, result in zip(matrix, right, out, strict=True):
                result[...] = _packed(one).dot(_packed(other))

        return product

    def _matrix(self, rows: Array) -> Array:
        return rows.swapaxes(0, 1)

    def _evaluation(self) -> Evaluate:
        rows, loss = self._rows[-1], self._loss
        z, outputs = samples_first(self._z[-1]), samples_first(self._activations[rows])
        gradient, share = samples_first(self._deltas[rows]), 1.0 / loss.loss.count(outputs[0])

        def evaluate(rows: Array) -> Vector:
            targets = rows.transpose(1, 2, 0)  # `samples_first`, but sooner
            losses = loss.values(z, outputs, targets)
            np.multiply(loss.slopes(outputs, targets), share, out=gradient)
            return losses

        return cast("Evaluate", evaluate)


def _packed(matrix: Vector) -> Vector:
    """The matrix in memory of its own, row after row, or column after column as before."""
    transposed = matrix.strides[0] < matrix.strides[1]
    return np.ascontiguousarray(matrix.T).T if transposed else np.ascontiguousarray(matrix)


def agreeing_computes(
    network: Network, parameters: Vector, gradients: Vector, size: int
) -> Computes:
    """The pass of batches of that size, which agrees with single networks to the bit."""
    make = partial(_agreeing_workspace, network, parameters)
    parts = parts_of(size, network.sizes)
    if len(parts) == 1:
        return make(gradients, size).stacked_compute
    return cast("Computes", WorkspaceInParts(make, gradients, parts).compute)


def _agreeing_workspace(
    network: Network, parameters: Vector, gradients: Vector, size: int
) -> StackedWorkspace:
    one_by_one = not products_agree(network.sizes, len(parameters), size)
    return StackedWorkspace(network, parameters, gradients, size, one_by_one)


@cache
def products_agree(sizes: tuple[int, ...], n_networks: int, size: int) -> bool:
    """Whether stacked products sum in the same order as single ones, for networks of that shape.

    That is for the linear algebra library to say: OpenBLAS, for one, has another order for a single
    output and batches of three.  So both ways are tried with random numbers.
    """
    network, rng = Network(sizes, "linear", "linear", "mse"), np.random.default_rng(0)
    parameters = np.empty((n_networks, network.n_parameters))
    ours, theirs = np.empty_like(parameters), np.empty_like(parameters)
    stacked = StackedWorkspace(network, parameters, ours, size)
    single = StackedWorkspace(network, parameters, theirs, size, one_by_one=True)
    samples = [rng.normal(size=(size, columns)) for columns in (sizes[0], sizes[-1])]
    batch = StackedBatches([(samples[0], samples[1])] * n_networks, size)
    batch.fill([np.arange(size)] * n_networks)
    for _ in range(-(-TRIED_NETWORKS // n_networks)):
        parameters[...] = rng.normal(size=parameters.shape)
        losses = stacked.stacked_compute(batch.batches[0])
        if not np.array_equal(losses, single.stacked_compute(batch.batches[0])):
            return False
        if not np.array_equal(ours, theirs):
            return False
    return True


class StackedBatches:
    """The samples of several networks, and the batches of an epoch cut from them.

    Parameters
    ----------
    samples : sequence of (inputs, targets)
        Those of each network, of shapes (n_samples, n_inputs) and (n_samples, n_outputs).
    size : int
        The number of samples in a batch; the last may be smaller.
    """

    def __init__(self, samples: Sequence[tuple[Vector, Vector]], size: int) -> None:
        self._samples = [
            np.ascontiguousarray(np.hstack([inputs, np.ones((len(inputs), 1)), targets]))
            for inputs, targets in samples
        ]
        self._n_inputs = samples[0][0].shape[1]
        n_samples, n_rows = self._samples[0].shape
        n_full, n_rest = divmod(n_samples, size)
        self._ordered = np.empty((n_samples, n_rows))
        self._full = np.empty((n_full, n_rows, len(samples), size))
        self._rest = np.empty((n_rows, len(samples), n_rest))
        parts = [*self._full, self._rest] if n_rest else list(self._full)
        self.batches = [self._batch(part) for part in parts]
        self.sizes = [part.shape[-1] for part in parts]

    def fill(self, orders: Sequence[Indices]) -> None:
        """Put each network's samples into the batches in its order."""
        n_full, n_rows, _, size = self._full.shape
        for index, (samples, order) in enumerate(zip(self._samples, orders, strict=True)):
            np.take(samples, order, axis=0, out=self._ordered, mode="clip")
            full = self._ordered[: n_full * size].reshape(n_full, size, n_rows)
            self._full[:, :, index] = full.mT
            self._rest[:, index] = self._ordered[n_full * size :].T

    def _batch(self, rows: Vector) -> Batch:
        inputs = rows[: self._n_inputs + 1].swapaxes(0, 1)
        return Batch(inputs, inputs.mT, rows[self._n_inputs + 1 :])
