"""Axes in the house's style: Inter tick labels, true minus signs, hairlines, no tick marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.numbers import MINUS, THIN_SPACE, format_exact, format_number

Ticks = list[tuple[float, list[float]]]
_LEAST_UNIT, _MOST_UNIT = 1e-200, 1e200
_MOST_OFFSET = 1e9
"""In units: with a larger offset, what is added to it would be lost to rounding."""
_WIDEST, _LEAST_SPAN = 1e250, 1e-12
"""A range that reaches further, or that is less of its ends, has no ticks."""
_MOST_POWER = 300.0
_BEYOND = 15
"""Pixels by which half a label may stand beyond an axis without hairlines; pyqtgraph's own."""
_WORD_LEVEL, _WORD_UPRIGHT = 17.0, 12.0
"""Least pixels from the middle of an axis' short name to that of a number beside it."""
_NAME_MARGIN = 8.0
"""Pixels that the box of an upright axis' name is wider than its letters and a gap to them."""
_NAME_SHARE, _NAME_CLEAR = 0.8, 4.0
"""Share of that box that pyqtgraph leaves room for; pixels that it should leave between the name
and the numbers besides."""
_APART, _CLEAR = 10.0, 6.0
"""Least pixels between two numbers of a level axis, and between the last one and its name."""
BELOW = -200.0
"""Depth of an axis whose hairlines lie below the plot's items; pyqtgraph's own is 0.5."""


class PlainAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A linear axis, or a logarithmic one that labels decades; optionally with hairlines.

    ``fixed`` names the only ticks to draw while at least two of them are in view; without it they
    follow the range.  With ``inline`` the label stands at the axis's far end, beside the ticks.
    Half a label may stand ``overhang`` pixels beyond an end, also where there are hairlines.
    A ``whole`` axis counts something: it has no ticks between whole numbers.  A short name of the
    axis stands at ``word_at`` along it: between the last two ticks of five.
    """

    def __init__(
        self,
        orientation: str,
        *,
        fixed: Sequence[float] = (),
        inline: bool = False,
        overhang: int = 0,
        whole: bool = False,
        word_at: float = 0.875,
    ) -> None:
        self._fixed = tuple(fixed)
        self._whole = whole
        self._inline, self._overhang = inline, overhang
        self._offset, self._unit = 0.0, 1.0
        self._word, self._word_at = "", word_at
        self.magnification = 1.0
        self._named: str | None = None
        self._settled = False  # pyqtgraph lays the name out anew with each of the settings below
        super().__init__(orientation, maxTickLength=0)
        self.enableAutoSIPrefix(False)
        self.setStyle(
            tickTextOffset=6,
            tickFont=font(SMALL, tabular=True),
            autoReduceTextSpace=True,
            hideOverlappingLabels=False,
        )
        self._settled = True

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._settled = False
        self.setPen(pg.mkPen(None))
        self._hairline = theme.line
        self.set_hairlines(bool(self.grid))
        self.setTextPen(pg.mkPen(theme.dim))
        self.label.setDefaultTextColor(QColor(theme.dim))
        self.label.setFont(font(round(SMALL * self.magnification)))
        self.labelStyle = {"color": theme.dim}
        self._settled = True
        self._updateLabel()

    def magnify(self, factor: float) -> None:
        """Write numbers and names ``factor`` times as large as usual."""
        if factor != self.magnification:
            self.magnification = factor
            pixels = round(SMALL * factor)
            self.setStyle(
                tickFont=font(pixels, tabular=True),
                hideOverlappingLabels=round(_BEYOND * factor),  # despite its name, a margin
            )
            self.label.setFont(font(pixels))
            self._updateLabel()

    def set_hairlines(self, on: bool) -> None:
        """Draw a grid line at each tick, below all that is drawn into the plot."""
        self.setZValue(BELOW if on else 0.5)
        self.setGrid(255 if on else False)
        self.setTickPen(pg.mkPen(self._hairline, width=1) if on else pg.mkPen(None))

    def set_fixed(self, ticks: Sequence[float]) -> None:
        """Draw these ticks and no others; an empty sequence lets them follow the range."""
        if tuple(ticks) != self._fixed:
            self._fixed = tuple(ticks)
            self._renew()

    def set_word(self, word: str) -> None:
        """Name the axis between its ticks, where a short name costs no room; empty for none."""
        if word != self._word:
            self._word = word
            self._renew()

    def set_mapping(self, offset: float, unit: float) -> None:
        """Label the axis in real units: ``real = value * unit + offset``.

        Units that no number can be told apart in are not used.
        """
        if not (_LEAST_UNIT <= abs(unit) <= _MOST_UNIT and abs(offset) <= _MOST_OFFSET * abs(unit)):
            offset, unit = 0.0, 1.0
        if (offset, unit) != (self._offset, self._unit):
            self._offset, self._unit = offset, unit
            self._renew()

    def _renew(self) -> None:
        self.picture = None
        self.update()

    # --- pyqtgraph ---------------------------------------------------------------------------

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        if not _usable(minVal, maxVal, size):
            return []
        levels = self._number_ticks(minVal, maxVal, size)
        if not self._word or not levels:
            return levels
        spacing, values = levels[0]
        place = minVal + self._word_at * (maxVal - minVal)
        taken = _WORD_LEVEL if self.orientation == "bottom" else _WORD_UPRIGHT
        apart = max(0.08, self.magnification * taken / max(size, 1.0)) * (maxVal - minVal)
        clear = [tick for tick in values if abs(tick - place) > apart]
        return [(spacing, [*clear, place])]

    def _number_ticks(self, minVal: float, maxVal: float, size: float) -> Ticks:
        if self.logMode:
            low, high = max(minVal, -_MOST_POWER), min(maxVal, _MOST_POWER)
            return _decades(low, high, size) if low < high else []
        seen = [tick for tick in self._fixed if minVal - 1e-9 <= tick <= maxVal + 1e-9]
        usable = len(seen) > 1 or (seen and len(self._fixed) == 1)
        if usable and (self._offset, self._unit) == (0.0, 1.0):
            return [(0.0, seen)]
        reals = (minVal * self._unit + self._offset, maxVal * self._unit + self._offset)
        low, high = min(reals), max(reals)
        levels: Ticks = super().tickValues(low, high, size) if _usable(low, high, size) else []
        if not levels:
            return []
        spacing, values = levels[0]
        if self._whole and spacing < 1.0:
            spacing = 1.0
            values = [float(at) for at in range(math.ceil(low), math.floor(high) + 1)]
        if self.orientation == "bottom":
            values = self._apart(values, spacing, (low, high), size)
        return [(spacing, [(value - self._offset) / self._unit for value in values])]

    def _apart(
        self, values: list[float], spacing: float, ends: tuple[float, float], size: float
    ) -> list[float]:
        """Those of the numbers of a level axis that touch neither each other nor its name."""
        (low, high), decimals = ends, _decimals(spacing)
        measure = QFontMetricsF(self.style["tickFont"]).horizontalAdvance
        widths = {value: measure(_plain(value, decimals)) for value in values}
        pixels = size / (high - low)
        every = max(1, math.ceil((max(widths.values(), default=0.0) + _APART) / spacing / pixels))
        kept = [value for value in values if round(value / spacing) % every == 0]
        if not self._inline:
            return kept
        # The name stands where a tick close to the far end would.
        end = size - self.label.boundingRect().width() - _CLEAR
        return [value for value in kept if (value - low) * pixels + widths[value] / 2 <= end]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.logMode:
            return [_power(value) for value in values]
        real = [value * self._unit + self._offset for value in values]
        if spacing:
            texts = [_plain(value, _decimals(spacing)) for value in real]
        else:  # fixed ticks
            texts = [format_exact(float(f"{value:.3g}")) for value in real]
        if not self._has_room_for(texts):
            texts = [_short(value) for value in real]
        return [*texts[:-1], self._word] if self._word and texts else texts

    def _has_room_for(self, texts: list[str]) -> bool:
        """Whether they leave the name of an upright axis alone; one without a width makes room."""
        if self.orientation != "left" or self.fixedWidth is None or not self.label.isVisible():
            return True
        name = self.label.boundingRect().height() - _NAME_MARGIN
        measure = QFontMetricsF(self.style["tickFont"])
        widest = max(map(measure.horizontalAdvance, texts), default=0.0)
        return bool(widest + self.style["tickTextOffset"][0] + name <= self.fixedWidth)

    def drawPicture(
        self, p: QPainter, axisSpec: object, tickSpecs: list[object], textSpecs: list[Any]
    ) -> None:
        # Without a grid ticks have no length, yet Qt draws each as a dot, even without a pen.
        super().drawPicture(p, axisSpec, tickSpecs if self.grid else [], textSpecs)

    def boundingRect(self) -> QRectF:
        more = round(self._overhang * self.magnification) if self.grid else 0
        bounds: QRectF = super().boundingRect().adjusted(0, -more, 0, more)
        return bounds

    def _updateWidth(self) -> None:
        """A larger name needs more room than pyqtgraph's share of its box."""
        super()._updateWidth()
        if self.magnification > 1.0 and self.fixedWidth is None and self.label.isVisible():
            box = self.label.boundingRect().height()
            missing = box - _NAME_MARGIN + _NAME_CLEAR - _NAME_SHARE * box
            if self.isVisible() and missing > 0:
                width = self.maximumWidth() + missing
                self.setMaximumWidth(width)
                self.setMinimumWidth(width)

    def _updateLabel(self) -> None:
        if not self._settled:
            return
        name = self.labelString()
        if name != self._named:
            self._named = name
            self.label.setHtml(name)
        self._adjustSize()
        self._renew()
        self.resizeEvent()  # or the name would stand where a shorter one did, and be cut

    def resizeEvent(self, ev: QEvent | None = None) -> None:
        super().resizeEvent(ev)
        if self._inline and self.orientation == "bottom":
            bounds = self.label.boundingRect()
            self.label.setPos(self.size().width() - bounds.width() + 4, 1)


class AbsentAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """What stands for an axis that a plot does not have; pyqtgraph would follow every range."""

    def _updateLabel(self) -> None:
        pass

    def linkToView(self, view: pg.ViewBox) -> None:
        pass


def _usable(low: float, high: float, size: float) -> bool:
    """Whether ticks between two numbers can be told apart, on ``size`` pixels."""
    if not (size >= 1 and math.isfinite(size) and -_WIDEST < low < high < _WIDEST):
        return False
    return high - low > max(_LEAST_SPAN * max(abs(low), abs(high)), 1 / _WIDEST)


def _decades(low: float, high: float, size: float) -> Ticks:
    """Whole powers of ten, thinned so that each has some 24 pixels; 1, 2 and 5 of each if there is
    but one or much room."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    stride = max(1, math.ceil((last - first + 1) * 24 / max(size, 1.0)))
    decades = [float(power) for power in range(first, last + 1) if power % stride == 0]
    if len(decades) > 1 and size < 130 * (high - low):
        return [(1.0, decades)]
    between = [
        decade + math.log10(factor)
        for decade in range(math.floor(low), math.ceil(high))
        for factor in (1, 2, 5)
        if low <= decade + math.log10(factor) <= high
    ]
    if len(between) < 2:
        between = _within_a_decade(10.0**low, 10.0**high)
    stride = max(1, math.ceil(len(between) * 16 / max(size, 1.0)))
    return [(1.0, between[::stride])]


def _within_a_decade(low: float, high: float) -> list[float]:
    """Logarithms of round numbers between ``low`` and ``high``, evenly apart: 0.70, 0.72 …"""
    step = 10.0 ** math.floor(math.log10(max(high - low, 1e-12)))
    step *= next((share for share in (1.0, 0.5, 0.2) if (high - low) / (share * step) >= 3), 0.1)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [math.log10(step * index) for index in range(max(first, 1), last + 1)]


def _decimals(spacing: float) -> int:
    """Decimals by which ticks so far apart are told apart."""
    return min(12, max(0, math.ceil(-math.log10(abs(spacing)) - 1e-9)))


def _plain(value: float, decimals: int) -> str:
    """A tick's number: fixed decimals, grouped thousands, exponents only where they help."""
    if value and not 1e-4 <= abs(value) < 1e7:
        return format_number(value, 2)
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}"
    return text.replace(",", THIN_SPACE).replace("-", MINUS)


def _short(value: float) -> str:
    """A tick's number as short as it can be written: 7.5e−5."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent)}".replace("-", MINUS) if value else "0"


def _power(exponent: float) -> str:
    """Ten to ``exponent`` as people write it: 0.01, not 1e-02."""
    value = 10.0 ** min(exponent, _MOST_POWER)
    if 1e-4 <= value < 1e5:
        return format_exact(float(f"{value:.3g}"))
    return format_number(value, 1)
