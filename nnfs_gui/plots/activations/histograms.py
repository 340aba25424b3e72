"""`HistogramPlot`: how the activations of one layer are spread; `HistogramRow`: of all layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnfs_gui.theme import Theme
from nnfs_gui.widgets.magnify import FACTOR, magnify
from nnfs_gui.widgets.numbers import format_percent

from ..shared.axes import PlainAxis
from ..shared.bars import Bars
from ..shared.quiet_scale import round_up
from ..shared.strip_axes import NameAxis, SparseAxis
from ..shared.strip_plot import StripPlot
from .numbers import BINS, LayerHistogram

TITLE = 20
"""Pixels of what is written above a plot, for words of the usual size."""


class ShareAxis(SparseAxis):
    """An axis of shares, written as percentages."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [format_percent(value, 1 if 0 < value < 0.01 else 0) for value in values]


class HistogramPlot(StripPlot):
    """The histogram of a layer's activations, from orange below its middle to blue above.

    Its parts are the bins.
    """

    MARGINS = (0, 0, 10, 0)

    def __init__(self, theme: Theme) -> None:
        self.bars = Bars(widest=200.0, share=0.9, touching=True)
        self.title = NameAxis("top", everything=True)
        self.entry: LayerHistogram | None = None
        self._names, self.note = ("", ""), ""
        super().__init__(
            theme,
            "activation-histogram",
            "Histogram of a layer's activations",
            bottom=PlainAxis("bottom", word_at=0.5),
            left=ShareAxis("left", overhang=7),
            top=self.title,
        )
        self.addItem(self.bars, ignoreBounds=True)
        self.set_hairlines(horizontal=True)
        self.plotItem.vb.sigResized.connect(self._show_words)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self.title.setHeight(round(TITLE * factor))

    def show_layer(self, entry: LayerHistogram, names: tuple[str, str], note: str) -> None:
        """Draw a histogram below the layer's and its function's ``names`` and a warning."""
        shown, self.entry = self.entry, entry
        if names != self._names:
            self.setAccessibleName(f"Histogram of the activations of {names[0]}")
        self._names, self.note = names, note
        width = (entry.high - entry.low) / BINS
        centres = np.float64(entry.low) + (np.arange(BINS) + 0.5) * width
        self.bars.set_bars(centres, np.zeros(BINS), entry.shares, np.arange(BINS), width)
        if shown is None or _range(shown) != _range(entry):
            self._colour()
        top = round_up(max(float(entry.shares.max()), 1e-3))
        self.left.set_fixed((0.0, top))
        self.bottom.set_fixed((entry.low, entry.high))
        self.set_range((entry.low, entry.high), (0.0, top))
        self._show_words()

    def _show_words(self) -> None:
        """Name the layer and the axis in as many words as there is room for."""
        entry, note = self.entry, self.note
        if entry is not None:
            self.bottom.set_word("activation a" if self.width() > 200 else "a")
            self.title.set_names((self._title(self._names, note), note), (entry.low, entry.high))
            self.title.set_tones({note: "warn"})

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._theme = theme
        self._colour()

    def part_at(self, x: float, y: float) -> int | None:
        entry = self.entry
        if entry is None or not entry.low <= x <= entry.high:
            return None
        return min(BINS - 1, int((x - entry.low) / (entry.high - entry.low) * BINS))

    def tip(self, part: int | None) -> str:
        if part is None or self.entry is None:
            return ""
        half = self.bars.pitch / 2
        low, high = self.bars.at[part] - half, self.bars.at[part] + half
        share = format_percent(float(self.entry.shares[part]), 1)
        return f"{share} of the activations lie between {low:.3g} and {high:.3g}"

    def _colour(self) -> None:
        """Colour every bin by how far it lies from the layer's middle."""
        entry = self.entry
        if entry is None:
            return
        value = self.bars.at - entry.middle
        reach = max(entry.middle - entry.low, entry.high - entry.middle)
        size = np.copysign(0.45 + 0.55 * np.minimum(1.0, np.abs(value) / reach), value)
        self.bars.set_colours(*map(self._theme.signed, size.tolist()))

    def _title(self, names: tuple[str, str], note: str) -> str:
        """Layer and function, or as much of that as there is room for beside the note."""
        layer, function = names
        measure = QFontMetricsF(self.title.style["tickFont"]).horizontalAdvance
        room = self.plotItem.vb.width() - measure(note) - 8
        titles = (f"{layer} · {function}", layer, layer.replace("Hidden ", "H"))
        return next((title for title in titles if measure(title) <= room), titles[-1])


def _range(entry: LayerHistogram) -> tuple[float, float, float]:
    return entry.low, entry.middle, entry.high


class HistogramRow(QWidget):
    """A histogram for every layer, side by side: made as needed, hidden when needed no more."""

    def __init__(self, make: Callable[[], HistogramPlot]) -> None:
        super().__init__()
        self._make = make
        self._plots: list[HistogramPlot] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def show_count(self, count: int) -> Sequence[HistogramPlot]:
        """The first ``count`` plots, shown alone."""
        while len(self._plots) < count:
            plot = self._make()
            self._row.addWidget(plot, 1)
            magnify(plot, float(self.property(FACTOR) or 1.0))
            self._plots.append(plot)
        for index, plot in enumerate(self._plots):
            plot.setVisible(index < count)
        return self._plots[:count]

    @property
    def plots(self) -> Sequence[HistogramPlot]:
        """The plots that are shown."""
        return [plot for plot in self._plots if not plot.isHidden()]
