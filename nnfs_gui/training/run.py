"""`Run`: one experiment being trained, without a thread and without Qt."""

from __future__ import annotations

import math
import time
from dataclasses import replace as replaced

from msgspec.structs import replace

from engine import Trainer
from nnfs_gui.experiment.model import Experiment

from .chunks import Chunks
from .divergence import DivergenceRollback, describe_divergence, placed
from .evaluator import PICTURE_SHARE, Evaluator
from .history import GradientHistory, History, Losses
from .learned import Learned
from .past_view import PastView
from .pictures import BOUNDARY_SIZE, MAP_SIZE, PictureMaker
from .recorder import Recorder
from .saved import PackedRun, Restored, pack
from .snapshot import Failure, RunState, Snapshot
from .snapshots import RunFacts, take_snapshot
from .stopper import NO_POINTS, Stopper
from .tape.explaining import explain
from .tape.findings import find_clipping, find_dead_neurons, find_in_losses, wants_clipping
from .tape.marks import Mark
from .tape.picture import Place
from .tape.tape import Tape
from .thread.messages import StepUnit
from .trained_network import TrainedNetwork


class Run:
    """Trains an experiment in slices, follows its edits, and takes snapshots.

    Attributes
    ----------
    number : int
        The run's id; a rewind begins a new one.
    experiment : Experiment
        As of the last `apply`.
    state : RunState
    message : str
        Why it stopped or diverged or cannot train, for people.
    """

    def __init__(
        self,
        number: int,
        experiment: Experiment,
        map_size: int = MAP_SIZE,
        boundary_size: int = BOUNDARY_SIZE,
        restored: Restored | None = None,
    ) -> None:
        self.number, self.state, self.message = number, RunState.PAUSED, ""
        self._detail = (map_size, boundary_size)
        if restored is None:
            self._trained, self._tape = TrainedNetwork(experiment), Tape()
            self._tape.begun_anew(self._trained, History())
        else:
            self._trained, self._tape = restored.trained, restored.tape
        self._past_view = PastView(self._tape, self._detail)
        self._serial, self._shown_step = 0, 0  # of the last snapshot
        self._goal: int | None
        self._failure: Failure | None
        self._chunks = Chunks()
        self._state_after = RunState.PAUSED  # once it is paused
        self._begin(keep=restored is None)
        if restored is not None:
            self._gradient_history = restored.gradients
            self._stopper.arm(experiment.training.stop, restored.disarmed)
            self._stopper.restore(restored.patience)

    @property
    def experiment(self) -> Experiment:
        """The experiment as it is now."""
        return self._trained.experiment

    @property
    def tape(self) -> Tape:
        """All steps so far."""
        return self._tape

    @property
    def past(self) -> Place | None:
        """The step of the tape that is looked at; None for the run itself."""
        return self._past_view.place

    @property
    def shown(self) -> TrainedNetwork:
        """The network that is looked at: the run's own, or that of a step of the past."""
        return self._trained if self.past is None else self._past_view.trained

    @property
    def _history(self) -> History:
        return self._tape.live.history

    @property
    def has_goal(self) -> bool:
        """Whether it trains for a number of epochs and then pauses."""
        return self._goal is not None

    @property
    def is_amid_step(self) -> bool:
        """Whether a long step is under way, which the next slice goes on with."""
        return self._chunks.is_amid_step

    @property
    def has_long_steps(self) -> bool:
        """Whether a step takes longer than somebody should have to wait."""
        trainer = self._trained.trainer
        return self.past is None and trainer is not None and trainer.has_long_steps

    # --- what is asked of it -----------------------------------------------------------------

    def play(self, epochs: int | None = None) -> str:
        """Be ready to train, for so many epochs or without end; says why if that is impossible."""
        self.continue_from_past()
        self._forget_the_end()
        if self._trained.trainer is None:
            self.message = NO_POINTS
            return NO_POINTS
        if epochs != 0:
            self.state, self._state_after = RunState.RUNNING, RunState.PAUSED
            self._goal = None if epochs is None else self._trained.epoch + epochs
        return ""

    def pause(self) -> None:
        """Train no more for now; a run that stopped or diverged stays so."""
        self._chunks.drop()
        self._goal = None
        if self.state is RunState.RUNNING:
            self.state, self._state_after = self._state_after, RunState.PAUSED

    def step(self, unit: StepUnit) -> None:
        """One update: with the next sample of the epoch's order, or with the next mini-batch."""
        self.continue_from_past()
        self._forget_the_end()
        trainer = self._trained.trainer
        if trainer is None:
            self.message = NO_POINTS
            return
        self.state = RunState.RUNNING
        size = trainer.batch_size
        if unit == "sample":
            trainer.batch_size = 1
        self._train(trainer, math.inf, 1)
        trainer.batch_size = size
        if unit == "sample" and self.state is not RunState.DIVERGED:
            self._tape.note_single(trainer.steps)
        self.pause()

    def rewind(self, number: int, learned: Learned | None = None) -> None:
        """Back to the same initial weights, or to where they led elsewhere, as a new run."""
        self.look_at(None)
        self.number, self.state, self.message = number, RunState.PAUSED, ""
        self._trained.rewind()
        self._tape.begun_anew(self._trained, History())
        if learned is not None:
            learned.give(self._trained, self._tape)
        self._begin()

    def train(self, seconds: float, most: int | None = None) -> None:
        """Train for a slice of time, or show the past again; no more than so many steps."""
        trainer = self._trained.trainer
        if self.past is not None:
            if not self._past_view.replay_on(seconds, most, self._tape.place_of(self._trained)):
                self.pause()
        elif trainer is not None and self.state is RunState.RUNNING:
            self._train(trainer, seconds, math.inf if most is None else most)

    def apply(self, new: Experiment) -> str:
        """Follow an edit of the experiment; returns what is worth telling about it, or ""."""
        self._chunks.drop()
        self.continue_from_past()
        old, epochs = self.experiment, self._trained.epoch
        if replace(old, title=new.title, notes=new.notes) == new:
            self._trained.apply(new)
            return ""
        self._before_change()
        applied = self._trained.apply(new)
        if applied.begun_anew:
            goal = None if self._goal is None else self._goal - epochs
            self._tape.begun_anew(self._trained, History())
            self._begin()
            self._goal = goal
        elif applied.network or applied.points:
            self._equip()
        if applied.network or applied.points or old.training.stop != new.training.stop:
            was_off = self._stopper.disarmed and old.training.stop == new.training.stop
            self._stopper.arm(new.training.stop, was_off)
        if not applied.begun_anew:
            self._tape.edited(self._trained, applied)
        self._evaluated_step = -1
        self._rollback.forget()
        if self.state is not RunState.RUNNING:
            self.state, self.message = RunState.PAUSED, ""
        elif self._trained.trainer is None:
            self.pause()
        if self._trained.trainer is None:
            self.message = NO_POINTS
        return applied.notice

    # --- the past ----------------------------------------------------------------------------

    def look_at(self, place: Place | None, near: bool = False) -> None:
        """Show a step of the tape from now on, or the run again.

        With ``near`` it is the key frame before the step, which takes no time to find.
        """
        self.pause()
        self._past_view.look_at(place, self._tape.place_of(self._trained), near)

    def shift(self, unit: StepUnit, by: int) -> None:
        """Look a mini-batch or an epoch further on (1) or back (-1)."""
        self.pause()
        self._past_view.shift(unit == "epoch", by, self._tape.place_of(self._trained))

    def replay(self) -> None:
        """Be ready to show the recorded steps again, from the one that is looked at."""
        if self.past is not None and self.state is not RunState.RUNNING:
            self.state, self._state_after = RunState.RUNNING, self.state

    def continue_from_past(self) -> None:
        """Make the step that is looked at the run's own; its next change begins a branch."""
        place = self.past
        if place is None:
            return
        trained = self._past_view.take_over()
        title, notes = self.experiment.title, self.experiment.notes
        trained.apply(replace(trained.experiment, title=title, notes=notes))
        self._trained.hand_over(trained)
        self._gradient_history = self._past_view.gradients
        self._trained = trained
        self._tape.go_to(place)
        self._rollback.forget()
        self._last_loss = math.nan
        self.state, self.message = RunState.PAUSED, ""
        self._stopper.arm(self.experiment.training.stop)
        self._equip()
        self._evaluate(keep=False)

    def pack(self, budget: int | None = None) -> PackedRun:
        """All that a file needs to go on from here; with key frames of so many bytes at most."""
        tape = self._tape if budget is None else self._tape.thinned(budget)
        return pack(tape, self._trained.steps, self._stopper.disarmed, self._stopper.patience)

    def set_detail(self, map_size: int, boundary_size: int) -> None:
        """Choose the side lengths of maps and boundary of the snapshots from now on."""
        if (map_size, boundary_size) != self._detail:
            self._detail = (map_size, boundary_size)
            self._past_view.set_detail(self._detail)
            self._equip_pictures()

    def take_failure(self) -> Failure | None:
        """The failure that nobody has taken yet, if there is one."""
        failure, self._failure = self._failure, None
        return failure

    # --- training ----------------------------------------------------------------------------

    def _train(self, trainer: Trainer, seconds: float, most: float) -> None:
        end = time.perf_counter() + seconds
        if not self._chunks.is_amid_step:
            self._before_change()
            self._rollback.slice_begins(trainer, self._last_loss)
        recorder = Recorder(trainer)
        while self.state is RunState.RUNNING and most > 0:
            steps, epoch = trainer.steps, trainer.epoch
            now = self._chunks.take(trainer, recorder, most, end)
            if self._chunks.is_amid_step:
                break
            most -= trainer.steps - steps
            self._tape.advance(self._trained, self._chunks.step_seconds)
            if trainer.diverged:
                self._diverged(trainer, recorder)
                return
            if trainer.epoch != epoch:
                self._epoch_ended(trainer)
            if now >= end:
                break
        if recorder.has_steps:
            self._last_loss = recorder.loss
            self._write(recorder)

    def _write(self, recorder: Recorder) -> None:
        if self.experiment.training.clip != "none" and wants_clipping(self._tape):
            find_clipping(self._tape, recorder.first_clipped())
        recorder.write(self._gradient_history)

    def _before_change(self) -> None:
        """The run goes on from where it stands; what lies beyond stays on another branch."""
        if self._tape.before_change(self._trained):
            self._gradient_history.forget_after(self._trained.steps)

    def _epoch_ended(self, trainer: Trainer) -> None:
        history, size = self._history, trainer.batch_size
        due = self._evaluator.is_wanted(history, trainer.steps, size)  # in the loss curve
        if due or self._stopper.is_watching:
            self._evaluate()
        if self._goal is not None and trainer.epoch >= self._goal:
            self.pause()
        has_test_points = len(self._trained.points.test) > 0
        reason = self._stopper.reason(trainer.epoch, self._losses, has_test_points)
        if reason is not None:
            self.pause()
            self.state = RunState.STOPPED
            self.message = f"Training stopped after epoch {trainer.epoch}: {reason}."

    def _diverged(self, trainer: Trainer, recorder: Recorder) -> None:
        self._write(recorder)
        self._tape.mark(Mark(trainer.steps, "diverged", "diverged"))
        failure = describe_divergence(trainer, self.experiment, recorder.norm_before())
        end, norms = trainer.steps, self._gradient_history.norms()
        self._rollback.take(trainer)
        self._failure = placed(failure, now := trainer.steps, explain(self._tape, end, now, norms))
        self.pause()
        self.state, self.message = RunState.DIVERGED, self._failure.message

    def _forget_the_end(self) -> None:
        """Go on past the conditions of a stop, or from the last stable step of a divergence."""
        if self.state is RunState.STOPPED:
            self._stopper.arm(self.experiment.training.stop, disarmed=True)
        self.pause()
        self.state, self.message = RunState.PAUSED, ""

    def _begin(self, *, keep: bool = True) -> None:
        """Everything that a run accumulates, at its start."""
        self._goal = None
        self._gradient_history = GradientHistory()
        self._rollback: DivergenceRollback = DivergenceRollback()
        self._last_loss, self._failure = math.nan, None
        self._stopper: Stopper = Stopper(self.experiment.training.stop)
        self._equip()
        self._evaluate(keep=keep)
        if self._trained.trainer is None:
            self.message = NO_POINTS

    def _equip(self) -> None:
        """What looks at the network, made anew for another network or other points."""
        trained = self._trained
        self._evaluator = Evaluator(trained.network, trained.experiment, trained.points)
        self._equip_pictures()

    def _equip_pictures(self) -> None:
        trained = self._trained
        self._pictures = PictureMaker(
            trained.network, trained.experiment, trained.points, *self._detail
        )

    def _evaluate(self, *, keep: bool = True) -> None:
        trained = self._trained
        self._losses: Losses = self._evaluator.losses(trained.penalty())
        self._evaluated_step = trained.steps
        was_taken_back = trained.steps < self._tape.live.end
        if was_taken_back or not math.isfinite(self._losses.train_loss):
            return
        self._history.record(trained.steps, trained.progress, self._losses, keep=keep)
        if keep:
            find_in_losses(self._tape, trained.steps, self._losses)

    # --- snapshots ---------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The run at this moment, or the step that is looked at."""
        self._serial += 1
        if self.past is not None:
            return self._past_view.snapshot(self._facts())
        self._evaluate_for_picture()
        snapshot = take_snapshot(self._trained, self._pictures, self._losses, self._facts())
        if find_dead_neurons(self._tape, snapshot):
            snapshot = replaced(snapshot, tape=self._tape.picture(snapshot.step))
        return snapshot

    def _evaluate_for_picture(self) -> None:
        trained = self._trained
        running = self.state is RunState.RUNNING
        # Pictures come when the screen wants them: entries of theirs would make the curve of a run
        # depend on the machine.  Single steps are asked for, or slow enough to be followed.
        small = self._evaluator.small
        followed = not running or (small and trained.steps - self._shown_step <= 1)
        if self._evaluated_step != trained.steps and (
            followed or self._evaluator.affordable(PICTURE_SHARE)
        ):
            self._evaluate(keep=followed or not small)
        self._shown_step = trained.steps

    def _facts(self) -> RunFacts:
        return RunFacts(
            number=self.number,
            serial=self._serial,
            experiment=self.experiment,
            state=self.state,
            message=self.message,
            curve=self._history.curve(),
            gradient_norms=self._gradient_history.norms(),
            tape=self._tape.picture(self._trained.steps),
        )
