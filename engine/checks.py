"""Checks of what users hand in: each error names the thing, the rule and the value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from .arrays import Vector


def number(name: str, value: float) -> float:
    """Any number, also one that is not finite."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number, got {value!r}") from None


def positive_number(name: str, value: float) -> float:
    """A finite number above 0."""
    checked = number(name, value)
    if not (checked > 0.0 and math.isfinite(checked)):
        raise ValueError(f"{name} must be > 0 and finite, got {value!r}")
    return checked


def number_from_zero(name: str, value: float, most: float = math.inf) -> float:
    """A finite number in [0, most]."""
    checked = number(name, value)
    if not (0.0 <= checked <= most and math.isfinite(checked)):
        bound = f"in [0, {most:g}]" if math.isfinite(most) else "≥ 0 and finite"
        raise ValueError(f"{name} must be {bound}, got {value!r}")
    return checked


def count_from_one(name: str, value: int) -> int:
    """A whole number from 1; a bool or a float is a mistake even where it would convert."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if value < 1:
        raise ValueError(f"{name} must be ≥ 1, got {value!r}")
    return int(value)


def layer_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """The numbers of units from inputs to outputs: two or more whole numbers from 1."""
    if isinstance(sizes, str) or not hasattr(sizes, "__len__") or len(sizes) < 2:
        rule = "at least inputs and outputs, like [2, 4, 1]"
        raise ValueError(f"sizes must name {rule}, got {sizes!r}")
    return tuple(count_from_one("each of sizes", size) for size in sizes)


def pair(name: str, value: Iterable[npt.ArrayLike]) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    """Two arrays, X and y, which are not looked at here."""
    try:
        X, y = value
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a pair (X, y), got {value!r:.60}") from None
    return X, y


def generator(seed: int | np.random.Generator | None) -> np.random.Generator:
    """A source of random numbers: a generator as it is, or a new one from a seed."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError) as error:
        rule = "a whole number ≥ 0, a Generator or None"
        raise type(error)(f"seed must be {rule}, got {seed!r}") from None


def samples(
    name: str, values: npt.ArrayLike, columns: int, what: str, like: Vector | None = None
) -> Vector:
    """An array of shape (n_samples, columns) of finite numbers, as float64.

    One column may also come as shape (n_samples,).  There must be as many samples as in ``like``,
    if it is given.  The result may share memory with ``values``.
    """
    array = _float_array(name, values)
    if array.ndim == 1 and columns == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] != columns:
        shape = f"(n_samples, {columns})"
        raise ValueError(
            f"{name} must have shape {shape}, one column per {what}, got {array.shape}"
        )
    if len(array) == 0:
        raise ValueError(f"{name} must hold at least one sample, got shape {array.shape}")
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        bad = array[row, column]
        raise ValueError(f"{name} must be finite, got {bad} in row {row}, column {column}")
    return array if like is None else shaped(name, array, (len(like), columns))


def targets(name: str, values: npt.ArrayLike, columns: int) -> Vector:
    """As `samples`, one column per output; for several outputs also class numbers.

    Class numbers come as shape (n_samples,) and become one-hot rows.
    """
    array = _float_array(name, values)
    if columns == 1 or array.ndim != 1 or array.size == 0:
        return samples(name, array, columns, "output")
    one_hot: Vector = np.eye(columns)[class_numbers(name, array, columns)]
    return one_hot


def class_numbers(name: str, values: Vector, n_classes: int) -> npt.NDArray[np.intp]:
    """Whole numbers in [0, n_classes), as integers, of the same shape."""
    right = (values == np.floor(values)) & (values >= 0) & (values < n_classes)
    if not right.all():
        rule = f"class numbers 0 … {n_classes - 1}"
        raise ValueError(f"{name} must hold {rule}, got {values[~right][0]:g}")
    return values.astype(np.intp)


def shaped(name: str, values: npt.ArrayLike, shape: tuple[int, ...]) -> Vector:
    """An array of that shape, as float64; may share memory with ``values``."""
    array = _float_array(name, values)
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    return array


def vector(name: str, values: npt.ArrayLike, length: int) -> Vector:
    """An array of shape (length,), as float64; may share memory with ``values``."""
    return shaped(name, values, (length,))


def _float_array(name: str, values: npt.ArrayLike) -> Vector:
    try:
        array = np.asarray(values)
        if np.iscomplexobj(array):  # NumPy would drop the imaginary parts with a mere warning
            raise ValueError("got complex ones")
        return array.astype(np.float64, copy=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from error
