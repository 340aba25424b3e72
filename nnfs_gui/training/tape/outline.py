"""What a branch of the tape says of itself as a run: what it tried, and how far that led."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.differences import describe_edit
from nnfs_gui.experiment.model import Experiment

from ..snapshot import Curve
from .picture import RunOutline

MOST_POINTS = 128
"""Of a small curve."""


def outline_of(words: str, curve: Curve, experiment: Experiment, *, diverged: bool) -> RunOutline:
    """A run in a few words and numbers."""
    if not len(curve.step):
        none = np.empty(0)
        return RunOutline(words, 0.0, np.nan, np.nan, np.nan, none, none, none, experiment)
    chosen = _evenly_chosen(len(curve.step))
    return RunOutline(
        words=words,
        epoch=float(curve.epoch[-1]),
        train_loss=float(curve.train_loss[-1]),
        test_loss=float(curve.test_loss[-1]),
        accuracy=float(curve.accuracy[-1]),
        steps=curve.step[chosen],
        epochs=curve.epoch[chosen],
        test_losses=curve.test_loss[chosen],
        experiment=experiment,
        diverged=diverged,
    )


def _evenly_chosen(count: int) -> npt.NDArray[np.intp]:
    """Which of so many points a small curve shows; the first, the last, and some between."""
    if count <= MOST_POINTS:
        return np.arange(count)
    return np.linspace(0, count - 1, MOST_POINTS).astype(np.intp)


def what_differs(now: Experiment, before: Experiment | None, left_at: int | None) -> str:
    """A run in words: how it differs from the one before it, and the step where it left another."""
    if before is None:
        return "as opened"
    words = describe_edit(before, now) or "the same again"
    return words if left_at is None else f"{words} · branched at step {left_at:,}"
