"""Training without a window: the experiment, the engine, and nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.data.encoding import accuracy
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.training.history import Losses
from nnfs_gui.training.recording import Recording
from nnfs_gui.training.trained_network import TrainedNetwork

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


def train(
    experiment: Experiment,
    epochs: int,
    progress: Progress | None = None,
    recording: Recording | None = None,
) -> TrainResult:
    """Train the experiment's network for at most ``epochs`` epochs.

    It begins with initial weights, or goes on with a ``recording`` of the experiment.

    Weights that were set by hand are part of how it begins, as in the window.
    The stop conditions of the experiment are honoured.  ``progress`` is called after each epoch
    with the number of epochs and the epoch's mean loss.
    """
    recording = Recording(experiment) if recording is None else recording
    trained = recording.trained
    trainer, last = trained.trainer, trained.epoch + epochs
    if trainer is None:
        return _result(trained, 0, "There are no points to train on.")
    for epoch in range(trained.epoch + 1, last + 1):
        recording.train_epoch()
        if trainer.diverged:
            rate = experiment.training.learning_rate
            message = (
                f"Training diverged in epoch {epoch}: the loss or its gradient became infinite. "
                f"Try a learning rate below {rate:g}, or clip the gradients."
            )
            return _result(trained, epoch - 1, message, diverged=True)
        if progress is not None:
            progress(epoch, trainer.epoch_loss)
        reason = _reason_to_stop(recording, epoch) if recording.stopper.is_watching else None
        if reason:
            spent = f"{epoch} epoch" if epoch == 1 else f"{epoch} epochs"
            return _result(trained, epoch, f"Stopped after {spent}: {reason}.")
    return _result(trained, last)


def _reason_to_stop(recording: Recording, epoch: int) -> str | None:
    trained = recording.trained
    train, test = (_figures(trained, part) for part in (trained.points.train, trained.points.test))
    losses = Losses(train[0], test[0], 0.0, train[1], test[1])
    return recording.stopper.reason(epoch, losses, len(trained.points.test) > 0)


def _result(
    trained: TrainedNetwork, epochs: int, message: str = "", *, diverged: bool = False
) -> TrainResult:
    train_loss, train_accuracy = _figures(trained, trained.points.train)
    test_loss, test_accuracy = _figures(trained, trained.points.test)
    return TrainResult(
        epochs,
        trained.steps,
        train_loss,
        test_loss,
        train_accuracy,
        test_accuracy,
        trained.network.parameters.copy(),
        message,
        diverged,
    )


def _figures(trained: TrainedNetwork, points: npt.NDArray[np.intp]) -> tuple[float, float]:
    """Loss and accuracy on some of the points."""
    if not len(points):
        return math.nan, math.nan
    inputs, targets = trained.samples(points)
    network, reading = trained.network, read_outputs(trained.experiment)
    classes = trained.points.targets[points]
    return network.evaluate(inputs, targets), accuracy(network.predict(inputs), classes, reading)
