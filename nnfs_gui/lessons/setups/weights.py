"""Weights, frozen and muted parts of a set-up: links and units written as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from msgspec.structs import replace

from nnfs_gui.experiment.building import block_positions, build_network
from nnfs_gui.experiment.model import BIAS, Experiment, HandSetWeight, LayerSpec, Link
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.experiment.validation import InvalidExperiment

from ..errors import unknown

ALL = "all"
MOST_AT_ONCE = 500
"""Links of a network whose weights may be set by hand all at once."""
_ARROW = re.compile(r"\s*(?:->|→)\s*")


def parse_link(experiment: Experiment, text: str, path: str = "weights") -> Link:
    """``"x1 -> L1.1"`` as a link of the network; InvalidExperiment if there is none."""
    ends = _ARROW.split(text.strip())
    if len(ends) != 2:
        raise InvalidExperiment(path, f'has {text[:40]!r}; a link is written "x1 -> L1.1"')
    link = Link(*ends)
    layers = layer_ids(experiment)
    for before, units in pairwise(layers):
        if link.target in units:
            if link.source in (*before, BIAS):
                return link
            raise InvalidExperiment(path, unknown("source", link.source, (*before, BIAS)))
    targets = [unit for units in layers[1:] for unit in units]
    raise InvalidExperiment(path, unknown("neuron", link.target, targets))


def with_weights(experiment: Experiment, weights: Mapping[str, float]) -> Experiment:
    """The experiment with weights set by hand, on top of those that were set and still exist.

    What each weight was before is its initial value, so that undo and rewind know it.
    """
    if not weights and not experiment.network.hand_set:
        return experiment
    positions = block_positions(experiment)
    known = [
        entry for entry in experiment.network.hand_set if positions.index(entry.link) is not None
    ]
    values = {entry.link: entry.value for entry in sorted(known, key=lambda entry: entry.serial)}
    if ALL in weights:
        if positions.size > MOST_AT_ONCE:
            message = f"may set all of {MOST_AT_ONCE} links at most, and there are {positions.size}"
            raise InvalidExperiment("weights", message)
        values = dict.fromkeys(positions.links, float(weights[ALL]))
    for text, value in weights.items():
        if text != ALL:
            values[parse_link(experiment, text)] = float(value)
    bare = replace(experiment, network=replace(experiment.network, hand_set=()))
    initial = build_network(bare).parameters
    entries = []
    for serial, (link, value) in enumerate(values.items(), start=1):
        place = positions.index(link)
        assert place is not None
        entries.append(HandSetWeight(link, value, float(initial[place]), serial))
    return replace(bare, network=replace(bare.network, hand_set=tuple(entries)))


def with_frozen(experiment: Experiment, names: tuple[str, ...]) -> Experiment:
    """The experiment with these layers, neurons, outputs and links frozen."""
    network = experiment.network
    links = list(network.frozen_links)
    output, units = network.output, []
    for name in names:
        if _ARROW.search(name):
            links.append(parse_link(experiment, name, "freeze"))
        elif name in layer_ids(experiment)[-1] or name == "output":
            output = replace(output, frozen=True)
        else:
            units += _neurons(experiment, name, "freeze")
    hidden = _changed(network.hidden, units, "frozen")
    frozen = tuple(dict.fromkeys(links))
    network = replace(network, hidden=hidden, output=output, frozen_links=frozen)
    return replace(experiment, network=network)


def with_muted(experiment: Experiment, names: tuple[str, ...]) -> Experiment:
    """The experiment with these layers and neurons muted."""
    network = experiment.network
    units = [unit for name in names for unit in _neurons(experiment, name, "mute")]
    hidden = _changed(network.hidden, units, "muted")
    return replace(experiment, network=replace(network, hidden=hidden))


def _neurons(experiment: Experiment, name: str, path: str) -> list[str]:
    layers = {
        layer.id: [neuron.id for neuron in layer.neurons] for layer in experiment.network.hidden
    }
    if name in layers:
        return layers[name]
    units = [unit for members in layers.values() for unit in members]
    if name in units:
        return [name]
    raise InvalidExperiment(path, unknown("neuron", name, (*layers, *units)))


def _changed(hidden: tuple[LayerSpec, ...], units: list[str], field: str) -> tuple[LayerSpec, ...]:
    chosen = set(units)
    return tuple(
        replace(
            layer,
            neurons=tuple(
                replace(neuron, **{field: True}) if neuron.id in chosen else neuron
                for neuron in layer.neurons
            ),
        )
        for layer in hidden
    )
