"""How two experiments differ, in a few words: ``learning rate 0.03 → 0.012``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import CLIPPERS, DATASETS, LOSSES, OPTIMIZERS, REGULARIZERS, SCHEDULES

from .building import parameter_index
from .features import feature_label
from .model import (
    DataSpec,
    Experiment,
    FormulaData,
    GeneratedData,
    LayerSpec,
    NetworkSpec,
    NeuronSpec,
    OutputSpec,
    PointsData,
    SplitSpec,
    TrainingSpec,
)
from .names import in_sentence, link_name, spoken, spoken_activation

_TRAINING = {
    "loss": "loss",
    "optimizer": "optimizer",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "clip": "clipping",
    "clip_threshold": "clipping threshold",
    "regularizer": "regularization",
    "regularization_rate": "regularization rate",
    "schedule": "schedule",
    "shuffle": "random order of samples",
    "shuffle_seed": "shuffle seed",
}
_SPLIT = {
    "training_share": "training share",
    "seed": "split seed",
    "class_balance": "class balance",
    "outliers": "outliers",
    "order": "split order",
}
_REGISTRIES: Mapping[str, Mapping[str, str]] = {
    "loss": LOSSES.labels(),
    "optimizer": OPTIMIZERS.labels(),
    "clip": CLIPPERS.labels(),
    "regularizer": REGULARIZERS.labels(),
    "schedule": SCHEDULES.labels(),
}
_MOST = 2


def describe_edit(old: Experiment, new: Experiment) -> str:
    """What an edit changed, in words; "" if it changed nothing that trains."""
    found = [
        *_in_data(old.data, new.data),
        *_in_split(old.split, new.split),
        *_in_network(old, new),
        *_in_training(old.training, new.training),
    ]
    if len(found) > _MOST:
        return f"{', '.join(found[:_MOST])} and {len(found) - _MOST} more"
    return ", ".join(found)


def _in_data(old: DataSpec, new: DataSpec) -> Iterator[str]:
    if old == new:
        return
    if type(old) is type(new) and isinstance(new, GeneratedData):
        assert isinstance(old, GeneratedData)
        if old.generator == new.generator:
            names = {"size": "points", "noise": "noise", "seed": "data seed", "classes": "classes"}
            yield from _fields(old, new, names)
            return
    if isinstance(old, PointsData) and isinstance(new, PointsData):
        yield f"points: {len(old.points)} → {len(new.points)}"
        return
    yield f"data: {_data_name(new)}"


def _data_name(data: DataSpec) -> str:
    match data:
        case GeneratedData(generator=name):
            return in_sentence(DATASETS.labels()[name])
        case FormulaData(formula=formula):
            return formula
        case PointsData(source=source):
            return source or "points"


def _in_split(old: SplitSpec, new: SplitSpec) -> Iterator[str]:
    yield from _fields(old, new, _SPLIT)


def _in_training(old: TrainingSpec, new: TrainingSpec) -> Iterator[str]:
    for name, words in _TRAINING.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            labels = _REGISTRIES.get(name, {})
            yield f"{words} {_value(before, labels)} → {_value(after, labels)}"
    if old.optimizer == new.optimizer:
        yield from _parameters(old.optimizer_parameters, new.optimizer_parameters)
    if old.loss == new.loss:
        yield from _parameters(old.loss_parameters, new.loss_parameters)
    if old.stop != new.stop:
        yield "another stop condition"


def _in_network(old: Experiment, new: Experiment) -> Iterator[str]:
    before, after = old.network, new.network
    if before.features != after.features:
        yield from _members(before.features, after.features)
    if before.hidden != after.hidden:
        yield from _in_layers(before, after)
    if before.output != after.output:
        yield from _activation("output", before.output, after.output)
        if before.output.frozen != after.output.frozen:
            yield "output frozen" if after.output.frozen else "output thawed"
    if before.initializer != after.initializer:
        yield f"initial weights: {after.initializer}"
    if before.seed != after.seed:
        yield f"initial weights: seed {after.seed}"
    if set(before.frozen_links) != set(after.frozen_links):
        more = len(after.frozen_links) > len(before.frozen_links)
        yield "weights frozen" if more else "weights thawed"
    yield from _by_hand(old, new)


def _by_hand(old: Experiment, new: Experiment) -> Iterator[str]:
    known = set(old.network.hand_set)
    added = [entry for entry in new.network.hand_set if entry not in known]
    if len(added) == 1 and parameter_index(new, added[0].link) is not None:
        yield f"{spoken(link_name(new, added[0].link))} set to {added[0].value:.3g}"
    elif added:
        yield f"{len(added)} weights set by hand" if len(added) > 1 else "a weight set by hand"
    elif len(new.network.hand_set) < len(old.network.hand_set):
        yield "a weight set back"


def _in_layers(old: NetworkSpec, new: NetworkSpec) -> Iterator[str]:
    before = {layer.id: layer for layer in old.hidden}
    numbers = {layer.id: number for number, layer in enumerate(new.hidden, start=1)}
    for number, layer in enumerate(old.hidden, start=1):
        if layer.id not in numbers:
            yield f"hidden {number} removed"
    for layer in new.hidden:
        name = f"hidden {numbers[layer.id]}"
        if layer.id not in before:
            yield f"{name} added"
        else:
            yield from _in_layer(name, before[layer.id], layer)
    kept = [layer.id for layer in old.hidden if layer.id in numbers]
    if kept != [layer.id for layer in new.hidden if layer.id in before]:
        yield "layers moved"


def _in_layer(name: str, old: LayerSpec, new: LayerSpec) -> Iterator[str]:
    yield from _activation(name, old, new)
    if len(old.neurons) != len(new.neurons):
        yield f"{name}: {len(old.neurons)} → {len(new.neurons)} neurons"
    elif [n.id for n in old.neurons] != [n.id for n in new.neurons]:
        yield f"{name}: other neurons"
    before = {neuron.id: neuron for neuron in old.neurons}
    pairs = [(before[n.id], n, number) for number, n in enumerate(new.neurons, 1) if n.id in before]
    for one, other, number in pairs:
        yield from _in_neuron(f"{name}, neuron {number}", one, other)


def _in_neuron(name: str, old: NeuronSpec, new: NeuronSpec) -> Iterator[str]:
    if old.frozen != new.frozen:
        yield f"{name} {'frozen' if new.frozen else 'thawed'}"
    if old.muted != new.muted:
        yield f"{name} {'muted' if new.muted else 'heard again'}"


def _activation(
    name: str, old: LayerSpec | OutputSpec, new: LayerSpec | OutputSpec
) -> Iterator[str]:
    if old.activation != new.activation:
        yield f"{name}: {spoken_activation(old.activation)} → {spoken_activation(new.activation)}"
    else:
        yield from _parameters(old.parameters, new.parameters)


def _members(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    added = [feature_label(name) for name in new if name not in old]
    removed = [feature_label(name) for name in old if name not in new]
    if added:
        yield f"feature {', '.join(added)} added"
    if removed:
        yield f"feature {', '.join(removed)} removed"
    if not added and not removed:
        yield "features moved"


def _parameters(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield f"{name} → {new[name]:g}" if name in new else f"{name} back to its default"


def _fields(old: object, new: object, names: Mapping[str, str]) -> Iterator[str]:
    for name, words in names.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"{words} {_value(before)} → {_value(after)}"


def _value(value: object, labels: Mapping[str, str] | None = None) -> str:
    if isinstance(value, str):
        return in_sentence((labels or {}).get(value, value))
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return " : ".join(_value(part) for part in value) or "all"
    return str(value)
