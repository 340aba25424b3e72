"""How fast training goes: the learner's speed, and whose turn it is, the worker's or the window's.

Drawing and training share the interpreter: while one runs, the other waits for its lock.  Running
both freely costs more than either, so they take turns.  The worker trains for a budget, puts its
picture and waits; the window draws and hands the turn back with the next budget.
"""

from __future__ import annotations

FRAME = 1 / 60
SLICE = 0.005
"""Longest time until the worker looks whether there is something to obey."""
LEAST_BUDGET = 0.004
MOST_BUDGET = 0.040
"""Longest time that training may keep the picture waiting."""
SHARE = 1.5
"""Training gets at least this many times what a frame costs, all told."""
_SMOOTHING = 0.25

SLOWEST = 1.0
"""Steps per second at speed 0."""
DECADES = 4.0
_BURST = 0.1


def steps_per_second(speed: float) -> float | None:
    """The rate of mini-batches at a speed of 0 … 1, logarithmic; None at full speed."""
    if speed >= 1.0:
        return None
    return float(SLOWEST * 10.0 ** (DECADES * max(0.0, speed)))


class Throttle:
    """Says how many steps are due at a limited speed.

    Times are seconds of any clock that only moves forward.
    """

    def __init__(self) -> None:
        self._rate: float | None = None
        self._credit = 1.0
        self._seen = 0.0

    def set_rate(self, rate: float | None) -> None:
        """Steps per second, or None for as many as there is time for."""
        self._rate = rate

    @property
    def is_open(self) -> bool:
        """Whether there is no limit."""
        return self._rate is None

    def restart(self, now: float) -> None:
        """Training begins now: the first step is due at once."""
        self._credit, self._seen = 1.0, now

    def steps_due(self, now: float) -> int | None:
        """Steps that may be taken now and count as taken; None for no limit."""
        if self._rate is None:
            self._seen = now
            return None
        # After a long wait there is no race to catch up, only a short burst.
        most = max(1.0, _BURST * self._rate)
        self._credit = min(most, self._credit + (now - self._seen) * self._rate)
        self._seen = now
        due = int(self._credit)
        self._credit -= due
        return due

    def wait(self, now: float) -> float:
        """Seconds until the next step is due."""
        if self._rate is None:
            return 0.0
        missing = 1.0 - self._credit - (now - self._seen) * self._rate
        return max(0.0, missing / self._rate)


class Turns:
    """Chooses the worker's next budget from what frames have cost so far.

    A frame's cost is all that is not training: making the snapshot, showing it, painting, and the
    ways between the threads.
    """

    def __init__(self) -> None:
        self._cost = FRAME / 4

    def note(self, cost: float) -> None:
        """Between two turns passed so many seconds in which nobody trained."""
        cost = min(max(0.0, cost), 1.0)
        self._cost += _SMOOTHING * (cost - self._cost)

    def budget(self) -> float:
        """Seconds of training before the next frame.

        What is left of a sixtieth of a second when drawing is cheap, and no less than training's
        share when it is not.
        """
        wanted = max(SHARE * self._cost, FRAME - self._cost)
        return min(MOST_BUDGET, max(LEAST_BUDGET, wanted))
