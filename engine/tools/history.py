"""What a run leaves behind: states to continue from, and the history of its losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..arrays import Vector
from .metrics import accuracy
from .stopping import StopCondition, first_met

if TYPE_CHECKING:
    from ..training import Trainer


@dataclass(frozen=True, eq=False, slots=True)
class TrainerState:
    """Everything that changes while training, at one moment; all arrays are copies.

    Restored into a trainer with the same samples and settings, training continues as if nothing
    had happened, to the bit.

    Attributes
    ----------
    parameters : ndarray of shape (n_parameters,)
    optimizer, moments, optimizer_count
        Name, memory and step counter of the optimizer.
    generator : dict
        The state of the generator that shuffles.
    order : ndarray of shape (n_samples,) or None
        The samples' order in the current epoch; None before it begins.
    cursor : int
        How many samples of the current epoch are done.
    position, epoch, steps, epoch_loss, loss_sum
        The trainer's counters; ``loss_sum`` is that of the current epoch's samples so far.
    raw_gradient, applied : ndarray of shape (n_parameters,)
        Of the last step; ``applied`` is None where it is the raw one times ``clip_scale``.
    gradient_norm, clip_scale, diverged
        Of the last step.
    """

    parameters: Vector
    optimizer: str
    moments: dict[str, Vector]
    optimizer_count: int
    generator: dict[str, Any]
    order: npt.NDArray[np.intp] | None
    cursor: int
    position: int
    epoch: int
    steps: int
    epoch_loss: float
    loss_sum: float
    raw_gradient: Vector
    applied: Vector | None
    gradient_norm: float
    clip_scale: float
    diverged: bool


@dataclass(eq=False)
class History:
    """The course of one call of `Network.fit`.

    Attributes
    ----------
    loss : list of float
        Mean training loss of each finished epoch, each sample's as its batch saw it.
    validation_loss : list of float
        Loss of the validation samples after each finished epoch; empty without such samples.
    steps : int
        Updates done.
    diverged : bool
        Whether a loss or gradient became infinite or NaN; training ended before that step.
    reason : str
        Why training ended before its last epoch; empty if it did not.
    """

    loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    steps: int = 0
    diverged: bool = False
    reason: str = ""

    @property
    def epochs(self) -> int:
        """Finished epochs."""
        return len(self.loss)


def drain(
    trainer: Trainer,
    epochs: int,
    callback: Callable[[Trainer], object] | None = None,
    stop: Sequence[StopCondition] = (),
) -> History:
    """Step the trainer to the end of some epochs, unless something ends it sooner."""
    history = History()
    steps_before, last = trainer.steps, trainer.epoch + epochs
    while trainer.epoch < last and not history.reason:
        _one_epoch(trainer)
        if trainer.diverged:
            history.diverged = True
            history.reason = "the loss or its gradient is not finite any more"
        else:
            history.reason = _look_around(trainer, history, callback, stop)
    history.steps = trainer.steps - steps_before
    return history


def _one_epoch(trainer: Trainer) -> None:
    epoch = trainer.epoch
    while trainer.epoch == epoch:
        trainer.step()
        if trainer.diverged:
            return


def _look_around(
    trainer: Trainer,
    history: History,
    callback: Callable[[Trainer], object] | None,
    stop: Sequence[StopCondition],
) -> str:
    """Between two epochs: record, ask the caller, and say why to end, if at all."""
    history.loss.append(trainer.epoch_loss)
    watched = trainer.epoch_loss
    if trainer.validation is not None:
        watched = trainer.validation_loss()
        history.validation_loss.append(watched)
    if callback is not None and callback(trainer) is True:
        return "the callback asked for it"
    if not stop:
        return ""
    return first_met(stop, trainer.epoch, watched, _watched_accuracy(trainer)) or ""


def _watched_accuracy(trainer: Trainer) -> float:
    """Accuracy on the validation samples, or on the training samples if there are none."""
    inputs, targets = trainer.validation or trainer.samples
    # A single output changes class halfway between its targets: 0 and 1, or −1 and 1.
    halfway = 0.0 if (trainer.samples[1] < 0.0).any() else 0.5
    return accuracy(trainer.network.predict(inputs), targets, threshold=halfway)
