"""`Chunks`: how many steps to take between two looks at the clock, or how much of a long one."""

from __future__ import annotations

import time
from collections.abc import Generator

from engine import Trainer

from .recorder import Recorder

CHECK = 0.0005
"""Seconds between two looks at the clock."""
_SMOOTHING = 0.2


class Chunks:
    """Takes steps, and learns what one takes.

    The step of a large network or batch is done part by part, so that the thread can listen in
    between.  While one is under way, nothing of trainer or network may change: `drop` it before.

    Attributes
    ----------
    size : int
        Steps that take about `CHECK`; one at first, which is looked at by itself.
    step_seconds : float
    """

    def __init__(self) -> None:
        self.size, self.step_seconds = 1, CHECK
        self._parts: Generator[float | None] | None = None
        self._seconds = 0.0  # of the step under way

    @property
    def is_amid_step(self) -> bool:
        """Whether a step has been begun and is not done."""
        return self._parts is not None

    def take(self, trainer: Trainer, recorder: Recorder, most: float, end: float) -> float:
        """Take steps, at most so many; a long one until it is done or time has come to its end.

        Returns the time.
        """
        begin, steps = time.perf_counter(), trainer.steps
        if trainer.has_long_steps:
            self._go_on(trainer, recorder, end)
        else:
            recorder.take(int(min(self.size, most)))
        now = time.perf_counter()
        self._seconds += now - begin
        if not self.is_amid_step:
            self._note(self._seconds, trainer.steps - steps)
            self._seconds = 0.0
        return now

    def drop(self) -> None:
        """Leave the step that is under way, as if it had not been begun; the next may be longer."""
        self.size = 1
        if self._parts is not None:
            self._parts.close()
            self._parts, self._seconds = None, 0.0

    def _go_on(self, trainer: Trainer, recorder: Recorder, end: float) -> None:
        parts = trainer.step_in_parts() if self._parts is None else self._parts
        done = recorder.take_part(parts)
        while not done and time.perf_counter() < end:
            done = recorder.take_part(parts)
        self._parts = None if done else parts

    def _note(self, seconds: float, steps: int) -> None:
        self.step_seconds += _SMOOTHING * (seconds / max(1, steps) - self.step_seconds)
        self.size = max(1, int(CHECK / self.step_seconds))
