"""Quantities of the experiment: what was built and set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engine import (
    ACTIVATIONS,
    CLIPPERS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    SCHEDULES,
)
from nnfs_gui.experiment.controls import LABELS, moved
from nnfs_gui.experiment.data.formulas import FormulaError
from nnfs_gui.experiment.features import normal_form
from nnfs_gui.experiment.model import Experiment, GeneratedData, LayerSpec, PointsData
from nnfs_gui.experiment.outputs import class_count, source_of

from ..situation import Situation
from .quantity import Quantity, Value


def normal_feature(formula: str) -> str:
    """The spelling under which features are compared."""
    try:
        return normal_form(formula)
    except FormulaError:
        return formula


def layer_of(experiment: Experiment, name: str) -> LayerSpec | None:
    """The hidden layer that ``L2`` stands for: the second one, whatever its id."""
    hidden = experiment.network.hidden
    number = int(name[1:]) if name[:1] == "L" and name[1:].isdigit() else 0
    return hidden[number - 1] if 1 <= number <= len(hidden) else None


def _setting(name: str) -> Callable[[Situation, tuple[str, ...]], Value]:
    def read(situation: Situation, _arguments: tuple[str, ...]) -> Value:
        value: Value = getattr(situation.experiment.training, name)
        return float(value) if isinstance(value, int | float) else value

    return read


def _of(read: Callable[[Experiment], Value]) -> Callable[[Situation, tuple[str, ...]], Value]:
    return lambda situation, _arguments: read(situation.experiment)


def _neurons(situation: Situation, arguments: tuple[str, ...]) -> Value:
    layer = layer_of(situation.experiment, arguments[0])
    return 0.0 if layer is None else float(len(layer.neurons))


def _activation(situation: Situation, arguments: tuple[str, ...]) -> Value:
    layer = layer_of(situation.experiment, arguments[0])
    return "none" if layer is None else layer.activation


def _hidden_neurons(experiment: Experiment) -> float:
    return float(sum(len(layer.neurons) for layer in experiment.network.hidden))


def _noise(experiment: Experiment) -> float:
    data = experiment.data
    return 0.0 if isinstance(data, PointsData) else data.noise


def _generator(experiment: Experiment) -> str:
    data = experiment.data
    return data.generator if isinstance(data, GeneratedData) else source_of(data)


def _muted(experiment: Experiment) -> float:
    layers = experiment.network.hidden
    return float(sum(neuron.muted for layer in layers for neuron in layer.neurons))


def _frozen(experiment: Experiment) -> float:
    network = experiment.network
    neurons = sum(neuron.frozen for layer in network.hidden for neuron in layer.neurons)
    return float(neurons + network.output.frozen + len(network.frozen_links))


def _changed(situation: Situation) -> frozenset[str]:
    return moved(situation.start, situation.experiment)


def _same_start(situation: Situation, _arguments: tuple[str, ...]) -> bool:
    one, other = situation.start, situation.experiment
    weights = ("seed", "initializer", "hand_set")
    return (one.data, one.split) == (other.data, other.split) and all(
        getattr(one.network, name) == getattr(other.network, name) for name in weights
    )


def _hand_set(situation: Situation, _arguments: tuple[str, ...]) -> float:
    before = {(entry.link, entry.serial) for entry in situation.start.network.hand_set}
    entries = situation.experiment.network.hand_set
    return float(len({entry.link for entry in entries if (entry.link, entry.serial) not in before}))


def experiment_quantities() -> Iterator[Quantity]:
    """All of them: whoever wants them otherwise changes the experiment."""
    return (replace(quantity, to_do=True) for quantity in _quantities())


def _quantities() -> Iterator[Quantity]:
    yield from _counts()
    yield Quantity(
        "features",
        "features",
        "names",
        _of(lambda e: frozenset(normal_feature(name) for name in e.network.features)),
    )
    yield Quantity(
        "activation", "activation of", "name", _activation, ("layer",), ACTIVATIONS.labels
    )
    yield Quantity(
        "output",
        "output activation",
        "name",
        _of(lambda e: e.network.output.activation),
        choices=ACTIVATIONS.labels,
    )
    yield from _training()
    yield Quantity(
        "init",
        "initial weights",
        "name",
        _of(lambda e: e.network.initializer),
        choices=lambda: {"auto": "by activation", **INITIALIZERS.labels()},
    )
    yield Quantity("generator", "data set", "name", _of(_generator), choices=DATASETS.labels)
    yield Quantity("noise", "noise", "share", _of(_noise))
    yield Quantity("share", "training share", "share", _of(lambda e: e.split.training_share))
    yield Quantity("outliers", "outliers", "share", _of(lambda e: e.split.outliers))
    yield Quantity("changed", "changed", "names", lambda s, _: _changed(s), choices=lambda: LABELS)
    yield Quantity(
        "same_start",
        "data, seeds and first weights as at the start",
        "flag",
        _same_start,
        missing="Undo what you changed of them.",
        negated="data, seeds or first weights other than at the start",
    )


def _counts() -> Iterator[Quantity]:
    """What is counted, with the name of one of it."""
    hidden = _of(lambda e: float(len(e.network.hidden)))
    features = _of(lambda e: float(len(e.network.features)))
    counts: tuple[tuple[str, str, str, Callable[[Situation, tuple[str, ...]], Value]], ...] = (
        ("hidden_layers", "hidden layers", "hidden layer", hidden),
        ("hidden_neurons", "hidden neurons", "hidden neuron", _of(_hidden_neurons)),
        ("parameters", "parameters", "parameter", lambda s, _: float(len(s.parameters))),
        ("feature_count", "features", "feature", features),
        ("classes", "classes", "class", _of(lambda e: float(class_count(e)))),
        ("points", "points", "point", lambda s, _: float(len(s.points.targets))),
        ("muted", "muted neurons", "muted neuron", _of(_muted)),
        ("frozen", "frozen neurons or weights", "frozen neuron or weight", _of(_frozen)),
        ("changed_count", "changes", "change", lambda s, _: float(len(_changed(s)))),
        ("hand_set", "weights set by hand", "weight set by hand", _hand_set),
    )
    for name, label, one, read in counts:
        yield Quantity(name, label, "count", read, one=one)
    yield Quantity("neurons", "neurons of", "count", _neurons, ("layer",), one="neuron of")


def _training() -> Iterator[Quantity]:
    names = (
        ("loss", "loss", "loss", LOSSES),
        ("optimizer", "optimizer", "optimizer", OPTIMIZERS),
        ("clip", "clipping", "clip", CLIPPERS),
        ("reg", "regularization", "regularizer", REGULARIZERS),
        ("schedule", "schedule", "schedule", SCHEDULES),
    )
    for name, label, field, registry in names:
        yield Quantity(name, label, "name", _setting(field), choices=registry.labels)
    yield Quantity("rate", "learning rate", "number", _setting("learning_rate"))
    yield Quantity("batch", "batch size", "count", _setting("batch_size"))
    yield Quantity("clip_threshold", "clipping threshold", "number", _setting("clip_threshold"))
    yield Quantity("reg_rate", "regularization rate", "number", _setting("regularization_rate"))
