"""What a run remembers of its past: the loss curve, and the gradients of its last steps."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np

from engine import was_clipped

from .snapshot import Curve, GradientNorms, Vector

CURVE_LIMIT = 2048
GRADIENT_HISTORY_LIMIT = 500
YOUNG = 250


@dataclass(frozen=True, slots=True)
class Losses:
    """How well the network does at one moment; NaN where there is nothing to evaluator by."""

    train_loss: float
    test_loss: float
    penalty: float
    train_accuracy: float
    test_accuracy: float


def read_only(array: Vector) -> Vector:
    """The array itself, which can no longer be written to."""
    array.flags.writeable = False
    return array


class History:
    """The loss curve, thinned as it grows.

    When it is full, every second entry goes: of each pair of neighbours the one that says more
    about the curve's shape stays, and the first and the last always do.  From then on entries
    have to lie further apart, so that the whole run is drawn equally finely.
    """

    def __init__(self, limit: int = CURVE_LIMIT) -> None:
        self._rows = np.empty((limit - 1, 6))  # the newest entry may come on top
        self._count = 0
        self._spacing = 1.0
        self._newest: tuple[float, ...] | None = None
        self.version = 0  # counts entries, also those that were not kept

    @property
    def is_young(self) -> bool:
        """Whether the curve still has so few entries that each one shows."""
        return self._count < YOUNG

    def due(self, step: int) -> bool:
        """Whether an entry at this step would be kept, so that it is worth the evaluation."""
        return self._count == 0 or step - self._rows[self._count - 1, 0] >= self._spacing

    @property
    def last_step(self) -> float:
        """The step of the last entry that was kept; -1 if there is none."""
        return float(self._rows[self._count - 1, 0]) if self._count else -1.0

    def record(self, step: int, epoch: float, losses: Losses, *, keep: bool = True) -> None:
        """Note the losses at a step; the newest entry is always shown, whether kept or not."""
        row = (
            float(step),
            epoch,
            losses.train_loss,
            losses.test_loss,
            losses.penalty,
            losses.test_accuracy,
        )
        self._newest = row
        self.version += 1
        if not keep or not self.due(step):
            return
        if self._count == len(self._rows):
            self._thin()
        self._rows[self._count] = row
        self._count += 1

    def forget_after(self, step: int) -> None:
        """Drop what lies beyond a step: the run was taken back to there."""
        self._count = int(np.searchsorted(self._rows[: self._count, 0], step, side="right"))
        if self._newest is not None and self._newest[0] > step:
            self._newest = None
        self.version += 1

    def entries(self) -> tuple[Vector, int, float]:
        """For a file: all entries of shape (n, 6), how many are kept, and their least distance."""
        newest = [] if self._newest is None else [self._newest]
        return np.vstack([self._rows[: self._count], *newest]), self._count, self._spacing

    def restore(self, entries: Vector, kept: int, spacing: float) -> None:
        """Go on from entries of a file; ValueError if they are none."""
        if entries.ndim != 2 or entries.shape[1] != 6 or not 0 <= len(entries) - kept <= 1:
            raise ValueError(f"entries must be of shape (n, 6), got {entries.shape} and {kept}")
        if not 0 <= kept <= len(self._rows) or (np.diff(entries[:, 0]) < 0).any():
            raise ValueError(f"entries must be by step, and at most {len(self._rows)}")
        self._rows[:kept] = entries[:kept]
        self._count, self._spacing = kept, spacing
        self._newest = tuple(entries[-1].tolist()) if len(entries) > kept else None

    def until(self, step: int) -> History:
        """A history of its own that goes on from a step."""
        other = copy.deepcopy(self)
        other.forget_after(step)
        return other

    def curve(self) -> Curve:
        """The curve so far: read-only copies."""
        rows = self._rows[: self._count]
        if self._newest is not None and (self._count == 0 or self._newest[0] > rows[-1, 0]):
            rows = np.vstack([rows, self._newest])
        columns = read_only(np.array(rows.T, order="C"))
        return Curve(*columns)

    def _thin(self) -> None:
        rows = self._rows[: self._count]
        losses = np.nan_to_num(rows[:, 2:4])
        bend = np.abs(losses[1:-1] - 0.5 * (losses[:-2] + losses[2:])).sum(axis=1)
        pairs = len(bend) // 2
        telling = bend[: 2 * pairs].reshape(pairs, 2).argmax(axis=1)
        kept = 1 + 2 * np.arange(pairs) + telling
        odd_one = [] if len(bend) == 2 * pairs else [len(rows) - 2]
        chosen = np.array([0, *kept, *odd_one, len(rows) - 1], dtype=np.intp)
        self._count = len(chosen)
        self._rows[: self._count] = rows[chosen]
        span = float(rows[-1, 0] - rows[0, 0])
        self._spacing = span / len(chosen) if self._count > 1 else 1.0


class GradientHistory:
    """Gradient norms of the last steps that were looked at."""

    def __init__(self, limit: int = GRADIENT_HISTORY_LIMIT) -> None:
        self._limit = limit
        self._rows = np.empty((0, 5))

    def extend(self, step: Vector, raw: Vector, applied: Vector, cosine: Vector) -> None:
        """Append steps, each array of shape (n_steps,); a step was clipped if its norm fell."""
        added = np.column_stack([step, raw, applied, cosine, was_clipped(raw, applied)])
        self._rows = np.concatenate([self._rows, added])[-self._limit :]

    def forget_after(self, step: int) -> None:
        """Drop the steps beyond ``step``."""
        self._rows = self._rows[self._rows[:, 0] <= step]

    def norms(self) -> GradientNorms:
        """The norms so far: read-only copies."""
        step, raw, applied, cosine, clipped = read_only(np.array(self._rows.T, order="C"))
        flags = clipped.astype(np.bool_)
        flags.flags.writeable = False
        return GradientNorms(step, raw, applied, cosine, flags)
