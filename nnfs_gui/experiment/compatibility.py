"""Which loss goes with which output activation and which data, and how one follows the other.

======================  ==========================================================
data                    pairs of loss and output activation
======================  ==========================================================
two classes             bce with sigmoid; cce with softmax (two outputs);
                        hinge with linear or tanh (targets −1 and 1);
                        mse, half_mse, mae, huber with anything but softmax
three classes or more   cce with softmax
regression              mse, half_mse, mae, huber with linear or tanh
======================  ==========================================================

A loss that is registered by others counts as mse does, unless it sets limits to targets (then it
is for classes) or to outputs (then it goes with the output activations within them).
"""

from __future__ import annotations

from math import inf
from typing import Any, Literal, TypeAlias

from msgspec.structs import replace

from engine import ACTIVATIONS, LOSSES, Registry

from .model import Experiment, OutputSpec, Task
from .names import in_sentence, spoken_activation
from .outputs import class_count, task_of

AnyRegistry: TypeAlias = Registry[Any]
Asked: TypeAlias = Literal["loss", "output"]

TWO_CLASSES: tuple[Task, int] = ("classification", 2)
_PREFERRED_OUTPUT = {"bce": "sigmoid", "cce": "softmax", "hinge": "tanh"}
_PREFERRED_LOSS = {"sigmoid": "bce", "softmax": "cce"}


def fits(loss: str, output_activation: str, task: Task, n_classes: int) -> bool:
    """Whether the three make sense together (see the table above)."""
    return output_activation in output_activations_for(loss, task, n_classes)


def output_activations_for(loss: str, task: Task, n_classes: int) -> tuple[str, ...]:
    """The output activations that go with a loss on such data; empty if the loss does not."""
    if loss not in losses_for_data(task, n_classes):
        return ()
    if task == "regression" or loss == "hinge":
        return ("linear", "tanh")
    if loss in _PREFERRED_OUTPUT:
        return (_PREFERRED_OUTPUT[loss],)
    low, high = LOSSES[loss].output_limits
    return tuple(
        name
        for name in ACTIVATIONS.names()
        if name != "softmax"
        and low <= ACTIVATIONS[name].limits[0]
        and ACTIVATIONS[name].limits[1] <= high
    )


def losses_for(output_activation: str, task: Task, n_classes: int) -> tuple[str, ...]:
    """The losses that go with an output activation on such data."""
    losses = losses_for_data(task, n_classes)
    return tuple(name for name in losses if fits(name, output_activation, task, n_classes))


def losses_for_data(task: Task, n_classes: int) -> tuple[str, ...]:
    """The losses that go with such data and some output activation."""
    if task == "regression":
        return tuple(name for name in LOSSES.names() if _is_distance(name))
    return ("cce",) if n_classes > 2 else LOSSES.names()


def outputs_for_data(task: Task, n_classes: int) -> tuple[str, ...]:
    """The output activations that go with such data and some loss."""
    names = ACTIVATIONS.names()
    return tuple(name for name in names if losses_for(name, task, n_classes))


def output_for_loss(loss: str, current: str, task: Task, n_classes: int) -> str | None:
    """The output activation to take with ``loss``: the current one if it fits; None if none."""
    choices = output_activations_for(loss, task, n_classes)
    if current in choices or not choices:
        return current if choices else None
    # After softmax a single sigmoid reads the same two classes; anything else starts plain.
    preferred = ("sigmoid", "linear") if current == "softmax" else ("linear",)
    return next((name for name in preferred if name in choices), choices[0])


def loss_for_output(output_activation: str, current: str, task: Task, n_classes: int) -> str | None:
    """The loss to take with an output activation: the current one if it fits; None if none."""
    choices = losses_for(output_activation, task, n_classes)
    if current in choices or not choices:
        return current if choices else None
    preferred = _PREFERRED_LOSS.get(output_activation, "mse")
    return preferred if preferred in choices else choices[0]


def adapted_to_data(old: Experiment, new: Experiment) -> Experiment:
    """``new``, which has other data than ``old``, with loss and output activation fitting it.

    Coming back to two classes, from regression or from more classes, brings back the pair that two
    classes begin with, so that browsing the data sets ends where it began.
    """
    had = (task_of(old), class_count(old))
    if had != TWO_CLASSES and (task_of(new), class_count(new)) == TWO_CLASSES:
        return with_pair(new, "bce", "sigmoid")
    return adapted(new)


def adapted(experiment: Experiment) -> Experiment:
    """The experiment with loss and output activation fitting its data; itself if they do."""
    task, classes = task_of(experiment), class_count(experiment)
    loss, output = experiment.training.loss, experiment.network.output.activation
    if fits(loss, output, task, classes):
        return experiment
    new_loss = loss_for_output(output, loss, task, classes)
    new_output = output
    if new_loss is None:
        new_loss = loss if loss in losses_for_data(task, classes) else _first_loss(task, classes)
        new_output = output_for_loss(new_loss, output, task, classes) or output
    return with_pair(experiment, new_loss, new_output)


def with_pair(experiment: Experiment, loss: str, output_activation: str) -> Experiment:
    """The experiment with this loss and output activation; parameters stay if it does."""
    network, training = experiment.network, experiment.training
    if training.loss != loss:
        training = replace(training, loss=loss, loss_parameters={})
    if network.output.activation != output_activation:
        output = OutputSpec(output_activation, frozen=network.output.frozen)
        network = replace(network, output=output)
    return replace(experiment, network=network, training=training)


def reason(loss: str, output_activation: str, task: Task, n_classes: int) -> str:
    """Why the three do not go together, as a sentence; empty if they do."""
    if fits(loss, output_activation, task, n_classes):
        return ""
    loss_label, output_label = _loss(loss), spoken_activation(output_activation)
    if task == "regression" and (loss not in LOSSES or _is_distance(loss)):
        return f"Regression needs an output of both signs, linear or tanh, not {output_label}."
    if task == "regression":
        return f"{loss_label} compares classes, but the data has values to predict."
    if n_classes > 2:
        return f"{n_classes} classes need a softmax output and categorical cross-entropy."
    if loss == "hinge":
        return f"{loss_label} needs scores around −1 and 1: a linear or tanh output."
    if loss in _PREFERRED_OUTPUT:
        needed = spoken_activation(_PREFERRED_OUTPUT[loss])
        return f"{loss_label} needs probabilities from a {needed} output, not {output_label}."
    if loss in LOSSES and output_activation in ACTIVATIONS and output_activation != "softmax":
        low, high = LOSSES[loss].output_limits
        return f"{loss_label} needs outputs in [{low:g}, {high:g}], not those of {output_label}."
    return f"A softmax output is trained with {_loss('cce')}, not with {loss_label}."


def explain(old: Experiment, new: Experiment, asked: Asked | None = None) -> str:
    """What was adapted beside the edit that was asked for, and why; empty if nothing was.

    Compares the experiments before and after an edit: a change of the data that also changed loss
    or output activation, or a change of one of the two that changed the other.  With ``asked``,
    or where the pairs tell it, what was asked for is not told again.
    """
    loss, output = new.training.loss, new.network.output.activation
    new_loss, new_output = loss != old.training.loss, output != old.network.output.activation
    task, classes = task_of(new), class_count(new)
    same_data = (task_of(old), class_count(old)) == (task, classes)
    if not (new_loss and new_output if same_data else new_loss or new_output):
        return ""
    asked = asked or (_asked(old, new) if same_data else None)
    changes = []
    if new_output and asked != "output":
        changes.append(f"the output activation is now {spoken_activation(output)}")
    if new_loss and asked != "loss":
        changes.append(f"the loss is now {in_sentence(_loss(loss))}")
    if same_data:
        why = _pair_reason(old, new, task, classes)
    else:
        why = reason(old.training.loss, old.network.output.activation, task, classes)
        why = why or "Two classes need only one output, the probability of the second."
    what = " and ".join(changes)
    return f"{what[0].upper()}{what[1:]}. {why}"


def _asked(old: Experiment, new: Experiment) -> Asked | None:
    """Which of loss and output was asked for, if only one of them would have led to the other."""
    task, classes = task_of(new), class_count(new)
    old_loss, old_output = old.training.loss, old.network.output.activation
    loss, output = new.training.loss, new.network.output.activation
    by_loss = output_for_loss(loss, old_output, task, classes) == output
    by_output = loss_for_output(output, old_loss, task, classes) == loss
    if by_loss == by_output:
        return None
    return "loss" if by_loss else "output"


def _pair_reason(old: Experiment, new: Experiment, task: Task, classes: int) -> str:
    """Why loss and output changed together: the reason against either of the mixed pairs."""
    mixed = (
        (new.training.loss, old.network.output.activation),
        (old.training.loss, new.network.output.activation),
    )
    return next(filter(None, (reason(*pair, task, classes) for pair in mixed)), "")


def _is_distance(loss: str) -> bool:
    """Whether a registered loss compares values of any size, and not classes."""
    return loss not in _PREFERRED_OUTPUT and LOSSES[loss].target_limits == (-inf, inf)


def _first_loss(task: Task, n_classes: int) -> str:
    preferred = "bce" if task == "classification" else "mse"
    choices = losses_for_data(task, n_classes)
    return preferred if preferred in choices else choices[0]


def _loss(name: str) -> str:
    return LOSSES[name].label if name in LOSSES else name
