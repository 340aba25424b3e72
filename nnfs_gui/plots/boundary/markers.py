"""The shapes that stand for classes, and the small pictures of them that points are drawn with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from nnfs_gui.theme import Theme

SIZE_LEVELS = 8
"""Steps of size for points that are sized by their loss; level 0 is the ordinary size."""
VALUE_STEPS = 32
"""Steps of colour for regression targets from −1 to 1."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a point looks: its class (or colour step, for values), train or test, and its size."""

    number: int
    test: bool
    level: int = 0


@lru_cache(maxsize=16)
def shape_of(number: int) -> QPainterPath:
    """The outline for class ``number``, about as large as a circle of radius 1 at the origin."""
    path = QPainterPath()
    match number % 8:
        case 0:
            path.addEllipse(QPointF(), 1.0, 1.0)
        case 1:
            path.addRoundedRect(QRectF(-0.9, -0.9, 1.8, 1.8), 0.3, 0.3)
        case 2:
            path.addPolygon(_polygon(3, 1.3, -90))
        case 3:
            path.addPolygon(_polygon(4, 1.25, 0))
        case 4:
            path.addPolygon(_plus(0.42, 1.15))
        case 5:
            path.addPolygon(_polygon(3, 1.3, 90))
        case 6:
            path.addPolygon(_star(5, 1.35, 0.6))
        case 7:
            path.addPolygon(_polygon(6, 1.1, 0))
    path.closeSubpath()
    return path


def fill_of(number: int, n_classes: int, theme: Theme) -> str:
    """The colour of a class, or of a step of value when ``n_classes`` is 0."""
    if n_classes:
        return theme.class_color(number, n_classes)
    return theme.signed(2 * number / (VALUE_STEPS - 1) - 1)


def draw_marker(painter: QPainter, look: Look, n_classes: int, radius: float, theme: Theme) -> None:
    """Draw a point at the painter's origin: training points filled, test points as rings."""
    colour = QColor(fill_of(look.number, n_classes, theme))
    panel = QColor(theme.panel)
    # The colour of a value near zero is almost the panel's: those need a rim that can be seen.
    rim_colour = panel if n_classes else QColor(theme.dim)
    size = radius * scale_of(look.level)
    path = shape_of(look.number if n_classes else 0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outer = size * (0.92 if look.test else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(rim_colour)
    painter.scale(outer, outer)
    painter.drawPath(path)
    rim = min(0.3, 1.1 / outer)
    painter.scale(1 - rim, 1 - rim)
    painter.setBrush(colour)
    painter.drawPath(path)
    if look.test:
        painter.scale(0.5, 0.5)
        painter.setBrush(panel)
        painter.drawPath(path)
    painter.restore()


def draw_wrong(painter: QPainter, level: int, radius: float, theme: Theme) -> None:
    """Draw the ring around a misclassified point of a size level at the painter's origin."""
    radius = radius * max(1.0, scale_of(level)) + 2.2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.panel, 2.6), (theme.text, 1.3)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(QPointF(), radius, radius)
    painter.restore()


def scale_of(level: int) -> float:
    """Size of a level, as a multiple of the ordinary size."""
    return 1.0 if level == 0 else 0.65 + 1.65 * (level - 1) / (SIZE_LEVELS - 1)


class Sprites:
    """Small pictures of markers, each drawn once for a size, a theme and a screen."""

    def __init__(self, theme: Theme, n_classes: int, radius: float, ratio: float) -> None:
        self._theme, self._n_classes = theme, n_classes
        self._radius, self._ratio = radius, ratio
        self._pictures: dict[Look | int, QPixmap] = {}

    def key(self) -> tuple[object, ...]:
        """What the pictures depend on."""
        return (self._theme, self._n_classes, self._radius, self._ratio)

    def picture(self, look: Look | int) -> tuple[QPixmap, float]:
        """The picture of a look, or of the ring for a size level; and half its side in pixels."""
        level = look if isinstance(look, int) else look.level
        half = math.ceil(self._radius * max(1.0, scale_of(level)) * 1.4) + 4.0
        picture = self._pictures.get(look)
        if picture is None:
            picture = self._pictures[look] = self._drawn(look, half)
        return picture, half

    def _drawn(self, look: Look | int, half: float) -> QPixmap:
        side = math.ceil(2 * half * self._ratio)
        picture = QPixmap(side, side)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.translate(half, half)
        if isinstance(look, int):
            draw_wrong(painter, look, self._radius, self._theme)
        else:
            draw_marker(painter, look, self._n_classes, self._radius, self._theme)
        painter.end()
        return picture


def _polygon(corners: int, radius: float, first_degrees: float) -> QPolygonF:
    turns = [math.radians(first_degrees + 360 * index / corners) for index in range(corners)]
    return QPolygonF([QPointF(radius * math.cos(t), radius * math.sin(t)) for t in turns])


def _star(tips: int, outer: float, inner: float) -> QPolygonF:
    turns = [math.radians(-90 + 180 * index / tips) for index in range(2 * tips)]
    radii = [inner if index % 2 else outer for index in range(2 * tips)]
    return QPolygonF(
        [QPointF(r * math.cos(t), r * math.sin(t)) for r, t in zip(radii, turns, strict=True)]
    )


def _plus(half: float, long: float) -> QPolygonF:
    right = [(half, long), (half, half), (long, half), (long, -half), (half, -half), (half, -long)]
    left = [(-x, -y) for x, y in right]
    return QPolygonF([QPointF(x, y) for x, y in (*right, *left)])
