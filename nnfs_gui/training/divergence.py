"""Divergence: rolling back to the last stable step, and a description of what happened."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from engine import Trainer, TrainerState
from nnfs_gui.experiment.model import Experiment

from .snapshot import Failure
from .tape.blow_up import BlowUp

LOSS_GROWTH = 1e3
"""A loss that has grown by more than this is no longer stable; one below 1 counts as 1."""
WEIGHT_GROWTH = 1e3


class DivergenceRollback:
    """Remembers the last step at which a run was stable.

    The parameters just before the first infinity are finite, but so large that no learning rate
    leads back from there.  Since training repeats to the bit, the last stable ones are found by
    going the last slice again.
    """

    def __init__(self) -> None:
        self._stable: TrainerState | None = None
        self._is_slice_start = False
        self._loss_limit = math.inf
        self._weight_limit = math.inf

    def forget(self) -> None:
        """The network, its points or its settings have changed: begin anew."""
        self._stable = None

    def slice_begins(self, trainer: Trainer, loss: float) -> None:
        """Note where the trainer stands, if its loss and its parameters are stable."""
        state = trainer.state()
        largest = _largest(state.parameters)
        if self._stable is None:
            self._loss_limit = LOSS_GROWTH * max(1.0, loss if math.isfinite(loss) else 1.0)
            self._weight_limit = WEIGHT_GROWTH * max(1.0, largest)
        grown = loss > self._loss_limit or largest > self._weight_limit
        self._is_slice_start = self._stable is None or not grown
        if self._is_slice_start:
            self._stable = state

    def take(self, trainer: Trainer) -> None:
        """Take a diverged trainer back to its last stable step."""
        if self._stable is None:
            return
        last = trainer.steps
        trainer.restore(self._stable)
        if not self._is_slice_start:
            return  # it lies several slices back, too long a way to go again
        stable_steps = self._stable.steps
        while trainer.steps < last:
            loss = trainer.step()
            if trainer.diverged or loss > self._loss_limit:
                break
            if _largest(trainer.network.parameters) > self._weight_limit:
                break
            stable_steps = trainer.steps - 1  # this loss is that of the parameters before the step
        trainer.restore(self._stable)
        while trainer.steps < stable_steps:
            trainer.step()


def describe_divergence(trainer: Trainer, experiment: Experiment, norm_before: float) -> Failure:
    """What happened, where, and what helps; to be asked before the trainer is taken back."""
    training = experiment.training
    layer = _worst_layer(trainer)
    hidden = len(experiment.network.hidden)
    place = f"hidden layer {layer + 1}" if layer < hidden else "the output layer"
    norm = f", after a gradient of norm {_short(norm_before)}" if norm_before else ""
    what = (
        f"Training diverged at step {trainer.steps + 1}: loss and gradient became infinite"
        f"{norm}, largest in {place}."
    )
    rate = f"a learning rate below {training.learning_rate:g}"
    if training.clip == "none":
        remedy = f"Try {rate} or clip the gradient by its norm"
    else:
        remedy = f"Try {rate} or a clipping threshold below {training.clip_threshold:g}"
    message = f"{what} {remedy}."
    details = (
        f"optimizer {training.optimizer}, learning rate {training.learning_rate:g}, "
        f"clipping {_at(training.clip, training.clip_threshold)}, "
        f"regularization {_at(training.regularizer, training.regularization_rate)}\n"
        f"epoch {trainer.epoch}, step {trainer.steps}, "
        f"gradient norm {_short(trainer.gradient_norm)}"
    )
    return Failure(message, details, diverged=True, bare=what)


def placed(failure: Failure, steps: int, blow_up: BlowUp | None) -> Failure:
    """The failure of a trainer that was taken back to a step, which is told."""
    where = f"The window is back at step {steps}, whose weights are still small enough to go on."
    message, bare = f"{failure.message} {where}", f"{failure.bare} {where}"
    return replace(failure, message=message, bare=bare, blow_up=blow_up)


def _short(number: float) -> str:
    """Two digits, and exponents without their plus: 3.1e76."""
    return f"{number:.2g}".replace("e+0", "e").replace("e+", "e")


def _at(name: str, strength: float) -> str:
    """A setting and its strength, which is nothing to speak of where nothing is set."""
    return name if name == "none" else f"{name} at {strength:g}"


def _worst_layer(trainer: Trainer) -> int:
    """The layer with the largest gradient, the first of equals; 0 is the first hidden one."""
    sizes = [layer.block.size for layer in trainer.network.layers]
    parts = np.split(trainer.raw_gradient, np.cumsum(sizes)[:-1])
    with np.errstate(all="ignore"):
        norms = [np.nan_to_num(np.linalg.norm(part), nan=np.inf) for part in parts]
    return int(np.argmax(norms))


def _largest(values: np.ndarray) -> float:
    return float(np.abs(values).max(initial=0.0))
