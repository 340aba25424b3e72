"""From class numbers to the numbers a network is trained towards."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..outputs import OutputReading
from .materialize import PlaneData


def encode_targets(plane_data: PlaneData, reading: OutputReading) -> npt.NDArray[np.float64]:
    """The training targets of all points, of shape (n_points, n_outputs).

    Regression keeps its values; two classes on one output become ``reading.low`` and
    ``reading.high`` (0 and 1, or −1 and 1); one output per class gives one-hot rows.
    """
    return encode(plane_data.targets, reading)


def encode(targets: npt.NDArray[np.float64], reading: OutputReading) -> npt.NDArray[np.float64]:
    """As `encode_targets`, for targets of shape (n_points,) from anywhere."""
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
    if reading.n_outputs > 1:
        largest: npt.NDArray[np.intp] = outputs.argmax(axis=1)
        return largest
    return (outputs[:, 0] > reading.threshold).astype(np.intp)


def accuracy(
    outputs: npt.NDArray[np.floating], targets: npt.NDArray[np.float64], reading: OutputReading
) -> float:
    """Share of points classified rightly; NaN for regression or without points.

    ``targets`` are class numbers of shape (n_points,), as in `PlaneData`.
    """
    if reading.task == "regression" or len(targets) == 0:
        return float("nan")
    return float(np.mean(decode_classes(outputs, reading) == targets))
