"""Initial weights of a layer that comes into a trained network, and of one that is moved there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine import ACTIVATIONS, ActivationFunction

Array: TypeAlias = npt.NDArray[np.float64]

BEND = 0.1
"""How far, as a share, a function may leave its tangent where a new layer uses it: with less bend
its outgoing weights are so large that the first steps of training throw them off."""
_WIDER = (4.0, 2.0, 1.0, 0.5, 0.25, 0.125)
"""Stretches of a curved function that are tried, against the slightly bent one, the widest first.

Small weights in and large ones out let values through as well, but multiply what training does to
either: with tanh over ±0.25 one step threw a trained circle from 0.01 to 0.5."""
MISS = 0.01
"""How far outputs may move, on average, for a wide stretch to be taken."""
RIDGE = 1e-8
"""Weight of the squared weights in a fit, against the mean square of what they multiply."""
HUGE = 1e60
"""Values beyond it are cut off before a fit: nothing is learned there, and squares overflow."""
_IDENTITY = np.array([0.0, 0.3, 1.0, 4.0, 19.0, 300.0])


@dataclass(frozen=True, eq=False)
class LayerStart:
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


def layer_start(
    activation: str,
    parameters: dict[str, float],
    rest: Array,
    below: Array,
    lowest: float,
    next_block: Array,
    finish: Callable[[Array], Array],
    miss: float = MISS,
) -> LayerStart:
    """Weights with which a new layer changes as little as its activation function allows.

    Where the function is the identity from 0 on (ReLU), the values are shifted there and the next
    layer's bias takes the shift back: the layer is exact.  Elsewhere the values go through its
    steepest point, over a stretch that is slightly bent, and the next layer is to be fitted.

    Parameters
    ----------
    rest : ndarray of shape (n_units, n_below + 1)
        Weights with which the layer's neurons would begin by themselves; those that are not
        needed to let the values through get their directions from there.
    below : ndarray of shape (n_below, n_points)
        Activations it receives, at points that matter.
    lowest : float
        No activation below is ever less; −inf if only the points tell.
    next_block : ndarray of shape (n_next, n_below + 1)
        Weights and bias with which the next layer took up ``below`` itself.
    finish : callable
        The network's outputs, given the next layer's pre-activations (n_next, n_points).
    miss : float
        How far they may move, on average.
    """
    units = len(rest)
    inward, outward, is_identity = _through(next_block[:, :-1], units)
    values = inward @ below
    shape = _shape(activation, tuple(sorted(parameters.items())))
    if shape.linear_from is not None:
        lows = np.full(len(values), lowest if is_identity else -np.inf)
        measured = values.min(axis=1) - 0.1 * np.ptp(values, axis=1) - 1e-6
        # Values that never come near the bend need no shift.
        shift = np.maximum(0.0, shape.linear_from - np.where(np.isfinite(lows), lows, measured))
        onward = np.column_stack([outward, next_block[:, -1] - outward @ shift])
        return LayerStart(np.column_stack([inward, shift]), onward)
    wanted = next_block[:, :-1] @ below + next_block[:, -1:]
    function = ACTIVATIONS.create(activation, **parameters)
    for reach in shape.stretches:
        rows = _tiled(inward, values, units, shape, reach)
        after = function.value(rows[:, :-1] @ below + rows[:, -1:])
        onward = fit_rows(after, wanted)
        moved = finish(onward[:, :-1] @ after + onward[:, -1:]) - finish(wanted)
        if np.abs(moved).mean() <= miss:
            break
    return LayerStart(rows, onward)


def _tiled(inward: Array, values: Array, units: int, shape: _Shape, reach: float) -> Array:
    """Rows that look along the directions of ``inward`` in turn, each at its part of the values."""
    low, high = values.min(axis=1), values.max(axis=1)
    rows = []
    for unit in range(units):
        way, tile = unit % len(inward), unit // len(inward)
        tiles = -(-(units - way) // len(inward))
        half = (high[way] - low[way]) / 2 / tiles or 1.0
        middle = low[way] + (2 * tile + 1) * half
        scale = reach / half
        rows.append([*(scale * inward[way]), shape.steepest - scale * middle])
    return np.array(rows)


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
    below, wanted = (np.clip(np.nan_to_num(values), -HUGE, HUGE) for values in (below, wanted))
    middle, target = below.mean(axis=1, keepdims=True), wanted.mean(axis=1, keepdims=True)
    design = (below - middle).T
    # A trace of ridge keeps weights small where inputs tell the same story twice.
    ridge = np.sqrt(RIDGE * np.square(design).mean() * len(design)) * np.eye(len(below))
    padded = np.vstack([(wanted - target).T, np.zeros((len(below), len(wanted)))])
    weights = np.linalg.lstsq(np.vstack([design, ridge]), padded, rcond=None)[0].T
    fitted: Array = np.column_stack([weights, target - weights @ middle])
    return fitted


@dataclass(frozen=True)
class _Shape:
    """From which z on the function is the identity, or where it is steepest and how far straight.

    Attributes
    ----------
    linear_from : float or None
        −inf for the identity itself, None if it never is.
    stretches : tuple of float
        How far to either side of its steepest point it may be used, the widest first.
    """

    linear_from: float | None
    steepest: float = 0.0
    stretches: tuple[float, ...] = ()


@lru_cache(maxsize=64)
def _shape(activation: str, parameters: tuple[tuple[str, float], ...]) -> _Shape:
    function = ACTIVATIONS.create(activation, **dict(parameters))
    probe = np.concatenate([-_IDENTITY, _IDENTITY])
    if np.array_equal(function.value(probe.copy()), probe):
        return _Shape(-np.inf)
    if np.array_equal(function.value(_IDENTITY.copy()), _IDENTITY):
        return _Shape(0.0)
    grid = np.linspace(-3.0, 3.0, 121)
    slopes = np.abs(function.derivative(grid.copy()))
    best = grid[slopes >= (1.0 - 1e-9) * slopes.max()]
    steepest = float(min(best, key=abs))
    reach = _reach(function, steepest)
    # Wide stretches of an unbounded function make values too large, and of a wave they fold it.
    most = 4.0 if np.isfinite(function.limits).all() else 1.0
    stretches = [share * reach for share in _WIDER if share <= most]
    parts = np.linspace(-1.0, 1.0, 121)
    rises = [
        (function.derivative(steepest + part * parts) > -0.1 * slopes.max()).all()
        for part in stretches[:-1]
    ]
    return _Shape(None, steepest, tuple(compress(stretches, [*rises, True])))


def _reach(function: ActivationFunction, middle: float) -> float:
    """How far from ``middle`` the function stays within `BEND` of its tangent, to either side."""
    distances = np.linspace(0.05, 3.0, 60)
    ends = middle + np.concatenate([-distances, distances])
    slope = function.derivative(np.array([middle]))[0]
    straight = function.value(np.array([middle]))[0] + slope * (ends - middle)
    bent = np.abs(function.value(ends) - straight) > BEND * abs(slope) * np.abs(ends - middle)
    bent = bent.reshape(2, -1).any(axis=0)
    return min(1.2, float(distances[bent.argmax()])) if bent.any() else 1.2


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
