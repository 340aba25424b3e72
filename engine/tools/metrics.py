"""How good predictions are, in numbers that people can read.

Outputs and targets are read alike: one column is cut at a threshold, several columns stand for one
class each and the largest counts.  So the same functions serve 0/1 targets of a sigmoid (threshold
½), ±1 targets of a tanh (threshold 0), and one-hot targets or class numbers of a softmax.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .. import checks
from ..arrays import Indices, Vector


def class_numbers(values: npt.ArrayLike, threshold: float = 0.5) -> Indices:
    """The class that each row of outputs or targets stands for.

    Parameters
    ----------
    values : array of shape (n_samples,), (n_samples, 1) or (n_samples, n_classes)
        With two columns or more the class is the place of the largest value (the first of equals),
        otherwise it is 1 where the value exceeds the threshold and 0 elsewhere.

    Returns
    -------
    ndarray of int of shape (n_samples,)
    """
    table = _table(values)
    if table.shape[1] > 1:
        largest: Indices = table.argmax(axis=1)
        return largest
    return (table[:, 0] > threshold).astype(np.intp)


def halfway(targets: npt.ArrayLike) -> float:
    """Where a single output changes class: between its targets, 0 and 1, or −1 and 1."""
    return 0.0 if (np.asarray(targets) < 0.0).any() else 0.5


def accuracy(outputs: npt.ArrayLike, targets: npt.ArrayLike, threshold: float = 0.5) -> float:
    """Share of samples whose class is predicted rightly, 0 … 1.

    Parameters
    ----------
    outputs : array of shape (n_samples, n_outputs)
    targets : array of shape (n_samples, n_outputs), or (n_samples,)
        Coded as the outputs are.  One column of targets beside several columns of outputs holds
        class numbers.

    Raises
    ------
    ValueError
        If there are no samples, or the shapes do not fit.
    """
    predicted, actual = _predicted_and_actual(outputs, targets, threshold)
    return float((predicted == actual).mean())


def confusion_matrix(
    outputs: npt.ArrayLike,
    targets: npt.ArrayLike,
    threshold: float = 0.5,
    n_classes: int | None = None,
) -> Indices:
    """Samples counted by actual class (row) and predicted class (column).

    Parameters
    ----------
    outputs, targets, threshold
        As for `accuracy`.
    n_classes : int, optional
        Unless given: the number of output columns, but at least 2.

    Returns
    -------
    ndarray of int of shape (n_classes, n_classes)
    """
    predicted, actual = _predicted_and_actual(outputs, targets, threshold)
    seen = int(max(predicted.max(), actual.max())) + 1
    count = max(2, _table(outputs).shape[1]) if n_classes is None else n_classes
    if seen > count:
        raise ValueError(f"n_classes must be at least {seen} to hold class {seen - 1}, got {count}")
    pairs = np.bincount(actual * count + predicted, minlength=count * count)
    return pairs.reshape(count, count)


def r_squared(outputs: npt.ArrayLike, targets: npt.ArrayLike) -> float:
    """Share of the targets' variance that the outputs explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)².

    1 is perfect, 0 no better than always saying the mean, and negative is worse than that.  For
    targets that are all alike it is 1 if every output is right, and otherwise 0.

    Parameters
    ----------
    outputs, targets : array of shape (n_samples, n_outputs) or (n_samples,)
    """
    predicted, actual = _table(outputs), _table(targets)
    if predicted.shape != actual.shape:
        raise ValueError(
            f"outputs {predicted.shape} and targets {actual.shape} must match in shape"
        )
    residual = float(np.square(actual - predicted).sum())
    total = float(np.square(actual - actual.mean(axis=0)).sum())
    if total == 0.0:
        return 1.0 if residual == 0.0 else 0.0
    return 1.0 - residual / total


def _table(values: npt.ArrayLike) -> Vector:
    """The values as (n_samples, n_columns)."""
    array = np.asarray(values, dtype=np.float64)
    table = array[:, None] if array.ndim == 1 else array
    if table.ndim != 2 or table.size == 0:
        raise ValueError(f"values must have shape (n_samples, n_outputs), got {array.shape}")
    return table


def _predicted_and_actual(
    outputs: npt.ArrayLike, targets: npt.ArrayLike, threshold: float
) -> tuple[Indices, Indices]:
    given, wanted = _table(outputs), _table(targets)
    if len(given) != len(wanted):
        raise ValueError(f"outputs have {len(given)} samples and targets {len(wanted)}")
    if wanted.shape[1] == 1 < given.shape[1]:
        return class_numbers(given), checks.class_numbers("targets", wanted[:, 0], given.shape[1])
    if given.shape != wanted.shape:
        raise ValueError(f"outputs {given.shape} and targets {wanted.shape} must match in columns")
    return class_numbers(given, threshold), class_numbers(wanted, threshold)
