"""What a tape consists of: branches, their stretches between edits, and key frames."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from nnfs_gui.experiment.model import Experiment

from ..history import History
from ..moment import Moment
from .marks import Mark
from .outline import outline_of, what_differs
from .picture import BranchPicture, Place, RunOutline


@dataclass(eq=False, slots=True)
class Stretch:
    """The steps between two edits.

    Attributes
    ----------
    start : int
        The step after which it begins.
    experiment : Experiment
    exact : bool
        Whether applying its experiment at the end of the stretch before gives its first moment
        again; surgery looks at weights of long ago, so it does not.
    singles : list of int
        The steps, counted as they end, that trained with a single sample.
    """

    start: int
    experiment: Experiment
    exact: bool = False
    singles: list[int] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class KeyFrame:
    """A moment that is kept.

    Attributes
    ----------
    stretch : int
        The number of its stretch in its branch.
    clock : float
        Seconds of training that the tape had seen.
    """

    step: int
    stretch: int
    clock: float
    moment: Moment

    @property
    def key(self) -> tuple[int, int]:
        """Orders the frames of a branch: an edit comes after the step at which it was made."""
        return self.step, self.stretch


class Branch:
    """A line of steps, from where it left another one, or from initial weights.

    Attributes
    ----------
    number : int
    parent : Place or None
        Where it left.
    end : int
        The last step.
    coarse_until : int
        The step before which steps take longer to show; 0 if none do.
    best_loss : float
        The lowest test loss so far.
    name : str
        As a person called it; "" if nobody did.
    pinned : bool
        Whether its curve is to stay in sight.
    """

    def __init__(
        self, number: int, parent: Place | None, stretch: Stretch, history: History
    ) -> None:
        self.number, self.parent = number, parent
        self.stretches = [stretch]
        self.frames: list[KeyFrame] = []
        self.end = stretch.start
        self.history = history
        self.marks: list[Mark] = []
        self.coarse_until = 0
        self.best_loss = math.inf
        self.name, self.pinned = "", False
        self._outline: tuple[object, RunOutline] | None = None

    @property
    def start(self) -> int:
        """The step after which it begins."""
        return self.stretches[0].start

    @property
    def is_bookmarked(self) -> bool:
        """Whether somebody has put a mark on it by hand."""
        return any(mark.kind == "bookmark" for mark in self.marks)

    @property
    def experiment(self) -> Experiment:
        """As of its last stretch."""
        return self.stretches[-1].experiment

    def stretch_of(self, step: int) -> int:
        """The number of the stretch that made a step; an edit belongs to the steps after it."""
        starts = [stretch.start for stretch in self.stretches]
        return max(0, bisect_left(starts, step) - 1)

    def stretch_end(self, number: int) -> int:
        """The last step of a stretch."""
        following = number + 1
        return self.end if following == len(self.stretches) else self.stretches[following].start

    def surgery_before(self, stretch: int) -> tuple[int, int]:
        """The key of the last moment, up to a stretch's beginning, that no edit gives again."""
        while stretch and self.stretches[stretch].exact:
            stretch -= 1
        return self.stretches[stretch].start, stretch

    def frame_before(self, key: tuple[int, int]) -> KeyFrame:
        """The last key frame that is not after ``key``; the first of all if there is none."""
        index = bisect_right(self.frames, key, key=lambda frame: frame.key)
        return self.frames[max(0, index - 1)]

    def picture(self, before: Experiment | None) -> BranchPicture:
        """The branch as it is drawn, with the marks that are its own.

        ``before`` is the experiment of the run before it.
        """
        marks = self.marks
        if self.parent is not None:
            marks = [mark for mark in marks if mark.step > self.start or mark.kind == "edit"]
        own = (self.number, self.parent, self.start, self.end, tuple(marks), self.coarse_until)
        return BranchPicture(*own, self.name, self.pinned, self._outlined(before))

    def _outlined(self, before: Experiment | None) -> RunOutline:
        """As a row of the table of runs; made anew only if something has changed."""
        key = self.history.version, self.experiment, before, len(self.marks)
        if self._outline is None or self._outline[0] != key:
            left_at = None if self.parent is None else self.start
            words = what_differs(self.experiment, before, left_at)
            diverged = any(mark.kind == "diverged" for mark in self.marks)
            curve, experiment = self.history.curve(), self.experiment
            self._outline = key, outline_of(words, curve, experiment, diverged=diverged)
        return self._outline[1]
