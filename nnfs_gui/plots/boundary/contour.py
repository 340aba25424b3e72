"""Where a map crosses a level: marching squares, vectorised over the cells that are crossed.

Only cells whose corners lie on both sides are looked at, some hundreds of 10,000, so a 100 × 100
map takes a fraction of a millisecond.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from nnfs_gui.experiment.model import PLANE

from ..shared.lines import screen_pen

_LEAST = 1e-7
"""Probabilities nearer to 0 or 1 than this are not told apart."""
_OVERLAP = 0.25
"""Pixels by which segments overlap: joints neither gape nor stand out as dots."""

Segments = npt.NDArray[np.float64]
"""Shape (n, 4): x and y of both ends, in plane coordinates."""

# Corners of a cell: 0 bottom left, 1 bottom right, 2 top right, 3 top left.  Edge k runs from
# corner k to corner k + 1.  For each pattern of corners above the level: the edges that up to two
# segments join.  Patterns 16 and 17 are the saddles 5 and 10 with the middle above the level.
_CUT = {0: (3, 0), 1: (0, 1), 2: (1, 2), 3: (2, 3)}
_EDGES = np.full((18, 2, 2), -1)
for _corner, _pair in _CUT.items():
    _EDGES[1 << _corner, 0] = _pair
    _EDGES[15 - (1 << _corner), 0] = _pair
for _pattern, _pair in {3: (3, 1), 12: (3, 1), 6: (0, 2), 9: (0, 2)}.items():
    _EDGES[_pattern, 0] = _pair
_EDGES[5] = _EDGES[17] = (_CUT[0], _CUT[2])
_EDGES[10] = _EDGES[16] = (_CUT[1], _CUT[3])
_MOST = 1e30
"""Larger numbers are those of a run that diverges, and too large to reckon with."""
_CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
"""Column and row of each corner, from the cell's."""


def level_segments(
    values: npt.NDArray[np.float32], level: float, *, probability: bool = False
) -> Segments:
    """Where a map of shape (B, B) of the plane crosses ``level``.

    Probabilities are compared by their logits, which are nearly straight between two pixels where
    a steep sigmoid makes a step: the line does not follow the grid's stairs.
    """
    padded = _padded(values)
    above = padded > level
    cells = np.nonzero(_mixed(above))
    corners = _corner_values(padded, cells)
    if probability:
        corners, level = _logit(corners), float(_logit(np.array(level)))
    return _crossings(corners - level, cells, len(values))


def region_segments(scores: npt.NDArray[np.float32]) -> Segments:
    """The borders between the regions where each of C maps, shape (C, B, B), is the largest.

    The maps are probabilities, compared by their logarithms (see `level_segments`).
    """
    padded = np.stack([_padded(score) for score in scores])
    labels = padded.argmax(axis=0)
    cells = np.nonzero(_mixed(labels))
    corner_labels = np.sort(_corner_values(labels, cells), axis=1)
    kinds = 1 + (np.diff(corner_labels, axis=1) != 0).sum(axis=1)
    corner_scores = np.stack([_corner_values(layer, cells) for layer in padded])
    corner_scores = np.log(np.clip(corner_scores, _LEAST, None))
    found = []
    for number in np.unique(corner_labels):
        # A border between two classes is drawn once, for the smaller number.
        mine = (corner_labels[:, 0] == number) | (
            (kinds > 2) & (corner_labels == number).any(axis=1)
        )
        here = corner_scores[:, mine]
        others = np.delete(here, number, axis=0).max(axis=0)
        found.append(
            _crossings(here[number] - others, (cells[0][mine], cells[1][mine]), len(scores[0]))
        )
    return np.concatenate(found) if found else np.empty((0, 4))


def _padded(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The map continued to the edge of the plane, half a pixel beyond the outermost centres."""
    side = len(values)
    padded = np.empty((side + 2, side + 2), dtype=values.dtype)
    values = np.where(np.abs(values) > _MOST, np.float32(np.nan), values)
    padded[1:-1, 1:-1] = values
    near = min(2, side)  # the row next to the border; the border itself in a map of one pixel
    padded[0, 1:-1] = 1.5 * values[0] - 0.5 * values[near - 1]
    padded[-1, 1:-1] = 1.5 * values[-1] - 0.5 * values[-near]
    padded[:, 0] = 1.5 * padded[:, 1] - 0.5 * padded[:, near]
    padded[:, -1] = 1.5 * padded[:, -2] - 0.5 * padded[:, -1 - near]
    return padded


def _logit(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    clipped = np.clip(values.astype(np.float64), _LEAST, 1 - _LEAST)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _mixed(marks: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """The cells whose four corners are not all the same."""
    rows = marks[:, 1:] != marks[:, :-1]
    columns = marks[1:] != marks[:-1]
    mixed: npt.NDArray[np.bool_] = rows[1:] | rows[:-1] | columns[:, 1:] | columns[:, :-1]
    return mixed


def _corner_values(
    values: npt.NDArray[np.generic], cells: tuple[npt.NDArray[np.intp], ...]
) -> npt.NDArray[np.float64]:
    rows, columns = cells
    return np.stack([values[rows + down, columns + right] for right, down in _CORNERS], axis=1)


def _crossings(
    corners: npt.NDArray[np.float64], cells: tuple[npt.NDArray[np.intp], ...], side: int
) -> Segments:
    """Segments where the values at the corners of cells, shape (n, 4), change sign."""
    above = corners > 0
    pattern = above @ np.array([1, 2, 4, 8])
    middle_above = corners.sum(axis=1) > 0
    pattern = np.where((pattern == 5) & middle_above, 16, pattern)
    pattern = np.where((pattern == 10) & middle_above, 17, pattern)
    following = np.roll(corners, -1, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(corners / (corners - following), 0.0, 1.0)
    steps = np.roll(_CORNERS, -1, axis=0) - _CORNERS
    at = _CORNERS + share[:, :, None] * steps  # (n, 4 edges, 2), in cells
    ticks = _ticks(side)
    column, row = at[:, :, 0], at[:, :, 1]
    x = ticks[cells[1]][:, None] + column * np.diff(ticks)[cells[1]][:, None]
    y = ticks[cells[0]][:, None] + row * np.diff(ticks)[cells[0]][:, None]
    which, slot = np.nonzero(_EDGES[pattern][:, :, 0] >= 0)
    first, second = _EDGES[pattern[which], slot].T
    segments = np.stack([x[which, first], y[which, first], x[which, second], y[which, second]], 1)
    finite: Segments = segments[np.isfinite(segments).all(axis=1)]
    return finite


def _ticks(side: int) -> npt.NDArray[np.float64]:
    """Where the rows and columns of a padded map lie: at pixel centres and at the two edges."""
    centres = (np.arange(side) + 0.5) / side * 2 * PLANE - PLANE
    return np.concatenate([[-PLANE], centres, [PLANE]])


class ContourItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws segments as one line; disjoint segments stroke ten times faster than a long path."""

    def __init__(self) -> None:
        super().__init__()
        self._path: tuple[float, QPainterPath] | None = None
        self._colour, self._width = "#808080", 1.0
        self.segments: Segments = np.empty((0, 4))

    def set_pen(self, colour: str, width: float) -> None:
        """Draw in this colour; the width is in pixels."""
        self._colour, self._width = colour, width
        self.update()

    def set_segments(self, segments: Segments) -> None:
        """Show these segments instead."""
        self.segments = segments
        self._path = None
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(-PLANE, -PLANE, 2 * PLANE, 2 * PLANE)

    def paint(self, painter: QPainter, *_args: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = screen_pen(self._colour, self._width, painter)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        scale = abs(painter.worldTransform().m11())
        if self._path is None or self._path[0] != scale:
            self._path = (scale, _path_of(self.segments, _OVERLAP / scale))
        painter.drawPath(self._path[1])


def _path_of(segments: Segments, overlap: float) -> QPainterPath:
    """Separate strokes, each a little longer than its segment so that no gap shows between two."""
    if not len(segments):
        return QPainterPath()
    way = segments[:, 2:] - segments[:, :2]
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-12)
    more = way * (overlap / length)[:, None]
    first, last = segments[:, :2] - more, segments[:, 2:] + more
    x = np.stack([first[:, 0], last[:, 0]], axis=1).ravel()
    y = np.stack([first[:, 1], last[:, 1]], axis=1).ravel()
    path: QPainterPath = pg.arrayToQPath(x, y, connect="pairs")
    return path
