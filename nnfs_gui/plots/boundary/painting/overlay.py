"""What painting draws over the plane: the brush's circle, the rubber band, the picked points."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnfs_gui.theme import Theme

from ...shared.lines import screen_pen
from ..plane_item import PlaneItem
from .tools import Place


class PaintOverlay(PlaneItem):
    """Drawn above the points; empty unless painting."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._circle: tuple[Place, float] | None = None
        self.band: tuple[Place, Place] | None = None
        self.picked: npt.NDArray[np.float64] = np.empty((0, 2))
        self._point_radius = 4.0

    def show_circle(self, at: Place | None, radius: float) -> None:
        """Show the reach of brush or eraser; None hides it."""
        self._circle = None if at is None else (at, radius)
        self.update()

    def show_selection(
        self,
        picked: npt.NDArray[np.float64],
        band: tuple[Place, Place] | None,
        point_radius: float,
    ) -> None:
        """Show the picked places, shape (n, 2), and the rubber band."""
        self.picked, self.band, self._point_radius = picked, band, point_radius
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(self.theme.accent)
        if self.band is not None:
            (x, y), (right, up) = self.band
            wash = QColor(accent)
            wash.setAlpha(40)
            painter.setPen(screen_pen(self.theme.accent, 1.0, painter))
            painter.setBrush(wash)
            painter.drawRect(QRectF(QPointF(x, y), QPointF(right, up)).normalized())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._circle is not None:
            (x, y), radius = self._circle
            painter.setPen(screen_pen(self.theme.text, 1.2, painter))
            painter.drawEllipse(QPointF(x, y), radius, radius)
        self._paint_picked(painter, accent)

    def _paint_picked(self, painter: QPainter, accent: QColor) -> None:
        if not len(self.picked):
            return
        transform = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        radius = self._point_radius + 2.5
        places = [transform.map(QPointF(x, y)) for x, y in self.picked.tolist()]
        for colour, width in ((QColor(self.theme.panel), 4.0), (accent, 2.0)):
            painter.setPen(QPen(colour, width))
            for place in places:
                painter.drawEllipse(place, radius, radius)
        painter.restore()
