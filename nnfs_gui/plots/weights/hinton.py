"""`MatrixPlot`: one layer's weights as a Hinton diagram, and `HintonRow`: all layers'."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy

from nnfs_gui.experiment.names import layer_name
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import RunState, Snapshot, Vector
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

from ..shared.bars import Bars, colour_table
from ..shared.plot_row import PlotRow
from ..shared.quiet_scale import QuietScale
from ..shared.strip_axes import NameAxis
from ..shared.strip_plot import StripPlot
from ..shared.units import Units, source_names

TITLE, ROWS, COLUMNS = 18, 34, 17
"""Pixels for a matrix's title, its row labels and its column labels."""
GAP, TITLE_WIDTH, LARGEST = 18, 52, 30
"""Pixels between matrices, the least width of one, and the largest cell."""


class MatrixPlot(StripPlot):
    """A Hinton diagram: one row per neuron, one column per input, the bias last.

    The area of a square is the weight's size, its colour the sign.  Its parts are the weights.
    """

    def __init__(self, theme: Theme) -> None:
        self.image = pg.ImageItem(axisOrder="row-major")
        self.frame = Bars(widest=LARGEST * 2, share=1.0, radius=3.0, outlined=True, upright=False)
        self.rows, self.columns = NameAxis("left"), NameAxis("bottom")
        self.title = NameAxis("top", everything=True)
        self.block: Vector = np.zeros((0, 0))
        self.cell, self.brief = 1.0, False
        self._units: Units | None = None
        self.first, self._sources = 0, tuple[str, ...]()
        super().__init__(
            theme, "hinton", "All weights of a layer as squares, by sign and size",
            left=self.rows, bottom=self.columns, top=self.title,
        )  # fmt: skip
        self.plotItem.setContentsMargins(0, 0, 0, 0)
        self.plotItem.vb.invertY(True)
        for item in (self.image, self.frame):
            self.addItem(item, ignoreBounds=True)

    def show_block(
        self, snapshot: Snapshot, layer: int, units: Units, top: float, chosen: int | None
    ) -> None:
        """Draw the weights of a layer, ``top`` filling a cell, and frame neuron ``chosen``."""
        if units is not self._units:
            self._units = units
            self.first = int(np.searchsorted(units.layer, layer))
            self._sources = (*source_names(snapshot.experiment, layer), "b")
            rows = snapshot.sizes[layer]
            labels = units.labels[self.first : self.first + rows]
            self.rows.set_names(labels, np.arange(rows) + 0.5)
            self.columns.set_names(self._sources, np.arange(len(self._sources)) + 0.5)
        name = layer_name(snapshot.experiment, layer)
        self.title.set_names((name.replace("Hidden ", "H") if self.brief else name,), (0.0,))
        self.block = snapshot.block(layer)
        ratio = self.devicePixelRatioF()
        picture = squares(self.block / top, max(1, round(self.cell * ratio)))
        self.image.setImage(picture, autoLevels=False)
        rows, columns = self.block.shape
        self.image.setRect(0.0, 0.0, float(columns), float(rows))
        row = -1 if chosen is None else chosen - self.first
        self.frame.setVisible(0 <= row < rows)
        self.frame.set_bars(np.array([row + 0.5]), np.zeros(1), np.array([float(columns)]))

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        colours = (theme.blend(theme.panel, theme.raised, 0.75), theme.pos, theme.neg)
        self.image.setLookupTable(colour_table(colours))
        self.frame.set_colours(theme.accent)

    def part_at(self, x: float, y: float) -> int | None:
        """The weight at a place; left of the matrix the first of its row."""
        rows, columns = (int(count) for count in self.block.shape)
        if not (x < columns and 0 <= y < rows):
            return None
        return int(y) * columns + max(0, int(x))

    def unit_of(self, part: int) -> int:
        """The position among all of the neuron that a weight belongs to."""
        return self.first + part // len(self._sources)

    def tip(self, part: int | None) -> str:
        if part is None or self._units is None:
            return ""
        source = self._sources[part % len(self._sources)]
        what = "bias" if source == "b" else f"weight from {source}"
        name = self._units.names[self.unit_of(part)]
        return f"{name}: {what} {format_number(float(self.block.flat[part]))}"


class HintonRow(PlotRow[MatrixPlot]):
    """Every layer's matrix side by side, all in cells of one size."""

    def __init__(self, make: Callable[[], MatrixPlot]) -> None:
        super().__init__(make, spacing=GAP)
        self.row.addStretch(1)
        self.row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._shown: tuple[Snapshot, Units, int] | None = None
        self._scale = QuietScale()
        self._laid_out: tuple[object, ...] = ()

    def show_snapshot(self, snapshot: Snapshot, units: Units, chosen: int) -> None:
        """Draw the snapshot's weights and frame the row of neuron ``chosen``."""
        self._shown = (snapshot, units, chosen)
        plots = self.show_count(len(snapshot.sizes) - 1)
        self._lay_out(plots, snapshot.sizes)
        weights = np.abs(snapshot.parameters[np.isfinite(snapshot.parameters)])
        running = snapshot.state is RunState.RUNNING
        top = self._scale.follow(float(weights.max(initial=0.0)), running)
        for layer, plot in enumerate(plots, start=1):
            plot.show_block(snapshot, layer, units, top, chosen)

    @property
    def top(self) -> float:
        """The weight that fills a cell."""
        return self._scale.top

    def unit_of(self, index: int, part: int) -> int:
        """The position among all of the neuron that a part of plot ``index`` belongs to."""
        return self.plots[index].unit_of(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None:
            self.show_snapshot(*self._shown)

    def _lay_out(self, plots: Sequence[MatrixPlot], sizes: tuple[int, ...]) -> None:
        """Give every matrix its width, and all of them cells of one size."""
        rows, title, foot, least = (
            magnified(part, self) for part in (ROWS, TITLE, COLUMNS, TITLE_WIDTH)
        )
        key = (sizes, self.size(), rows)
        if key == self._laid_out:
            return
        self._laid_out = key
        columns = [count + 1 for count in sizes[:-1]]
        wide = self.width() - (rows + GAP) * len(columns) + GAP
        brief = wide < least * len(columns)
        least = least // 2 if brief else least
        tall, most = self.height() - title, magnified(LARGEST, self)
        cell = min(_fitting_cell(columns, wide, least), tall / max(sizes[1:]), most)
        named = min(cell, (tall - foot) / max(sizes[1:])) >= magnified(18, self)
        if named:
            tall -= foot
            cell = min(cell, tall / max(sizes[1:]))
        cell = max(1.0, math.floor(cell) if cell >= 2 else cell)
        for plot, count, height in zip(plots, columns, sizes[1:], strict=True):
            self.row.setAlignment(plot, Qt.AlignmentFlag.AlignTop)
            width = max(round(count * cell), least)
            room = math.ceil(height * cell)
            plot.setFixedSize(width + rows, room + title + (foot if named else 0))
            plot.left.setWidth(rows)
            plot.title.setHeight(title)
            plot.bottom.setHeight(foot)
            plot.plotItem.showAxis("bottom", named)
            plot.cell, plot.brief = cell, brief
            plot.set_range((0.0, width / cell), (0.0, room / cell))


def _fitting_cell(columns: list[int], wide: float, least: float) -> float:
    """The largest cell with which matrices of so many columns fit in ``wide`` pixels.

    Narrow ones take ``least`` pixels, the room of their titles, which leaves less for others.
    """
    by_title: list[int] = []
    while True:
        rest = [count for count in columns if count not in by_title]
        cell = (wide - least * (len(columns) - len(rest))) / max(1, sum(rest))
        narrow = [count for count in rest if count * cell < least]
        if not narrow or len(narrow) == len(rest):
            return cell
        by_title += narrow


def squares(shares: Vector, pixels: int) -> npt.NDArray[np.uint8]:
    """A Hinton diagram as an image of shape (rows × pixels, columns × pixels).

    ``shares`` in [-1, 1] of shape (rows, columns) give the squares' signed areas; the image holds 0
    for the ground, 1 for positive and 2 for negative.  One comparison per pixel for the whole
    matrix: ten thousand rectangles drawn one by one would take ten times as long.
    """
    rows, columns = shares.shape
    gap = 1 if pixels >= 5 else 0
    sides = np.sqrt(np.clip(np.abs(np.nan_to_num(shares)), 0.0, 1.0)) * (pixels - gap)
    offset = np.abs(np.arange(pixels) + 0.5 - pixels / 2) * 2
    across = offset[None, None, :] < np.maximum(sides, 1.5)[:, :, None]
    inside = across[:, None, :, :] & across.transpose(0, 2, 1)[:, :, :, None]
    kind = np.where(shares > 0, 1, np.where(shares < 0, 2, 0)).astype(np.uint8)
    image = np.where(inside, kind[:, None, :, None], np.uint8(0))
    return np.ascontiguousarray(image.reshape(rows * pixels, columns * pixels))
