"""One unit's tile: its map, its bias dot, its name, and the marks of what is special about it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.theme import Theme, font
from nnfs_gui.widgets.icons import icon_pixmap

from ..elements import Element, Part
from ..state import CanvasState
from ..wording import neuron_of
from .atlas import CORNER


def draw_tile(painter: QPainter, state: CanvasState, unit: str, rect: QRectF) -> None:
    """A tile with everything that may be special about it."""
    neuron = neuron_of(state.experiment, unit)
    frozen, muted = (neuron.frozen, neuron.muted) if neuron is not None else (False, False)
    if unit in state.readout.layers[-1]:
        frozen = state.experiment.network.output.frozen
    _draw_halo(painter, state, unit, rect)
    painter.setOpacity(0.22 if muted else 1.0)
    draw_map(painter, state, unit, rect)
    painter.setOpacity(1.0)
    _draw_rim(painter, state, unit, rect, frozen)
    if unit in state.readout.layers[0]:
        _draw_label(painter, state, unit, rect)
    else:
        _draw_bias(painter, state, unit, rect)
    if frozen:
        mark(painter, state.theme, "ph.snowflake-bold", rect.topRight(), mark_size(rect), "accent")
    if muted:
        above = rect.center() - QPointF(0, 0.16 * rect.height())
        mark(painter, state.theme, "ph.speaker-slash-bold", above, mark_size(rect), "text")
    else:
        mark_health(painter, state, unit, rect)


def _draw_halo(painter: QPainter, state: CanvasState, unit: str, rect: QRectF) -> None:
    """The glow of a selected tile and the ring of the one with the keyboard focus."""
    radius, accent = CORNER * rect.width(), QColor(state.theme.accent)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if unit in state.selected:
        glow = QColor(accent)
        glow.setAlphaF(0.28)
        painter.setPen(QPen(glow, 6))
        painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)
    if state.focus == Element(Part.UNIT, unit):
        painter.setPen(QPen(accent, 1.6))
        painter.drawRoundedRect(rect.adjusted(-5, -5, 5, 5), radius + 5, radius + 5)


def _draw_rim(painter: QPainter, state: CanvasState, unit: str, rect: QRectF, frozen: bool) -> None:
    """Accent when selected, text colour when pointed at, dashed like a frozen link when frozen."""
    theme, pen = state.theme, rim_pen(state.theme)
    if unit in state.selected:
        pen = QPen(QColor(theme.accent), 2.0)
    elif state.hover == Element(Part.UNIT, unit):
        pen = QPen(QColor(theme.text), 1.5)
    elif frozen:
        pen = QPen(QColor(theme.accent), 1.6)
    elif rect.width() < 12:
        return
    if frozen:
        pen.setDashPattern([2.4, 1.8])
    draw_rim(painter, rect, pen)


def _draw_bias(painter: QPainter, state: CanvasState, unit: str, rect: QRectF) -> None:
    theme, radius, link = state.theme, state.layout.metrics.bias_radius, Link(BIAS, unit)
    readout = state.readout
    value = readout.gradient(link).applied if state.gradients else readout.weight(link)
    colour = theme.faint if value == 0 else theme.pos if value > 0 else theme.neg
    painter.setPen(bias_pen(theme, radius))
    if Element(Part.BIAS, unit) in (state.hover, state.focus):
        painter.setPen(QPen(QColor(theme.text), 1.5))
        radius += 1.5
    painter.setBrush(QColor(colour))
    painter.drawEllipse(rect.bottomLeft(), radius, radius)
    if radius > 3 and link in state.experiment.network.frozen_links:
        painter.setPen(QPen(QColor(theme.text), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.bottomLeft(), radius + 2, radius + 2)


def _draw_label(painter: QPainter, state: CanvasState, unit: str, rect: QRectF) -> None:
    """The name of a feature, left of its tile."""
    pixels = min(13 * state.layout.metrics.scale, 0.9 * rect.height())
    if pixels < 7 or rect.left() < 21:
        return
    room = int(rect.left()), int(rect.height())
    face, text, gap = fitted_label(feature_label(unit), round(pixels), *room)
    painter.setFont(face)
    painter.setPen(QColor(state.theme.dim))
    area = rect.adjusted(-92, 0, -rect.width() - gap, 0)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


@lru_cache(maxsize=256)
def fitted_label(label: str, pixels: int, left: int, tall: int) -> tuple[QFont, str, int]:
    """How a feature is named in ``left`` pixels: the font, the text, and the gap to its tile.

    It stands closer and smaller, or in two lines if the tile is ``tall`` enough, before it is cut
    short: of x₁² nothing would be left.
    """
    lines = label.replace(" ", "\n", 1)
    for gap, less, text in (
        (9, 0, label), (5, 0, label), (5, 0, lines),
        (4, 1, label), (4, 1, lines), (4, 2, label), (4, 2, lines), (4, 3, label), (4, 3, lines),
    ):  # fmt: skip
        face = font(max(8, pixels - less), 500)
        metrics, parts = QFontMetricsF(face), text.split("\n")
        wide = max(metrics.horizontalAdvance(part) for part in parts)
        high = (len(parts) - 1) * metrics.height() + metrics.capHeight()
        if wide <= min(left - gap, 84.0) and high <= tall:
            return face, text, gap
    face = font(pixels, 500)
    room = min(left - 9, 84.0)
    return face, QFontMetricsF(face).elidedText(label, Qt.TextElideMode.ElideRight, room), 9


def draw_map(painter: QPainter, state: CanvasState, unit: str, rect: QRectF) -> None:
    """A unit's map; an even ground while there is none."""
    found = state.atlas.picture(unit)
    if found is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(state.theme.mid))
        radius = CORNER * rect.width()
        painter.drawRoundedRect(rect, radius, radius)
        return
    image, source = found
    painter.drawImage(rect, image, source)


def rim_pen(theme: Theme) -> QPen:
    """The pen around a tile that is not special."""
    colour = QColor(mixed(theme, theme.panel, theme.text, 0.30))
    colour.setAlphaF(0.55)
    return QPen(colour, 1.0)


def draw_rim(painter: QPainter, rect: QRectF, pen: QPen) -> None:
    """The line around a tile."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, CORNER * rect.width(), CORNER * rect.width())


def bias_pen(theme: Theme, radius: float) -> QPen:
    """The pen around a bias dot that is not pointed at; it sets the dot off from its tile."""
    return QPen(QColor(theme.panel), 1.4 if radius > 2.5 else 0.6)


def mark_size(rect: QRectF) -> float:
    """The size of a mark on a tile."""
    return min(max(0.34 * rect.width(), 7.0), 22.0)


def mark_health(painter: QPainter, state: CanvasState, unit: str, rect: QRectF) -> None:
    """Mark a neuron that is dead or saturated."""
    health = state.readout.health(unit)
    if health is not None and rect.width() >= 16:
        name = "ph.ghost-bold" if health.kind == "dead" else "ph.arrow-line-up-bold"
        mark(painter, state.theme, name, rect.topLeft(), mark_size(rect), "warn")


def mark(painter: QPainter, theme: Theme, name: str, at: QPointF, size: float, role: str) -> None:
    """A small icon on a disc in the panel's colour, so that it stands out from a map."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(at, 0.62 * size, 0.62 * size)
    side = round(0.94 * size)
    picture = icon_pixmap(name, theme, role, 2 * side)
    painter.drawPixmap(
        QRectF(at.x() - side / 2, at.y() - side / 2, side, side), picture, QRectF(picture.rect())
    )


@lru_cache(maxsize=128)
def mixed(theme: Theme, first: str, second: str, share: float) -> str:
    """`Theme.blend`, remembered: tiles ask for the same few colours at every frame."""
    return theme.blend(first, second, share)


def fitting_font(text: str, pixels: float, room: float) -> QFont:
    """The font of at most ``pixels`` in which ``text`` fits, down to two thirds of the size."""
    size = round(pixels)
    while size > 8 and size > 0.67 * pixels:
        if QFontMetricsF(font(size, 500)).horizontalAdvance(text) <= room:
            break
        size -= 1
    return font(size, 500)
