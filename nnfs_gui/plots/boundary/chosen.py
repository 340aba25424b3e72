"""The mark on the data point whose computation is shown."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.theme import Theme

RADIUS, ARM = 9.0, 6.0
"""Of the ring around the point, and of the lines that lead to it; pixels."""


class ChosenPoint(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """A ring with four lines pointing at it, unlike the plain rings of misclassified points."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._place: tuple[float, float] | None = None
        self.setZValue(20)
        self.setVisible(False)

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the mark stands on the plane; None if there is none."""
        return self._place

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.update()

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Mark that place of the plane, or nothing."""
        if place != self._place:
            self._place = place
            self.setVisible(place is not None)
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(-PLANE, -PLANE, 2 * PLANE, 2 * PLANE)

    def paint(self, painter: QPainter, *_args: object) -> None:
        if self._place is None:
            return
        at = painter.worldTransform().map(QPointF(*self._place))
        painter.save()
        painter.setTransform(QTransform.fromTranslate(at.x(), at.y()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self._theme.panel, 5.0), (self._theme.text, 2.0)):
            painter.setPen(
                QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            painter.drawEllipse(QPointF(), RADIUS, RADIUS)
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                start, end = RADIUS, RADIUS + ARM
                painter.drawLine(QLineF(start * x, start * y, end * x, end * y))
        painter.restore()
