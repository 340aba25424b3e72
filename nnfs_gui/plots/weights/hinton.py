"""`HintonPlot`: the weights of all layers as Hinton diagrams."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from nnfs_gui.experiment.names import layer_name
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot, Vector
from nnfs_gui.widgets.magnify import FACTOR, magnified

from ..shared.bars import Bars, colour_table
from ..shared.strip_axes import NameAxis
from ..shared.units import Units, source_names, units_of
from .weight_plot import WeightPlot

TITLE, ROWS, COLUMNS = 18, 34, 17
"""Pixels for a matrix's title, its row labels and its column labels."""
GAP, EDGE, TITLE_WIDTH, LARGEST = 18, 4, 52, 30
"""Pixels between matrices, left of nameless ones, the least width of one, and the largest cell."""
BETWEEN = 3
"""In the picture the ground between matrices; 0 is that of a matrix, 1 positive, 2 negative."""


@dataclass(frozen=True)
class Matrix:
    """Where a layer's weights stand: one row per neuron, one column per input, the bias last."""

    first: int
    """Position of its first neuron among all."""
    rows: int
    columns: int
    start: int
    """Its first column among those of all matrices."""
    left: float
    """In pixels."""


class HintonPlot(WeightPlot):
    """Every layer's matrix side by side, all in cells of one size and in one picture.

    The area of a square is the weight's size, its colour the sign.
    """

    MARGINS = (0, 0, 0, 0)

    def __init__(self, theme: Theme) -> None:
        self.image = pg.ImageItem(axisOrder="row-major")
        self.frame = Bars(widest=LARGEST * 2, share=1.0, radius=3.0, outlined=True, upright=False)
        self.rows, self.columns = list[NameAxis](), list[NameAxis]()
        self.titles = NameAxis("top", everything=True, starts=True)
        self.matrices: tuple[Matrix, ...] = ()
        self.cell, self._side, self._room = 1.0, 1, ROWS
        self._index: npt.NDArray[np.intp] = np.zeros((0, 0), np.intp)
        self._chosen = 0
        self._named = False
        self._laid_out: tuple[object, ...] = ()
        super().__init__(
            theme,
            "hinton",
            "All weights as squares, by sign and size",
            top=self.titles,
        )
        for side in ("left", "bottom"):
            self.plotItem.hideAxis(side)
        self.plotItem.vb.invertY(True)
        for item in (self.image, self.frame):
            self.addItem(item, ignoreBounds=True)
        self.plotItem.vb.sigResized.connect(self._draw_again)
        self.plotItem.vb.sigTransformChanged.connect(self._place_names)

    @property
    def top(self) -> float:
        """The weight that fills a cell."""
        return self.scale_top.top

    def show_weights(self, snapshot: Snapshot, chosen: int) -> None:
        """Draw the snapshot's weights and frame the row of neuron ``chosen``."""
        self.snapshot, self._chosen = snapshot, chosen
        self._lay_out(snapshot)
        box = self.plotItem.vb.size()
        self.set_range((0.0, max(1.0, box.width())), (0.0, max(1.0, box.height())))
        picture, scale = self._picture(snapshot), self.cell / self._side
        self.image.setImage(picture, autoLevels=False)
        self.image.setRect(0.0, 0.0, picture.shape[1] * scale, picture.shape[0] * scale)
        matrix = next(m for m in self.matrices[::-1] if m.first <= chosen)
        self.frame.set_bars(
            np.array([(chosen - matrix.first + 0.5) * self.cell]),
            np.array([matrix.left]),
            np.array([matrix.left + matrix.columns * self.cell]),
            pitch=self.cell,
        )

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._theme = theme
        ground = theme.blend(theme.panel, theme.raised, 0.75)
        self.image.setLookupTable(colour_table((ground, theme.pos, theme.neg, theme.panel)))
        self.frame.set_colours(theme.accent)
        for axis in (*self.rows, *self.columns):
            axis.show_theme(theme)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        for axis in (*self.rows, *self.columns):
            axis.magnify(factor)
        self.titles.setHeight(round(TITLE * factor))

    def part_at(self, x: float, y: float) -> int | None:
        """The weight at a place; left of a matrix the first of the row."""
        before = [m for m in self.matrices if m.left - self._room <= x]
        if not before:
            return None
        matrix, row = before[-1], math.floor(y / self.cell)
        column = max(0, math.floor((x - matrix.left) / self.cell))
        if not (column < matrix.columns and 0 <= row < matrix.rows):
            return None
        return int(self._index[row, matrix.start + column])

    # --- inside ------------------------------------------------------------------------------

    def _draw_again(self) -> None:
        if self.snapshot is not None:
            self.show_weights(self.snapshot, self._chosen)

    def _picture(self, snapshot: Snapshot) -> npt.NDArray[np.uint8]:
        """All matrices as one image; between them it holds `BETWEEN`."""
        top, side = self.follow(snapshot.parameters, snapshot), self._side
        values = np.append(snapshot.parameters, 0.0)[self._index]
        cells = squares(values / top, side)
        lefts = [round(matrix.left * side / self.cell) for matrix in self.matrices]
        width = lefts[-1] + self.matrices[-1].columns * side
        picture = np.full((len(cells), width), BETWEEN, np.uint8)
        for left, m in zip(lefts, self.matrices, strict=True):
            part = cells[: m.rows * side, m.start * side : (m.start + m.columns) * side]
            picture[: m.rows * side, left : left + m.columns * side] = part
        return picture

    def _lay_out(self, snapshot: Snapshot) -> None:
        """Give every matrix its place and its names, and all of them cells of one size."""
        units, names = units_of(snapshot), magnified(ROWS, self)
        key = (units, self.size(), names, self.devicePixelRatioF())
        if key == self._laid_out:
            return
        self._laid_out = key
        counts, heights = [count + 1 for count in snapshot.sizes[:-1]], snapshot.sizes[1:]
        least = magnified(TITLE_WIDTH, self)
        wide = self.width() - (names + GAP) * len(counts) + GAP
        brief = wide < least * len(counts)
        least = least // 2 if brief else least
        self._room = names if wide >= least * len(counts) else EDGE
        gap = GAP if self._room == names else GAP // 2
        wide = self.width() - (self._room + gap) * len(counts) + gap
        self._named = self._fit_cell(counts, max(heights), wide, least)
        self._side = max(1, round(self.cell * self.devicePixelRatioF()))
        room = self._room
        widths = np.array([max(round(count * self.cell), least) + room + gap for count in counts])
        scale = self.cell / self._side  # the picture's pixels are where a matrix can begin
        lefts = np.round((room + np.cumsum(widths) - widths) / scale) * scale
        firsts, starts = (np.cumsum(sizes) - sizes for sizes in (heights, counts))
        self.matrices = tuple(
            map(Matrix, firsts.tolist(), heights, counts, starts.tolist(), lefts.tolist())
        )
        self._index = np.full((max(heights), sum(counts)), -1)
        for m in self.matrices:
            of_layer = np.arange(m.rows * m.columns).reshape(m.rows, m.columns)
            self._index[: m.rows, m.start : m.start + m.columns] = of_layer + units.start[m.first]
        self._name(snapshot, units, brief)

    def _fit_cell(self, counts: list[int], rows: int, wide: float, least: float) -> bool:
        """Find the size of all cells, and whether there is room for names below the columns."""
        foot = magnified(COLUMNS, self)
        tall, most = self.height() - magnified(TITLE, self), magnified(LARGEST, self)
        cell = min(_fitting_cell(counts, wide, least), tall / rows, most)
        named = bool(min(cell, (tall - foot) / rows) >= magnified(18, self))
        if named:
            cell = min(cell, (tall - foot) / rows)
        self.cell = max(1.0, math.floor(cell) if cell >= 2 else cell)
        return named

    def _name(self, snapshot: Snapshot, units: Units, brief: bool) -> None:
        """Name layers above, neurons beside and inputs below their matrices."""
        for axes, orientation in ((self.rows, "left"), (self.columns, "bottom")):
            while len(axes) < len(self.matrices):
                axes.append(self._new_axis(orientation))
        titles = []
        for layer, m in enumerate(self.matrices, start=1):
            middles = self.cell * (np.arange(max(m.rows, m.columns)) + 0.5)
            labels = units.labels[m.first : m.first + m.rows]
            self.rows[layer - 1].set_names(labels, middles[: m.rows])
            sources = (*source_names(snapshot.experiment, layer), "b")
            self.columns[layer - 1].set_names(sources, m.left + middles[: m.columns])
            title = layer_name(snapshot.experiment, layer)
            titles.append(title.replace("Hidden ", "H") if brief else title)
        self.titles.set_names(titles, [m.left for m in self.matrices])
        self._place_names()

    def _new_axis(self, orientation: str) -> NameAxis:
        axis = NameAxis(orientation)
        axis.setParentItem(self.plotItem)
        axis.show_theme(self._theme)
        axis.magnify(float(self.property(FACTOR) or 1.0))
        return axis

    def _place_names(self) -> None:
        """Keep the names left of and below their matrices, also where a person zooms."""
        box, foot = self.plotItem.vb.geometry(), magnified(COLUMNS, self)
        (left, right), (top, bottom) = self.plotItem.vb.viewRange()
        for axis in (*self.rows[len(self.matrices) :], *self.columns[len(self.matrices) :]):
            axis.hide()
        for rows, columns, m in zip(self.rows, self.columns, self.matrices, strict=False):
            end = m.rows * self.cell
            rows.setVisible(self._room > EDGE and left < m.left < right)
            columns.setVisible(self._named and top < end <= bottom)
            x = box.left() + (m.left - left) / (right - left) * box.width()
            y = box.top() + (end - top) / (bottom - top) * box.height()
            rows.setRange(bottom, top)
            rows.setWidth(self._room)
            rows.setGeometry(QRectF(x - self._room, box.top(), self._room, box.height()))
            columns.setRange(left, right)
            columns.setHeight(foot)
            columns.setGeometry(QRectF(box.left(), y, box.width(), foot))


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
