"""`WorkspaceInParts`: the pass of a large batch, part by part; see `engine.parts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from ..arrays import Vector
from .workspace import Batch, Workspace

Make: TypeAlias = Callable[[Vector, int], Workspace]
"""Makes a workspace that leaves its gradient in that vector, for batches of that size."""


class WorkspaceInParts:
    """Passes batches of one size with workspaces for its parts, and can give way between them.

    The gradient appears whole, at the end: until then that of the step before can be read.

    Parameters
    ----------
    make : callable
    gradient : ndarray
        Where the gradient is left.
    parts : sequence of slice
        Which of a batch's samples belong to each part.
    """

    def __init__(self, make: Make, gradient: Vector, parts: Sequence[slice]) -> None:
        self._gradient = gradient
        self._of_part, self._sum = (np.zeros_like(gradient) for _ in range(2))
        sizes = [part.stop - part.start for part in parts]
        computes = {size: make(self._of_part, size).compute for size in dict.fromkeys(sizes)}
        self._parts = [
            (part, computes[size], size / sum(sizes))
            for part, size in zip(parts, sizes, strict=True)
        ]
        self._found: float | None = None

    def compute(self, batch: Batch) -> float:
        """The batch's loss, which `parts` may have found already; the gradient is left."""
        if self._found is None:
            for _ in self.parts(batch):
                pass
        loss, self._found = self._found, None
        assert loss is not None
        return loss

    def parts(self, batch: Batch) -> Iterator[None]:
        """The pass part by part; once through, the next `compute` returns its loss at once."""
        self._found, loss = None, 0.0
        self._sum.fill(0.0)
        for part, compute, share in self._parts:
            loss += share * compute(batch.part(part))
            np.multiply(self._of_part, share, self._of_part)
            np.add(self._sum, self._of_part, self._sum)
            yield
        self._gradient[:] = self._sum
        self._found = loss
