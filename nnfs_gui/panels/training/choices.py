"""What the lists of the training form offer: every entry of the engine's registries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import CLIPPERS, INITIALIZERS, LOSSES, OPTIMIZERS, REGULARIZERS, SCHEDULES, Registry
from nnfs_gui.experiment import compatibility
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import class_count, task_of
from nnfs_gui.widgets.drop_down import Choice

_SHORT_LOSSES = {
    "mse": "Squared error",
    "half_mse": "Half squared",
    "mae": "Absolute error",
    "bce": "Cross-entropy",
    "cce": "Categorical",
}
_SHORT_CLIPPERS = {"value": "By value", "neuron": "By neuron", "norm": "Global norm"}
_SHORT_REGULARIZERS = {"l1": "L1", "l2": "L2"}


def from_registry(
    registry: Registry[Any], short: Mapping[str, str] | None = None
) -> tuple[Choice, ...]:
    """A choice per entry, with its formula or description underneath."""
    return tuple(
        Choice(
            name, registry[name].label, _about(registry[name]), short=(short or {}).get(name, "")
        )
        for name in registry.names()
    )


def losses(experiment: Experiment) -> tuple[Choice, ...]:
    """All losses; those that cannot go with the data are off, and say why."""
    task, classes = task_of(experiment), class_count(experiment)
    output = experiment.network.output.activation
    possible = compatibility.losses_for_data(task, classes)
    choices = []
    for name in LOSSES.names():
        loss = LOSSES[name]
        about = loss.formula
        reason = compatibility.reason(name, output, task, classes)
        if name in possible and reason:
            partner = compatibility.output_for_loss(name, output, task, classes)
            about = f"The output becomes {partner}"
        elif reason:
            about = reason
        choices.append(
            Choice(name, loss.label, about, name in possible, _SHORT_LOSSES.get(name, ""))
        )
    return tuple(choices)


def optimizers() -> tuple[Choice, ...]:
    return from_registry(OPTIMIZERS)


def clippers() -> tuple[Choice, ...]:
    return from_registry(CLIPPERS, _SHORT_CLIPPERS)


def regularizers() -> tuple[Choice, ...]:
    return from_registry(REGULARIZERS, _SHORT_REGULARIZERS)


def schedules() -> tuple[Choice, ...]:
    return from_registry(SCHEDULES)


def initializers() -> tuple[Choice, ...]:
    """The initializers, and first the choice that picks one by activation."""
    automatic = Choice("auto", "Automatic", "He for the ReLU family, else Glorot")
    shorts = {name: label.split(" (")[0] for name, label in INITIALIZERS.labels().items()}
    return (automatic, *from_registry(INITIALIZERS, shorts))


def _about(entry: object) -> str:
    """What the engine says about an entry, if it says something."""
    formula = getattr(entry, "formula", "")
    return str(getattr(entry, "description", "") or (formula if len(formula) > 1 else ""))
