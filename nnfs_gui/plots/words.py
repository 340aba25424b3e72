"""`NameAxis`: an axis of names."""

from __future__ import annotations

from .axes import PlainAxis


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

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        known = len(self._tick_names)
        return [self._tick_names[int(value)] if 0 <= value < known else "" for value in values]
