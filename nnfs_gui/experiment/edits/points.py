"""Painting, erasing, moving and relabelling points: pure edits of `PointsData`.

Every edit takes an experiment with any kind of data; generated data and data from a formula are
first turned into points by `from_plane`.  Points keep their order, and a class keeps its number and
its name also when its last point is gone.  Indices count the points of `points_of(experiment)`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from ..data.materialize import points_of
from ..model import (
    MAX_CLASSES,
    PLANE,
    Experiment,
    PointArray,
    PointsData,
)
from ..names import CLASS_NAMES, class_names
from ..outputs import class_count, source_of, task_of
from . import EditError, set_data

MAX_PAINTED = 200_000
"""Most points that painting may reach; a table may hold more."""

Rows = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


def from_plane(experiment: Experiment) -> Experiment:
    """The same points given one by one, ready to be edited; `PointsData` stays as it is."""
    if isinstance(experiment.data, PointsData):
        return experiment
    data = PointsData(
        task=task_of(experiment),
        points=PointArray(points_of(experiment)),
        class_names=class_names(experiment),
        source=source_of(experiment.data),
    )
    return set_data(experiment, data)


def add_points(experiment: Experiment, positions: npt.ArrayLike, target: float) -> Experiment:
    """With new points of one class or value at ``positions`` of shape (n, 2).

    Positions beyond the plane are moved to its edge.
    """
    at = np.asarray(positions, dtype=np.float64).reshape(-1, 2)
    experiment = from_plane(experiment)
    _check_target(experiment, target)
    values = _rows(experiment)
    if len(at) and len(values) + len(at) > max(MAX_PAINTED, len(values)):
        raise EditError(f"There is room for {MAX_PAINTED:,} painted points; erase some first.")
    targets = np.full((len(at), 1), float(target))
    return _with_rows(experiment, np.vstack([values, np.hstack([_inside(at), targets])]))


def erase_within(experiment: Experiment, centres: npt.ArrayLike, radius: float) -> Experiment:
    """Without the points closer than ``radius`` to any of ``centres`` of shape (n, 2)."""
    values = points_of(experiment)
    gone = np.zeros(len(values), dtype=bool)
    for centre in np.asarray(centres, dtype=np.float64).reshape(-1, 2):
        gone |= ((values[:, :2] - centre) ** 2).sum(axis=1) <= radius * radius
    return delete_points(experiment, np.flatnonzero(gone))


def delete_points(experiment: Experiment, indices: npt.ArrayLike) -> Experiment:
    """Without these points; the classes stay, even one that has no point left."""
    gone = _indices(experiment, indices)
    if not len(gone):
        return experiment
    experiment = from_plane(experiment)
    return _with_rows(experiment, np.delete(_rows(experiment), gone, axis=0))


def clear_points(experiment: Experiment) -> Experiment:
    """Without any point; the classes stay."""
    return _with_rows(from_plane(experiment), np.empty((0, 3)))


def move_points(
    experiment: Experiment, indices: npt.ArrayLike, shift: tuple[float, float]
) -> Experiment:
    """With these points moved together by ``shift``, none beyond the edge of the plane."""
    moved = _indices(experiment, indices)
    if not len(moved):
        return experiment
    experiment = from_plane(experiment)
    values = _rows(experiment).copy()
    low, high = values[moved, :2].min(axis=0), values[moved, :2].max(axis=0)
    # The group stops as a whole, so that a shape keeps its shape at the edge.
    room = np.minimum(-PLANE - low, 0.0), np.maximum(PLANE - high, 0.0)
    values[moved, :2] += np.clip(np.asarray(shift, dtype=np.float64), *room)
    return _with_rows(experiment, values)


def set_target(experiment: Experiment, indices: npt.ArrayLike, target: float) -> Experiment:
    """With these points in another class, or with another value."""
    chosen = _indices(experiment, indices)
    if not len(chosen):
        return experiment
    experiment = from_plane(experiment)
    _check_target(experiment, target)
    values = _rows(experiment).copy()
    values[chosen, 2] = target
    return _with_rows(experiment, values)


def add_class(experiment: Experiment) -> Experiment:
    """With one more class, which has no points yet; loss and output follow."""
    names = class_names(experiment)
    if not names:
        raise EditError("Values have no classes; switch the data to classification first.")
    if len(names) >= MAX_CLASSES:
        raise EditError(f"There can be at most {MAX_CLASSES} classes.")
    experiment = from_plane(experiment)
    used = set(names)
    free = [name for name in CLASS_NAMES if name not in used]
    name = CLASS_NAMES[len(names)] if CLASS_NAMES[len(names)] in free else free[0]
    return _with(experiment, class_names=(*names, name))


def rename_class(experiment: Experiment, index: int, name: str) -> Experiment:
    """With another name for class ``index``; names are unique and not empty."""
    name = " ".join(name.split())
    names = class_names(experiment)
    if not 0 <= index < len(names):
        raise EditError(f"There is no class {index}; there are {len(names)}.")
    if not name:
        raise EditError("A class needs a name.")
    if name in names[:index] + names[index + 1 :]:
        raise EditError(f"There is already a class called “{name}”.")
    if names[index] == name:
        return experiment
    return _with(from_plane(experiment), class_names=(*names[:index], name, *names[index + 1 :]))


def indices_within(
    points: Rows, first: tuple[float, float], second: tuple[float, float]
) -> Indices:
    """Indices of the points in the rectangle with these opposite corners, edges included."""
    corners = np.array([first, second])
    low, high = corners.min(axis=0), corners.max(axis=0)
    inside = (points[:, :2] >= low) & (points[:, :2] <= high)
    return np.flatnonzero(inside.all(axis=1))


def nearest_index(points: Rows, position: tuple[float, float], radius: float) -> int | None:
    """Index of the point nearest to ``position`` and within ``radius``; the later of equals."""
    if not len(points):
        return None
    distances = ((points[:, :2] - np.asarray(position)) ** 2).sum(axis=1)
    # Later points are drawn over earlier ones, so they are the ones that are meant.
    index = len(distances) - 1 - int(np.argmin(distances[::-1]))
    return index if distances[index] <= radius * radius else None


def _rows(experiment: Experiment) -> Rows:
    assert isinstance(experiment.data, PointsData)
    return experiment.data.points.values


def _with_rows(experiment: Experiment, values: Rows) -> Experiment:
    return _with(experiment, points=PointArray(values))


def _with(experiment: Experiment, **fields: object) -> Experiment:
    assert isinstance(experiment.data, PointsData)
    return set_data(experiment, replace(experiment.data, **fields))


def _inside(positions: Rows) -> Rows:
    return np.clip(positions, -PLANE, PLANE)


def _indices(experiment: Experiment, indices: npt.ArrayLike) -> Indices:
    """The indices as a sorted array; EditError if there is no such point."""
    chosen = np.unique(np.asarray(indices, dtype=np.intp))
    if len(chosen):
        n_points = len(points_of(experiment))
        if chosen[0] < 0 or chosen[-1] >= n_points:
            raise EditError(f"There is no point {chosen[-1]}; there are {n_points}.")
    return chosen


def _check_target(experiment: Experiment, target: float) -> None:
    classes = class_count(experiment)
    if classes and target not in range(classes):
        raise EditError(f"There is no class {target:g}; there are {classes}.")
    if not classes and not -1.0 <= target <= 1.0:
        raise EditError(f"A value must lie between −1 and 1, got {target:g}.")
