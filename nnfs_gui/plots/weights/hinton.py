"""`Hinton`: every layer's weights as a matrix of squares, by sign and size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import RunState, Snapshot, Vector
from nnfs_gui.widgets.numbers import format_number

from ..shared.pane import Pane, QuietScale, write
from ..shared.units import layer_name, source_names, units_of

TITLE, ROWS, COLUMNS = 18.0, 26.0, 16.0
"""Pixels for a matrix's title, its row labels and its column labels."""
GAP, TITLE_WIDTH = 26.0, 52.0
LARGEST = 30
"""Largest cell in pixels."""
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class _Matrix:
    """One layer's matrix on the screen."""

    layer: int
    left: float
    top: float
    rows: int
    columns: int  # with the bias
    first: int  # position of its first neuron among all

    def box(self, cell: float) -> QRectF:
        return QRectF(self.left, self.top, self.columns * cell, self.rows * cell)


class Hinton(Pane):
    """A Hinton diagram: one row per neuron, one column per input, the bias last.

    The area of a square is the weight's size, its colour the sign.
    Signals: ``unit_clicked(str)``, the id of a neuron whose row was clicked.
    """

    unit_clicked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "hinton", "All weights as squares, by sign and size")
        self._snapshot: Snapshot | None = None
        self._chosen: str | None = None
        self._matrices: tuple[_Matrix, ...] = ()
        self._cell = 1.0
        self._scale = QuietScale()

    def show_snapshot(self, snapshot: Snapshot, chosen: str | None) -> None:
        """Draw the snapshot's weights and frame the row of neuron ``chosen``."""
        self._snapshot, self._chosen = snapshot, chosen
        finite = snapshot.parameters[np.isfinite(snapshot.parameters)]
        self._scale.follow(
            float(np.abs(finite).max(initial=0.0)), snapshot.state is RunState.RUNNING
        )
        self.update()

    def cell_box(self, layer: int, row: int, column: int) -> QRectF:
        """Where a weight of layer 1 … is drawn."""
        matrix, cell = self._matrices[layer - 1], self._cell
        return QRectF(matrix.left + column * cell, matrix.top + row * cell, cell, cell)

    # --- geometry ----------------------------------------------------------------------------

    def _lay_out(self, sizes: tuple[int, ...]) -> None:
        """Give every layer its place, all in cells of one size."""
        layers = range(1, len(sizes))
        rows, tall = max(sizes[1:]), self.high - TITLE
        cell = self._fitting_cell([sizes[layer - 1] + 1 for layer in layers])
        cell = min(cell, (tall - COLUMNS) / rows) if (tall - COLUMNS) / rows >= 18 else cell
        cell = min(cell, tall / rows, LARGEST)
        self._cell = max(1.0, np.floor(cell) if cell >= 2 else cell)
        left, first, matrices = ROWS, 0, []
        for layer in layers:
            width = sizes[layer - 1] + 1
            matrices.append(_Matrix(layer, left, TITLE, sizes[layer], width, first))
            left += max(width * self._cell, TITLE_WIDTH) + GAP + ROWS
            first += sizes[layer]
        self._matrices = tuple(matrices)

    def _fitting_cell(self, columns: list[int]) -> float:
        """The largest cell with which matrices of so many columns, and their titles, fit beside
        each other."""
        wide = self.wide - (ROWS + GAP) * len(columns) + GAP
        by_title: list[int] = []
        while True:  # narrow matrices take the room of their titles, which leaves less for others
            rest = [count for count in columns if count not in by_title]
            left = wide - TITLE_WIDTH * (len(columns) - len(rest))
            cell = left / max(1, sum(rest))
            narrow = [count for count in rest if count * cell < TITLE_WIDTH]
            if not narrow or len(narrow) == len(rest):
                return cell
            by_title += narrow

    def _at(self, x: float, y: float) -> tuple[_Matrix, int, int] | None:
        for matrix in self._matrices:
            if matrix.box(self._cell).adjusted(-ROWS, 0, 0, 0).contains(x, y):
                row = int((y - matrix.top) / self._cell)
                return matrix, row, int((x - matrix.left) // self._cell)
        return None

    # --- painting ----------------------------------------------------------------------------

    def _paint_matrix(self, painter: QPainter, matrix: _Matrix, block: Vector) -> None:
        ratio = self.devicePixelRatioF() * self.factor
        pixels = max(1, round(self._cell * ratio))
        image = squares(block / self._scale.top, pixels, self._colours())
        height, width = image.shape
        picture = QImage(image.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        painter.drawImage(matrix.box(self._cell), picture)

    def _colours(self) -> npt.NDArray[np.uint32]:
        theme = self.theme
        ground = theme.blend(theme.panel, theme.raised, 0.75)
        return np.array([QColor(name).rgb() for name in (ground, theme.pos, theme.neg)], np.uint32)

    def _paint_words(self, painter: QPainter, matrix: _Matrix, snapshot: Snapshot) -> None:
        theme, cell = self.theme, self._cell
        units = units_of(snapshot)
        title = layer_name(snapshot.experiment, matrix.layer)
        write(painter, QRectF(matrix.left, 0, 90, 15), title, theme.dim)
        every = max(1, int(np.ceil(12 / cell)))
        for row in range(0, matrix.rows, every):
            label = units.labels[matrix.first + row]
            box = QRectF(matrix.left - ROWS - 6, matrix.top + (row + 0.5) * cell - 8, ROWS + 2, 16)
            write(painter, box, label, theme.dim, align=_RIGHT)
        if cell >= 18 and matrix.top + matrix.rows * cell + 15 <= self.high:
            sources = (*source_names(snapshot.experiment, matrix.layer), "b")
            for column, source in enumerate(sources):
                x = matrix.left + (column + 0.5) * cell
                box = QRectF(x - 30, matrix.top + matrix.rows * cell + 1, 60, 14)
                if cell >= 26 or len(source) <= 3:
                    write(painter, box, source, theme.dim, align=_CENTRE)

    def _paint_chosen(self, painter: QPainter, matrix: _Matrix, row: int) -> None:
        box = matrix.box(self._cell)
        frame = QRectF(box.left(), box.top() + row * self._cell, box.width(), self._cell)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(-2, -1, 2, 1), 3, 3)

    def tip(self, x: float, y: float) -> str:
        """What the tooltip at a place says."""
        found = self._at(x, y)
        if found is None or self._snapshot is None:
            return ""
        matrix, row, column = found
        name = units_of(self._snapshot).names[matrix.first + row]
        if column < 0:
            return name
        sources = (*source_names(self._snapshot.experiment, matrix.layer), "b")
        what = "bias" if column == matrix.columns - 1 else f"weight from {sources[column]}"
        value = self._snapshot.block(matrix.layer)[row, column]
        return f"{name}: {what} {format_number(value)}"

    # --- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self._lay_out(snapshot.sizes)
        painter = self.painter()
        for matrix in self._matrices:
            self._paint_matrix(painter, matrix, snapshot.block(matrix.layer))
            self._paint_words(painter, matrix, snapshot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        index = units_of(snapshot).index(self._chosen) if self._chosen else None
        for matrix in self._matrices:
            if index is not None and 0 <= index - matrix.first < matrix.rows:
                self._paint_chosen(painter, matrix, index - matrix.first)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.at(event)
        found = self._at(place.x(), place.y())
        if found is not None and self._snapshot is not None:
            self.unit_clicked.emit(units_of(self._snapshot).ids[found[0].first + found[1]])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(
                event.globalPos(), self.tip(self.at(event).x(), self.at(event).y()), self
            )
            return True
        return super().event(event)


def squares(shares: Vector, pixels: int, colours: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A Hinton diagram as an image of shape (rows × pixels, columns × pixels), RGB32.

    ``shares`` in [-1, 1] of shape (rows, columns) give the squares' signed areas; ``colours`` are
    the ground, positive and negative.  One comparison per pixel for the whole matrix: ten thousand
    rectangles drawn one by one would take ten times as long.
    """
    rows, columns = shares.shape
    gap = 1 if pixels >= 5 else 0
    sides = np.sqrt(np.clip(np.abs(np.nan_to_num(shares)), 0.0, 1.0)) * (pixels - gap)
    offset = np.abs(np.arange(pixels) + 0.5 - pixels / 2) * 2
    across = offset[None, None, :] < np.maximum(sides, 1.0)[:, :, None]
    inside = across[:, None, :, :] & across.transpose(0, 2, 1)[:, :, :, None]
    kind = np.where(shares > 0, 1, np.where(shares < 0, 2, 0)).astype(np.uint8)
    index = np.where(inside, kind[:, None, :, None], np.uint8(0))
    image = colours[index.reshape(rows * pixels, columns * pixels)]
    return np.ascontiguousarray(image)
