"""What makes an experiment valid, beyond its types; the one gatekeeper of edits and files."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from engine import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    Registry,
    Table,
)

from . import compatibility
from .data.formulas import FormulaError, parse
from .features import VARIABLES
from .model import (
    BIAS,
    MAX_CLASSES,
    MAX_FEATURES,
    MAX_HIDDEN_LAYERS,
    MAX_NEURONS,
    MAX_REAL,
    MAX_TARGET,
    DataSpec,
    Experiment,
    FormulaData,
    GeneratedData,
    Link,
    NetworkSpec,
    PointsData,
    SplitSpec,
    TrainingSpec,
)
from .outputs import class_count, task_of

MAX_POINTS = 1_000_000
MAX_GENERATED = 10_000
MAX_SEED = 2**63 - 1
MAX_COORDINATE = 1e6
MAX_TEXT = 100_000
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,15}")
_OUTPUT_ID = re.compile(r"out[0-9]+|output|bias")


class InvalidExperiment(ValueError):
    """An experiment that breaks a rule.

    Attributes
    ----------
    path : str
        Where, in the words of the file: ``"training.learning_rate"``.
    message : str
        What rule is broken, for people: ``"must be > 0, got -0.1"``.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path} {message}")
        self.path, self.message = path, message


def check(experiment: Experiment) -> None:
    """Raise `InvalidExperiment` at the first rule that the experiment breaks."""
    _check_text("title", experiment.title, 200)
    _check_text("notes", experiment.notes, MAX_TEXT)
    check_data(experiment.data)
    _check_split(experiment.split)
    _check_network(experiment.network)
    _check_training(experiment.training)
    loss, output = experiment.training.loss, experiment.network.output.activation
    why = compatibility.reason(loss, output, task_of(experiment), class_count(experiment))
    if why:
        raise InvalidExperiment("training.loss", f"does not fit the output activation: {why}")


def check_range(
    path: str,
    value: float,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    above: bool = False,
) -> None:
    """Refuse numbers outside [low, high] (or at ``low`` itself if ``above``), and NaN."""
    # Whole numbers have no limit in JSON: one of 400 digits is neither a float nor worth printing.
    got = value if abs(value) < 1e18 else "a huge number"
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidExperiment(path, f"must be a finite number, got {value}")
    if value < low or (above and value == low):
        raise InvalidExperiment(path, f"must be {'>' if above else '≥'} {low:g}, got {got}")
    if value > high:
        raise InvalidExperiment(path, f"must be ≤ {high:g}, got {got}")


def check_name(path: str, name: str, registry: Table[Any]) -> None:
    """Refuse names that the registry does not know."""
    if name not in registry:
        try:
            registry[name]
        except KeyError as error:
            raise InvalidExperiment(path, f"names an {error.args[0]}") from None


def _check_text(path: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise InvalidExperiment(path, f"may have {longest} characters, got {len(text)}")


def _check_formula(path: str, text: str, variables: tuple[str, ...]) -> None:
    try:
        parse(text, variables)
    except FormulaError as error:
        message = f"has a mistake at character {error.position + 1}: {error.message}"
        raise InvalidExperiment(path, message) from None


# --- data --------------------------------------------------------------------------------------


def check_data(data: DataSpec) -> None:
    """Raise `InvalidExperiment` at the first rule that the data breaks."""
    match data:
        case GeneratedData():
            _check_generated(data)
        case FormulaData():
            variables = ("x",) if data.form == "above" else VARIABLES
            _check_formula("data.formula", data.formula, variables)
            _check_sampling(data)
        case PointsData():
            _check_points(data)


def _check_sampling(data: GeneratedData | FormulaData) -> None:
    check_range("data.size", data.size, 1, MAX_GENERATED)
    check_range("data.noise", data.noise, 0, 0.5)
    check_range("data.seed", data.seed, 0, MAX_SEED)


def _check_generated(data: GeneratedData) -> None:
    check_name("data.generator", data.generator, DATASETS)
    most = max(2, DATASETS[data.generator].max_classes)
    # The count is kept while a generator that makes two classes only is shown.
    check_range("data.classes", data.classes, 2, most if most > 2 else MAX_CLASSES)
    _check_sampling(data)


def _check_points(data: PointsData) -> None:
    values = data.points.values
    if len(values) > MAX_POINTS:
        raise InvalidExperiment("data.points", f"may be {MAX_POINTS}, got {len(values)}")
    if len(values) and np.abs(values[:, :2]).max() > MAX_COORDINATE:
        message = f"must lie within ±{MAX_COORDINATE:g} (the plane is ±6)"
        raise InvalidExperiment("data.points", message)
    for name in ("x1", "x2", "target"):
        axis = getattr(data, name)
        _check_text(f"data.{name}.name", axis.name, 200)
        check_range(f"data.{name}.offset", axis.offset, -MAX_REAL, MAX_REAL)
        check_range(f"data.{name}.scale", abs(axis.scale), 1 / MAX_REAL, MAX_REAL)
    targets = values[:, 2]
    if data.task == "regression":
        if len(targets) and np.abs(targets).max() > MAX_TARGET:
            message = f"must have targets within ±{MAX_TARGET:g} for regression"
            raise InvalidExperiment("data.points", message)
        return
    if len(data.class_names) > MAX_CLASSES:
        count = len(data.class_names)
        raise InvalidExperiment("data.class_names", f"may be {MAX_CLASSES}, got {count}")
    classes = max(2, len(data.class_names))
    if not np.all((targets >= 0) & (targets < classes) & (targets == np.floor(targets))):
        message = f"must have class numbers from 0 to {classes - 1} as targets"
        raise InvalidExperiment("data.points", message)


def _check_split(split: SplitSpec) -> None:
    check_range("split.training_share", split.training_share, 0, 1, above=True)
    check_range("split.seed", split.seed, 0, MAX_SEED)
    check_range("split.outliers", split.outliers, 0, 0.5)
    if len(split.class_balance) > MAX_CLASSES:
        count = len(split.class_balance)
        raise InvalidExperiment("split.class_balance", f"may have {MAX_CLASSES}, got {count}")
    for index, share in enumerate(split.class_balance):
        check_range(f"split.class_balance[{index}]", share, 0, 1)


# --- network -----------------------------------------------------------------------------------


def _check_network(network: NetworkSpec) -> None:
    _check_features(network.features)
    if len(network.hidden) > MAX_HIDDEN_LAYERS:
        count = len(network.hidden)
        raise InvalidExperiment(
            "network.hidden", f"may have {MAX_HIDDEN_LAYERS} layers, got {count}"
        )
    for index, layer in enumerate(network.hidden):
        path = f"network.hidden[{index}]"
        if not 1 <= len(layer.neurons) <= MAX_NEURONS:
            message = f"must have 1 to {MAX_NEURONS} neurons, got {len(layer.neurons)}"
            raise InvalidExperiment(path, message)
        _check_activation(path, layer.activation, layer.parameters, output=False)
    output = network.output
    _check_activation("network.output", output.activation, output.parameters, output=True)
    _check_ids(network)
    if network.initializer != "auto":
        check_name("network.initializer", network.initializer, INITIALIZERS)
    check_range("network.seed", network.seed, 0, MAX_SEED)
    check_range("network.retired", network.retired, 0, MAX_SEED)
    for index, entry in enumerate(network.hand_set):
        path = f"network.hand_set[{index}]"
        check_range(f"{path}.value", entry.value)
        check_range(f"{path}.before", entry.before)
        _check_link(path, entry.link)
    for index, link in enumerate(network.frozen_links):
        _check_link(f"network.frozen_links[{index}]", link)


def _check_features(features: tuple[str, ...]) -> None:
    if not 1 <= len(features) <= MAX_FEATURES:
        message = f"must be 1 to {MAX_FEATURES}, got {len(features)}"
        raise InvalidExperiment("network.features", message)
    for index, formula in enumerate(features):
        _check_formula(f"network.features[{index}]", formula, VARIABLES)
    _check_unique("network.features", features)


def _check_activation(path: str, name: str, parameters: dict[str, float], *, output: bool) -> None:
    check_name(f"{path}.activation", name, ACTIVATIONS)
    activation = ACTIVATIONS[name]
    if activation.output_only and not output:
        message = f"names {name!r}, which is for the output layer only"
        raise InvalidExperiment(f"{path}.activation", message)
    _check_parameters(f"{path}.parameters", name, parameters, ACTIVATIONS)


def _check_parameters(
    path: str, name: str, parameters: dict[str, float], registry: Registry[Any]
) -> None:
    for key, value in parameters.items():
        if key not in registry[name].parameters:
            raise InvalidExperiment(path, f"has {key!r}, which {name!r} does not take")
        check_range(f"{path}.{key}", value, -100, 100)
    try:
        registry.create(name, **parameters)
    except ValueError as error:
        raise InvalidExperiment(path, f"do not fit: {error}") from None


def _check_ids(network: NetworkSpec) -> None:
    ids = [layer.id for layer in network.hidden]
    ids += [neuron.id for layer in network.hidden for neuron in layer.neurons]
    for text in ids:
        if not _ID.fullmatch(text) or _OUTPUT_ID.fullmatch(text) or text in network.features:
            message = f"has an id {text[:40]!r}; ids are like 'L1' and 'L1.1'"
            raise InvalidExperiment("network.hidden", message)
    _check_unique("network.hidden", ids, "the id ")
    copies = [neuron.copy_of for layer in network.hidden for neuron in layer.neurons]
    for copied in copies:
        if copied is not None and not _ID.fullmatch(copied):
            raise InvalidExperiment("network.hidden", f"has a copy_of {copied[:40]!r}")


def _check_link(path: str, link: Link) -> None:
    for text in (link.source, link.target):
        if len(text) > 200:
            raise InvalidExperiment(path, f"has an end named {text[:40]!r}…")
    if link.target == BIAS:
        raise InvalidExperiment(path, "ends at a bias; a bias is where links begin")


def _check_unique(path: str, names: Iterable[str], what: str = "") -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise InvalidExperiment(path, f"has {what}{name!r} twice")
        seen.add(name)


# --- training ----------------------------------------------------------------------------------


def _check_training(training: TrainingSpec) -> None:
    check_name("training.loss", training.loss, LOSSES)
    _check_parameters("training.loss_parameters", training.loss, training.loss_parameters, LOSSES)
    check_name("training.optimizer", training.optimizer, OPTIMIZERS)
    parameters = training.optimizer_parameters
    _check_parameters("training.optimizer_parameters", training.optimizer, parameters, OPTIMIZERS)
    check_name("training.schedule", training.schedule, SCHEDULES)
    check_range("training.learning_rate", training.learning_rate, 0, 1000, above=True)
    check_range("training.batch_size", training.batch_size, 1, MAX_POINTS)
    check_range("training.clip_threshold", training.clip_threshold, 0, 1e6, above=True)
    check_range("training.regularization_rate", training.regularization_rate, 0, 1000)
    check_range("training.shuffle_seed", training.shuffle_seed, 0, MAX_SEED)
    stop = training.stop
    if stop.loss_below is not None:
        check_range("training.stop.loss_below", stop.loss_below, 0, above=True)
    if stop.accuracy_above is not None:
        check_range("training.stop.accuracy_above", stop.accuracy_above, 0, 1)
    if stop.no_improvement is not None:
        check_range("training.stop.no_improvement", stop.no_improvement, 1, 1_000_000)
