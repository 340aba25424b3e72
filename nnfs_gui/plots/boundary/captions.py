"""What the boundary plot says in words: its caption, what lies under the mouse, its summary."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TypeVar

import numpy as np

from nnfs_gui.experiment.data.encoding import decode_classes
from nnfs_gui.experiment.model import Axis, Experiment, PointsData
from nnfs_gui.experiment.names import class_name, class_names, shortened
from nnfs_gui.experiment.outputs import OutputReading, read_outputs, task_of
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.numbers import format_count, format_number, format_percent

from ..shared.exportable import Table

Number = TypeVar("Number", float, np.ndarray)


@dataclass(frozen=True)
class Confusion:
    """How points of each class were classified.

    ``counts`` has shape (n_classes, n_classes): a row per true class, a column per predicted one.
    """

    counts: np.ndarray
    names: tuple[str, ...]
    of: str

    @property
    def accuracy(self) -> float:
        """Share of the counted points on the diagonal; NaN without points."""
        total = self.counts.sum()
        return float(np.trace(self.counts) / total) if total else float("nan")


def axes_of(experiment: Experiment) -> tuple[Axis, Axis]:
    """The axes of the plane: real names and units for imported data."""
    data = experiment.data
    return (data.x1, data.x2) if isinstance(data, PointsData) else (Axis("x₁"), Axis("x₂"))


def target_axis(experiment: Experiment) -> Axis:
    """The axis of a regression target."""
    data = experiment.data
    return data.target if isinstance(data, PointsData) else Axis("target")


def caption(experiment: Experiment) -> str:
    """What the colour stands for: ``P(blue)``."""
    reading = read_outputs(experiment)
    if reading.task == "regression":
        return shortened(target_axis(experiment).name)
    if reading.n_classes > 2:
        return "most likely class"
    return f"P({class_name(experiment, 1)})" if (reading.low, reading.high) == (0, 1) else "output"


def title(experiment: Experiment) -> str:
    """What the plane shows: a boundary only where there are classes."""
    return "Prediction" if task_of(experiment) == "regression" else "Decision boundary"


def plane_lines(
    experiment: Experiment, at: tuple[float, float], values: np.ndarray, *, secret: bool = False
) -> list[str]:
    """What the network says at a place of the plane, unless that is a ``secret``."""
    return [_place(experiment, at), *(() if secret else _outputs(experiment, values))]


def unit_lines(experiment: Experiment, at: tuple[float, float], value: float) -> list[str]:
    """What a neuron says at a place of the plane."""
    return [_place(experiment, at), f"a = {format_number(value)}"]


def point_lines(snapshot: Snapshot, position: int, *, secret: bool = False) -> list[str]:
    """Inputs, target, prediction and loss of the point at ``position`` in the sample.

    What the network computes of it may be a ``secret``, and is then left out.
    """
    experiment, data = snapshot.experiment, snapshot.data
    index = int(snapshot.sample[position])
    part = "test point" if index in data.test else "training point"
    given = [
        f"<b>{escape(target_text(experiment, float(data.targets[index])))}</b> · {part}",
        _place(experiment, (float(data.inputs[index, 0]), float(data.inputs[index, 1]))),
    ]
    if secret:
        return given
    predicted = snapshot.predictions[position].astype(float)
    outputs = _outputs(experiment, predicted)
    if len(predicted) > 1:
        outputs[0] = f"predicted {outputs[0]}"
    return [
        *given,
        *outputs,
        f"loss {format_number(float(snapshot.point_losses[position]))}",
    ]


def target_text(experiment: Experiment, target: float) -> str:
    """A target as people say it: the class's name, or the value in real units."""
    if task_of(experiment) == "classification":
        return class_name(experiment, int(target))
    axis = target_axis(experiment)
    return f"{axis.name} {format_number(_real(target, axis))}"


def confusion(snapshot: Snapshot) -> Confusion | None:
    """The confusion of the drawn test points, or training points if there are none to test."""
    reading = read_outputs(snapshot.experiment)
    if reading.task == "regression" or not len(snapshot.sample):
        return None
    in_test = np.isin(snapshot.sample, snapshot.data.test)
    of = "test" if in_test.any() else "training"
    chosen = in_test if in_test.any() else ~in_test
    counts = np.zeros((reading.n_classes, reading.n_classes), dtype=int)
    actual = snapshot.data.targets[snapshot.sample[chosen]].astype(int)
    np.add.at(counts, (actual, decode_classes(snapshot.predictions[chosen], reading)), 1)
    return Confusion(counts, class_names(snapshot.experiment), of)


def wrong_points(snapshot: Snapshot) -> np.ndarray | None:
    """Which points of the sample are misclassified; None for regression."""
    reading = read_outputs(snapshot.experiment)
    if reading.task == "regression" or len(snapshot.predictions) != len(snapshot.sample):
        return None
    predicted = decode_classes(snapshot.predictions, reading)
    return np.asarray(predicted != snapshot.data.targets[snapshot.sample])


def summary(snapshot: Snapshot, withheld: frozenset[str] = frozenset()) -> str:
    """What the boundary plot shows, for a screen reader; nothing that is ``withheld``."""
    experiment, data = snapshot.experiment, snapshot.data
    reading = read_outputs(experiment)
    start = (
        f"{format_count(len(data.train))} training and {format_count(len(data.test))} test points"
    )
    if reading.task == "regression":
        told = not withheld & {"boundary", "test_loss"}
        return f"{start}; test loss {format_number(snapshot.test_loss)}." if told else f"{start}."
    parts = [f"{start} of {reading.n_classes} classes ({', '.join(class_names(experiment))})"]
    if not withheld & {"boundary", "accuracy"}:
        wrong = wrong_points(snapshot)
        n_wrong = int(wrong.sum()) if wrong is not None else 0
        parts += [
            f"{format_count(n_wrong)} of {format_count(len(snapshot.sample))} drawn points are "
            "misclassified",
            f"test accuracy {format_percent(snapshot.test_accuracy, 1)}",
        ]
    parts += [] if "boundary" in withheld else [_shares(snapshot, reading)]
    return f"{'; '.join(parts)}."


def table(snapshot: Snapshot, withheld: frozenset[str] = frozenset()) -> Table:
    """The drawn points and the network's outputs in real units, with losses.

    What is ``withheld`` is left out, and what would tell it.
    """
    experiment, data = snapshot.experiment, snapshot.data
    axes, values = axes_of(experiment), task_of(experiment) == "regression"
    shown = np.ones(len(snapshot.sample), dtype=bool)
    if "test_points" in withheld:
        shown = ~np.isin(snapshot.sample, data.test)
    sample = snapshot.sample[shown]
    columns = [_real(data.inputs[sample, column], axes[column]).tolist() for column in (0, 1)]
    targets = data.targets[sample].tolist()
    predictions = snapshot.predictions[shown].astype(float)
    if values:
        axis = target_axis(experiment)
        columns.append(_real(data.targets[sample], axis).tolist())
        predictions = _real(predictions, axis)
    else:
        columns.append([class_name(experiment, int(target)) for target in targets])
    columns.append(["test" if index in data.test else "train" for index in sample])
    header = [axes[0].name, axes[1].name, "target", "part"]
    if not withheld & {"boundary", "math", "accuracy"}:
        columns += predictions.T.tolist()
        header += [f"output {number}" for number in range(1, predictions.shape[1] + 1)]
    if not withheld & {"boundary", "math", "train_loss", "test_loss"}:
        columns.append(snapshot.point_losses[shown].astype(float).tolist())
        header.append("loss")
    return header, list(zip(*columns, strict=True))


def _shares(snapshot: Snapshot, reading: OutputReading) -> str:
    """How much of the plane each class has."""
    outputs = snapshot.boundary.reshape(len(snapshot.boundary), -1).T
    counts = np.bincount(decode_classes(outputs, reading), minlength=reading.n_classes)
    parts = [
        f"{class_name(snapshot.experiment, number)} {format_percent(count / max(1, len(outputs)))}"
        for number, count in enumerate(counts)
    ]
    return f"share of the plane: {', '.join(parts)}"


def _real(value: Number, axis: Axis) -> Number:
    """A value of the plane, or a target, in the units of its axis."""
    return value * axis.scale + axis.offset


def _place(experiment: Experiment, at: tuple[float, float]) -> str:
    axes = axes_of(experiment)
    parts = [
        f"{escape(shortened(axis.name))} {format_number(_real(value, axis))}"
        for axis, value in zip(axes, at, strict=True)
    ]
    return " · ".join(parts)


def _outputs(experiment: Experiment, values: np.ndarray) -> list[str]:
    reading = read_outputs(experiment)
    if not np.isfinite(values).all():
        return ["no number"]
    if reading.task == "regression":
        axis = target_axis(experiment)
        return [f"prediction {format_number(_real(float(values[0]), axis))}"]
    best = int(decode_classes(values[None], reading)[0])
    if len(values) > 1:
        return [f"{escape(class_name(experiment, best))} {format_percent(float(values[best]), 1)}"]
    if (reading.low, reading.high) == (0.0, 1.0):
        return [f"P({escape(class_name(experiment, 1))}) {format_number(float(values[0]))}"]
    return [f"output {format_number(float(values[0]))} → {escape(class_name(experiment, best))}"]
