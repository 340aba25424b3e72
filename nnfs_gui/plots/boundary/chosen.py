"""The mark on the data point whose computation is shown."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from nnfs_gui.theme import BODY, Theme, font

from .plane_item import PlaneItem

RADIUS, ARM = 9.0, 6.0
"""Of the ring around the point, and of the lines that lead to it; pixels."""


class ChosenPoint(PlaneItem):
    """A ring with four lines pointing at it, unlike the plain rings of misclassified points."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.place: tuple[float, float] | None = None
        self.number = 0
        self.setZValue(20)
        self.setVisible(False)

    def show_place(self, place: tuple[float, float] | None, number: int = 0) -> None:
        """Mark that place of the plane, or nothing; ``number`` stands beside it, unless it is 0."""
        if (place, number) != (self.place, self.number):
            self.place, self.number = place, number
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
        if self.number:
            self._paint_number(painter)

    def _paint_number(self, painter: QPainter) -> None:
        """Write the number beside the ring, towards the middle of the plane."""
        assert self.place is not None
        words = QPainterPath()
        words.addText(QPointF(), font(BODY, 700), str(self.number))
        size = words.boundingRect()
        left = RADIUS if self.place[0] < 0 else -RADIUS - size.width()
        foot = RADIUS + size.height() if self.place[1] > 0 else -RADIUS
        words.translate(left - size.left(), foot - size.bottom())
        painter.strokePath(words, QPen(QColor(self.theme.panel), 4.0))
        painter.fillPath(words, QColor(self.theme.text))
