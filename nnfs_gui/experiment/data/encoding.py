"""From class numbers to the numbers a network is trained towards."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.tools.metrics import class_numbers

from ..outputs import OutputReading
from .materialize import PlaneData


def encode_targets(plane_data: PlaneData, reading: OutputReading) -> npt.NDArray[np.float64]:
    """The training targets of all points, as of `encode`."""
    return encode(plane_data.targets, reading)


def encode(targets: npt.NDArray[np.float64], reading: OutputReading) -> npt.NDArray[np.float64]:
    """The training targets, of shape (n_points, n_outputs), of points with these ``targets``.

    Regression keeps its values; two classes on one output become ``reading.low`` and
    ``reading.high`` (0 and 1, or −1 and 1); one output per class gives one-hot rows.
    """
    if reading.task == "regression":
        return targets.astype(np.float64).reshape(-1, 1)
    classes = targets.astype(np.intp)
    if reading.n_outputs > 1:
        return np.eye(reading.n_outputs)[classes]
    return np.where(classes > 0, reading.high, reading.low).astype(np.float64).reshape(-1, 1)


def decode_classes(
    outputs: npt.NDArray[np.floating], reading: OutputReading
) -> npt.NDArray[np.intp]:
    """The predicted class of each row of outputs of shape (n_points, n_outputs)."""
    return class_numbers(outputs, reading.threshold) if len(outputs) else np.empty(0, np.intp)


def accuracy(
    outputs: npt.NDArray[np.floating], targets: npt.NDArray[np.float64], reading: OutputReading
) -> float:
    """Share of points classified rightly; NaN for regression or without points.

    ``targets`` are class numbers of shape (n_points,), as in `PlaneData`.
    """
    if reading.task == "regression" or len(targets) == 0:
        return float("nan")
    return float(np.mean(decode_classes(outputs, reading) == targets))
