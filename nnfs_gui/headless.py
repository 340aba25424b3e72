"""Training without a window: the experiment, the engine, and nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine import Network, Trainer, first_met, stop_conditions
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import accuracy, encode_targets
from nnfs_gui.experiment.data.materialize import PlaneData, materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import OutputReading, read_outputs

Vector: TypeAlias = npt.NDArray[np.float64]
Progress: TypeAlias = Callable[[int, float], None]


@dataclass(frozen=True, eq=False)
class TrainResult:
    """How a training ended.

    Attributes
    ----------
    epochs, steps : int
        How far it went.
    train_loss, test_loss, train_accuracy, test_accuracy : float
        Without the penalty of regularization; NaN where there are no points, and accuracies for
        regression.
    parameters : ndarray of shape (n_parameters,)
    message : str
        Why it ended early, as a sentence; empty if it did not.
    diverged : bool
        Whether it ended because numbers became infinite.
    """

    epochs: int
    steps: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    parameters: Vector = field(repr=False)
    message: str = ""
    diverged: bool = False


def train(experiment: Experiment, epochs: int, progress: Progress | None = None) -> TrainResult:
    """Train the experiment's network from its initial weights for at most ``epochs`` epochs.

    Weights that were set by hand are part of how it begins, as in the window.
    The stop conditions of the experiment are honoured.  ``progress`` is called after each epoch
    with the number of epochs and the epoch's mean loss.
    """
    run = _Run(experiment)
    if not len(run.plane_data.train):
        return run.result(0, "There are no points to train on.")
    for epoch in range(1, epochs + 1):
        loss = run.train_epoch()
        if not math.isfinite(loss):
            return run.diverged(epoch)
        if progress is not None:
            progress(epoch, loss)
        reason = run.reason_to_stop(epoch)
        if reason:
            spent = f"{epoch} epoch" if epoch == 1 else f"{epoch} epochs"
            return run.result(epoch, f"Stopped after {spent}: {reason}.")
    return run.result(epochs)


class _Run:
    """One network in training."""

    def __init__(self, experiment: Experiment) -> None:
        self.plane_data: PlaneData = materialize(experiment)
        self._reading: OutputReading = read_outputs(experiment)
        self._inputs = feature_matrix(experiment.network.features, self.plane_data.inputs)
        self._targets = encode_targets(self.plane_data, self._reading)
        self._experiment = experiment
        self._network: Network = build_network(experiment, with_hand_set=True)
        stop = experiment.training.stop
        self._conditions = stop_conditions(
            loss_below=stop.loss_below,
            accuracy_above=stop.accuracy_above,
            no_improvement=stop.no_improvement,
        )
        train = self.plane_data.train
        self._trainer = (
            Trainer(
                self._network,
                self._inputs[train],
                self._targets[train],
                **trainer_options(experiment),
            )
            if len(train)
            else None
        )

    def train_epoch(self) -> float:
        """Train one epoch and return its mean loss; NaN if it diverged."""
        assert self._trainer is not None
        for _ in range(self._trainer.steps_per_epoch):
            self._trainer.step()
            if self._trainer.diverged:
                return math.nan
        return self._trainer.epoch_loss

    def reason_to_stop(self, epoch: int) -> str | None:
        """Why training may stop now, by the test points or, without any, by the training points."""
        if not self._conditions:
            return None
        judges = self.plane_data.test if len(self.plane_data.test) else self.plane_data.train
        loss, share = self._judge(judges)
        return first_met(self._conditions, epoch, loss, share)

    def diverged(self, epoch: int) -> TrainResult:
        """The result at the last finite parameters, with a sentence about what to do."""
        rate = self._experiment.training.learning_rate
        message = (
            f"Training diverged in epoch {epoch}: the loss or its gradient became infinite. "
            f"Try a learning rate below {rate:g}, or clip the gradients."
        )
        return self.result(epoch - 1, message, diverged=True)

    def result(self, epochs: int, message: str = "", *, diverged: bool = False) -> TrainResult:
        train_loss, train_accuracy = self._judge(self.plane_data.train)
        test_loss, test_accuracy = self._judge(self.plane_data.test)
        return TrainResult(
            epochs,
            0 if self._trainer is None else self._trainer.steps,
            train_loss,
            test_loss,
            train_accuracy,
            test_accuracy,
            self._network.parameters.copy(),
            message,
            diverged,
        )

    def _judge(self, points: npt.NDArray[np.intp]) -> tuple[float, float]:
        """Loss and accuracy on some of the points."""
        if not len(points):
            return math.nan, math.nan
        inputs, classes = self._inputs[points], self.plane_data.targets[points]
        loss = self._network.evaluate(inputs, self._targets[points])
        return loss, accuracy(self._network.predict(inputs), classes, self._reading)
