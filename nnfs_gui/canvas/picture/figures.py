"""Draws the numbers: on links, in boxes before neurons, and in the neurons themselves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.theme import font
from nnfs_gui.widgets.numbers import MINUS, format_count

from ..elements import Part
from ..state import CanvasState
from .labels import SMALLEST, Arrangement, Mode
from .links import drawn_links

_NARROW = 26.0
"""Pixels on the screen below which a tile has no room for a number."""
_NOISE = 1e-7
"""Means this small are rounding errors of the sum."""


def arranged(state: CanvasState, zoom: float) -> Arrangement:
    """The places of all numbers, with those of the neuron in question."""
    asked = state.selected
    if state.focus.part in (Part.UNIT, Part.BIAS):
        asked = frozenset({state.focus.id})
    if state.hover.part in (Part.UNIT, Part.BIAS):
        asked = frozenset({state.hover.id})
    return state.labels.arrange(state.curves, state.layout.metrics, zoom, asked)


def draw_numbers(painter: QPainter, state: CanvasState, zoom: float) -> None:
    """Draw all numbers; the figures keep their size on the screen while zooming in."""
    _draw_link_numbers(painter, state, zoom)
    _draw_unit_numbers(painter, state, zoom)


def note(state: CanvasState, zoom: float) -> str:
    """What the picture does not show, or what its numbers are; empty if it speaks for itself."""
    words = []
    if state.numbers:
        words.append(_legend(state, zoom))
    drawn = sum(drawn_links(state.curves))
    total = sum(len(gap.sources) * len(gap.targets) for gap in state.curves.gaps)
    if drawn < total:
        words.append(
            f"The strongest {format_count(drawn)} of {format_count(total)} links are drawn"
        )
    return "  ·  ".join(words)


def _legend(state: CanvasState, zoom: float) -> str:
    found = arranged(state, zoom)
    noun = "gradients" if state.gradients else "weights"
    if state.layout.metrics.tile * zoom < _NARROW:
        inside = "point at a neuron for its bias"
    else:
        inside = "of biases in the neurons" if state.gradients else "biases in the neurons"
        inside += ", means in the features"
    words = []
    if found.hidden:
        count = format_count(found.hidden)
        words.append(f"{count} {noun} do not fit: point at a neuron for its own, or zoom in")
    words.append(f"{noun.capitalize()} on the links, {inside}")
    if Mode.BOXES in found.modes:
        words.append(f"boxes: a neuron's incoming {noun}, in the order of the column before it")
    return "  ·  ".join(words)


def _draw_link_numbers(painter: QPainter, state: CanvasState, zoom: float) -> None:
    found = arranged(state, zoom)
    theme, values = state.theme, state.link_values()
    faces: dict[int, tuple[QFont, QFontMetricsF]] = {}
    painter.save()
    back = QColor(theme.panel)
    painter.setBrush(back)
    painter.setPen(QPen(QColor(theme.line), 0))
    for box in found.boxes:
        painter.drawRoundedRect(box, 4 / zoom, 4 / zoom)
    for label in found.labels:
        value = float(values[label.gap][label.row, label.column])
        if label.pixels not in faces:
            face = font(label.pixels, 600, tabular=True)
            faces[label.pixels] = face, QFontMetricsF(face)
        face, metrics = faces[label.pixels]
        text = short_number(value)
        wide, tall = metrics.horizontalAdvance(text) + 6, 1.25 * label.pixels
        area = QRectF(-wide / 2, -tall / 2, wide, tall)
        if label.boxed:
            area.moveRight(found.cell.width() * zoom / 2)
        painter.save()
        painter.setFont(face)
        painter.translate(label.center)
        painter.scale(1 / zoom, 1 / zoom)
        pointed = state.hover.link == label.link
        if pointed or not label.boxed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised) if pointed else back)
            painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(theme.text if pointed else _readable(state, value)))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
    painter.restore()


def _draw_unit_numbers(painter: QPainter, state: CanvasState, zoom: float) -> None:
    """A bias in each neuron, and in a feature its mean over the points."""
    scale, theme = state.layout.metrics.scale, state.theme
    painter.save()
    for column in state.layout.columns:
        for unit, rect in zip(column.units, column.rects, strict=True):
            room = rect.width() * zoom
            if room < _NARROW:
                continue
            pixels = max(SMALLEST, min(round(13 * scale), round(0.3 * room)))
            face = font(pixels, 600, tabular=True)
            text = short_number(_unit_value(state, unit))
            wide, tall = QFontMetricsF(face).horizontalAdvance(text) + 8, pixels + 5.0
            painter.save()
            painter.translate(QPointF(rect.center().x(), rect.bottom()))
            painter.scale(1 / zoom, 1 / zoom)
            area = QRectF(-wide / 2, -tall - 2, wide, tall)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.panel))
            painter.drawRoundedRect(area, 4, 4)
            painter.setFont(face)
            painter.setPen(QColor(theme.text))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            painter.restore()
    painter.restore()


def _unit_value(state: CanvasState, unit: str) -> float:
    readout, link = state.readout, Link(BIAS, unit)
    if unit in readout.layers[0]:
        _, mean = readout.mean_activations(unit)
        return mean if abs(mean) > _NOISE else 0.0
    return readout.gradient(link).applied if state.gradients else readout.weight(link)


def short_number(value: float) -> str:
    """A number of at most five signs or so: 0.43, 0.003, −12.3, 123, 2e−4."""
    size = abs(value)
    if size and (size < 0.0005 or size >= 10_000):
        return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("-", MINUS)
    decimals = 3 if 0 < size < 0.005 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:.{decimals}f}".replace("-", MINUS)


def _readable(state: CanvasState, value: float) -> str:
    """The sign's colour, nearer to the text's so that it can be read."""
    theme = state.theme
    if value == 0:
        return theme.dim
    return theme.blend(theme.pos if value > 0 else theme.neg, theme.text, 0.35)
