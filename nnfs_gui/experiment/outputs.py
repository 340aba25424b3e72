"""What the output layer is, and how its numbers are read as classes or values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from engine import DATASETS

from .model import DataSpec, Experiment, FormulaData, GeneratedData, PointsData, Task

T = TypeVar("T")


def remembered(function: Callable[[Experiment], T]) -> Callable[[Experiment], T]:
    """Keep the answer for the last experiment: views ask a dozen times a frame about the same."""
    last: tuple[Experiment, T] | None = None

    @wraps(function)
    def ask(experiment: Experiment) -> T:
        nonlocal last
        known = last  # one read and one write, so that threads may ask at the same time
        if known is None or known[0] is not experiment:
            last = known = (experiment, function(experiment))
        return known[1]

    return ask


@dataclass(frozen=True)
class OutputReading:
    """How to read the network's outputs.

    Attributes
    ----------
    task : "classification" or "regression"
    n_classes : int
        0 for regression.
    n_outputs : int
        1, or one per class with softmax.
    low, high : float
        Targets of class 0 and class 1 (of a single output), or the ends of the regression range;
        also the ends of the colour scale.
    threshold : float
        Where a single output changes class, and where the contour is drawn.
    """

    task: Task
    n_classes: int
    n_outputs: int
    low: float
    high: float
    threshold: float


def task_of(experiment: Experiment) -> Task:
    """Whether the experiment's data is for classification or regression."""
    match experiment.data:
        case GeneratedData(generator=name):
            return DATASETS[name].task
        case FormulaData(form=form):
            return "classification" if form == "above" else "regression"
        case PointsData(task=task):
            return task


def class_count(experiment: Experiment) -> int:
    """Number of classes of the experiment's data, 0 for regression."""
    if task_of(experiment) == "regression":
        return 0
    match experiment.data:
        case GeneratedData(generator=name, classes=classes):
            return classes if DATASETS[name].max_classes > 2 else 2
        case PointsData(class_names=names):
            return max(2, len(names))
        case _:
            return 2


def source_of(data: DataSpec) -> str:
    """Where points come from, for people: a generator's label, a formula, or a file's name."""
    match data:
        case GeneratedData(generator=name):
            return DATASETS[name].label
        case FormulaData(formula=formula):
            return formula
        case PointsData(source=source):
            return source


def is_drawn(data: DataSpec) -> bool:
    """Whether points were painted, or frozen to be painted on, and came from no table."""
    plain = PointsData()
    return isinstance(data, PointsData) and (data.x1, data.x2) == (plain.x1, plain.x2)


def is_other_data_set(old: Experiment, new: Experiment) -> bool:
    """Whether another data set or number of classes came, and not only other points of one."""
    if old.data is new.data:
        return False

    def of(experiment: Experiment) -> tuple[str, Task, int]:
        return source_of(experiment.data), task_of(experiment), class_count(experiment)

    return of(old) != of(new)


@remembered
def read_outputs(experiment: Experiment) -> OutputReading:
    """The reading of the experiment's outputs; the single source for worker and views."""
    task, classes = task_of(experiment), class_count(experiment)
    activation = experiment.network.output.activation
    if task == "regression":
        return OutputReading(task, 0, 1, -1.0, 1.0, 0.0)
    if activation == "softmax":
        return OutputReading(task, classes, classes, 0.0, 1.0, 1.0 / classes)
    if activation == "sigmoid":
        return OutputReading(task, classes, 1, 0.0, 1.0, 0.5)
    return OutputReading(task, classes, 1, -1.0, 1.0, 0.0)


def output_ids(experiment: Experiment) -> tuple[str, ...]:
    """Ids of the output units: ``("out0",)``, or one per class with softmax."""
    return tuple(f"out{index}" for index in range(read_outputs(experiment).n_outputs))


@remembered
def layer_ids(experiment: Experiment) -> tuple[tuple[str, ...], ...]:
    """Ids of all units, layer by layer: features, hidden neurons, outputs."""
    network = experiment.network
    hidden = tuple(tuple(neuron.id for neuron in layer.neurons) for layer in network.hidden)
    return (network.features, *hidden, output_ids(experiment))
