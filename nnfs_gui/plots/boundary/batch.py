"""The marks on the points of the mini-batch whose step is walked through."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnfs_gui.theme import Theme

from .plane_item import PlaneItem

RADIUS = 7.0
"""Of the ring around a point, in pixels."""
_NOWHERE = np.empty((0, 2))


class BatchPoints(PlaneItem):
    """Strong rings around some points of the plane."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.places: npt.NDArray[np.float64] = _NOWHERE
        self.setZValue(15)
        self.setVisible(False)

    def show_places(self, places: npt.NDArray[np.float64] | None) -> None:
        """Ring these places, of shape (n, 2), or none."""
        self.places = _NOWHERE if places is None else places
        self.setVisible(places is not None)
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        transform = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pixels = [transform.map(QPointF(x, y)) for x, y in self.places.tolist()]
        for colour, width in ((self.theme.panel, 4.5), (self.theme.text, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            for at in pixels:
                painter.drawEllipse(at, RADIUS, RADIUS)
