"""The innermost loop: steps, and what is noted of each."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine import Trainer

from .history import GRADIENT_HISTORY_LIMIT, GradientHistory

_SPARSE = 8
"""Of clipping that bends the gradient every so many steps are noted when they come in numbers."""


class Recorder:
    """Takes steps with a trainer and notes the gradient's norms, as cheaply as can be.

    Clipping that scales the gradient is known by its factor, and two numbers a step are all there
    is to note.  For the other kinds both gradients have to be compared, which costs as much as a
    small step; so in long stretches only every eighth step is.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._bends = not trainer.clip.keeps_direction
        self._first = trainer.steps + 1
        self.loss = math.nan
        """The last mini-batch's."""
        self._raw: list[float] = []
        self._scale: list[float] = []
        self._bent: list[tuple[float, float, float, float]] = []

    def take(self, count: int) -> None:
        """Take that many steps, fewer if the epoch ends or the trainer diverges."""
        if self._bends:
            self._take_bent(count)
            return
        trainer, step = self._trainer, self._trainer.step
        note_norm, note_scale = self._raw.append, self._scale.append
        epoch, loss = trainer.epoch, math.nan
        for _ in range(count):
            loss = step()
            note_norm(trainer.gradient_norm)
            note_scale(trainer.clip_scale)
            if trainer.epoch != epoch or trainer.diverged:
                break
        self.loss = loss

    @property
    def has_steps(self) -> bool:
        """Whether any step was taken."""
        return self._trainer.steps >= self._first

    def take_part(self, parts: Iterator[float | None]) -> bool:
        """Do one part of a step; whether it was the last."""
        loss = next(parts)
        if loss is None:
            return False
        self.loss = loss
        if self._bends:
            self._compare()
        else:
            self._raw.append(self._trainer.gradient_norm)
            self._scale.append(self._trainer.clip_scale)
        return True

    def _take_bent(self, count: int) -> None:
        trainer, step = self._trainer, self._trainer.step
        epoch = trainer.epoch
        every = 1 if count < 4 * _SPARSE else _SPARSE
        for index in range(count):
            self.loss = step()
            if index % every == 0:
                self._compare()
            if trainer.epoch != epoch or trainer.diverged:
                break

    def _compare(self) -> None:
        trainer = self._trainer
        if trainer.diverged:
            return
        raw, applied = trainer.gradient_norm, trainer.applied_gradient
        length = float(np.linalg.norm(applied))
        product = raw * length
        cosine = float(trainer.raw_gradient.dot(applied)) / product if product > 0.0 else 1.0
        self._bent.append((float(trainer.steps), raw, length, min(1.0, cosine)))

    def norm_before(self) -> float:
        """The last norm of a gradient that was taken; 0 if there is none."""
        norms = [entry[1] for entry in self._bent[-2:]] if self._bends else self._raw[-3:]
        finite = [norm for norm in norms if np.isfinite(norm)]
        return finite[-1] if finite else 0.0

    def first_clipped(self) -> int | None:
        """The first step that was taken with a clipped gradient, if there is one."""
        if self._bends:
            clipped = (row for row in self._bent if row[2] < row[1] or row[3] < 1.0 - 1e-12)
            return next((int(row[0]) for row in clipped), None)
        taken = self._trainer.steps - self._first + 1
        found = np.flatnonzero(np.array(self._scale[:taken]) < 1.0)
        return self._first + int(found[0]) if len(found) else None

    def write(self, history: GradientHistory) -> None:
        """Hand the last steps over to the history."""
        if self._bends:
            noted = np.array(self._bent[-GRADIENT_HISTORY_LIMIT:]).reshape(-1, 4)
            history.extend(*noted.T)
            return
        taken = self._trainer.steps - self._first + 1  # a refused step is noted, but not taken
        skipped = max(0, taken - GRADIENT_HISTORY_LIMIT)
        raw = np.array(self._raw[skipped:taken])
        scale = np.array(self._scale[skipped:taken])
        step = np.arange(self._first + skipped, self._first + taken, dtype=np.float64)
        history.extend(step, raw, raw * scale, np.ones(len(raw)))
