"""The shapes that stand for classes, and the small pictures of them that points are drawn with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from nnfs_gui.theme import Theme

SIZE_LEVELS = 8
"""Steps of size for points that are sized by their loss; level 0 is the ordinary size."""
VALUE_STEPS = 32
"""Steps of colour for regression targets from −1 to 1."""
_TEST_RING = 1.6
"""Pixels of its colour that a hollow point keeps, so that it is seen in its own region."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a point looks: its class (or colour step, for values), train or test, and its size."""

    number: int
    test: bool
    level: int = 0


@dataclass(frozen=True, slots=True)
class Ring:
    """The ring around a misclassified point: the point's size, and how plain it is, 0 … 2."""

    level: int
    strength: int


@lru_cache(maxsize=16)
def shape_of(number: int) -> QPainterPath:
    """The outline for class ``number``, about as large as a circle of radius 1 at the origin."""
    path = QPainterPath()
    match number % 8:
        case 0:
            path.addEllipse(QPointF(), 1.0, 1.0)
        case 1:
            path.addRect(QRectF(-0.9, -0.9, 1.8, 1.8))
        case 2:
            path.addPolygon(_polygon(3, 1.45, -90))
        case 3:
            path.addPolygon(_polygon(4, 1.25, 0))
        case 4:
            path.addPolygon(_plus(0.42, 1.15))
        case 5:
            path.addPolygon(_polygon(3, 1.45, 90))
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
    """Draw a point at the painter's origin: training points filled, test points hollow."""
    # The colour of a value near zero is almost the panel's: those need a rim that can be seen.
    rim_colour = theme.panel if n_classes else theme.dim
    size = radius * scale_of(look.level)
    rim = min(0.3, 1.1 / size)
    layers = [(1.0, rim_colour), (1 - rim, fill_of(look.number, n_classes, theme))]
    if look.test:
        layers.append((max(0.25, min(0.5, 1 - rim - _TEST_RING / size)), theme.panel))
    path = shape_of(look.number if n_classes else 0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for share, colour in layers:
        painter.setBrush(QColor(colour))
        painter.drawPath(QTransform.fromScale(share * size, share * size).map(path))
    painter.restore()


def draw_ring(painter: QPainter, ring: Ring, radius: float, theme: Theme) -> None:
    """Draw the ring around a misclassified point at the painter's origin."""
    radius = radius * max(1.0, scale_of(ring.level)) + 2.2
    inner, alpha = ((0.9, 0.5), (1.1, 0.8), (1.3, 1.0))[ring.strength]
    colour = QColor(theme.text)
    colour.setAlphaF(alpha)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ring.strength == 2:
        painter.setPen(QPen(QColor(theme.panel), 2 * inner))
        painter.drawEllipse(QPointF(), radius, radius)
    painter.setPen(QPen(colour, inner))
    painter.drawEllipse(QPointF(), radius, radius)
    painter.restore()


def scale_of(level: int) -> float:
    """Size of a level, as a multiple of the ordinary size."""
    return 1.0 if level == 0 else 0.65 + 1.65 * (level - 1) / (SIZE_LEVELS - 1)


class Stamps:
    """Draws markers and rings as small pictures, each made once; or as shapes without a ratio.

    ``ratio`` is the screen's number of pixels for each of the widget's.
    """

    def __init__(self, theme: Theme, n_classes: int, radius: float, ratio: float | None) -> None:
        self.key = (theme, n_classes, radius, ratio)
        self._pictures: dict[Look | Ring, tuple[QPixmap, float]] = {}

    def draw(
        self, painter: QPainter, marks: Iterable[Look | Ring], places: Iterable[Sequence[float]]
    ) -> None:
        """Draw marks at places in pixels; equal marks should be the same object, for speed."""
        if self.key[-1] is None:
            for mark, (x, y) in zip(marks, places, strict=True):
                painter.translate(x, y)
                self._draw(painter, mark)
                painter.translate(-x, -y)
            return
        draw, made = painter.drawPixmap, dict[int, tuple[QPixmap, float]]()
        for mark, (x, y) in zip(marks, places, strict=True):
            known = made.get(id(mark))
            if known is None:
                known = made[id(mark)] = self._picture(mark)
            picture, half = known
            draw(QPointF(x - half, y - half), picture)

    def canvas(self, width: float, height: float) -> QPixmap:
        """An empty picture of so many pixels of the widget."""
        ratio = self.key[-1] or 1.0
        picture = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _picture(self, mark: Look | Ring) -> tuple[QPixmap, float]:
        """The picture of a mark, and half its side."""
        if mark not in self._pictures:
            self._pictures[mark] = self._made(mark)
        return self._pictures[mark]

    def _made(self, mark: Look | Ring) -> tuple[QPixmap, float]:
        half = math.ceil(self.key[2] * max(1.0, scale_of(mark.level)) * 1.4) + 4.0
        picture = self.canvas(2 * half, 2 * half)
        painter = QPainter(picture)
        painter.translate(half, half)
        self._draw(painter, mark)
        painter.end()
        return picture, half

    def _draw(self, painter: QPainter, mark: Look | Ring) -> None:
        theme, n_classes, radius, _ = self.key
        if isinstance(mark, Ring):
            draw_ring(painter, mark, radius, theme)
        else:
            draw_marker(painter, mark, n_classes, radius, theme)


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
