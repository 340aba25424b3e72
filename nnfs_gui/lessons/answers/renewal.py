"""`renewed`: other numbers for the same question, whose slips can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from msgspec.structs import replace

from nnfs_gui.experiment.model import Experiment, PointArray, PointsData

from ..errors import LessonError
from ..model import Number, Ranges
from .working import WorkedBox, work

APART = 0.05
"""Least relative distance of a slip from the right answer; of new numbers, also of two slips."""
TOLD_APART = 0.03
"""Between two slips: what lies within 1 % of one does not lie within 1 % of the other."""
RIGHT = "the right answer"
_TRIES, _DRAWS = 400, 20
_SIZES = (0.02, 1000.0)


def renewed(experiment: Experiment, number: Number, seed: int) -> Experiment:
    """The experiment with weights and points drawn anew; the same seed gives the same.

    Weights of 0 stay.  Of 400 draws it is the first in which all values are apart, else the one in
    which they are most so.

    Raises
    ------
    LessonError
        If the set-up has no numbers of its own to draw.
    """
    ranges = number.new_numbers or Ranges()
    if not experiment.network.hand_set and not isinstance(experiment.data, PointsData):
        message = "new_numbers needs a setup with weights or data.points"
        raise LessonError(message, number.line)
    rng = np.random.default_rng(seed)
    best, widest = experiment, -1.0
    for _ in range(_TRIES):
        drawn = _drawn(experiment, ranges, rng)
        boxes = work(number.boxes, drawn)
        distance = nearest(boxes) if _readable(boxes) else 0.0
        if distance > widest:
            best, widest = drawn, distance
        if distance >= APART:
            break
    return best


def nearest(boxes: Sequence[WorkedBox]) -> float:
    """The least relative distance between two values of the same box; infinite if there is none."""
    distances = (distance for worked in boxes for distance, _, _ in distances_of(worked))
    return min(distances, default=np.inf)


def distances_of(worked: WorkedBox) -> list[tuple[float, str, str]]:
    """Relative distances between the right answer and each slip, and between slips, by name."""
    if isinstance(worked.value, tuple):
        return []
    named: list[tuple[str, tuple[float, ...]]] = [(RIGHT, (worked.value,))]
    named += [(slip.name, slip.values) for slip in worked.slips]
    return [
        (min(relative(a, b) for a in some for b in others), one, other)
        for (one, some), (other, others) in combinations(named, 2)
        if some and others
    ]


def relative(one: float, other: float) -> float:
    """How far apart two numbers are, in shares of the larger one."""
    size = max(abs(one), abs(other))
    return abs(one - other) / size if size > 0.0 else 0.0


def _readable(boxes: Sequence[WorkedBox]) -> bool:
    """Whether right answers are neither tiny nor huge."""
    values = [worked.value for worked in boxes if isinstance(worked.value, float)]
    return all(_SIZES[0] <= abs(value) <= _SIZES[1] for value in values)


def _drawn(experiment: Experiment, ranges: Ranges, rng: np.random.Generator) -> Experiment:
    def draw(low: float, high: float) -> float:
        """A number that is not 0, which would leave nothing to compute."""
        drawn = (round(float(rng.uniform(low, high)), ranges.digits) for _ in range(_DRAWS))
        return next((value for value in drawn if value != 0.0), high)

    entries = tuple(
        entry if entry.value == 0.0 else replace(entry, value=draw(*ranges.weights))
        for entry in experiment.network.hand_set
    )
    network = replace(experiment.network, hand_set=entries)
    data = experiment.data
    if isinstance(data, PointsData):
        points = data.points.values.copy()
        points[:, :2] = [[draw(*ranges.inputs) for _ in range(2)] for _ in points]
        if ranges.targets is not None:
            targets = rng.uniform(*ranges.targets, len(points))
            points[:, 2] = np.round(targets, ranges.digits)
        data = replace(data, points=PointArray(points))
    return replace(experiment, network=network, data=data)
