"""What all edits share: refusing with a sentence, fresh ids, a consistent experiment at the end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import TypeVar, get_type_hints

import msgspec
import numpy as np
from msgspec.structs import replace

from .. import compatibility
from ..files.wording import in_words
from ..model import BIAS, Experiment, LayerSpec, Link, NetworkSpec, NeuronSpec
from ..outputs import layer_ids
from ..validation import InvalidExperiment, check, check_data

_NUMBER = re.compile(r"L([0-9]+)(?:\.([0-9]+))?")
_PartT = TypeVar("_PartT", bound=msgspec.Struct)


class EditError(ValueError):
    """An edit that is refused, with a sentence for people."""


def finished(experiment: Experiment) -> Experiment:
    """The edited experiment without dead links, loss and output fitted to the data, and checked."""
    experiment = compatibility.adapted(experiment)
    experiment = _without_dead_links(experiment)
    try:
        check(experiment)
    except InvalidExperiment as error:
        raise EditError(sentence(error)) from None
    return experiment


def checked_data(experiment: Experiment) -> None:
    """Refuse data that breaks a rule, before anything else looks at it."""
    try:
        check_data(experiment.data)
    except InvalidExperiment as error:
        raise EditError(sentence(error)) from None


def sentence(error: InvalidExperiment) -> str:
    """A broken rule for people who do not know field names: "The learning rate must be > 0 …"."""
    name = re.sub(r"\[\d+\]", "", error.path.rsplit(".", 1)[-1]).replace("_", " ")
    return f"The {name} {error.message}."


def changed(part: _PartT, fields: dict[str, object]) -> _PartT:
    """The part with other values for some of its fields; refuses names that it does not have."""
    unknown = [name for name in fields if name not in part.__struct_fields__]
    if unknown:
        known = ", ".join(part.__struct_fields__)
        raise EditError(f"There is no {unknown[0]!r} here; there are {known}.")
    types = get_type_hints(type(part))
    try:
        typed = {name: msgspec.convert(_plain(fields[name]), types[name]) for name in fields}
    except msgspec.ValidationError as error:
        raise EditError(f"That does not fit: {in_words(str(error))}.") from None
    return replace(part, **typed)


def _plain(value: object) -> object:
    """NumPy's numbers as Python's, which is what files hold."""
    return value.item() if isinstance(value, np.generic) else value


def with_network(experiment: Experiment, network: NetworkSpec) -> Experiment:
    """The experiment with another network, finished."""
    return finished(replace(experiment, network=network))


def with_layers(experiment: Experiment, layers: Iterable[LayerSpec]) -> Experiment:
    """The experiment with other hidden layers, finished; remembers the numbers of lost ids."""
    network = replace(experiment.network, hidden=tuple(layers))
    lost = _ids(experiment.network) - _ids(network)
    numbers = [number for text in lost for number in _numbers(text)]
    retired = max([network.retired, *numbers])
    return with_network(experiment, replace(network, retired=retired))


def layer_index(experiment: Experiment, layer_id: str) -> int:
    """The position of a hidden layer; EditError if there is none."""
    for index, layer in enumerate(experiment.network.hidden):
        if layer.id == layer_id:
            return index
    raise EditError(f"There is no layer {layer_id!r}.")


def known_units(experiment: Experiment, ids: Collection[object]) -> frozenset[str]:
    """The neurons meant by ids of neurons and layers; EditError for an unknown one."""
    layers = {layer.id: layer for layer in experiment.network.hidden}
    neurons = {neuron.id for layer in layers.values() for neuron in layer.neurons}
    meant: set[str] = set()
    for name in ids:
        if isinstance(name, str) and name in layers:
            meant.update(neuron.id for neuron in layers[name].neurons)
        elif isinstance(name, str) and name in neurons:
            meant.add(name)
        else:
            raise EditError(f"There is no neuron or layer {name!r} among the hidden layers.")
    return frozenset(meant)


def fresh_layer_id(network: NetworkSpec) -> str:
    """An id that no layer of the network has, or had."""
    numbers = [_numbers(text)[0] for text in _mentioned(network) if _numbers(text)]
    return f"L{max([network.retired, *numbers]) + 1}"


def fresh_neurons(network: NetworkSpec, layer_id: str, count: int) -> tuple[NeuronSpec, ...]:
    """New neurons with ids that no neuron of that layer has, or had."""
    prefix = f"{layer_id}."
    mentioned = (text for text in _mentioned(network) if text.startswith(prefix))
    numbers = [int(text[len(prefix) :]) for text in mentioned if text[len(prefix) :].isdecimal()]
    first = max([network.retired, *numbers]) + 1 if layer_id in _ids(network) else 1
    return tuple(NeuronSpec(f"{prefix}{first + index}") for index in range(count))


def living_links(experiment: Experiment) -> dict[str, frozenset[str]]:
    """For each unit with weights, the ids at the other end of its links, the bias among them."""
    layers = layer_ids(experiment)
    return {
        unit: frozenset((BIAS, *sources)) for sources, units in pairwise(layers) for unit in units
    }


def _without_dead_links(experiment: Experiment) -> Experiment:
    links = experiment.network.frozen_links
    if not links:
        return experiment
    living = living_links(experiment)
    kept = tuple(link for link in links if link.source in living.get(link.target, ()))
    if len(kept) == len(links):
        return experiment
    return replace(experiment, network=replace(experiment.network, frozen_links=kept))


def _ids(network: NetworkSpec) -> frozenset[str]:
    layers = (layer.id for layer in network.hidden)
    neurons = (neuron.id for layer in network.hidden for neuron in layer.neurons)
    return frozenset((*layers, *neurons))


def _mentioned(network: NetworkSpec) -> frozenset[str]:
    """All ids that the network has or refers to, also those of what was removed."""
    links: list[Link] = [*network.frozen_links, *(entry.link for entry in network.hand_set)]
    ends = {text for link in links for text in (link.source, link.target)}
    neurons = (neuron for layer in network.hidden for neuron in layer.neurons)
    copies = {neuron.copy_of for neuron in neurons if neuron.copy_of is not None}
    return _ids(network) | ends | copies


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers in an id: ``"L2.13"`` → (2, 13)."""
    match = _NUMBER.fullmatch(text)
    return tuple(int(number) for number in match.groups() if number) if match else ()
