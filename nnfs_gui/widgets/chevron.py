"""The small downward chevron of everything that opens a list."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

WIDTH = 17
"""Pixels at the right edge that belong to the chevron."""


def draw_chevron(painter: QPainter, rect: QRect, colour: QColor, size: float = 3.5) -> None:
    """Draw the chevron in the middle of the rightmost `WIDTH` pixels of ``rect``."""
    x, y = rect.right() - WIDTH / 2 - 1, rect.center().y() + 0.5
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    half = size / 2
    corners = [QPointF(x - size, y - half), QPointF(x, y + half), QPointF(x + size, y - half)]
    painter.drawPolyline(QPolygonF(corners))
    painter.restore()
