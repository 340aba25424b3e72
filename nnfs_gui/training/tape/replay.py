"""`Replay`: brings a trained network to any step of a tape."""

from __future__ import annotations

from bisect import bisect_right

from ..history import GRADIENT_HISTORY_LIMIT, GradientHistory
from ..recorder import Recorder
from ..trained_network import TrainedNetwork
from .branch import Branch, KeyFrame
from .picture import Place
from .tape import Tape

NORMS = 0.03
"""Seconds of training that may be gone again for the norms of the gradients before a step."""


class Replay:
    """A network that stands where the run stood, and the gradient's norms on the way there.

    Attributes
    ----------
    place : Place or None
        Where it stands, on the branch that made the step; None before the first `go`.
    gradients : GradientHistory
    """

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._trained: TrainedNetwork | None = None
        self._stretch = 0
        self.place: Place | None = None
        self.gradients = GradientHistory()

    @property
    def trained(self) -> TrainedNetwork:
        """The network; it belongs to the replay until `detach`."""
        assert self._trained is not None
        return self._trained

    def go(
        self, place: Place, *, after_edits: bool = False, with_norms: bool = True
    ) -> TrainedNetwork:
        """The network as it was after a step, to the bit, before any edit that followed.

        With ``after_edits`` it is the one after the edits at the end of a branch.  Without norms
        of the gradients it takes less time.
        """
        branch, step = self._tape.resolve(place)
        key = (step, branch.stretch_of(step))
        if after_edits:
            branch, step = self._tape.branch(place.branch), place.step
            key = (step, len(branch.stretches) - 1)
        start = self._start_for(branch, key) if with_norms else branch.frame_before(key)
        if not self._is_between(branch, start.key, key):
            self._start_from(branch, start)
        while self._stretch < key[1]:
            self._step_to(branch, branch.stretch_end(self._stretch))
            self._stretch += 1
            self.trained.apply(branch.stretches[self._stretch].experiment)
        self._step_to(branch, step)
        self.place = Place(branch.number, step)
        return self.trained

    def detach(self) -> TrainedNetwork:
        """Hand the network over; the next `go` makes another one."""
        trained, self._trained, self.place = self.trained, None, None
        return trained

    def nearest(self, place: Place) -> Place:
        """The last step up to ``place`` that can be shown at once."""
        branch, step = self._tape.resolve(place)
        frame = branch.frame_before((step, branch.stretch_of(step)))
        return Place(place.branch, max(frame.step, branch.start))

    def _start_for(self, branch: Branch, key: tuple[int, int]) -> KeyFrame:
        """A key frame before a step, so that the last norms are seen if that is not far."""
        run_up = min(GRADIENT_HISTORY_LIMIT, int(NORMS / self._tape.step_seconds))
        first = max(branch.start, key[0] - run_up)
        last_surgery = branch.surgery_before(key[1])
        return branch.frame_before(max((first, branch.stretch_of(first)), last_surgery))

    def _is_between(self, branch: Branch, start: tuple[int, int], end: tuple[int, int]) -> bool:
        if self._trained is None or self.place is None or self.place.branch != branch.number:
            return False
        return start <= (self._trained.steps, self._stretch) <= end

    def _start_from(self, branch: Branch, frame: KeyFrame) -> None:
        experiment = branch.stretches[frame.stretch].experiment
        if self._trained is None or self._trained.experiment != experiment:
            self._trained = TrainedNetwork(experiment)
        self._trained.return_to(frame.moment)
        self._stretch = frame.stretch
        self.gradients = GradientHistory()

    def _step_to(self, branch: Branch, step: int) -> None:
        """Steps with the same experiment, some of them with single samples."""
        trainer = self.trained.trainer
        if trainer is None:
            return
        singles = branch.stretches[self._stretch].singles
        while trainer.steps < step:
            following = bisect_right(singles, trainer.steps)
            single = singles[following] if following < len(singles) else step + 1
            if single == trainer.steps + 1:
                size, trainer.batch_size = trainer.batch_size, 1
                self._take(1)
                trainer.batch_size = size
            else:
                self._take(min(step, single - 1) - trainer.steps)

    def _take(self, count: int) -> None:
        trainer = self.trained.trainer
        assert trainer is not None
        recorder, last = Recorder(trainer), trainer.steps + count
        while trainer.steps < last:
            recorder.take(last - trainer.steps)
            if trainer.diverged:
                raise RuntimeError(f"going on from a key frame must reach step {last}")
        recorder.write(self.gradients)
