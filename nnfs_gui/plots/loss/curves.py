"""The numbers of the loss plot: smoothing, thinning, and a range that does not twitch."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnfs_gui.training.snapshot import Curve

Vector = npt.NDArray[np.float64]
Places = tuple[Vector, Vector]
"""Along the axis, and heights; both of shape (n,)."""
FLOOR = 1e-12
"""Losses below this are drawn at it on a log scale."""


@dataclass(frozen=True)
class LossOptions:
    """How the loss is shown."""

    logarithmic: bool = True
    smooth: bool = False
    penalty: bool = False
    by_steps: bool = False


@dataclass(frozen=True, eq=False)
class Lines:
    """What is drawn: places along the axis and heights of each line, on the scale of the plot."""

    train: Places
    test: Places
    penalty: Places


def lines_of(curve: Curve, options: LossOptions, most: int) -> Lines:
    """The curve as at most ``most`` points per line, smoothed and on a log scale if asked for."""
    along = curve.step if options.by_steps else curve.epoch

    def places(values: Vector) -> Places:
        heights = scaled(smoothed(values) if options.smooth else values, options.logarithmic)
        index = extremes(heights, most)
        return along[index], heights[index]

    return Lines(places(curve.train_loss), places(curve.test_loss), places(curve.penalty))


def extremes(values: Vector, most: int) -> npt.NDArray[np.intp]:
    """Where the least and the greatest of each bin are, so that no peak is ever left out.

    Bins begin at multiples of a power of two: while the curve grows, its past stays as it is, until
    twice as many values share a bin.  Where a bin holds a NaN, so does what is drawn of it.
    """
    n = len(values)
    if n <= most:
        return np.arange(n)
    width = 2 ** math.ceil(math.log2(4 * n / most))
    bins = np.full((-(-n // width), width), np.nan)
    bins.ravel()[:n] = values
    known = np.isfinite(bins)
    found = [np.where(known, bins, np.inf).argmin(1), np.where(known, bins, -np.inf).argmax(1)]
    found.append((~known).argmax(1))
    places = np.arange(0, n, width) + np.array(found)
    return np.unique(np.append(np.minimum(places, n - 1), [0, n - 1]))


def smoothed(values: Vector) -> Vector:
    """A running mean over a 25th of the curve to both sides; narrower near its ends."""
    half = max(1, len(values) // 25)
    known = np.isfinite(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    at = np.arange(len(values))
    # The same reach to both sides keeps the ends where they are.
    reach = np.minimum(np.minimum(at, len(values) - 1 - at), half)
    low, high = at - reach, at + reach + 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((sums[high] - sums[low]) / (counts[high] - counts[low]))


def scaled(values: Vector, logarithmic: bool) -> Vector:
    """The heights on the plot's scale; what is no finite number stays NaN and leaves a gap."""
    finite = np.where(np.isfinite(values), values, np.nan)
    return np.log10(np.maximum(finite, FLOOR)) if logarithmic else finite


def end_of_axis(last: float) -> float:
    """A round number just above ``last``: the axis is drawn anew only when it is passed."""
    if not last > 0:
        return 1.0
    step = 2.0 ** (math.floor(math.log2(last)) - 5)
    return step * math.ceil(last / step)


def height_range(lines: Lines, options: LossOptions) -> tuple[float, float]:
    """The least and the largest height to show, in steps that change seldom."""
    used = [lines.train, lines.test, *([lines.penalty] if options.penalty else [])]
    heights = np.concatenate([heights for _, heights in used])
    heights = heights[np.isfinite(heights)]
    if options.penalty and options.logarithmic:
        heights = heights[heights > math.log10(FLOOR) + 1]
    if not len(heights):
        return (-2.0, 0.0) if options.logarithmic else (0.0, 1.0)
    low, high = float(heights.min()), float(heights.max())
    if options.logarithmic:
        low = math.floor(low * 2 - 0.2) / 2
        # A little more than a tenth, so that the label of a whole decade is not cut off.
        high = math.ceil(high * 10 + 0.5) / 10 + 0.04
        return (low, max(high, low + 1.0))
    step = 10 ** math.floor(math.log10(max(high, 1e-6))) / 2
    return (0.0, step * math.ceil(high * 1.04 / step))
