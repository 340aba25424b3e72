"""What a lesson calls neurons: by their places, whatever was drawn and removed before."""

from __future__ import annotations

from msgspec.structs import replace

from nnfs_gui.experiment.model import Experiment, LayerSpec, Link, NetworkSpec


def lesson_ids(experiment: Experiment) -> dict[str, str]:
    """``L1.2`` for the second neuron of the first hidden layer, by its id in the experiment."""
    return {
        neuron.id: f"L{number}.{place}"
        for number, layer in enumerate(experiment.network.hidden, start=1)
        for place, neuron in enumerate(layer.neurons, start=1)
    }


def with_lesson_ids(experiment: Experiment) -> Experiment:
    """The same experiment with the ids that it has once a lesson's set-up makes it."""
    names, network = lesson_ids(experiment), experiment.network
    if all(old == new for old, new in names.items()):
        return experiment

    def renamed(link: Link) -> Link:
        return Link(names.get(link.source, link.source), names.get(link.target, link.target))

    changed: NetworkSpec = replace(
        network,
        hidden=tuple(_layer(number, layer) for number, layer in enumerate(network.hidden, start=1)),
        frozen_links=tuple(renamed(link) for link in network.frozen_links),
        hand_set=tuple(replace(entry, link=renamed(entry.link)) for entry in network.hand_set),
        retired=0,
    )
    return replace(experiment, network=changed)


def in_lesson_words(experiment: Experiment, expression: str) -> str:
    """An expression about neurons of the experiment, as a lesson writes it."""
    names = lesson_ids(experiment)
    return " ".join(names.get(word, word) for word in expression.split(" "))


def _layer(number: int, layer: LayerSpec) -> LayerSpec:
    neurons = tuple(
        replace(neuron, id=f"L{number}.{place}", copy_of=None)
        for place, neuron in enumerate(layer.neurons, start=1)
    )
    return replace(layer, id=f"L{number}", neurons=neurons)
