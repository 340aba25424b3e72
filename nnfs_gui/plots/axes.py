"""Axes in the house's style: Inter tick labels, true minus signs, hairlines, no tick marks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.numbers import format_exact, format_number

Ticks = list[tuple[float, list[float]]]


class PlainAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A linear axis, or a logarithmic one that labels decades; optionally with hairlines.

    ``fixed`` names the only ticks to draw; without it they follow the range.
    """

    def __init__(self, orientation: str, *, fixed: Sequence[float] = ()) -> None:
        super().__init__(orientation, maxTickLength=0)
        self._fixed = tuple(fixed)
        self.enableAutoSIPrefix(False)
        self.setStyle(
            tickTextOffset=6, tickFont=font(SMALL, tabular=True), autoReduceTextSpace=True
        )

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.setPen(pg.mkPen(None))
        self.setTickPen(pg.mkPen(theme.line, width=1))
        self.setTextPen(pg.mkPen(theme.dim))
        self.label.setDefaultTextColor(QColor(theme.dim))
        self.label.setFont(font(SMALL))
        self.labelStyle = {"color": theme.dim, "font-size": f"{SMALL}px", "font-family": "Inter"}
        self._updateLabel()

    def set_fixed(self, ticks: Sequence[float]) -> None:
        """Draw these ticks and no others; an empty sequence lets them follow the range."""
        self._fixed = tuple(ticks)
        self.picture = None
        self.update()

    # --- pyqtgraph ---------------------------------------------------------------------------

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        if self._fixed:
            return [(1.0, list(self._fixed))]
        if self.logMode:
            return _decades(minVal, maxVal, size)
        levels: Ticks = super().tickValues(minVal, maxVal, size)
        return levels[:1]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.logMode:
            return [_power(value) for value in values]
        step = spacing * scale
        decimals = max(0, math.ceil(-math.log10(step) - 1e-9)) if step > 0 else 3
        return [format_exact(round(value * scale, decimals)) for value in values]


def _decades(low: float, high: float, size: float) -> Ticks:
    """Whole powers of ten, thinned so that each has some 24 pixels; halves when there is one."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    stride = max(1, math.ceil((last - first + 1) * 24 / max(size, 1.0)))
    decades = [float(power) for power in range(first, last + 1) if power % stride == 0]
    if len(decades) > 1:
        return [(1.0, decades)]
    between = [
        decade + math.log10(factor)
        for decade in range(math.floor(low), math.ceil(high))
        for factor in (1, 2, 5)
        if low <= decade + math.log10(factor) <= high
    ]
    return [(1.0, between)]


def _power(exponent: float) -> str:
    """Ten to ``exponent`` as people write it: 0.01, not 1e-02."""
    value = 10.0**exponent
    if 1e-4 <= value < 1e5:
        return format_exact(float(f"{value:.1g}"))
    return format_number(value, 1)
