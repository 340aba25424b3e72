"""From an experiment to a link of TensorFlow Playground, or what stands in the way of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.model import (
    Experiment,
    FormulaData,
    GeneratedData,
    PointsData,
    TrainingSpec,
)
from nnfs_gui.experiment.names import spoken_activation
from nnfs_gui.experiment.outputs import class_count, task_of

from . import keys
from .datasets import CLASSIFICATION, CLASSIFY, REGRESS, REGRESSION
from .reader import SEED, open_link

_SOURCE = re.compile(r"TensorFlow Playground: ([a-z-]+), noise ([0-9.e-]+), seed (\S+)")


@dataclass(frozen=True)
class Written:
    """A link, or the reasons against one.

    Attributes
    ----------
    link : str
        "" if there is none.
    obstacles : tuple of str
        What TensorFlow Playground cannot do; a sentence each, empty if there is a link.
    remarks : tuple of str
        What will be otherwise there; a sentence each.
    """

    link: str
    obstacles: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Data:
    """A data set in the link's words; ``exact`` if its very points come again."""

    name: str
    noise: float
    seed: str
    exact: bool


def write_link(experiment: Experiment) -> Written:
    """Everything of the experiment that a link can say."""
    data = _data(experiment)
    obstacles = (
        *_against_the_data(experiment, data),
        *_against_the_network(experiment),
        *_against_the_training(experiment.training),
    )
    if obstacles or data is None:
        return Written("", obstacles, ())
    link = f"{keys.SITE}#" + "&".join(
        f"{name}={value}" for name, value in _pairs(experiment, data).items()
    )
    return Written(link, (), tuple(_remarks(experiment, data, link)))


# --- data --------------------------------------------------------------------------------------


def _data(experiment: Experiment) -> _Data | None:
    """The data set as a link names it, or None if it has no such one."""
    match experiment.data:
        case GeneratedData(generator=name, noise=noise, seed=seed):
            names = {ours: theirs for theirs, ours in _all_datasets().items()}
            percent = round(100 * noise, 9)
            return _Data(names[name], percent, str(seed), False) if name in names else None
        case PointsData(source=source):
            found = _SOURCE.fullmatch(source)
            if found is None or found[1] not in _all_datasets():
                return None
            try:
                noise = float(found[2])
            except ValueError:
                return None
            data = _Data(found[1], noise, found[3], True)
            return data if _has_points_of(experiment, data) else None
        case FormulaData():
            return None


def _all_datasets() -> dict[str, str]:
    return {**keys.DATASETS, **keys.VALUE_DATASETS}


def _has_points_of(experiment: Experiment, data: _Data) -> bool:
    """Whether the experiment's points are those that TensorFlow Playground would draw."""
    link = f"#{'&'.join(f'{name}={value}' for name, value in _data_pairs(data).items())}"
    try:
        drawn = open_link(link).experiment.data
    except FileError:
        return False
    return isinstance(drawn, PointsData) and drawn == experiment.data


def _against_the_data(experiment: Experiment, data: _Data | None) -> Iterator[str]:
    if data is None:
        match experiment.data:
            case GeneratedData():
                yield "TensorFlow Playground does not have this data set."
            case _:
                yield "TensorFlow Playground makes its own points and cannot be given these."
    elif class_count(experiment) > 2:
        yield "TensorFlow Playground has two classes only."
    if any(share < 1 for share in experiment.split.class_balance):
        yield "It keeps all points of each class."
    if experiment.split.outliers > 0:
        yield "It cannot add outliers."


# --- network and training ----------------------------------------------------------------------


def _against_the_network(experiment: Experiment) -> Iterator[str]:
    network = experiment.network
    for formula in network.features:
        if formula not in keys.FEATURES.values():
            yield f"It has no feature {feature_label(formula)}."
    activations = {layer.activation for layer in network.hidden}
    if len(activations) > 1:
        yield "All its hidden layers share one activation."
    for name in sorted(activations - set(keys.ACTIVATIONS.values())):
        yield f"It has no {spoken_activation(name)} activation."
    output = "linear" if task_of(experiment) == "regression" else "tanh"
    if network.output.activation != output:
        needed, given = spoken_activation(output), spoken_activation(network.output.activation)
        yield f"Its output is always {needed} for this problem, not {given}."
    neurons = [neuron for layer in network.hidden for neuron in layer.neurons]
    if network.output.frozen or network.frozen_links or any(neuron.frozen for neuron in neurons):
        yield "It cannot freeze weights."
    if any(neuron.muted for neuron in neurons):
        yield "It cannot mute neurons."


def _against_the_training(training: TrainingSpec) -> Iterator[str]:
    if training.loss != "half_mse":
        yield "Its loss is always the half squared error."
    if training.optimizer != "sgd":
        yield "It trains by plain gradient descent (SGD)."
    if training.clip != "none":
        yield "It does not clip gradients."
    if training.schedule != "constant":
        yield "Its learning rate stays the same."


def _remarks(experiment: Experiment, data: _Data, link: str) -> Iterator[str]:
    there = open_link(link)
    if not data.exact:
        yield f"TensorFlow Playground draws {_size(data)} points of its own of this data set."
    elif experiment.split != there.experiment.split:
        yield "It divides the points in its own way."
    if _weights(experiment) != _weights(there.experiment):
        yield "It begins with initial weights of its own."
    if experiment.training.shuffle:
        yield "It takes the samples in the same order each epoch."
    stop = experiment.training.stop
    if any(getattr(stop, name) is not None for name in stop.__struct_fields__):
        yield "It does not stop by itself."
    kept = (remark for remark in there.remarks if "TensorFlow Playground" in remark)
    yield from kept


def _size(data: _Data) -> int:
    return CLASSIFY if data.name in CLASSIFICATION else REGRESS


def _weights(experiment: Experiment) -> object:
    network = experiment.network
    zeros = network.initializer == "zeros"
    return zeros, {
        (entry.link.source, entry.link.target): entry.value for entry in network.hand_set
    }


# --- text --------------------------------------------------------------------------------------


def _pairs(experiment: Experiment, data: _Data) -> dict[str, str]:
    """Keys and values in the order in which TensorFlow Playground writes them."""
    network, training = experiment.network, experiment.training
    activation = network.hidden[0].activation if network.hidden else "tanh"
    regularizers = {ours: theirs for theirs, ours in keys.REGULARIZERS.items()}
    return {
        "activation": activation,
        "regularization": regularizers[training.regularizer],
        "batchSize": str(training.batch_size),
        **_data_pairs(data),
        "learningRate": _number(training.learning_rate),
        "regularizationRate": _number(training.regularization_rate),
        "networkShape": ",".join(str(len(layer.neurons)) for layer in network.hidden),
        "percTrainData": _number(round(100 * experiment.split.training_share, 9)),
        **{
            name: str(formula in network.features).lower()
            for name, formula in keys.FEATURES.items()
        },
        "initZero": str(network.initializer == "zeros").lower(),
    }


def _data_pairs(data: _Data) -> Mapping[str, str]:
    regression = data.name in REGRESSION
    return {
        "regDataset" if regression else "dataset": data.name,
        "problem": "regression" if regression else "classification",
        "noise": _number(data.noise),
        "seed": data.seed or SEED,
    }


def _number(value: float) -> str:
    """The shortest text that gives the number again, without a point if it is whole."""
    return str(int(value)) if value == int(value) else repr(value)
