"""Edits of how the network's parts behave: activations, freezing, muting, weights set by hand."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection

from msgspec.structs import replace

from engine import ACTIVATIONS

from ..model import OUTPUT, Experiment, HandSetWeight, LayerSpec, Link, NetworkSpec
from ..outputs import output_ids
from .rules import EditError, known_units, layer_index, living_links, with_network
from .training import set_output_activation

MAX_WEIGHT = 1e6


def set_activation(
    experiment: Experiment, layer_id: str, name: str, **parameters: float
) -> Experiment:
    """That layer (or ``"output"``) with another activation function and its parameters."""
    if layer_id == OUTPUT:
        return set_output_activation(experiment, name, **parameters)
    if name in ACTIVATIONS and ACTIVATIONS[name].output_only:
        label = ACTIVATIONS[name].label
        raise EditError(f"{label} is for the output layer only: it compares all its neurons.")
    index = layer_index(experiment, layer_id)
    network = experiment.network
    layer = replace(network.hidden[index], activation=name, parameters=_floats(parameters))
    hidden = (*network.hidden[:index], layer, *network.hidden[index + 1 :])
    return with_network(experiment, replace(network, hidden=hidden))


def freeze(experiment: Experiment, ids: Collection[str | Link], on: bool) -> Experiment:
    """Freeze or thaw neurons, layers, ``"output"`` and links; frozen weights do not move.

    Thawing a link whose neuron is frozen as a whole freezes the neuron's other links one by one,
    so that exactly that link moves again.
    """
    outputs = (OUTPUT, *output_ids(experiment))
    links = [name for name in ids if isinstance(name, Link)]
    named = [name for name in ids if not isinstance(name, Link)]
    units = known_units(experiment, [name for name in named if name not in outputs])
    network = experiment.network
    if any(name in outputs for name in named):
        network = replace(network, output=replace(network.output, frozen=on))
    network = _with_flag(network, units, "frozen", on)
    network = _with_frozen_links(replace(experiment, network=network), links, on)
    return with_network(experiment, network)


def mute(experiment: Experiment, ids: Collection[str], on: bool) -> Experiment:
    """Mute or unmute neurons and layers; a muted neuron's activation counts as zero."""
    units = known_units(experiment, ids)
    return with_network(experiment, _with_flag(experiment.network, units, "muted", on))


def set_weight(experiment: Experiment, link: Link, value: float, before: float) -> Experiment:
    """Remember that a weight was set by hand from ``before`` to ``value``."""
    _check_link(experiment, link)
    if not (math.isfinite(value) and abs(value) <= MAX_WEIGHT):
        raise EditError(f"A weight is a number within ±{MAX_WEIGHT:g}, not {value}.")
    network = experiment.network
    serial = max((entry.serial for entry in network.hand_set), default=0) + 1
    entry = HandSetWeight(link, float(value), float(before), serial)
    return with_network(experiment, replace(network, hand_set=(*network.hand_set, entry)))


def set_seed(experiment: Experiment, seed: int) -> Experiment:
    """Another seed of the initial weights."""
    return with_network(experiment, replace(experiment.network, seed=int(seed)))


def set_initializer(experiment: Experiment, name: str) -> Experiment:
    """Another way to draw the initial weights: ``"auto"`` or one of `engine.INITIALIZERS`."""
    return with_network(experiment, replace(experiment.network, initializer=name))


def _floats(parameters: dict[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in parameters.items()}


def _with_flag(network: NetworkSpec, units: frozenset[str], flag: str, on: bool) -> NetworkSpec:
    def flagged(layer: LayerSpec) -> LayerSpec:
        neurons = tuple(
            replace(neuron, **{flag: on}) if neuron.id in units else neuron
            for neuron in layer.neurons
        )
        return replace(layer, neurons=neurons)

    return replace(network, hidden=tuple(flagged(layer) for layer in network.hidden))


def _with_frozen_links(experiment: Experiment, links: list[Link], on: bool) -> NetworkSpec:
    for link in links:
        _check_link(experiment, link)
    network = experiment.network
    if on:
        new = tuple(link for link in dict.fromkeys(links) if link not in network.frozen_links)
        return replace(network, frozen_links=network.frozen_links + new)
    living = living_links(experiment)
    frozen = dict.fromkeys(network.frozen_links)
    whole = {link.target for link in links} & _frozen_units(experiment)
    if whole & set(output_ids(experiment)):
        whole |= set(output_ids(experiment))  # outputs are frozen together
    for target in sorted(whole):
        frozen.update(dict.fromkeys(Link(source, target) for source in sorted(living[target])))
    for link in links:
        frozen.pop(link, None)
    network = _with_flag(network, frozenset(whole), "frozen", False)
    if whole & set(output_ids(experiment)):
        network = replace(network, output=replace(network.output, frozen=False))
    return replace(network, frozen_links=tuple(frozen))


def _frozen_units(experiment: Experiment) -> set[str]:
    layers = experiment.network.hidden
    units = {neuron.id for layer in layers for neuron in layer.neurons if neuron.frozen}
    return units | set(output_ids(experiment) if experiment.network.output.frozen else ())


def _check_link(experiment: Experiment, link: Link) -> None:
    living = living_links(experiment)
    if link.source not in living.get(link.target, ()):
        close = difflib.get_close_matches(link.target, living, n=1)
        hint = f" (did you mean to {close[0]!r}?)" if close and link.target not in living else ""
        raise EditError(f"There is no link from {link.source!r} to {link.target!r}{hint}.")
