"""How a new layer lets through what it receives, and how a layer finds its way to new sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine import ACTIVATIONS

Array: TypeAlias = npt.NDArray[np.float64]

REACH = 0.25
"""How far from its steepest point a curved activation is used: further bends, nearer stiffens."""
_FIRST_LINEAR = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_PROBE = np.array([0.0, 0.3, 1.0, 4.0, 19.0, 300.0])
_RIDGE = 1e-10


@dataclass(frozen=True, eq=False)
class Passage:
    """Incoming weights of a new layer, and how the next layer takes its values up.

    Attributes
    ----------
    rows : ndarray of shape (n_used, n_below + 1)
        Weights and bias of the first neurons; further ones are not needed.
    onward : ndarray of shape (n_next, n_used + 1) or None
        The next layer's weights and bias; None if they are to be fitted.
    """

    rows: Array
    onward: Array | None


def passage(
    activation: str,
    parameters: dict[str, float],
    units: int,
    below: Array,
    lowest: float,
    next_block: Array,
) -> Passage | None:
    """Weights with which a new layer changes as little as its activation function allows.

    Where the function is the identity from some z on (ReLU from 0, softplus from 40 in double
    precision), the values are shifted there and the next layer's bias takes the shift back: the
    layer is exact.  Elsewhere the values go through its steepest point, scaled down.

    Parameters
    ----------
    units : int
        Neurons of the new layer.
    below : ndarray of shape (n_below, n_points)
        Activations it receives, at points of the plane.
    lowest : float
        No activation below is ever less; −inf if that is unknown.
    next_block : ndarray of shape (n_next, n_below + 1)
        Weights and bias with which the next layer took up ``below`` itself.

    Returns
    -------
    Passage, or None if the function lets nothing through (a step).
    """
    inward, outward, is_identity = _through(next_block[:, :-1], units)
    values = inward @ below
    shape = _shape(activation, tuple(sorted(parameters.items())))
    bias = next_block[:, -1]
    if shape.linear_from is not None:
        lows = np.full(len(values), lowest) if is_identity else np.full(len(values), -np.inf)
        measured = values.min(axis=1) - 0.1 * np.ptp(values, axis=1) - 1e-6
        lows = np.where(np.isfinite(lows), lows, measured)
        # Values that never come near the bend need no shift.
        shift = np.maximum(0.0, shape.linear_from - lows)
        rows = np.column_stack([inward, shift])
        return Passage(rows, np.column_stack([outward, bias - outward @ shift]))
    if shape.slope == 0.0:
        return None
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    scale = REACH / largest
    rows = np.column_stack([scale * inward, np.full(len(values), shape.steepest)])
    return Passage(rows, None)


def fit_rows(below: Array, wanted: Array) -> Array:
    """Weights and biases that come nearest to pre-activations, by least squares.

    Parameters
    ----------
    below : ndarray of shape (n_below, n_points)
    wanted : ndarray of shape (n_units, n_points)

    Returns
    -------
    ndarray of shape (n_units, n_below + 1)
    """
    design = np.vstack([below, np.ones(below.shape[1])]).T
    # A trace of ridge keeps weights small where inputs tell the same story twice.
    ridge = np.sqrt(_RIDGE * np.square(design).sum()) * np.eye(design.shape[1])
    padding = np.zeros((design.shape[1], len(wanted)))
    wanted = np.vstack([wanted.T, padding])
    solution = np.linalg.lstsq(np.vstack([design, ridge]), wanted, rcond=None)[0]
    fitted: Array = np.ascontiguousarray(solution.T)
    return fitted


@dataclass(frozen=True)
class _Shape:
    """From which z on the function is the identity (None: never), and where it is steepest."""

    linear_from: float | None
    steepest: float
    slope: float


@lru_cache(maxsize=64)
def _shape(activation: str, parameters: tuple[tuple[str, float], ...]) -> _Shape:
    function = ACTIVATIONS.create(activation, **dict(parameters))

    def is_identity(z: Array) -> bool:
        return bool(np.allclose(function.value(z.copy()), z, rtol=1e-15, atol=1e-15))

    if is_identity(np.concatenate([-_PROBE, _PROBE])):
        return _Shape(-np.inf, 0.0, 1.0)
    for start in _FIRST_LINEAR:
        if is_identity(start + _PROBE):
            return _Shape(start, 0.0, 1.0)
    grid = np.linspace(-3.0, 3.0, 121)
    slopes = np.abs(function.derivative(grid.copy()))
    best = slopes >= slopes.max() * (1.0 - 1e-9)
    steepest = float(min(grid[best], key=abs))
    return _Shape(None, steepest, float(slopes.max()))


def _through(weights: Array, units: int) -> tuple[Array, Array, bool]:
    """``outward @ inward = weights`` (n_next, n_below) with at most ``units`` values between.

    The third value says whether ``inward`` is the identity.  With too few units the product is
    the nearest one of lower rank (Eckart and Young, 1936).
    """
    n_next, n_below = weights.shape
    if units >= n_below:
        return np.eye(n_below), weights.copy(), True
    if units >= n_next:
        return weights.copy(), np.eye(n_next), False
    left, sizes, right = np.linalg.svd(weights, full_matrices=False)
    root = np.sqrt(sizes[:units])
    return root[:, None] * right[:units], left[:, :units] * root, False
