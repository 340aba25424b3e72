"""`Tape`: records a run so that any step can be shown again, with bounded memory."""

from __future__ import annotations

from copy import copy

from nnfs_gui.experiment.differences import describe_edit
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import is_other_data_set

from ..history import History
from ..trained_network import Applied, TrainedNetwork
from .branch import Branch, KeyFrame, Stretch
from .marks import Mark, with_mark
from .picture import Place, TapePicture
from .thinning import ROOM, coarse_until, frames_to_drop

BUDGET = 64_000_000
"""Bytes that key frames may take, however long the run."""
SPACING = 0.03
"""Seconds of training between two new key frames; taking one costs some 15 µs."""
EDIT = 0.005
"""Seconds that following an edit again may take."""
MOST_BRANCHES = 40


class Tape:
    """Branches of training, and where the living run is.

    Not every step is stored: key frames are, and in between the trainer steps again from the one
    before, which gives the same numbers to the bit.  What else changes the course of a run is
    noted: edits, as stretches with an experiment each, and steps with a single sample.

    Call `before_change` before the run steps or is edited.  If the run was taken back since, it
    thereby leaves its branch for a new one, and the old future stays.

    Attributes
    ----------
    live : Branch
        The one that the run is on.
    clock, step_seconds : float
        Seconds of training so far, and what a step takes.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget, self._bytes, self.clock = budget, 0, 0.0
        self._branches: dict[int, Branch] = {}
        self._numbers, self._due = 0, 0
        self.step_seconds = 1e-4
        self.live: Branch

    def restore(
        self, branches: dict[int, Branch], live: int, clock: float, step_seconds: float
    ) -> None:
        """Go on with branches from a file, under their numbers."""
        self._branches, self._numbers = branches, max(branches)
        self._bytes = sum(f.moment.nbytes for b in self.branches for f in b.frames)
        self.live, self.clock, self.step_seconds = branches[live], clock, step_seconds

    # --- what there is -----------------------------------------------------------------------

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All branches, the oldest first."""
        return tuple(self._branches.values())

    @property
    def nbytes(self) -> int:
        """What the key frames take in memory, about."""
        return self._bytes

    def picture(self, step: int) -> TapePicture:
        """The tape as it is drawn, with the run at a step of the living branch."""
        befores = [None, *(branch.experiment for branch in self.branches)]
        pairs = zip(self.branches, befores, strict=False)
        branches = tuple(branch.picture(before) for branch, before in pairs)
        return TapePicture(branches, Place(self.live.number, step), self._other_data_until())

    def branch(self, number: int) -> Branch:
        """The branch of that number; KeyError if there is none."""
        return self._branches[number]

    def knows(self, branch: int) -> bool:
        """Whether there is such a branch."""
        return branch in self._branches

    def place_of(self, trained: TrainedNetwork) -> Place:
        """Where the run stands."""
        return Place(self.live.number, trained.steps)

    def resolve(self, place: Place) -> tuple[Branch, int]:
        """The branch that made a step, and the step, moved to what can be shown."""
        branch = self._branches[place.branch]
        step = min(place.step, branch.end)
        while branch.parent is not None and step <= branch.start:
            parent = self._branches[branch.parent.branch]
            if parent.frames[0].step > step:
                break  # that has been forgotten
            branch = parent
        return branch, max(step, branch.frames[0].step)

    def thinned(self, budget: int) -> Tape:
        """The tape with fewer key frames, of so many bytes; itself if it takes no more anyway."""
        if self._bytes <= budget:
            return self
        branches = {number: copy(branch) for number, branch in self._branches.items()}
        for branch in branches.values():
            branch.frames = list(branch.frames)
        thin = Tape(budget)
        thin.restore(branches, self.live.number, self.clock, self.step_seconds)
        thin._make_room()
        return thin

    # --- recording ---------------------------------------------------------------------------

    def before_change(self, trained: TrainedNetwork) -> bool:
        """The run is about to step or to be edited; True if that made a new branch."""
        steps, live = trained.steps, self.live
        if steps >= live.end:
            return False
        self._new_branch(trained, live.history.until(steps), Place(live.number, steps))
        self.live.marks = [mark for mark in live.marks if mark.step <= steps and mark.is_found]
        return True

    def advance(self, trained: TrainedNetwork, step_seconds: float) -> None:
        """Steps were taken, each in so many seconds: keep a frame if one is due."""
        steps, live = trained.steps, self.live
        self.step_seconds = step_seconds
        self.clock += (steps - live.end) * step_seconds
        live.end = steps
        if steps >= self._due and not trained.diverged:
            self._keep(trained)
            self._due = steps + max(1, int(SPACING / step_seconds))

    def note_single(self, step: int) -> None:
        """The step just taken trained with a single sample."""
        self.live.stretches[-1].singles.append(step)

    def edited(self, trained: TrainedNetwork, applied: Applied) -> None:
        """The run follows another experiment from here on."""
        live, last = self.live, self.live.stretches[-1]
        before = self._before_last_step()
        exact = not applied.network and trained.trainer is not None
        if last.start == live.end and live.frames[-1].step == live.end:
            # No step saw the edit before: this one takes its place.
            last.experiment, last.exact = trained.experiment, False
            self._bytes -= live.frames.pop().moment.nbytes
        else:
            live.stretches.append(Stretch(live.end, trained.experiment, exact))
        self.clock += EDIT
        self._keep(trained)
        if before is not None:
            self.mark(Mark(live.end, "edit", describe_edit(before, trained.experiment)))

    def begun_anew(self, trained: TrainedNetwork, history: History) -> None:
        """The run stands at step 0 with initial weights: a new line, unless this one is empty."""
        if self._branches and self.live.end == self.live.start:
            self._remove(self.live)  # nothing was ever trained on it
        self._new_branch(trained, history, None)

    def go_to(self, place: Place) -> None:
        """The run was taken to a step of some branch.

        At its end an edit that no step has seen gives way to whatever comes now.
        """
        self.live, step = self.resolve(place)
        self._due = 0
        live = self.live
        if step == live.end and live.stretch_of(step) < len(live.stretches) - 1:
            live.stretches.pop()
            while live.frames[-1].stretch == len(live.stretches):
                self._bytes -= live.frames.pop().moment.nbytes
            self.mark(Mark(step, "edit", ""))

    def mark(self, mark: Mark) -> None:
        """Put a mark on the living branch."""
        self.live.marks = with_mark(self.live.marks, mark)

    def bookmark(self, place: Place, name: str) -> None:
        """Put a mark by hand; without a name, take it away."""
        branch, step = self.resolve(place)
        branch.marks = with_mark(branch.marks, Mark(step, "bookmark", name))

    def _other_data_until(self) -> int:
        now, branch, end = self.live.experiment, self.live, self.live.end
        while True:
            for number in reversed(range(branch.stretch_of(end) + 1)):
                stretch = branch.stretches[number]
                if is_other_data_set(stretch.experiment, now):
                    return min(end, branch.stretch_end(number))
            parent = branch.parent
            if parent is None or parent.branch not in self._branches:
                return 0
            branch, end = self._branches[parent.branch], parent.step

    def note(self, number: int, name: str | None = None, pinned: bool | None = None) -> None:
        """Call a branch something, "" for its number, or let its curve stay in sight."""
        branch = self._branches[number]
        branch.name = branch.name if name is None else name
        branch.pinned = branch.pinned if pinned is None else pinned

    def remove(self, number: int) -> str:
        """Forget a branch; says why not if others need it."""
        if number == self.live.number:
            return "The run that is going on cannot be deleted."
        for branch in self.branches:
            if branch.parent is not None and branch.parent.branch == number:
                return f"It cannot be deleted: another run branched off it at step {branch.start}."
        self._remove(self._branches[number])
        return ""

    # --- branches and frames -----------------------------------------------------------------

    def _new_branch(self, trained: TrainedNetwork, history: History, parent: Place | None) -> None:
        self._numbers += 1
        stretch = Stretch(trained.steps, trained.experiment)
        self.live = Branch(self._numbers, parent, stretch, history)
        self._branches[self._numbers] = self.live
        self._due = 0
        self._keep(trained)
        if len(self._branches) > MOST_BRANCHES:
            self._remove_one()

    def _before_last_step(self) -> Experiment | None:
        """The experiment that the last step was made with; None before the first."""
        branch, step = self.resolve(Place(self.live.number, self.live.end))
        return branch.stretches[branch.stretch_of(step)].experiment if step else None

    def _remove_one(self) -> None:
        """The branch that is worth least goes: without bookmarks, and the one with fewest steps."""
        parents = {branch.parent.branch for branch in self.branches if branch.parent is not None}
        leaves = [b for b in self.branches if b is not self.live and b.number not in parents]
        if leaves:
            self._remove(min(leaves, key=lambda b: (b.is_bookmarked, b.end - b.start)))

    def _remove(self, branch: Branch) -> None:
        del self._branches[branch.number]
        self._bytes -= sum(frame.moment.nbytes for frame in branch.frames)

    def _keep(self, trained: TrainedNetwork) -> None:
        live = self.live
        number = len(live.stretches) - 1
        if live.frames and live.frames[-1].key == (trained.steps, number):
            return
        frame = KeyFrame(trained.steps, number, self.clock, trained.moment())
        live.frames.append(frame)
        self._bytes += frame.moment.nbytes
        if self._bytes > self._budget:
            self._make_room()

    def _make_room(self) -> None:
        target = self._budget * (1 - ROOM)
        while self._bytes > target:
            dropped = frames_to_drop(self.branches, self._bytes - target)
            if not dropped:
                self._forget_oldest(target)
                break
            for branch in self.branches:
                branch.frames[:] = [frame for frame in branch.frames if frame not in dropped]
            self._bytes -= sum(frame.moment.nbytes for frame in dropped)
        for branch in self.branches:
            branch.coarse_until = coarse_until(branch)

    def _forget_oldest(self, target: float) -> None:
        """All that is left are moments after surgery, which nothing gives again."""
        for branch in self.branches:
            while self._bytes > target and len(branch.frames) > 1:
                self._bytes -= branch.frames.pop(0).moment.nbytes
