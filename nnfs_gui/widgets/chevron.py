"""The small downward chevron of everything that opens a list."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

WIDTH = 17
"""Pixels at the right edge that belong to the chevron."""


def draw_chevron(painter: QPainter, rect: QRect, colour: QColor, size: float = 3.5) -> None:
    """Draw the chevron in the middle of the rightmost `WIDTH` pixels of ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QPointF(rect.right() - WIDTH / 2 - 1, rect.center().y() + 0.5)
    draw_caret(painter, place, colour, size, 1.3)
    painter.restore()


def draw_caret(
    painter: QPainter, at: QPointF, colour: QColor, size: float, width: float = 1.4
) -> None:
    """Draw two strokes that point down, around ``at``."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    across, down = QPointF(size, 0), QPointF(0, size / 2)
    painter.drawPolyline(QPolygonF([at - across - down, at + down, at + across - down]))
