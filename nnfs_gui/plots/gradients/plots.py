"""Plots of the gradients view: norm and angle over time, and the norm layer by layer."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from nnfs_gui.experiment.names import layer_name
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.snapshot import GradientNorms, Snapshot, Vector
from nnfs_gui.widgets.numbers import format_exact

from ..shared.lines import Line
from ..shared.strip_axes import NameAxis
from ..shared.strip_plot import StripPlot
from .numbers import LayerGradient, angles, layer_gradients

RECENT = 120
"""Snapshots over which the range of a layer's gradient is shown."""
FLOOR = 1e-12
"""Smallest gradient on a logarithmic axis; zero is drawn here."""


class NormPlot(StripPlot):
    """Global norm over the last steps, raw and applied, with clipped steps and the limit."""

    def __init__(self, theme: Theme) -> None:
        self._raw, self._applied = Line("dim", 1.2), Line("accent", 1.4)
        self._clipped = pg.ScatterPlotItem(size=4, pxMode=True, antialias=False)
        self._limit = pg.InfiniteLine(angle=0)
        self._limit_text = pg.TextItem(anchor=(1.0, 0.5))
        self._limit_text.setFont(font(SMALL))
        self._limit_text.setZValue(10)
        super().__init__(theme, "gradient-norm-plot", "Global gradient norm over the last steps")
        for item in (self._limit, self._raw, self._applied, self._clipped, self._limit_text):
            self.addItem(item)
        self.set_labels("step", "‖g‖")
        self.set_range((0.0, 1.0), (0.0, 1.0))
        self.set_hairlines(horizontal=True)

    @property
    def dots(self) -> tuple[Vector, Vector]:
        """Steps and heights of the dots that mark clipped steps."""
        steps, norms = self._clipped.getData()
        return np.asarray(steps, dtype=np.float64), np.asarray(norms, dtype=np.float64)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the snapshot's norms."""
        norms, training = snapshot.gradient_norms, snapshot.experiment.training
        self._raw.set_data(norms.step, norms.raw)
        self._applied.set_data(norms.step, norms.applied)
        self._clipped.setData(norms.step[norms.clipped], norms.raw[norms.clipped])
        limited = training.clip == "norm" and len(norms.step) > 0
        for item in (self._limit, self._limit_text):
            item.setVisible(limited)
        if not len(norms.step):
            self.set_range((0.0, 1.0), (0.0, 1.0))
            return
        limit = training.clip_threshold
        top = self.follow(np.append(norms.raw, 1.2 * limit if limited else 0.0), snapshot)
        self._limit.setValue(limit)
        self._limit_text.setText(f"threshold {format_exact(limit)}")
        self._limit_text.setPos(float(norms.step[-1]), limit)
        self.set_range(_span(norms), (-0.02 * top, 1.02 * top))

    @property
    def limit(self) -> float | None:
        """The limit that is drawn; None if there is none for the global norm."""
        return float(self._limit.value()) if self._limit.isVisible() else None

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._raw.show_theme(theme)
        self._applied.show_theme(theme)
        self._clipped.setPen(pg.mkPen(None))
        self._clipped.setBrush(pg.mkBrush(theme.neg))
        self._limit.setPen(pg.mkPen(theme.text, width=1, style=Qt.PenStyle.DashLine))
        self._limit_text.setColor(QColor(theme.text))
        self._limit_text.fill = pg.mkBrush(theme.panel)


class AnglePlot(StripPlot):
    """Angle between raw and applied gradient over the last steps."""

    def __init__(self, theme: Theme) -> None:
        self._curve = Line("accent")
        super().__init__(
            theme,
            "gradient-angle-plot",
            "Angle between raw and applied gradient over the last steps",
        )
        self.addItem(self._curve)
        self.set_labels("step", "angle (°)")
        self.set_range((0.0, 1.0), (0.0, 8.0))
        self.set_hairlines(horizontal=True)

    @property
    def degrees(self) -> Vector:
        """The angles that are drawn."""
        return self._curve.y

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the snapshot's norms."""
        norms = snapshot.gradient_norms
        degrees = angles(norms.cosine)
        self._curve.set_data(norms.step, degrees)
        if len(norms.step):
            top = self.follow(np.append(degrees, 8.0), snapshot)
            self.set_range(_span(norms), (-0.02 * top, 1.02 * top))
        else:
            self.set_range((0.0, 1.0), (0.0, 8.0))

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._curve.show_theme(theme)


class LayerPlot(StripPlot):
    """Typical size of a gradient entry layer by layer, on a log scale, with its recent range."""

    def __init__(self, theme: Theme) -> None:
        self._names = NameAxis("bottom")
        self._band = pg.LinearRegionItem(orientation="horizontal", movable=False)
        self._range = pg.BarGraphItem(x=[], y0=[], y1=[], width=0.16)
        self._line = Line("dim", 1.2)
        self._dots = pg.ScatterPlotItem(size=9, pxMode=True)
        self._theme = theme
        self._recent: list[Vector] = []
        self._layers: tuple[LayerGradient, ...] = ()
        super().__init__(
            theme,
            "gradient-layer-plot",
            "Size of the gradient in every layer, on a log scale",
            bottom=self._names,
        )
        self.left.setLogMode(False, True)
        for item in (self._band, self._range, self._line, self._dots):
            self.addItem(item)
        self.set_labels(left="|∂L/∂w| (log)")
        self.set_hairlines(horizontal=True)

    @property
    def layers(self) -> tuple[LayerGradient, ...]:
        """What is drawn, first layer first."""
        return self._layers

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the snapshot's gradient by layers."""
        self._layers = layer_gradients(snapshot)
        self._names.set_names(
            [layer_name(snapshot.experiment, layer.layer) for layer in self._layers]
        )
        known = any(layer.norm != 0.0 for layer in self._layers)
        for item in (self._band, self._range, self._line, self._dots):
            item.setVisible(known)
        if not known:
            self._recent.clear()
            self._dots.setData([], [])
            self.set_range((-0.5, len(self._layers) - 0.5), (-4.0, 0.0))
            return
        sizes = np.array([layer.typical for layer in self._layers])
        heights = np.log10(np.clip(np.nan_to_num(sizes, posinf=1e12), FLOOR, 1e12))
        if self._recent and len(self._recent[0]) != len(heights):
            self._recent.clear()
        self._recent = [*self._recent[-RECENT + 1 :], heights]
        low, high = np.min(self._recent, axis=0), np.max(self._recent, axis=0)
        at = np.arange(len(heights), dtype=np.float64)
        self._range.setOpts(x=at, y0=low, y1=high)
        self._line.set_data(at, heights)
        self._dots.setData(at, heights, brush=self._brushes())
        floor = heights[-1] - 3.0
        self._band.setRegion((floor - 40.0, floor))
        bottom, top = min(float(low.min()), floor - 0.4), float(high.max())
        margin = 0.08 * (top - bottom)
        ends = np.floor(2 * (bottom - margin)) / 2, np.ceil(2 * (top + margin)) / 2
        self.set_range((-0.5, len(heights) - 0.5), (float(ends[0]), float(ends[1])))

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._theme = theme
        self._line.show_theme(theme)
        band = QColor(theme.warn)
        band.setAlphaF(0.10)
        self._band.setBrush(band)
        for edge in self._band.lines:
            edge.setPen(pg.mkPen(theme.warn, width=1, style=Qt.PenStyle.DotLine))
        shade = QColor(theme.blend(theme.panel, theme.accent, 0.4))
        self._range.setOpts(pen=pg.mkPen(None), brush=shade)
        self._dots.setPen(pg.mkPen(theme.panel, width=1))
        if len(self._dots.data):  # none before the first gradient, though there are layers
            self._dots.setBrush(self._brushes())

    def _brushes(self) -> list[QColor]:
        theme = self._theme
        verdicts = {"vanishing": theme.warn, "exploding": theme.error}
        return [QColor(verdicts.get(layer.verdict, theme.accent)) for layer in self._layers]


def _span(norms: GradientNorms) -> tuple[float, float]:
    """From the first to the last step, never empty."""
    first, last = float(norms.step[0]), float(norms.step[-1])
    return first, max(last, first + 1.0)
