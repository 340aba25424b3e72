"""Where a map crosses a level, found by contourpy, and how that is drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from contourpy import LineType, contour_generator
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.experiment.plane import pixel_centres
from nnfs_gui.theme import Theme

from ..shared.lines import screen_pen
from .plane_item import PlaneItem

_LEAST = 1e-7
"""Probabilities nearer to 0 or 1 than this are not told apart."""
_WIDTH = 1.25
_OVERLAP = 0.25
"""Pixels by which segments overlap: joints neither gape nor stand out as dots."""

Vector = npt.NDArray[np.float64]
Segments = Vector
"""Shape (n, 4): x and y of both ends."""


def contour_segments(x: Vector, y: Vector, heights: Vector, level: float) -> Segments:
    """Where ``heights`` of shape (n_y, n_x) cross ``level``; there is no line beside a NaN."""
    generator = contour_generator(x, y, heights, line_type=LineType.ChunkCombinedOffset)
    chunks: Any = generator.lines(level)  # what it returns depends on the line type
    (points,), (offsets,) = chunks
    if points is None:
        return np.empty((0, 4))
    pairs = np.concatenate([points[:-1], points[1:]], axis=1)
    return np.delete(pairs, offsets[1:-1].astype(np.intp) - 1, axis=0)


def level_segments(
    values: npt.NDArray[np.float32], level: float, *, probability: bool = False
) -> Segments:
    """Where a map of shape (B, B) of the plane crosses ``level``.

    Probabilities are compared by their logits, which are nearly straight between two pixels where
    a steep sigmoid makes a step: the line does not follow the grid's stairs.
    """
    if probability:
        values, level = _logit(values), float(_logit(np.array(level)))
    return contour_segments(*_grid(len(values)), _padded(values), level)


def region_segments(scores: npt.NDArray[np.float32]) -> Segments:
    """The borders between the regions where each of C maps, shape (C, B, B), is the largest.

    The maps are probabilities, compared by their logarithms (see `level_segments`).
    """
    padded = _padded(np.log(np.maximum(scores, _LEAST)))
    grid, labels = _grid(scores.shape[-1]), padded.argmax(axis=0)
    second, best = np.partition(padded, -2, axis=0)[-2:]
    found = [np.empty((0, 4))]
    for number in np.unique(labels):
        margin = padded[number] - np.where(labels == number, second, best)
        segments = contour_segments(*grid, margin, 0.0)
        # A border between two classes is drawn once, for the smaller number.
        column, row = np.searchsorted(grid[0][0], (segments[:, :2] + segments[:, 2:]).T / 2) - 1
        around = [labels[row + up, column + right] for up in (0, 1) for right in (0, 1)]
        corners = np.sort(around, axis=0)
        several = (np.diff(corners, axis=0) != 0).sum(axis=0) > 1
        found.append(segments[several | (corners[0] == number)])
    return np.concatenate(found)


def _padded(maps: npt.NDArray[np.floating]) -> Vector:
    """Maps continued to the edge of the plane, half a pixel beyond the outermost centres."""
    *count, side, _ = maps.shape
    padded = np.empty((*count, side + 2, side + 2))
    padded[..., 1:-1, 1:-1] = np.where(np.isfinite(maps), maps, np.nan)
    near, far = min(2, side), -1 - min(2, side)  # the same again in a map of one pixel
    inner = padded[..., 1:-1]
    inner[..., 0, :] = 1.5 * inner[..., 1, :] - 0.5 * inner[..., near, :]
    inner[..., -1, :] = 1.5 * inner[..., -2, :] - 0.5 * inner[..., far, :]
    padded[..., 0] = 1.5 * padded[..., 1] - 0.5 * padded[..., near]
    padded[..., -1] = 1.5 * padded[..., -2] - 0.5 * padded[..., far]
    return padded


def _logit(values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    clipped = np.clip(values, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(clipped / (1 - clipped)))


@lru_cache(maxsize=8)
def _grid(side: int) -> tuple[Vector, Vector]:
    """x and y of a padded map's values: pixel centres, and the plane's edges."""
    ticks = np.concatenate([[-PLANE], pixel_centres(side), [PLANE]])
    x, y = np.meshgrid(ticks, ticks)
    return x, y


class ContourItem(PlaneItem):
    """Draws segments as one line; disjoint segments stroke ten times faster than a long path."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._path: tuple[float, QPainterPath] | None = None
        self.segments: Segments = np.empty((0, 4))

    def set_segments(self, segments: Segments) -> None:
        """Show these segments instead."""
        self.segments = segments
        self._path = None
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = screen_pen(self.theme.text, _WIDTH, painter)
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
