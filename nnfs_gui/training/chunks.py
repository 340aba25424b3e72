"""`Chunks`: how many steps to take between two looks at the clock."""

from __future__ import annotations

CHECK = 0.0005
"""Seconds between two looks at the clock."""
_SMOOTHING = 0.2


class Chunks:
    """Learns what a step takes.

    Attributes
    ----------
    step_seconds : float
    """

    def __init__(self) -> None:
        self.step_seconds = CHECK

    @property
    def size(self) -> int:
        """Steps that take about `CHECK`."""
        return max(1, int(CHECK / self.step_seconds))

    def note(self, seconds: float, steps: int) -> None:
        """So many steps took so long."""
        self.step_seconds += _SMOOTHING * (seconds / max(1, steps) - self.step_seconds)
