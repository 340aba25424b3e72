"""What a run leaves behind: states to continue from, and the history of its losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..arrays import Vector


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
    generator : mapping
        The state of the generator that shuffles, as the next epoch will find it.
    shuffled_from : mapping or None
        Its state before it shuffled the current epoch, from which the same order comes again: the
        order itself may be large.  None if the samples are in their given order.
    begun : bool
        Whether the current epoch has its order.
    n_samples : int
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
    generator: Mapping[str, Any]
    shuffled_from: Mapping[str, Any] | None
    begun: bool
    n_samples: int
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


@dataclass(eq=False, repr=False)
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

    def __repr__(self) -> str:
        parts = [f"epochs={self.epochs}", f"steps={self.steps}"]
        curves = {"loss": self.loss, "validation_loss": self.validation_loss}
        parts += [f"{name}={curve[-1]:.6g}" for name, curve in curves.items() if curve]
        parts += [f"reason={self.reason!r}"] if self.reason else []
        return f"History({', '.join(parts)})"
