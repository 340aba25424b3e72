"""`RedrawScheduler`: which of the views to draw with a frame, in turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

INTERVAL = 0.05
"""Seconds between two drawings of a view that people read rather than watch."""


class RedrawScheduler(Generic[T]):
    """Lets views take turns: with each frame the one that waited longest, if it waited enough.

    Maps move, and must be smooth; figures, curves and bars are read, and twenty times a second is
    plenty.  Spread over the frames they cost a third of what they do all at once.
    """

    def __init__(self, views: Sequence[T], interval: float = INTERVAL) -> None:
        self._views = list(views)
        self._interval = interval
        self._shown = [float("-inf")] * len(self._views)

    def due(self, now: float) -> list[T]:
        """The views to draw with the frame at ``now`` seconds, which count as drawn.

        One, unless frames are so rare that others have waited twice their time.
        """
        order = sorted(range(len(self._views)), key=self._shown.__getitem__)
        chosen = [
            index
            for place, index in enumerate(order)
            if now - self._shown[index] >= (self._interval if place == 0 else 2 * self._interval)
        ]
        for index in chosen:
            self._shown[index] = now
        return [self._views[index] for index in chosen]

    def all(self, now: float) -> list[T]:
        """Every view; all count as drawn at ``now``."""
        self._shown = [now] * len(self._views)
        return list(self._views)
