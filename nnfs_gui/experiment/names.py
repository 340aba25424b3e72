"""What features, layers, neurons, classes and links are called, on every card, axis and menu.

==================  =======================================================
layer               ``Features``, ``Hidden 2``, ``Output``
unit                ``Feature x₁``, ``Hidden 2 · neuron 3``, ``Output · blue``
label of a unit     ``x₁``, ``2.3``; the output layer counts on
link                ``Feature x₁ → Hidden 1 · neuron 3``, ``Bias of Output``
class               its name in the data, else ``class 3``
==================  =======================================================

Class names come from files: escape them where a name is shown as rich text.
"""

from __future__ import annotations

from engine import ACTIVATIONS

from .features import feature_label
from .model import BIAS, FEATURES, OUTPUT, Experiment, Link, PointsData
from .outputs import class_count, layer_ids, remembered

CLASS_NAMES = ("orange", "sky blue", "green", "pink", "yellow", "blue", "vermilion", "grey")
"""Names of the Okabe-Ito colours, in class order, for data with more than two classes."""

_LONGEST_NAME = 18
_PROPER_NAMES = frozenset(("Adam", "Gaussians", "Glorot", "He", "Huber"))


def class_names(experiment: Experiment) -> tuple[str, ...]:
    """One name for each class, in class order; empty for regression."""
    if isinstance(experiment.data, PointsData):
        return experiment.data.class_names
    classes = class_count(experiment)
    return ("orange", "blue") if classes == 2 else CLASS_NAMES[:classes]


def class_name(experiment: Experiment, index: int) -> str:
    """The name of class ``index`` (from 0), shortened to fit a title; else ``class 3``."""
    names = class_names(experiment)
    return shortened(names[index]) if index < len(names) else f"class {index + 1}"


def shortened(name: str) -> str:
    """A name from a file that fits a title."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def column_name(experiment: Experiment, column: str) -> str:
    """``Features``, ``Hidden 2`` or ``Output``, of a hidden layer's id, FEATURES or OUTPUT."""
    if column in (FEATURES, OUTPUT):
        return column.capitalize()
    ids = [layer.id for layer in experiment.network.hidden]
    return f"Hidden {ids.index(column) + 1 if column in ids else '?'}"


def layer_name(experiment: Experiment, layer: int) -> str:
    """The same by position: 0 is the features, the last is the output."""
    if layer == 0:
        return FEATURES.capitalize()
    hidden = len(experiment.network.hidden)
    return f"Hidden {layer}" if layer <= hidden else OUTPUT.capitalize()


@remembered
def unit_names(experiment: Experiment) -> dict[str, str]:
    """The names of all units by id, in layer order."""
    features, *hidden, outputs = layer_ids(experiment)
    names = {unit: f"Feature {feature_label(unit)}" for unit in features}
    for number, units in enumerate(hidden, start=1):
        names.update(
            (unit, f"Hidden {number} · neuron {index}") for index, unit in enumerate(units, start=1)
        )
    for index, unit in enumerate(outputs):
        alone = len(outputs) == 1
        names[unit] = "Output" if alone else f"Output · {class_name(experiment, index)}"
    return names


@remembered
def unit_labels(experiment: Experiment) -> dict[str, str]:
    """The shortest names of all units by id, in layer order."""
    features, *others = layer_ids(experiment)
    labels = {unit: feature_label(unit) for unit in features}
    for number, units in enumerate(others, start=1):
        labels.update((unit, f"{number}.{index}") for index, unit in enumerate(units, start=1))
    return labels


def unit_name(experiment: Experiment, unit: str) -> str:
    """The name of a unit; any other id is taken for a feature that is not switched on."""
    name = unit_names(experiment).get(unit)
    return f"Feature {feature_label(unit)}" if name is None else name


def link_name(experiment: Experiment, link: Link) -> str:
    """The name of a link, or of a bias."""
    target = unit_name(experiment, link.target)
    if link.source == BIAS:
        return f"Bias of {target}"
    return f"{unit_name(experiment, link.source)} → {target}"


def spoken(name: str) -> str:
    """A name as it stands in a spoken sentence: ``hidden 2, neuron 3``."""
    return in_sentence(name).replace(" ·", ",")


def spoken_activation(name: str) -> str:
    """The label of an activation as it stands in a sentence: ``tanh``, but ``ReLU``."""
    return in_sentence(ACTIVATIONS.labels().get(name, name))


def in_sentence(label: str) -> str:
    """A label inside a sentence: ``Mean squared error`` → ``mean squared error``.

    Abbreviations (a capital or a digit beyond the first letter) and names of people stay as they
    are.
    """
    first = label.split()[0] if label.strip() else ""
    if first in _PROPER_NAMES or first[1:] != first[1:].lower() or first[-1:].isdigit():
        return label
    return label[:1].lower() + label[1:]
