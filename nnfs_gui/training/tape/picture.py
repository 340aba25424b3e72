"""What a snapshot says of the tape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.model import Experiment

from .marks import Mark

Vector: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A step of a branch."""

    branch: int
    step: int


@dataclass(frozen=True, eq=False, slots=True)
class RunOutline:
    """A branch as a row of the table of runs.

    Attributes
    ----------
    words : str
        What differs from the run before it.
    epoch, train_loss, test_loss, accuracy : float
        At its end; NaN for what there is not.
    steps, epochs, test_losses : ndarray of shape (n,)
        The curve, coarsely.
    experiment : Experiment
        As of its end.
    diverged : bool
        Whether it ended in infinite numbers.
    """

    words: str
    epoch: float
    train_loss: float
    test_loss: float
    accuracy: float
    steps: Vector
    epochs: Vector
    test_losses: Vector
    experiment: Experiment
    diverged: bool = False


@dataclass(frozen=True, slots=True)
class BranchPicture:
    """A branch as it is drawn.

    Attributes
    ----------
    number : int
    parent : Place or None
        Where it left another branch; None if it began with initial weights.
    start, end : int
        The step after which it begins, and its last one.
    marks : tuple of Mark
        By step.
    coarse_until : int
        The step before which steps take longer to show; 0 if none do.
    name : str
        As a person called it; "" if nobody did.
    pinned : bool
        Whether its curve stays in the loss plot.
    outline : RunOutline or None
    """

    number: int
    parent: Place | None
    start: int
    end: int
    marks: tuple[Mark, ...]
    coarse_until: int
    name: str = ""
    pinned: bool = False
    outline: RunOutline | None = field(default=None, compare=False)

    @property
    def title(self) -> str:
        """Its name, or a number."""
        return self.name or f"Run {self.number}"


@dataclass(frozen=True, slots=True)
class TapePicture:
    """The tape at one moment.

    Attributes
    ----------
    branches : tuple of BranchPicture
        The oldest first; never empty.
    live : Place
        Where the run is.
    other_data_until : int
        The step up to which the run, with weights that were kept, saw another data set; or 0.
    """

    branches: tuple[BranchPicture, ...]
    live: Place
    other_data_until: int = 0

    @property
    def content(self) -> tuple[object, ...]:
        """What a person has made: equal if no step was taken and no bookmark set in between."""
        return tuple(
            (
                *(branch.number, branch.end, branch.name, branch.pinned),
                *(mark for mark in branch.marks if not mark.is_found),
            )
            for branch in self.branches
        )

    @property
    def has_steps(self) -> bool:
        """Whether anything was trained."""
        return any(branch.end > 0 for branch in self.branches)

    def branch(self, number: int) -> BranchPicture:
        """The branch of that number; KeyError if there is none."""
        for branch in self.branches:
            if branch.number == number:
                return branch
        raise KeyError(number)
