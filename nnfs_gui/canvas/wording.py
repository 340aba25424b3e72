"""What things on the canvas are called: on cards, in menus and for screen readers."""

from __future__ import annotations

import numpy as np

from engine import ACTIVATIONS
from nnfs_gui.experiment import names
from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.model import BIAS, Experiment, LayerSpec, Link, NeuronSpec
from nnfs_gui.experiment.outputs import output_ids
from nnfs_gui.widgets.numbers import format_number

from .elements import FEATURES, OUTPUT, Element, Part
from .readout import Readout


def layer_of(experiment: Experiment, unit: str) -> LayerSpec | None:
    """The hidden layer that holds a neuron."""
    for layer in experiment.network.hidden:
        if any(neuron.id == unit for neuron in layer.neurons):
            return layer
    return None


def neuron_of(experiment: Experiment, unit: str) -> NeuronSpec | None:
    """The hidden neuron with an id."""
    for layer in experiment.network.hidden:
        for neuron in layer.neurons:
            if neuron.id == unit:
                return neuron
    return None


def activation_of(experiment: Experiment, column: str) -> tuple[str, dict[str, float]]:
    """Name and parameters of the activation of a column: a hidden layer's id or ``output``."""
    if column == OUTPUT:
        return experiment.network.output.activation, experiment.network.output.parameters
    for layer in experiment.network.hidden:
        if layer.id == column:
            return layer.activation, layer.parameters
    return "linear", {}


def activation_facts(name: str) -> list[str]:
    """What a registered activation computes, its slope, and a warning if nothing learns by it."""
    kind = ACTIVATIONS[name]
    facts = [f"a = {kind.formula}", f"da/dz = {kind.derivative_formula}"]
    if not ACTIVATIONS.create(name).derivative(np.linspace(-6.0, 6.0, 121)).any():
        facts.append("Its slope is 0 everywhere: this layer and those before it do not learn.")
    return facts


def is_frozen(experiment: Experiment, link: Link) -> bool:
    """Whether a weight is kept from moving, by itself or with its neuron."""
    neuron = neuron_of(experiment, link.target)
    whole = neuron.frozen if neuron is not None else experiment.network.output.frozen
    return whole or link in experiment.network.frozen_links


def spoken_unit(readout: Readout, unit: str) -> str:
    """``hidden 1, neuron 3, tanh, bias 0.12, gradient −0.004, clipped``."""
    experiment = readout.experiment
    words = [names.spoken(names.unit_name(experiment, unit))]
    layer, neuron = layer_of(experiment, unit), neuron_of(experiment, unit)
    if unit not in experiment.network.features:
        name = layer.activation if layer is not None else experiment.network.output.activation
        words.append(names.spoken_activation(name))
        gradient = readout.gradient(Link(BIAS, unit))
        words.append(f"bias {format_number(readout.weight(Link(BIAS, unit)), 2)}")
        if readout.tells("gradients"):
            words.append(f"gradient {format_number(gradient.raw, 1)}")
            words += ["clipped"] if readout.gradient_norm(unit).clipped else []
    if neuron is not None:
        words += [word for word, on in (("frozen", neuron.frozen), ("muted", neuron.muted)) if on]
    health = readout.health(unit)
    if health is not None:
        words.append(health.kind)
    return ", ".join(words)


def spoken_link(readout: Readout, link: Link) -> str:
    """``link from hidden 1, neuron 3 to output, gradient −0.004``; its weight is its value."""
    experiment = readout.experiment
    ends = [
        names.spoken(names.unit_name(experiment, end))
        for end in (link.source, link.target)
        if end != BIAS
    ]
    start = f"link from {ends[0]} to {ends[1]}" if len(ends) == 2 else f"bias of {ends[0]}"
    gradient = readout.gradient(link)
    words = [start]
    if readout.tells("gradients"):
        words.append(f"gradient {format_number(gradient.raw, 1)}")
        words += ["clipped"] if gradient.clipped else []
    words += ["frozen"] if is_frozen(experiment, link) else []
    return ", ".join(words)


def spoken_column(experiment: Experiment, column: str) -> str:
    """``hidden 1, 4 neurons, activation tanh``."""
    title = names.column_name(experiment, column).lower()
    if column == FEATURES:
        labels = ", ".join(feature_label(name) for name in experiment.network.features)
        return f"{title}, {labels}"
    if column == OUTPUT:
        count, noun = len(output_ids(experiment)), "unit"
    else:
        layer = next(layer for layer in experiment.network.hidden if layer.id == column)
        count, noun = len(layer.neurons), "neuron"
    name, _ = activation_of(experiment, column)
    plural = "s" if count != 1 else ""
    return f"{title}, {count} {noun}{plural}, activation {names.spoken_activation(name)}"


def spoken(readout: Readout, element: Element) -> str:
    """The accessible name of anything on the canvas."""
    link = element.link
    if link is not None:
        return spoken_link(readout, link)
    if element.part is Part.UNIT:
        return spoken_unit(readout, element.id)
    if element.part in (Part.CHIP, Part.TITLE):
        return spoken_column(readout.experiment, element.id)
    return ""
