"""`Recording`: a run without a window, on a tape."""

from __future__ import annotations

import math
import time

from nnfs_gui.experiment.model import Experiment

from .evaluator import Evaluator
from .history import History, Losses
from .saved import PackedRun, Restored, pack
from .snapshot import Curve
from .stopper import Stopper
from .tape.findings import find_in_losses
from .tape.tape import Tape
from .trained_network import TrainedNetwork

_CHUNK = 0.02
"""Seconds of training between two looks at the clock."""


class Recording:
    """Trains epochs, and can be saved so that training goes on as if it had never ended.

    Parameters
    ----------
    experiment : Experiment
    restored : Restored, optional
        Where to go on; otherwise from initial weights.
    """

    def __init__(self, experiment: Experiment, restored: Restored | None = None) -> None:
        stop = experiment.training.stop
        self.stopper = Stopper(stop)
        if restored is None:
            self.trained, self._tape = TrainedNetwork(experiment), Tape()
            self._tape.begun_anew(self.trained, History())
        else:
            self.trained, self._tape = restored.trained, restored.tape
            self.stopper.arm(stop, restored.disarmed)
            self.stopper.restore(restored.patience)
        trained = self.trained
        self._evaluator = Evaluator(trained.network, trained.experiment, trained.points)
        if restored is None:
            self._evaluate()

    def train_epoch(self) -> None:
        """Train to the end of the epoch, or until the numbers run away."""
        trainer, tape, clock = self.trained.trainer, self._tape, time.perf_counter
        if trainer is None:
            return
        tape.before_change(self.trained)
        step, epoch = trainer.step, trainer.epoch
        while trainer.epoch == epoch and not trainer.diverged:
            begin, first = clock(), trainer.steps
            for _ in range(max(1, int(_CHUNK / tape.step_seconds))):
                step()
                if trainer.epoch != epoch or trainer.diverged:
                    break
            tape.advance(self.trained, (clock() - begin) / max(1, trainer.steps - first))
        history = tape.live.history
        if self._evaluator.is_wanted(history, trainer.steps, trainer.batch_size):
            self._evaluate()

    @property
    def curve(self) -> Curve:
        """The losses so far."""
        return self._tape.live.history.curve()

    def pack(self) -> PackedRun:
        """All that a file needs to go on from here."""
        stopper = self.stopper
        return pack(self._tape, self.trained.steps, stopper.disarmed, stopper.patience)

    def _evaluate(self) -> None:
        trained = self.trained
        losses: Losses = self._evaluator.losses(trained.penalty())
        if math.isfinite(losses.train_loss):
            self._tape.live.history.record(trained.steps, trained.progress, losses)
            find_in_losses(self._tape, trained.steps, losses)
