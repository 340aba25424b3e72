"""Edits of how the network is trained, and of its output."""

from __future__ import annotations

from msgspec.structs import replace

from engine import ACTIVATIONS, LOSSES

from .. import compatibility
from ..model import Experiment, OutputSpec
from ..outputs import class_count, task_of
from .rules import EditError, changed, finished


def set_training(experiment: Experiment, **fields: object) -> Experiment:
    """Other values for fields of `TrainingSpec`; a loss brings its output activation along."""
    loss = fields.pop("loss", None)
    if loss is not None:
        experiment = set_loss(experiment, str(loss))
    if fields.get("optimizer", experiment.training.optimizer) != experiment.training.optimizer:
        fields.setdefault("optimizer_parameters", {})  # the old one's mean nothing to the new one
    training = changed(experiment.training, fields)
    return finished(replace(experiment, training=training))


def set_stop(experiment: Experiment, **fields: object) -> Experiment:
    """Other values for the stop conditions, fields of `StopSpec`."""
    return set_training(experiment, stop=changed(experiment.training.stop, fields))


def set_loss(experiment: Experiment, name: str) -> Experiment:
    """Another loss, with an output activation that goes with it."""
    if name not in LOSSES:
        raise EditError(_unknown(LOSSES, name))
    task, classes = task_of(experiment), class_count(experiment)
    current = experiment.network.output.activation
    output = compatibility.output_for_loss(name, current, task, classes)
    if output is None:
        raise EditError(compatibility.reason(name, current, task, classes))
    return finished(compatibility.with_pair(experiment, name, output))


def set_output_activation(experiment: Experiment, name: str, **parameters: float) -> Experiment:
    """Another activation of the output, with a loss that goes with it."""
    if name not in ACTIVATIONS:
        raise EditError(_unknown(ACTIVATIONS, name))
    task, classes = task_of(experiment), class_count(experiment)
    loss = compatibility.loss_for_output(name, experiment.training.loss, task, classes)
    if loss is None:
        raise EditError(compatibility.reason(experiment.training.loss, name, task, classes))
    experiment = compatibility.with_pair(experiment, loss, name)
    floats = {key: float(value) for key, value in parameters.items()}
    output = OutputSpec(name, floats, experiment.network.output.frozen)
    return finished(replace(experiment, network=replace(experiment.network, output=output)))


def _unknown(registry: compatibility.AnyRegistry, name: str) -> str:
    try:
        registry[name]
    except KeyError as error:
        message = str(error.args[0])
        return f"{message[0].upper()}{message[1:]}."
    return ""
