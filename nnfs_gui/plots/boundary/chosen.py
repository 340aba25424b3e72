"""The mark on the data point whose computation is shown."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from nnfs_gui.theme import Theme

from .plane_item import PlaneItem

RADIUS, ARM = 9.0, 6.0
"""Of the ring around the point, and of the lines that lead to it; pixels."""


class ChosenPoint(PlaneItem):
    """A ring with four lines pointing at it, unlike the plain rings of misclassified points."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.place: tuple[float, float] | None = None
        self.setZValue(20)
        self.setVisible(False)

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Mark that place of the plane, or nothing."""
        if place != self.place:
            self.place = place
            self.setVisible(place is not None)
            self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        if self.place is None:
            return
        at = painter.worldTransform().map(QPointF(*self.place))
        painter.setTransform(QTransform.fromTranslate(at.x(), at.y()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        far = RADIUS + ARM
        for colour, width in ((self.theme.panel, 5.0), (self.theme.text, 2.0)):
            painter.setPen(
                QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            painter.drawEllipse(QPointF(), RADIUS, RADIUS)
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QLineF(RADIUS * x, RADIUS * y, far * x, far * y))
