"""`ParameterHistory`: where the parameters have been, thinned so that it never grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.snapshot import Snapshot, Vector

CAPACITY = 256
"""Most moments that are kept; of a longer run every second, every fourth … moment."""


class ParameterHistory:
    """The parameter vectors of a run's snapshots, oldest first, evenly thinned.

    It begins anew when the run or the network changes, and forgets what lies ahead when the
    history is wound back.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._key: object = None
        self._steps: list[int] = []
        self._vectors: list[Vector] = []
        self._stride = 1

    def __len__(self) -> int:
        return len(self._steps)

    def record(self, snapshot: Snapshot) -> None:
        """Remember the snapshot's parameters; the same moment twice counts once."""
        key = (snapshot.run, snapshot.sizes, layer_ids(snapshot.experiment))
        if key != self._key:
            self._key, self._stride = key, 1
            self._steps.clear()
            self._vectors.clear()
        while self._steps and self._steps[-1] >= snapshot.step:
            self._steps.pop()
            self._vectors.pop()
        if self._steps and snapshot.step - self._steps[-1] < self._stride:
            return
        if not np.isfinite(snapshot.parameters).all():
            return
        self._steps.append(snapshot.step)
        self._vectors.append(snapshot.parameters)
        if len(self._steps) > self._capacity:
            self._thin()

    def steps(self) -> Vector:
        """The step of each moment; (n,)."""
        return np.array(self._steps, dtype=np.float64)

    def moments(self) -> Sequence[Vector]:
        """The parameters at each moment, without a copy."""
        return self._vectors

    def vectors(self) -> Vector:
        """The parameters at each moment; (n, n_parameters)."""
        return np.array(self._vectors) if self._vectors else np.empty((0, 0))

    def columns(self, part: slice) -> Vector:
        """Some parameters at each moment; (n, n_columns)."""
        return np.array([vector[part] for vector in self._vectors], dtype=np.float64)

    def _thin(self) -> None:
        """Drop every second moment, but neither the first nor the newest."""
        keep = sorted({*range(0, len(self._steps), 2), len(self._steps) - 1})
        self._steps = [self._steps[index] for index in keep]
        self._vectors = [self._vectors[index] for index in keep]
        self._stride = max(1, (self._steps[-1] - self._steps[0]) // (len(keep) - 1))
