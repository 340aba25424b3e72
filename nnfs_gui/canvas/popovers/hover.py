"""The card beside the pointer: exact numbers, kept up to date while training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine import ACTIVATIONS
from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.experiment.names import link_name, spoken_activation, unit_name
from nnfs_gui.experiment.outputs import output_ids
from nnfs_gui.experiment.plane import pixel_centres
from nnfs_gui.theme import Theme, font
from nnfs_gui.widgets.numbers import format_number

from ..elements import OUTPUT, Element, Part
from ..readout import GradientReading, Readout
from ..wording import activation_of, is_frozen, layer_of, neuron_of

_TERMS = 2
_SUMMED = "all inputs that raise it, all that lower it, and b"
"""Products that are written out; more are summed up by sign."""
_LONG = 28
"""Characters of a formula from which on only the function's name is written."""


@dataclass(frozen=True)
class Line:
    """One line of the card; ``role`` is a colour role of the theme."""

    text: str
    role: str = "dim"
    strong: bool = False


class HoverCard(QWidget):
    """A small card that lets the pointer through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas-hover-card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._owner = theme, parent
        self._lines: tuple[Line, ...] = ()
        self._pixels = 12
        self.hide()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_text_size(self, pixels: int) -> None:
        self._pixels = pixels

    def show_lines(self, lines: tuple[Line, ...], beside: QRect) -> None:
        """Show lines beside a rectangle of the parent, where there is room."""
        if not lines:
            self.hide()
            return
        if lines != self._lines:
            self._lines = lines
            size = self._wanted()
            if (
                not self.isVisible()
                or size.height() != self.height()
                or (size.width() > self.width() or size.width() < self.width() - 40)
            ):
                self.resize(size)  # digits that come and go do not make the card tremble
            self.update()
        self.move(self._place(beside))
        self.setVisible(True)

    def _wanted(self) -> QSize:
        widths = [
            QFontMetricsF(self._font(line)).horizontalAdvance(line.text) for line in self._lines
        ]
        step = self._pixels * 1.55
        return QSize(round(max(widths)) + 28, round(step * len(self._lines)) + 18)

    def _place(self, beside: QRect) -> QPoint:
        area = self._owner.rect().adjusted(6, 6, -6, -6)
        x = beside.right() + 14
        if x + self.width() > area.right():
            x = beside.left() - 14 - self.width()
        y = beside.center().y() - self.height() // 2
        if x < area.left():  # no room on either side: below, else above
            x = beside.center().x() - self.width() // 2
            y = beside.bottom() + 14
            if y + self.height() > area.bottom():
                y = beside.top() - 14 - self.height()
        x = max(area.left(), min(x, area.right() - self.width()))
        return QPoint(x, max(area.top(), min(y, area.bottom() - self.height())))

    def _font(self, line: Line) -> QFont:
        return font(self._pixels + (1 if line.strong else 0), 600 if line.strong else 400, True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.2))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        step = self._pixels * 1.55
        for index, line in enumerate(self._lines):
            painter.setFont(self._font(line))
            painter.setPen(QColor(getattr(self._theme, line.role)))
            area = QRectF(14, 9 + index * step, self.width(), step)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, line.text)
        painter.end()


def card_lines(
    readout: Readout, element: Element, share: QPointF | None, *, locked: bool = False
) -> tuple[Line, ...]:
    """What the card says about an element; ``share`` is the pointer's place on a tile, 0 … 1.

    Nobody is told how to change weights that are ``locked``.
    """
    link = element.link
    if link is not None:
        return _link_lines(readout, link, locked)
    if element.part is Part.UNIT:
        return _unit_lines(readout, element.id, share)
    return ()


def _unit_lines(readout: Readout, unit: str, share: QPointF | None) -> tuple[Line, ...]:
    experiment, computes = readout.experiment, readout.tells("math")
    lines = [Line(unit_name(experiment, unit), "text", True)]
    if not readout.knows(unit):
        return (*lines, Line("not trained yet"))
    place, before, value = _activations(readout, unit, share)
    if unit in experiment.network.features:
        return (*lines, Line(place), Line(f"value = {format_number(value)}", "text"))
    lines += _computation(readout, unit, before, value) if computes else ()
    bias = format_number(readout.weight(Link(BIAS, unit)))
    lines.append(Line(f"b = {bias}  ·  {place}" if computes else f"b = {bias}"))
    lines += _gradient_lines(readout, readout.gradient_norm(unit), "‖g‖")
    neuron, health = neuron_of(experiment, unit), readout.health(unit)
    if neuron is not None and neuron.frozen:
        lines.append(Line("frozen: its weights do not move", "accent"))
    if neuron is not None and neuron.muted:
        lines.append(Line("muted: it counts as 0", "accent"))
    if health is not None:
        lines.append(Line(health.reason, "warn"))
    return tuple(lines)


def _activations(
    readout: Readout, unit: str, share: QPointF | None
) -> tuple[str, np.ndarray, float]:
    """In words where the numbers hold, the activations before a unit, and its own."""
    snapshot = readout.snapshot
    if share is None or snapshot is None:
        return ("mean over the points", *readout.mean_activations(unit))
    side = snapshot.maps[0].shape[-1]
    column = min(side - 1, max(0, int(share.x() * side)))
    row = min(side - 1, max(0, int((1 - share.y()) * side)))
    x1, x2 = pixel_centres(side)[[column, row]]
    words = f"at x₁ {format_number(x1, 2)}, x₂ {format_number(x2, 2)}"
    return (words, *readout.activations_at(unit, column, row))


def _computation(readout: Readout, unit: str, before: np.ndarray, value: float) -> list[Line]:
    """``z = Σ wᵢaᵢ + b = …`` and ``a = f(z) = …``."""
    _, weights, bias = readout.incoming(unit)
    products = weights * before
    z = float(products.sum() + bias)
    summed = len(products) > _TERMS
    if summed:
        products = np.array([products[products > 0].sum(), products[products <= 0].sum()])
    terms = " ".join(_signed(float(term)) for term in (*products, bias))
    terms = terms.removeprefix("+ ").replace("− ", "−", 1 if terms.startswith("−") else 0)
    layer = layer_of(readout.experiment, unit)
    column = OUTPUT if unit in output_ids(readout.experiment) or layer is None else layer.id
    name, parameters = activation_of(readout.experiment, column)
    formula = ACTIVATIONS.create(name, **parameters).formula if name in ACTIVATIONS else name
    if len(formula) > _LONG:
        formula = f"{spoken_activation(name)}(z)"
    neuron = neuron_of(readout.experiment, unit)
    muted = neuron is not None and neuron.muted
    result = "0, whatever z is" if muted else f"{formula} = {format_number(value)}"
    sum_line = Line(f"z = Σ wᵢaᵢ + b = {terms} = {z:.2f}".replace("-", "−"))
    said = [Line(_SUMMED, "dim")] if summed else []
    return [sum_line, *said, Line(f"a = {result}", "text")]


def _link_lines(readout: Readout, link: Link, locked: bool) -> tuple[Line, ...]:
    experiment = readout.experiment
    name = "b" if link.source == BIAS else "w"
    lines = [
        Line(link_name(experiment, link), "text", True),
        Line(f"{name} = {format_number(readout.weight(link), 4)}", "text"),
        *_gradient_lines(readout, readout.gradient(link), f"∂L/∂{name}"),
    ]
    if is_frozen(experiment, link):
        lines.append(Line("frozen: it does not move", "accent"))
    if not locked:
        lines.append(Line("click to edit · Alt- or Ctrl-drag to change", "dim"))
    return tuple(lines)


def _gradient_lines(readout: Readout, gradient: GradientReading, name: str) -> Iterator[Line]:
    if not readout.tells("gradients"):
        return
    raw, applied = format_number(gradient.raw), format_number(gradient.applied)
    if gradient.clipped:
        yield Line(f"{name} {raw} → {applied} clipped", "neg")
    else:
        yield Line(f"{name} {raw}")


def _signed(value: float) -> str:
    sign = "−" if value < 0 else "+"
    return f"{sign} {abs(value):.2f}"
