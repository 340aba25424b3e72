"""`Chunks`: how many steps to take between two looks at the clock."""

from __future__ import annotations

CHECK = 0.0005
"""Seconds between two looks at the clock."""
_SMOOTHING = 0.2


class Chunks:
    """Learns what a step takes.

    Attributes
    ----------
    size : int
        Steps that take about `CHECK`; one at first, which is looked at by itself.
    step_seconds : float
    """

    def __init__(self) -> None:
        self.size, self.step_seconds = 1, CHECK

    def begin_anew(self) -> None:
        """A step may take much longer from now on."""
        self.size = 1

    def note(self, seconds: float, steps: int) -> None:
        """So many steps took so long."""
        self.step_seconds += _SMOOTHING * (seconds / max(1, steps) - self.step_seconds)
        self.size = max(1, int(CHECK / self.step_seconds))
