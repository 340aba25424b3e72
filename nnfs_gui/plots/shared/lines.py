"""Curves whose width is in logical pixels, also on a dense screen and in a saved picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnfs_gui.theme import Theme

from .pixel_item import PixelItem

_PIECE = 16
"""Qt strokes a long antialiased path several times slower than its pieces of some points."""

Vector = npt.NDArray[np.float64]


def screen_pen(colour: str, width: float, painter: QPainter) -> QPen:
    """A cosmetic pen; Qt counts its width in physical pixels, so it grows with their density."""
    pen = QPen(QColor(colour), width * painter.device().devicePixelRatio())
    pen.setCosmetic(True)
    return pen


class Line(PixelItem):
    """A curve in the colour of one of the theme's roles, with gaps where there is no number."""

    def __init__(self, role: str, width: float = 1.6) -> None:
        super().__init__()
        self._role, self._width = role, width
        self._colour = "#808080"
        self._dashed = False
        self._pieces: list[QPolygonF] = []
        self.x: Vector = np.empty(0)
        self.y: Vector = np.empty(0)

    def show_theme(self, theme: Theme) -> None:
        """Take the colour of this line's role."""
        self._colour = getattr(theme, self._role)
        self.update()

    def set_look(self, role: str, theme: Theme, *, dashed: bool = False) -> None:
        """Draw in the colour of another role, solid or dashed."""
        self._role, self._dashed = role, dashed
        self.show_theme(theme)

    def set_data(self, x: Vector, y: Vector) -> None:
        """Draw through these places; NaN leaves a gap."""
        self.x, self.y = x, y
        known = np.isfinite(x) & np.isfinite(y)
        self._pieces = [
            pg.functions.arrayToQPolygonF(x[first:last], y[first:last])
            for first, last in _pieces(known)
        ]
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = screen_pen(self._colour, self._width * self.factor, painter)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if self._dashed:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        for piece in self._pieces:
            painter.drawPolyline(piece)


def _pieces(known: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Ranges of at most `_PIECE` steps within each run of known values, sharing their ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    found: list[tuple[int, int]] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        starts = range(first, max(first + 1, last - 1), _PIECE)
        found.extend((start, min(start + _PIECE + 1, last)) for start in starts)
    return found
