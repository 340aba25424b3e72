"""What a loss is called and measured in: data with units are scaled before training."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import sqrt

from engine import LOSSES
from nnfs_gui.experiment.model import Axis, Experiment, PointsData
from nnfs_gui.experiment.names import shortened
from nnfs_gui.experiment.outputs import task_of
from nnfs_gui.widgets.numbers import format_number


@dataclass(frozen=True)
class LossUnits:
    """The loss's own name, and the target's axis if the targets were scaled."""

    loss: str
    target: Axis | None

    @classmethod
    def of(cls, experiment: Experiment) -> LossUnits:
        """Those of an experiment."""
        data, target = experiment.data, None
        if isinstance(data, PointsData) and task_of(experiment) == "regression":
            scaled = (data.target.offset, data.target.scale) != (0.0, 1.0)
            target = data.target if scaled else None
        return cls(experiment.training.loss, target)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the axis, the fullest first."""
        name = LOSSES[self.loss].label if self.loss in LOSSES else self.loss
        if self.target is None:
            return (name, "loss")
        unit = f"(1 = {format_number(abs(self.target.scale))} of {shortened(self.target.name)})"
        return (f"{name}, target scaled {unit}", f"{name}, scaled", "loss, scaled")

    def written(self, loss: float) -> str:
        """A loss, and the error of the target that it stands for, where there is one."""
        text = format_number(loss)
        squared = max(loss, 0.0)
        errors = {"mse": sqrt(squared), "half_mse": sqrt(2.0 * squared), "mae": loss}
        error = errors.get(self.loss)
        if self.target is None or error is None:
            return text
        real = format_number(error * abs(self.target.scale), 2)
        return f"{text} = ±{real} {escape(shortened(self.target.name))}"
