"""Ghosts: dashed tiles that show what a gesture would add, and the words beside them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnfs_gui.theme import Theme, font

from ..picture.atlas import CORNER


def draw_ghosts(painter: QPainter, theme: Theme, rects: Iterable[QRectF]) -> None:
    """Dashed tiles in the accent colour."""
    pen = QPen(QColor(theme.accent), 1.6)
    pen.setDashPattern([3.2, 2.4])
    fill = QColor(theme.accent)
    fill.setAlphaF(0.08)
    painter.setPen(pen)
    painter.setBrush(fill)
    for rect in rects:
        radius = max(2.0, 1.3 * CORNER * rect.width())
        painter.drawRoundedRect(rect, radius, radius)


def draw_veil(painter: QPainter, theme: Theme, rects: Iterable[QRectF]) -> None:
    """A veil over tiles that would go."""
    veil = QColor(theme.panel)
    veil.setAlphaF(0.72)
    pen = QPen(QColor(theme.error), 1.4)
    pen.setDashPattern([3.2, 2.4])
    painter.setPen(pen)
    painter.setBrush(veil)
    for rect in rects:
        radius = CORNER * rect.width() + 1
        painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), radius, radius)


def draw_words(painter: QPainter, theme: Theme, area: QRectF, text: str, pixels: int) -> None:
    """Words in the accent colour on the panel's colour, centred in ``area``."""
    face = font(pixels, 500)
    painter.setFont(face)
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
    bounds = painter.boundingRect(area, flags, text).adjusted(-6, -3, 6, 3)
    back = QColor(theme.panel)
    back.setAlphaF(0.88)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(bounds, 5, 5)
    painter.setPen(QColor(theme.accent))
    painter.drawText(area, flags, text)
