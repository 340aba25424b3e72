"""`Stopper`: says when a run stops by itself."""

from __future__ import annotations

from engine import NoImprovement, StopCondition, first_met
from nnfs_gui.experiment.building import make_stop_conditions
from nnfs_gui.experiment.model import StopSpec

from .history import Losses

NO_POINTS = "There are no training points, so there is nothing to learn from: add some."


class Stopper:
    """The stop conditions of a run, and what they have seen.

    Attributes
    ----------
    disarmed : bool
        Whether one was met and play went on past it, so that none counts any more.
    """

    def __init__(self, stop: StopSpec) -> None:
        self._conditions: tuple[StopCondition, ...]
        self.arm(stop)

    def arm(self, stop: StopSpec, disarmed: bool = False) -> None:
        """Fresh conditions, or none."""
        self.disarmed = disarmed
        self._conditions = () if disarmed else make_stop_conditions(stop)

    @property
    def is_watching(self) -> bool:
        """Whether there is a condition that could be met."""
        return bool(self._conditions)

    def reason(self, epoch: int, losses: Losses, has_test_points: bool) -> str | None:
        """Why to stop after an epoch, or None; without test points the training points count."""
        loss, accuracy = losses.test_loss, losses.test_accuracy
        if not has_test_points:
            loss, accuracy = losses.train_loss, losses.train_accuracy
        return first_met(self._conditions, epoch, loss, accuracy)

    @property
    def patience(self) -> tuple[float, float] | None:
        """Best loss and its epoch, as "no improvement" has seen them."""
        for condition in self._conditions:
            if isinstance(condition, NoImprovement):
                return condition.best, condition.best_epoch
        return None

    def restore(self, patience: tuple[float, float] | None) -> None:
        """Go on with what "no improvement" had seen."""
        for condition in self._conditions:
            if isinstance(condition, NoImprovement) and patience is not None:
                condition.best, condition.best_epoch = patience
