"""`QuietScale`: the top of an axis that moves little and stays on round numbers."""

from __future__ import annotations

import math


class QuietScale:
    """The top of an axis that grows at once, shrinks with hesitation, and stays on round numbers.

    An axis that followed every mini-batch would be the most lively thing on the screen.
    """

    def __init__(self, patience: int = 60) -> None:
        self.top = 1.0
        self._patience, self._low_for = patience, 0
        self._fresh, self._ran = True, False

    def begin_anew(self) -> None:
        """Forget what was seen: there is nothing to draw yet."""
        self.top, self._low_for, self._fresh = 1.0, 0, True

    def follow(self, largest: float, running: bool = False) -> float:
        """The top to draw for a frame whose largest value is ``largest``.

        When training pauses the axis fits what is left to look at, whatever went before.
        """
        self._fresh |= self._ran and not running
        self._ran = running
        if not math.isfinite(largest) or largest <= 0.0:
            return self.top
        fitting = round_up(largest)
        if self._fresh or fitting > self.top:
            self.top, self._low_for, self._fresh = fitting, 0, False
        elif fitting < 0.6 * self.top:
            self._low_for += 1
            if self._low_for >= self._patience or largest < 0.02 * self.top:
                self.top, self._low_for = fitting, 0
        else:
            self._low_for = 0
        return self.top


def round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 6, 8 and their powers of ten that is at least ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0):
        if value <= step * power * (1 + 1e-9):
            return float(f"{step * power:.1e}")  # 0.6, not 0.6000000000000001
    return float(f"{10.0 * power:.1e}")
