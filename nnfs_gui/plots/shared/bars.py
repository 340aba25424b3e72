"""`Bars`: a pyqtgraph item of bars whose widths and round corners are in pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from .pixel_item import PixelItem

Vector = npt.NDArray[np.float64]
Kinds = npt.NDArray[np.intp]
_FEW, _ROUND = 4, 8.0
"""Most colours that are worth a path each; least pixels of a bar with round corners."""
_FRAME = np.array([1, 1, 1, 1, 0], np.int32)
FAR = 1e4
"""Pixels beyond any screen, where bars that are not finite end."""


class Bars(PixelItem):
    """Bars from ``low`` to ``high`` at ``at``, each in the colour of its kind.

    A bar takes ``share`` of the ``pitch`` from one to the next, at most ``widest`` pixels, and has
    corners of ``radius`` pixels where it is large enough; ``outlined`` bars are not filled, and
    ``touching`` ones leave no gap where there is little room.
    """

    def __init__(
        self,
        *,
        widest: float = 44.0,
        share: float = 0.74,
        radius: float = 0.0,
        outlined: bool = False,
        touching: bool = False,
        upright: bool = True,
    ) -> None:
        super().__init__()
        self._widest, self._share, self._radius = widest, share, radius
        self._outlined, self._touching, self._upright = outlined, touching, upright
        self._colours: tuple[str, ...] = ("#808080",)
        self.pitch = 1.0
        self.at: Vector = np.zeros(0)
        self.low: Vector = np.zeros(0)
        self.high: Vector = np.zeros(0)
        self.kinds: Kinds = np.zeros(0, np.intp)

    @property
    def colours(self) -> list[str]:
        """The colour of every bar."""
        return [self._colours[kind] for kind in self.kinds]

    def set_colours(self, *colours: str) -> None:
        """Draw bars of kind 0, 1 … in these colours."""
        if colours != self._colours:
            self._colours = colours
            self.update()

    def set_bars(
        self, at: Vector, low: Vector, high: Vector, kinds: Kinds | None = None, pitch: float = 1.0
    ) -> None:
        """Draw these bars, of kind 0 unless ``kinds`` says otherwise."""
        self.at, self.low, self.high, self.pitch = at, low, high, pitch
        self.kinds = np.zeros(len(at), np.intp) if kinds is None else kinds
        self.update()

    def boxes(self, place: QTransform) -> npt.NDArray[np.float64]:
        """Left, top, width and height in pixels of every bar, ``place`` mapping to pixels."""
        across, along = ((place.m11(), place.dx()), (place.m22(), place.dy()))
        if not self._upright:
            across, along = along, across
        pitch = abs(across[0]) * self.pitch
        thick = min(self.factor * self._widest, self._share * pitch)
        if pitch <= 6:
            thick = pitch if self._touching and pitch < 4 else max(1.0, pitch - 1.0)
        start = self.at * across[0] + (across[1] - thick / 2)
        ends = np.empty((2, len(start)))
        ends[0], ends[1] = self.low, self.high
        ends *= along[0]
        ends += along[1]
        ends = np.fmin(np.fmax(ends, -FAR), FAR)  # one that is not a number ends at the top
        boxes = np.empty((len(start), 4))
        place_of, first, length = (0, 1, 3) if self._upright else (1, 0, 2)
        boxes[:, place_of], boxes[:, place_of + 2] = start, thick
        boxes[:, first] = ends.min(axis=0)
        boxes[:, length] = np.abs(ends[1] - ends[0])
        return boxes

    # --- Qt ----------------------------------------------------------------------------------

    def paint(self, painter: QPainter, *_args: object) -> None:
        place = painter.worldTransform()
        boxes = self.boxes(place)
        painter.setWorldTransform(QTransform())  # widths and corners are in pixels
        rounded = (
            self._radius and len(boxes) and boxes[:, 2 if self._upright else 3].max() >= _ROUND
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(rounded or self._outlined))
        kinds = np.flatnonzero(np.bincount(self.kinds)).tolist()
        if len(kinds) > _FEW and not self._outlined:
            for kind, box in zip(self.kinds.tolist(), boxes.tolist(), strict=True):
                painter.fillRect(QRectF(*box), QColor(self._colours[kind]))
            kinds = []
        for kind in kinds:
            colour, chosen = QColor(self._colours[kind]), boxes[self.kinds == kind]
            if rounded:
                self._paint_round(painter, colour, chosen)
            elif self._outlined:
                self._paint_frames(painter, colour, chosen)
            else:
                self._paint_plain(painter, colour, chosen)
        painter.setWorldTransform(place)

    def _paint_plain(self, painter: QPainter, colour: QColor, boxes: Vector) -> None:
        """All bars as one path of thick strokes, which is what Qt fills fastest."""
        x, y, wide, tall = boxes.T
        thick, middle = (wide, x + wide / 2) if self._upright else (tall, y + tall / 2)
        ends = (y, y + tall) if self._upright else (x, x + wide)
        across, along = np.repeat(middle, 2), np.stack(ends, axis=1).ravel()
        pen = QPen(colour, float(thick[0]), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        places = (across, along) if self._upright else (along, across)
        painter.drawPath(arrayToQPath(*places, connect="pairs"))

    def _paint_frames(self, painter: QPainter, colour: QColor, boxes: Vector) -> None:
        x, y, wide, tall = boxes.T
        across = np.stack([x, x, x + wide, x + wide, x], axis=1).ravel()
        along = np.stack([y + tall, y, y, y + tall, y + tall], axis=1).ravel()
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrayToQPath(across, along, connect=np.tile(_FRAME, len(boxes))))

    def _paint_round(self, painter: QPainter, colour: QColor, boxes: Vector) -> None:
        path = QPainterPath()
        for left, top, wide, tall in boxes.tolist():
            _add_bar(path, QRectF(left, top, wide, tall), self._radius)
        painter.setPen(QPen(colour, 1.0) if self._outlined else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._outlined else colour)
        painter.drawPath(path)


def _add_bar(path: QPainterPath, box: QRectF, radius: float) -> None:
    """Add a bar of at least half a pixel, with round corners if there is room for them."""
    if box.height() < 0.5:
        box.setTop(box.bottom() - 0.5)
    radius = min(radius, box.width() / 4 if box.width() > 6 else 0.0)
    if radius and box.height() >= 2 * radius:
        path.addRoundedRect(box, radius, radius)
    else:
        path.addRect(box)


def colour_table(names: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Colours 0, 1 … of an `ImageItem` of bytes, as a lookup table of shape (256, 3)."""
    table = np.zeros((256, 3), np.uint8)
    table[: len(names)] = [[int(name[at : at + 2], 16) for at in (1, 3, 5)] for name in names]
    return table
