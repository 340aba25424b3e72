"""Axes for low strips: one that spares labels, and one of names."""

from __future__ import annotations

import math

from PySide6.QtGui import QFontMetricsF

from .axes import PlainAxis, Ticks

LABEL_HEIGHT = 17
"""Pixels that a tick label of an upright axis needs."""
NAME_GAP = 10
"""Least pixels between two names of a level one."""


class SparseAxis(PlainAxis):
    """An upright axis that leaves labels out where a strip is too low for all of them."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        levels = super().tickValues(minVal, maxVal, size)
        if not levels:
            return levels
        spacing, values = levels[0]
        every = math.ceil(len(values) * LABEL_HEIGHT / max(size, 1.0))
        if every <= 1 or len(values) < 3:
            return levels
        if self.logMode:
            decades = [value for value in values if abs(value - round(value)) < 1e-9]
            return [
                (spacing, decades if 1 < len(decades) <= len(values) / every else values[::every])
            ]
        kept = [value for value in values if round(value / spacing) % every == 0]
        return [(spacing, kept)]


class NameAxis(PlainAxis):
    """An axis whose ticks 0, 1, 2 … are names; those that would touch are left out."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self._tick_names: list[str] = []

    def set_names(self, names: list[str]) -> None:
        """Write ``names`` at 0, 1, 2 …"""
        if names != self._tick_names:
            self._tick_names = list(names)
            self.set_fixed([float(index) for index in range(len(names))])

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        levels = super().tickValues(minVal, maxVal, size)
        if not levels:
            return levels
        measure = QFontMetricsF(self.style["tickFont"])
        widest = max((measure.horizontalAdvance(name) for name in self._tick_names), default=0.0)
        pitch = size / max(maxVal - minVal, 1e-9)
        every = max(1, math.ceil((widest + NAME_GAP) / max(pitch, 1.0)))
        return [(step, [at for at in places if at % every == 0]) for step, places in levels]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        known = len(self._tick_names)
        return [self._tick_names[int(value)] if 0 <= value < known else "" for value in values]
