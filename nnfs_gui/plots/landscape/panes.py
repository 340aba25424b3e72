"""Plots of the landscape view: the loss from above, and along each direction."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTransform

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.snapshot import Vector
from nnfs_gui.widgets.numbers import format_number

from ..boundary.contour import contour_segments
from ..shared.axes import PlainAxis
from ..shared.base import Plot
from ..shared.lines import Line
from ..shared.strip_axes import NameAxis
from ..shared.strip_plot import StripPlot
from .compute import Landscape

FINE = 4
"""Picture and contours are interpolated to this many points for each computed one."""
CONTOURS = 7
BAR_WIDTH, COLOURS_WIDTH = 58, 8
"""Pixels of the colour scale with its numbers, and of the colours alone."""
LOWEST = 1e-7
"""A loss below counts as this one on the log scale."""


class LandscapePlot(StripPlot):
    """The loss over the plane in colours and contours, with the path and where it is now."""

    def __init__(self, theme: Theme) -> None:
        self._image = pg.ImageItem(axisOrder="row-major")
        # Pairs of points: a contour is many short segments in no order.
        self._contours = [pg.PlotCurveItem(connect="pairs") for _ in range(CONTOURS)]
        self._path = pg.PlotCurveItem()
        self._start = pg.ScatterPlotItem(size=8, symbol="s")
        self._now = pg.ScatterPlotItem(size=12, symbol="o")
        self._landscape: Landscape | None = None
        super().__init__(
            theme,
            "landscape-plot",
            "Loss over a plane through the weights",
            bottom=PlainAxis("bottom", inline=True),
        )
        for item in (self._image, *self._contours, self._path, self._start, self._now):
            self.addItem(item)
        self.set_labels("direction d₁", "d₂")

    @property
    def marker(self) -> tuple[float, float]:
        """Where the current weights are marked."""
        x, y = self._now.getData()
        return float(x[0]), float(y[0])

    @property
    def path(self) -> Vector:
        """The drawn path, (n, 2)."""
        x, y = self._path.getData()
        return np.column_stack([x, y])

    def show_landscape(self, landscape: Landscape) -> None:
        """Draw another landscape."""
        self._landscape = landscape
        heights = log_heights(landscape.loss)
        fine = refined(heights, FINE)
        low, high = limits(heights)
        self._image.setImage(
            np.ascontiguousarray(fine, dtype=np.float32), levels=(low, high), autoLevels=False
        )
        x, y = (np.linspace(axis[0], axis[-1], len(fine)) for axis in (landscape.x, landscape.y))
        step_x, step_y = x[1] - x[0], y[1] - y[0]
        place = QTransform.fromTranslate(x[0] - step_x / 2, y[0] - step_y / 2)
        self._image.setTransform(place.scale(step_x, step_y))
        levels = np.linspace(low, high, CONTOURS + 2)[1:-1]
        for curve, level in zip(self._contours, levels, strict=True):
            ends = contour_segments(x, y, fine, level).reshape(-1, 2)
            curve.setData(ends[:, 0], ends[:, 1])
        self.set_range((float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])))

    def show_path(self, path: Vector) -> None:
        """Draw the path (n, 2), whose last point is where the weights are now."""
        self._path.setData(path[:, 0], path[:, 1])
        self._start.setData(path[:1, 0], path[:1, 1])
        self._now.setData(path[-1:, 0], path[-1:, 1])

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._image.setLookupTable(depth_lut(theme))
        line = QColor(theme.text)
        line.setAlphaF(0.30)
        for curve in self._contours:
            curve.setPen(pg.mkPen(line, width=1))
        self._path.setPen(pg.mkPen(theme.neg, width=2))
        self._start.setBrush(pg.mkBrush(theme.neg))
        self._now.setBrush(pg.mkBrush(theme.neg))
        for item in (self._start, self._now):
            item.setPen(pg.mkPen(theme.panel, width=2))


class ProfilePlot(StripPlot):
    """The loss along each of the two directions through the current weights, on a log scale."""

    def __init__(self, theme: Theme) -> None:
        self._first, self._second = Line("accent"), Line("ok")
        self._now = pg.InfiniteLine(angle=90)
        self._names = tuple(pg.TextItem(name, anchor=(0.5, 0.0)) for name in ("d₁", "d₂"))
        for item in self._names:
            item.setFont(font(SMALL, 600))
        super().__init__(
            theme,
            "landscape-profile",
            "Loss along both directions",
            bottom=PlainAxis("bottom", inline=True),
        )
        self.left.setLogMode(False, True)
        for item in (self._now, self._first, self._second, *self._names):
            self.addItem(item)
        self.set_labels("along d", "data loss")
        self.set_hairlines(horizontal=True)

    def show_landscape(self, landscape: Landscape) -> None:
        """Draw the profiles of another landscape."""
        first, second = (log_heights(profile) for profile in landscape.profiles())
        self._first.set_data(landscape.x, first)
        self._second.set_data(landscape.y, second)
        for name, axis, heights, share in zip(
            self._names, (landscape.x, landscape.y), (first, second), (0.12, 0.88), strict=True
        ):
            at = int(share * (len(axis) - 1))
            name.setPos(float(axis[at]), float(heights[at]))
        both = np.concatenate([first, second])
        low, high = float(both.min()), float(both.max())
        margin = max(0.05, 0.06 * (high - low))
        ends = np.concatenate([landscape.x, landscape.y])
        self.set_range((float(ends.min()), float(ends.max())), (low - margin, high + margin))

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._first.show_theme(theme)
        self._second.show_theme(theme)
        self._now.setPen(pg.mkPen(theme.faint, width=1, style=Qt.PenStyle.DashLine))
        for name, colour in zip(self._names, (theme.accent, theme.ok), strict=True):
            name.setColor(QColor(theme.legible(colour, theme.panel)))


class LossBar(Plot):
    """The colours of the loss, with numbers."""

    def __init__(self, theme: Theme) -> None:
        self._image = pg.ImageItem(np.arange(256, dtype=np.uint8)[:, None], axisOrder="row-major")
        self.numbers = NameAxis("right", everything=True)
        super().__init__(
            theme,
            name="landscape-colours",
            description="Colour scale of the loss, logarithmic",
            right=self.numbers,
        )
        for side in ("left", "bottom"):
            self.plotItem.hideAxis(side)
        self.plotItem.setContentsMargins(0, 7, 0, 7)
        self.addItem(self._image, ignoreBounds=True)
        self._image.hide()
        self.show_magnified(1.0)

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the scale, as powers of ten."""
        low, high = self.plotItem.vb.viewRange()[1]
        return low, high

    def show_limits(self, low: float, high: float) -> None:
        """Draw the scale between two powers of ten."""
        self._image.show()
        self._image.setRect(0.0, low, 1.0, high - low)
        self.set_range((0.0, 1.0), (low, high))
        places = np.linspace(low, high, 3)
        self.numbers.set_names([format_number(10**at, 2) for at in places], places)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._image.setLookupTable(depth_lut(theme))

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self.setFixedWidth(round(BAR_WIDTH * factor))
        self.numbers.setWidth(round((BAR_WIDTH - COLOURS_WIDTH) * factor))


def log_heights(loss: Vector) -> Vector:
    """log₁₀ of the loss; where it is infinite or NaN, the largest that is not."""
    finite = loss[np.isfinite(loss)]
    largest = float(finite.max()) if len(finite) else 1.0
    safe = np.nan_to_num(loss, nan=largest, posinf=largest, neginf=largest)
    return np.asarray(np.log10(np.maximum(safe, LOWEST)))


def limits(heights: Vector) -> tuple[float, float]:
    """Ends of the colour scale: never empty, and not stretched by a few far-out corners."""
    low, high = float(heights.min()), float(np.percentile(heights, 99.5))
    return low, max(high, low + 0.05)


def refined(heights: Vector, factor: int) -> Vector:
    """The grid interpolated to ``factor`` points for each of its own (bilinear)."""
    for _ in range(2):  # along one axis, then along the other
        at = np.arange(len(heights))
        fine = np.linspace(0, at[-1], factor * at[-1] + 1)
        heights = np.array([np.interp(fine, at, column) for column in heights.T])
    return heights


def depth_lut(theme: Theme) -> npt.NDArray[np.uint8]:
    """256 colours from low loss (bright) to high loss (close to the panel)."""
    deep = theme.blend(theme.panel, theme.raised, 1.0) if theme.dark else theme.raised
    middle = theme.blend(deep, theme.pos, 0.62)
    bright = (
        theme.blend(theme.pos, "#FFFFFF", 0.55)
        if theme.dark
        else theme.blend(theme.pos, "#000000", 0.35)
    )
    stops = [QColor(colour) for colour in (bright, middle, deep)]
    table = np.array([[c.red(), c.green(), c.blue()] for c in stops], dtype=np.float64)
    at = np.linspace(0.0, 1.0, 256)
    channels = [np.interp(at, (0.0, 0.45, 1.0), table[:, index]) for index in range(3)]
    return np.stack(channels, axis=1).round().astype(np.uint8)
