"""When training may stop by itself.

>>> conditions = stop_conditions(loss_below=0.01, no_improvement=50)
>>> reason = first_met(conditions, epoch=3.0, loss=0.009)
>>> reason
'the loss fell below 0.01'
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from math import inf, isnan, nan

from ..checks import number_from_zero, positive_number


class StopCondition(ABC):
    """Looks at the figures of an epoch and says whether training may stop.

    A condition may remember what it has seen, so each run needs its own.
    """

    @abstractmethod
    def met(self, epoch: float, loss: float, accuracy: float = nan) -> bool:
        """Whether training may stop; ask once per epoch.

        Parameters
        ----------
        epoch : float
            Epochs trained so far.
        loss : float
            Of the test points if there are any.
        accuracy : float
            0 … 1, or NaN where there is none (regression).
        """

    @property
    @abstractmethod
    def reason(self) -> str:
        """Why training stopped, as the middle of a sentence."""


class LossBelow(StopCondition):
    """Met when the loss is below the threshold."""

    def __init__(self, threshold: float) -> None:
        self.threshold = positive_number("loss_below", threshold)

    def met(self, epoch: float, loss: float, accuracy: float = nan) -> bool:
        return loss < self.threshold

    @property
    def reason(self) -> str:
        return f"the loss fell below {self.threshold:g}"


class AccuracyAbove(StopCondition):
    """Met when the accuracy is above the threshold, or is 1 when the threshold is 1."""

    def __init__(self, threshold: float) -> None:
        self.threshold = number_from_zero("accuracy_above", threshold, most=1.0)

    def met(self, epoch: float, loss: float, accuracy: float = nan) -> bool:
        return accuracy > self.threshold or accuracy == 1.0

    @property
    def reason(self) -> str:
        if self.threshold == 1.0:
            return "the accuracy reached 100 %"
        return f"the accuracy rose above {100 * self.threshold:g} %"


class NoImprovement(StopCondition):
    """Met when the loss has not been lower than its best for so many epochs (early stopping).

    Prechelt, "Early stopping — but when?", 1998.  An improvement of less than a millionth of the
    best counts as none, for a loss that creeps towards a limit would otherwise never stop.
    """

    least = 1e-6

    def __init__(self, epochs: float) -> None:
        self.epochs = positive_number("no_improvement", epochs)
        self.best = inf
        self.best_epoch = nan

    def met(self, epoch: float, loss: float, accuracy: float = nan) -> bool:
        # The clock starts with the first look, even at a loss that is not a number.
        first = isnan(self.best_epoch)
        if first or loss < self.best * (1.0 - self.least):
            self.best = inf if isnan(loss) else loss
            self.best_epoch = epoch
        return epoch - self.best_epoch >= self.epochs

    @property
    def reason(self) -> str:
        unit = "epoch" if self.epochs == 1 else "epochs"
        return f"the loss has not improved for {self.epochs:g} {unit}"


def stop_conditions(
    *,
    loss_below: float | None = None,
    accuracy_above: float | None = None,
    no_improvement: float | None = None,
) -> tuple[StopCondition, ...]:
    """Fresh conditions for a run; None leaves one out.

    Raises
    ------
    ValueError
        If a threshold is out of range.
    """
    wanted = (
        (LossBelow, loss_below),
        (AccuracyAbove, accuracy_above),
        (NoImprovement, no_improvement),
    )
    return tuple(kind(value) for kind, value in wanted if value is not None)


def checked_conditions(conditions: Sequence[StopCondition]) -> tuple[StopCondition, ...]:
    """The conditions as a tuple; `TypeError` if they are anything else."""
    rule = "stop must be a sequence of conditions, like [LossBelow(0.01)]"
    if isinstance(conditions, (str, StopCondition)) or not isinstance(conditions, Iterable):
        raise TypeError(f"{rule}, got {conditions!r}")
    for condition in conditions:
        if not isinstance(condition, StopCondition):
            raise TypeError(f"{rule}, got one that is {condition!r}")
    return tuple(conditions)


def first_met(
    conditions: Iterable[StopCondition], epoch: float, loss: float, accuracy: float = nan
) -> str | None:
    """The reason of the first condition that is met, or None; every condition gets its look."""
    reasons = [c.reason for c in conditions if c.met(epoch, loss, accuracy)]
    return reasons[0] if reasons else None
