"""`Moment`: where a trained network stands, beside its experiment."""

from __future__ import annotations

from dataclasses import dataclass

from engine import TrainerState
from nnfs_gui.experiment.model import HandSetWeight

from .snapshot import Vector


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """All that changes while training; with the experiment, training goes on from it to the bit.

    Attributes
    ----------
    state : TrainerState or None
        None where there is nothing to train with.
    parameters : ndarray of shape (n_parameters,)
    epoch, steps : int
        The counters that stand while there is no trainer.
    given : tuple of HandSetWeight
        The weights set by hand that are part of how the run began.
    in_force : frozenset of int
        Serial numbers of the weights set by hand that are in force.
    """

    state: TrainerState | None
    parameters: Vector
    epoch: int
    steps: int
    given: tuple[HandSetWeight, ...]
    in_force: frozenset[int]

    @property
    def nbytes(self) -> int:
        """What it takes in memory, about."""
        arrays = [self.parameters]
        if self.state is not None:
            arrays += [*self.state.moments.values(), self.state.raw_gradient]
            if self.state.applied is not None:
                arrays.append(self.state.applied)
        return _OBJECTS + sum(array.nbytes for array in arrays)


_OBJECTS = 1200
"""Bytes of Python's own, found by measuring."""
