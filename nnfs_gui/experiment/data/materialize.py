"""From a data spec to the points of the plane."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from engine import DATASETS

from ..model import (
    PLANE,
    DataSpec,
    Experiment,
    FormulaData,
    GeneratedData,
    PointsData,
    SplitSpec,
    Task,
)
from ..outputs import class_count, task_of
from .formulas import Formula, parse

_LOCK = threading.Lock()


@dataclass(frozen=True, eq=False, slots=True)
class PlaneData:
    """Points of the plane, divided into training and test points; read-only arrays.

    Attributes
    ----------
    inputs : ndarray of shape (n_points, 2)
    targets : ndarray of shape (n_points,)
        Class numbers 0 … n_classes − 1 (as floats), or values in [-1, 1] for regression.
    train, test : ndarray of int
        Indices into the points; disjoint, together complete.
    """

    inputs: npt.NDArray[np.float64]
    targets: npt.NDArray[np.float64]
    train: npt.NDArray[np.intp]
    test: npt.NDArray[np.intp]
    task: Task
    n_classes: int


def materialize(experiment: Experiment) -> PlaneData:
    """The points of the experiment: made or given, thinned, split and disturbed.

    The same data and split give the very same object as long as it is remembered, so identity
    tells whether points changed.  Data without any points is legal.
    """
    classes = class_count(experiment)
    with _LOCK:  # or two threads that ask at once would get two objects
        return _materialize(experiment.data, experiment.split, task_of(experiment), classes)


def points_of(experiment: Experiment) -> npt.NDArray[np.float64]:
    """All points before thinning and outliers, as rows x1, x2, target: ready for `PointArray`."""
    inputs, targets = _points(experiment.data, class_count(experiment))
    return np.column_stack([inputs, targets])


@lru_cache(maxsize=16)
def _materialize(data: DataSpec, split: SplitSpec, task: Task, n_classes: int) -> PlaneData:
    inputs, targets = _points(data, n_classes)
    # One draw per point from streams of their own: a point's draw does not depend on how many
    # points follow it, on the share, or on the other disturbances.
    thinning, dividing, mislabelling = np.random.default_rng(split.seed).spawn(3)
    if task == "classification" and split.class_balance:
        kept = _balanced(targets, split.class_balance, thinning)
        inputs, targets = inputs[kept], targets[kept]
    train, test = _divided(len(targets), split, dividing)
    if split.outliers > 0:
        targets = _with_outliers(targets, train, split.outliers, n_classes, mislabelling)
    plane_data = PlaneData(
        np.ascontiguousarray(inputs), np.ascontiguousarray(targets), train, test, task, n_classes
    )
    for array in (plane_data.inputs, plane_data.targets, train, test):
        array.flags.writeable = False
    return plane_data


def _points(
    data: DataSpec, n_classes: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    match data:
        case GeneratedData():
            rng = np.random.default_rng(data.seed)
            made = DATASETS[data.generator].generate(
                data.size, data.noise, rng, n_classes=max(2, n_classes)
            )
            return made.inputs, made.targets
        case FormulaData():
            return _from_formula(data)
        case PointsData(points=points):
            return points.values[:, :2].copy(), points.values[:, 2].copy()


def _balanced(
    targets: npt.NDArray[np.float64], balance: tuple[float, ...], rng: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Indices of the points that stay when each class keeps its share."""
    draws = rng.random(len(targets))
    kept = np.ones(len(targets), dtype=bool)
    for number, share in enumerate(balance):
        members = np.flatnonzero(targets == number)
        dropped = len(members) - round(share * len(members))
        order = members[np.argsort(draws[members], kind="stable")]
        kept[order[len(members) - dropped :]] = False
    return np.flatnonzero(kept)


def _divided(
    n_points: int, split: SplitSpec, rng: np.random.Generator
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Training and test indices, each ascending; a larger share only adds to the training."""
    share = split.training_share
    n_train = min(n_points, max(1, round(share * n_points)))
    if share < 1 and n_points > 1:
        n_train = min(n_train, n_points - 1)
    if split.order == "given":
        return np.arange(n_train), np.arange(n_train, n_points)
    chosen = np.zeros(n_points, dtype=bool)
    # The smallest draws, without sorting all: painting divides the points with each frame.
    chosen[np.argpartition(rng.random(n_points), max(0, n_train - 1))[:n_train]] = True
    return np.flatnonzero(chosen), np.flatnonzero(~chosen)


def _with_outliers(
    targets: npt.NDArray[np.float64],
    train: npt.NDArray[np.intp],
    share: float,
    n_classes: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.float64]:
    """The targets with a share of the training points given another class, or negated."""
    order, draw = rng.random((len(targets), 2)).T
    swapped = train[np.argsort(order[train], kind="stable")][: round(share * len(train))]
    targets = targets.copy()
    if n_classes == 0:
        targets[swapped] *= -1.0
    else:
        shift = 1 + np.floor(draw[swapped] * (n_classes - 1))
        targets[swapped] = (targets[swapped] + shift) % n_classes
    return targets


# --- formulas ----------------------------------------------------------------------------------


def _from_formula(data: FormulaData) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Points spread evenly over the plane where the formula has a value; possibly none."""
    points_rng, noise_rng = np.random.default_rng(data.seed).spawn(2)
    variables = ("x",) if data.form == "above" else ("x1", "x2")
    formula = parse(data.formula, variables)
    # A formula such as log(x) is undefined on half of the plane: draw more and keep `size`.
    inputs = points_rng.uniform(-PLANE, PLANE, size=(4 * data.size, 2))
    jitter = noise_rng.uniform(-1.0, 1.0, size=inputs.shape) * data.noise * PLANE
    values = _values(data, formula, inputs + jitter)
    defined = np.flatnonzero(np.isfinite(values))[: data.size]
    return inputs[defined], values[defined]


def _values(
    data: FormulaData, formula: Formula, points: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    if data.form == "above":
        height = formula.evaluate(x=points[:, 0])
        return np.where(np.isfinite(height), points[:, 1] > height, np.nan)
    values = formula.evaluate(x1=points[:, 0], x2=points[:, 1])
    return np.clip(values / _size(formula), -1.0, 1.0)


def _size(formula: Formula) -> float:
    """What to divide by so that values lie in [-1, 1] and zero stays zero.

    The largest size on a grid of the plane; but near a pole (``1/x1``) nearly all values would
    then be nothing, so there the 98th percentile counts and the rest is clipped.
    """
    axis = np.linspace(-PLANE, PLANE, 101)
    x1, x2 = np.meshgrid(axis, axis)
    sizes = np.abs(formula.evaluate(x1=x1, x2=x2))
    sizes = sizes[np.isfinite(sizes)]
    if sizes.size == 0:
        return 1.0
    largest, usual = float(sizes.max()), float(np.percentile(sizes, 98))
    size = usual if largest > 10 * usual > 0 else largest
    return size if size > 0 else 1.0
