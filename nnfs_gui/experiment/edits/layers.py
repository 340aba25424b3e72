"""Edits of what the network consists of: layers and neurons."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from ..model import (
    MAX_HIDDEN_LAYERS,
    MAX_NEURONS,
    OUTPUT,
    Experiment,
    LayerSpec,
    NetworkSpec,
    NeuronSpec,
)
from .rules import (
    EditError,
    fresh_layer_id,
    fresh_neurons,
    known_units,
    layer_index,
    with_layers,
)

DEFAULT_UNITS = 4
DEFAULT_ACTIVATION = "tanh"


def add_layer(
    experiment: Experiment, index: int, units: int | None = None, activation: str | None = None
) -> Experiment:
    """A new hidden layer at position ``index``; like its neighbour unless said otherwise."""
    network = experiment.network
    hidden = network.hidden
    if len(hidden) >= MAX_HIDDEN_LAYERS:
        raise EditError(f"A network has at most {MAX_HIDDEN_LAYERS} hidden layers.")
    if not 0 <= index <= len(hidden):
        raise EditError(f"A layer can go to positions 0 to {len(hidden)}, not {index}.")
    neighbour = hidden[max(0, index - 1)] if hidden else None
    if units is None:
        units = len(neighbour.neurons) if neighbour else DEFAULT_UNITS
    if activation is None:
        activation = neighbour.activation if neighbour else DEFAULT_ACTIVATION
    same = neighbour is not None and activation == neighbour.activation
    parameters = dict(neighbour.parameters) if neighbour is not None and same else {}
    layer_id = fresh_layer_id(network)
    neurons = fresh_neurons(network, layer_id, _checked_size(units))
    layer = LayerSpec(layer_id, neurons, activation, parameters)
    return with_layers(experiment, (*hidden[:index], layer, *hidden[index:]))


def remove_layer(experiment: Experiment, layer_id: str) -> Experiment:
    """Without that hidden layer; a network without hidden layers is legal."""
    if layer_id == OUTPUT:
        raise EditError("The output layer cannot be removed.")
    index = layer_index(experiment, layer_id)
    hidden = experiment.network.hidden
    return with_layers(experiment, (*hidden[:index], *hidden[index + 1 :]))


def move_layer(experiment: Experiment, layer_id: str, index: int) -> Experiment:
    """That hidden layer at position ``index`` among the hidden layers."""
    hidden = list(experiment.network.hidden)
    if not 0 <= index < len(hidden):
        raise EditError(f"A layer can go to positions 0 to {len(hidden) - 1}, not {index}.")
    layer = hidden.pop(layer_index(experiment, layer_id))
    hidden.insert(index, layer)
    return with_layers(experiment, hidden)


def resize_layer(experiment: Experiment, layer_id: str, units: int) -> Experiment:
    """That layer with ``units`` neurons: new ones come, or the last ones go."""
    layer = _layer(experiment, layer_id)
    _checked_size(units)
    missing = max(0, units - len(layer.neurons))
    new = fresh_neurons(experiment.network, layer_id, missing)
    return _with_neurons(experiment, layer, (*layer.neurons[:units], *new))


def add_neuron(experiment: Experiment, layer_id: str, index: int | None = None) -> Experiment:
    """One more neuron in that layer: at position ``index``, at the end unless said otherwise."""
    neurons = _layer(experiment, layer_id).neurons
    longer = resize_layer(experiment, layer_id, len(neurons) + 1)
    if index is None:
        return longer
    if not 0 <= index <= len(neurons):
        raise EditError(f"A neuron can go to positions 0 to {len(neurons)}, not {index}.")
    layer = _layer(longer, layer_id)
    *before, new = layer.neurons
    return _with_neurons(longer, layer, (*before[:index], new, *before[index:]))


def remove_neuron(experiment: Experiment, layer_id: str) -> Experiment:
    """Without the last neuron of that layer."""
    return resize_layer(experiment, layer_id, len(_layer(experiment, layer_id).neurons) - 1)


def remove_neurons(experiment: Experiment, ids: Collection[str]) -> Experiment:
    """Without those neurons and layers; a layer that loses all its neurons goes too."""
    gone = known_units(experiment, ids)
    layers = []
    for layer in experiment.network.hidden:
        kept = tuple(neuron for neuron in layer.neurons if neuron.id not in gone)
        if kept:
            layers.append(
                layer if len(kept) == len(layer.neurons) else replace(layer, neurons=kept)
            )
    return with_layers(experiment, layers)


def duplicate_neurons(experiment: Experiment, ids: Collection[str]) -> Experiment:
    """A twin right after each of those neurons, remembering whose copy it is."""
    copied = known_units(experiment, ids)
    layers = []
    for layer in experiment.network.hidden:
        originals = [neuron for neuron in layer.neurons if neuron.id in copied]
        _checked_size(len(layer.neurons) + len(originals))
        twins = dict(
            zip(
                (neuron.id for neuron in originals),
                _copies(experiment.network, layer.id, originals),
                strict=True,
            )
        )
        neurons: list[NeuronSpec] = []
        for neuron in layer.neurons:
            neurons += [neuron, twins[neuron.id]] if neuron.id in twins else [neuron]
        layers.append(replace(layer, neurons=tuple(neurons)))
    return with_layers(experiment, layers)


def paste_neurons(
    experiment: Experiment, layer_id: str, neurons: Iterable[NeuronSpec]
) -> Experiment:
    """Copies of neurons, of this layer or another, at the end of that layer."""
    layer = _layer(experiment, layer_id)
    pasted = _copies(experiment.network, layer_id, list(neurons))
    _checked_size(len(layer.neurons) + len(pasted))
    return _with_neurons(experiment, layer, (*layer.neurons, *pasted))


def _copies(
    network: NetworkSpec, layer_id: str, originals: list[NeuronSpec]
) -> tuple[NeuronSpec, ...]:
    new = fresh_neurons(network, layer_id, len(originals))
    return tuple(
        replace(original, id=neuron.id, copy_of=original.id)
        for original, neuron in zip(originals, new, strict=True)
    )


def _layer(experiment: Experiment, layer_id: str) -> LayerSpec:
    if layer_id == OUTPUT:
        raise EditError("The data decides how many output neurons there are.")
    return experiment.network.hidden[layer_index(experiment, layer_id)]


def _with_neurons(
    experiment: Experiment, layer: LayerSpec, neurons: tuple[NeuronSpec, ...]
) -> Experiment:
    new = replace(layer, neurons=neurons)
    hidden = experiment.network.hidden
    return with_layers(experiment, (new if other is layer else other for other in hidden))


def _checked_size(units: int) -> int:
    if units > MAX_NEURONS:
        raise EditError(f"A layer has at most {MAX_NEURONS} neurons.")
    if units < 1:
        raise EditError("A layer has at least one neuron; remove the layer instead.")
    return units
