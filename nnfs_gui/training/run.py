"""`Run`: one experiment being trained, without a thread and without Qt."""

from __future__ import annotations

import math
import time

import numpy as np
from msgspec.structs import replace

from engine import StopCondition, Trainer, first_met
from nnfs_gui.experiment.building import make_stop_conditions
from nnfs_gui.experiment.model import Experiment

from .divergence import DivergenceRollback, describe_divergence
from .evaluator import PICTURE_SHARE, SHARE, YOUNG_SHARE, Evaluator
from .history import GradientHistory, History, Losses
from .pictures import BOUNDARY_SIZE, MAP_SIZE, PictureMaker
from .recorder import Recorder
from .snapshot import Failure, RunState, Snapshot, Vector
from .thread.messages import StepUnit
from .trained_network import TrainedNetwork

CHECK = 0.0005
"""Seconds between two looks at the clock."""
NO_POINTS = "There are no training points, so there is nothing to learn from: add some."


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
    ) -> None:
        self.number = number
        self.state = RunState.PAUSED
        self.message = ""
        self._trained = TrainedNetwork(experiment)
        self._detail = (map_size, boundary_size)
        self._serial = 0
        self._shown_step = 0  # of the last snapshot
        self._chunk = 1
        self._step_seconds = CHECK
        self._goal: int | None = None
        self._last_loss = math.nan  # a mini-batch's
        self._failure: Failure | None = None
        self._begin()

    @property
    def experiment(self) -> Experiment:
        """The experiment as it is now."""
        return self._trained.experiment

    @property
    def has_goal(self) -> bool:
        """Whether it trains for a number of epochs and then pauses."""
        return self._goal is not None

    # --- what is asked of it -----------------------------------------------------------------

    def play(self, epochs: int | None = None) -> str:
        """Be ready to train, for so many epochs or without end; says why if that is impossible."""
        self._forget_the_end()
        if self._trained.trainer is None:
            self.message = NO_POINTS
            return NO_POINTS
        if epochs != 0:
            self.state = RunState.RUNNING
            self._goal = None if epochs is None else self._trained.epoch + epochs
        return ""

    def pause(self) -> None:
        """Train no more for now; a run that stopped or diverged stays so."""
        self._goal = None
        if self.state is RunState.RUNNING:
            self.state = RunState.PAUSED

    def step(self, unit: StepUnit) -> None:
        """One update: with the next sample of the epoch's order, or with the next mini-batch."""
        self._forget_the_end()
        trainer = self._trained.trainer
        if trainer is None:
            self.message = NO_POINTS
            return
        self.state = RunState.RUNNING
        size = trainer.batch_size
        if unit == "sample":
            trainer.batch_size = 1
        self._train(trainer, 0.0, 1)
        trainer.batch_size = size
        self.pause()

    def rewind(self, number: int) -> None:
        """Back to the very same initial weights, as a new run."""
        self.number = number
        self.state, self.message = RunState.PAUSED, ""
        self._trained.rewind()
        self._begin()

    def train(self, seconds: float, most: int | None = None) -> None:
        """Train for a slice of time, and no more than so many steps."""
        trainer = self._trained.trainer
        if trainer is not None and self.state is RunState.RUNNING:
            self._train(trainer, seconds, most)

    def apply(self, new: Experiment) -> str:
        """Follow an edit of the experiment; returns what is worth telling about it, or ""."""
        old, epochs = self.experiment, self._trained.epoch
        applied = self._trained.apply(new)
        if replace(old, title=new.title, notes=new.notes) == new:
            return ""
        if applied.begun_anew:
            goal = None if self._goal is None else self._goal - epochs
            self._begin()
            self._goal = goal
        elif applied.network or applied.points:
            self._equip()
        if applied.network or applied.points or old.training.stop != new.training.stop:
            self._arm(disarmed=self._disarmed and old.training.stop == new.training.stop)
        self._evaluated_step = -1
        self._rollback.forget()
        if self.state is not RunState.RUNNING:
            self.state, self.message = RunState.PAUSED, ""
        elif self._trained.trainer is None:
            self.pause()
        if self._trained.trainer is None:
            self.message = NO_POINTS
        return applied.notice

    def set_detail(self, map_size: int, boundary_size: int) -> None:
        """Choose the side lengths of maps and boundary of the snapshots from now on."""
        if (map_size, boundary_size) != self._detail:
            self._detail = (map_size, boundary_size)
            self._equip_pictures()

    def take_failure(self) -> Failure | None:
        """The failure that nobody has taken yet, if there is one."""
        failure, self._failure = self._failure, None
        return failure

    # --- training ----------------------------------------------------------------------------

    def _train(self, trainer: Trainer, seconds: float, most: int | None) -> None:
        clock = time.perf_counter
        end = clock() + seconds
        self._rollback.slice_begins(trainer, self._last_loss)
        recorder = Recorder(trainer)
        left = math.inf if most is None else most
        while self.state is RunState.RUNNING and left > 0:
            begin, steps, epoch = clock(), trainer.steps, trainer.epoch
            recorder.take(int(min(self._chunk, left)))
            now = clock()
            if trainer.diverged:
                self._diverged(trainer, recorder)
                return
            taken = trainer.steps - steps
            left -= taken
            self._note_pace((now - begin) / max(1, taken))
            if trainer.epoch != epoch:
                self._epoch_ended(trainer)
            if now >= end:
                break
        self._last_loss = recorder.loss
        recorder.write(self._gradient_history)

    def _note_pace(self, step_seconds: float) -> None:
        self._step_seconds += 0.2 * (step_seconds - self._step_seconds)
        self._chunk = max(1, int(CHECK / self._step_seconds))

    def _epoch_ended(self, trainer: Trainer) -> None:
        if self._due(trainer) or self._conditions:
            self._evaluate()
        if self._goal is not None and trainer.epoch >= self._goal:
            self.pause()
        losses = self._losses
        loss, accuracy = losses.test_loss, losses.test_accuracy
        if not len(self._trained.points.test):
            loss, accuracy = losses.train_loss, losses.train_accuracy
        reason = first_met(self._conditions, trainer.epoch, loss, accuracy)
        if reason is not None:
            self.pause()
            self.state = RunState.STOPPED
            self.message = f"Training stopped after epoch {trainer.epoch}: {reason}."

    def _due(self, trainer: Trainer) -> bool:
        """Whether the loss curve should get an entry at this end of an epoch."""
        history, evaluator = self._history, self._evaluator
        if not history.due(trainer.steps):
            return False
        if evaluator.small:
            gap = evaluator.gap(trainer.batch_size)
            return history.is_young or trainer.steps - history.last_step >= gap
        return evaluator.affordable(YOUNG_SHARE if history.is_young else SHARE)

    def _diverged(self, trainer: Trainer, recorder: Recorder) -> None:
        recorder.write(self._gradient_history)
        self._failure = describe_divergence(trainer, self.experiment, recorder.norm_before())
        self._rollback.take(trainer)
        self.pause()
        self.state, self.message = RunState.DIVERGED, self._failure.message

    def _forget_the_end(self) -> None:
        """Go on past the conditions of a stop, or from the last stable step of a divergence."""
        if self.state is RunState.STOPPED:
            self._arm(disarmed=True)
        if self.state is RunState.DIVERGED:
            self._history.forget_after(self._trained.steps)
            self._gradient_history.forget_after(self._trained.steps)
        self.pause()
        self.state, self.message = RunState.PAUSED, ""

    # --- beginnings --------------------------------------------------------------------------

    def _begin(self) -> None:
        """Everything that a run accumulates, at its start."""
        self._goal = None
        self._history, self._gradient_history = History(), GradientHistory()
        self._rollback = DivergenceRollback()
        self._last_loss = math.nan
        self._failure = None
        self._arm()
        self._equip()
        self._evaluate()
        if self._trained.trainer is None:
            self.message = NO_POINTS

    def _arm(self, disarmed: bool = False) -> None:
        """Fresh stop conditions, or none after one was met and play went on past it."""
        self._disarmed = disarmed
        conditions = make_stop_conditions(self.experiment.training.stop)
        self._conditions: tuple[StopCondition, ...] = () if disarmed else conditions

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
        if math.isfinite(self._losses.train_loss):
            self._history.record(trained.steps, trained.progress, self._losses, keep=keep)

    # --- snapshots ---------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The run at this moment."""
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
        raw, applied = self._gradients()
        pictures = self._pictures.take()
        moments, moment_steps = self._memory()
        self._serial += 1
        return Snapshot(
            run=self.number,
            serial=self._serial,
            experiment=trained.experiment,
            data=trained.points,
            state=self.state,
            epoch=trained.epoch,
            step=trained.steps,
            learning_rate=trained.learning_rate,
            train_loss=self._losses.train_loss,
            test_loss=self._losses.test_loss,
            penalty=self._losses.penalty,
            train_accuracy=self._losses.train_accuracy,
            test_accuracy=self._losses.test_accuracy,
            sizes=trained.network.sizes,
            parameters=_kept(trained.network.parameters.copy()),
            raw_gradient=_kept(raw),
            applied_gradient=_kept(applied),
            curve=self._history.curve(),
            gradient_norms=self._gradient_history.norms(),
            maps=pictures.maps,
            boundary=pictures.boundary,
            sample=self._pictures.sample,
            predictions=pictures.predictions,
            point_losses=pictures.point_losses,
            activations=pictures.activations,
            message=self.message,
            moments=moments,
            moment_steps=moment_steps,
        )

    def _memory(self) -> tuple[dict[str, Vector], int]:
        """What the optimizer remembers, and for how many steps it has."""
        trainer = self._trained.trainer
        if trainer is None:
            return {}, 0
        moments = trainer.optimizer.copy_moments()
        return {name: _kept(moment) for name, moment in moments.items()}, trainer.optimizer.count

    def _gradients(self) -> tuple[Vector, Vector]:
        trainer = self._trained.trainer
        if trainer is None:
            nothing = np.zeros(self._trained.network.n_parameters)
            return nothing, nothing.copy()
        return trainer.raw_gradient, trainer.applied_gradient


def _kept(vector: Vector) -> Vector:
    vector.flags.writeable = False
    return vector
