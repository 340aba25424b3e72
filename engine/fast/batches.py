"""Mini-batches: the samples in a new order each epoch, laid out as the workspace wants them."""

from __future__ import annotations

import numpy as np

from ..arrays import Indices, Vector
from .workspace import Batch


class EpochBatches:
    """A copy of the samples, and the batches cut from it.

    A sample's inputs, a one, and its targets are kept as one row, so that bringing all samples
    into a new order is a single call.  Batches are views of buffers that stay where they are from
    epoch to epoch: `fill` changes what is in them.

    Parameters
    ----------
    inputs : ndarray of shape (n_samples, n_inputs)
    targets : ndarray of shape (n_samples, n_outputs)
    """

    def __init__(self, inputs: Vector, targets: Vector) -> None:
        self.n_samples: int = len(inputs)
        self._n_inputs = inputs.shape[1]
        ones = np.ones((self.n_samples, 1))
        self._samples = np.ascontiguousarray(np.hstack([inputs, ones, targets]))
        self.offset = 0

    def samples(self) -> tuple[Vector, Vector]:
        """Copies of inputs and targets, in the order given."""
        n_inputs = self._n_inputs
        return self._samples[:, :n_inputs].copy(), self._samples[:, n_inputs + 1 :].copy()

    def cut(self, offset: int, size: int) -> list[Batch]:
        """Batches of that size for an epoch's samples from ``offset`` on, filled in given order.

        The last batch is smaller if the samples do not divide evenly; none is left out.
        """
        n_left, n_rows = self.n_samples - offset, self._samples.shape[1]
        n_full, n_rest = divmod(n_left, size)
        self.offset = offset
        self._ordered = np.empty((n_left, n_rows))
        self._full = np.empty((n_full, n_rows, size))
        self._rest = np.empty((n_rows, n_rest))
        self.fill(np.arange(self.n_samples))
        batches = [self._batch(part) for part in self._full]
        return batches if n_rest == 0 else [*batches, self._batch(self._rest)]

    def fill(self, order: Indices) -> None:
        """Put the samples into the batches in that order (of all samples of an epoch)."""
        n_full, n_rows, size = self._full.shape
        # Every index is in range; with mode="raise", take would fill a second buffer to be sure.
        np.take(self._samples, order[self.offset :], axis=0, out=self._ordered, mode="clip")
        self._full[...] = self._ordered[: n_full * size].reshape(n_full, size, n_rows).mT
        self._rest[...] = self._ordered[n_full * size :].T

    def _batch(self, rows: Vector) -> Batch:
        inputs = rows[: self._n_inputs + 1]
        return Batch(inputs, inputs.T, rows[self._n_inputs + 1 :])
