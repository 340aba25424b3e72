"""The items of the scene: tiles, column heads, round buttons and grips, each painting one thing."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.experiment.names import spoken_activation
from nnfs_gui.theme import Theme, font
from nnfs_gui.widgets.icons import icon

from ..elements import FEATURES, Element, Part
from ..geometry import feature_caption
from ..state import CanvasState
from ..wording import activation_of, is_frozen, neuron_of
from .activation_icons import curve_path
from .atlas import CORNER

HALO = 7.0
"""Pixels that a selection or focus ring may reach beyond its element."""


class CanvasItem(QGraphicsItem):
    """One element at a place; it never handles events, the view's gestures do."""

    def __init__(self, state: CanvasState, element: Element) -> None:
        super().__init__()
        self.state, self.element = state, element
        self.rect = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def place(self, rect: QRectF) -> None:
        """Stand at ``rect`` from now on."""
        if rect != self.rect:
            self.prepareGeometryChange()
            self.rect = QRectF(rect)
        self.update()

    @property
    def hovered(self) -> bool:
        return self.state.hover == self.element

    @property
    def focused(self) -> bool:
        return self.state.focus == self.element

    def boundingRect(self) -> QRectF:
        return self.rect.adjusted(-HALO, -HALO, HALO, HALO)


class TileItem(CanvasItem):
    """A unit: its map, its bias dot, and its marks."""

    def set_painted_elsewhere(self, elsewhere: bool) -> None:
        """Leave the painting to `tiles.TileLayer`."""
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, elsewhere)

    def boundingRect(self) -> QRectF:
        label = 90.0 if self.element.id in self.state.readout.layers[0] else HALO + 3
        return self.rect.adjusted(-label, -HALO - 6, HALO + 6, HALO + 4)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem,
              widget: QWidget | None = None) -> None:  # fmt: skip
        state, unit = self.state, self.element.id
        neuron = neuron_of(state.experiment, unit)
        if unit in state.selected or self.focused:
            self._halo(painter, unit in state.selected)
        muted = neuron is not None and neuron.muted
        if muted:
            painter.setOpacity(0.22)
        draw_map(painter, state, unit, self.rect)
        painter.setOpacity(1.0)
        self._rim(painter, neuron is not None and neuron.frozen)
        if unit in state.readout.layers[0]:
            self._label(painter)
        else:
            self._bias(painter)
        self._marks(painter, neuron is not None and neuron.frozen, muted)

    def _halo(self, painter: QPainter, selected: bool) -> None:
        radius = CORNER * self.rect.width()
        accent = QColor(self.state.theme.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if selected:
            glow = QColor(accent)
            glow.setAlphaF(0.28)
            painter.setPen(QPen(glow, 6))
            painter.drawRoundedRect(self.rect.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)
        if self.focused:
            painter.setPen(QPen(accent, 1.6))
            painter.drawRoundedRect(self.rect.adjusted(-5, -5, 5, 5), radius + 5, radius + 5)

    def _rim(self, painter: QPainter, frozen: bool) -> None:
        theme, width = self.state.theme, self.rect.width()
        if width < 12 and not frozen and self.element.id not in self.state.selected:
            return
        pen = rim_pen(theme)
        if self.element.id in self.state.selected:
            pen = QPen(QColor(theme.accent), 2.0)
        elif self.hovered:
            pen = QPen(QColor(theme.text), 1.5)
        elif frozen:
            pen = QPen(QColor(theme.text), 1.6)
        draw_rim(painter, self.rect, pen)

    def _bias(self, painter: QPainter) -> None:
        state, unit = self.state, self.element.id
        radius = state.layout.metrics.bias_radius
        link = Link(BIAS, unit)
        value = state.readout.gradient(link).applied if state.gradients else (
            state.readout.weight(link))  # fmt: skip
        theme = state.theme
        colour = theme.faint if value == 0 else theme.pos if value > 0 else theme.neg
        if state.hover == Element(Part.BIAS, unit) or state.focus == Element(Part.BIAS, unit):
            painter.setPen(QPen(QColor(theme.text), 1.5))
            radius += 1.5
        else:
            painter.setPen(bias_pen(theme, radius))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(self.rect.bottomLeft(), radius, radius)
        if radius > 3 and link in state.experiment.network.frozen_links:
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.rect.bottomLeft(), radius + 2, radius + 2)

    def _label(self, painter: QPainter) -> None:
        metrics = self.state.layout.metrics
        pixels = min(13 * metrics.scale, 0.9 * self.rect.height())
        room = self.rect.left() - 9
        if pixels < 7 or room < 12:
            return
        face = font(round(pixels), 500)
        text = QFontMetricsF(face).elidedText(
            feature_label(self.element.id), Qt.TextElideMode.ElideRight, min(room, 84.0)
        )
        painter.setFont(face)
        painter.setPen(QColor(self.state.theme.dim))
        area = self.rect.adjusted(-92, 0, -self.rect.width() - 9, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, text)

    def _marks(self, painter: QPainter, frozen: bool, muted: bool) -> None:
        state, unit = self.state, self.element.id
        if not frozen and unit in state.readout.layers[-1]:
            frozen = is_frozen(state.experiment, Link(BIAS, unit))
            frozen = frozen and state.experiment.network.output.frozen
        size = mark_size(self.rect)
        if frozen:
            mark(painter, state.theme, "ph.snowflake-bold", self.rect.topRight(), size, "accent")
        if muted:
            above = self.rect.center() - QPointF(0, 0.16 * self.rect.height())
            mark(painter, state.theme, "ph.speaker-slash-bold", above, size, "text")
        if not muted:
            mark_health(painter, state, unit, self.rect)


class KeptItem(CanvasItem):
    """An item that training does not change: it is kept as a picture until it is updated."""

    def __init__(self, state: CanvasState, element: Element) -> None:
        super().__init__(state, element)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)


class HeadItem(KeptItem):
    """The title and the chip of a column."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem,
              widget: QWidget | None = None) -> None:  # fmt: skip
        column = self.state.layout.column(self.element.id)
        if column is None:
            return
        self._title(painter, column.title, column.title_rect, column.hidden)
        self._chip(painter, column.chip_rect)

    def _title(self, painter: QPainter, title: str, area: QRectF, hidden: bool) -> None:
        metrics, theme = self.state.layout.metrics, self.state.theme
        pixels = round(13 * metrics.scale)
        if metrics.compact:
            pixels = max(8, round(min(11 * metrics.scale, 0.34 * metrics.spacing)))
            title = title.replace("Hidden ", "") if hidden else {"Features": "In"}.get(title, "Out")
        painter.setFont(font(pixels, 600))
        hot = self.state.hover == Element(Part.TITLE, self.element.id) and hidden
        painter.setPen(QColor(theme.accent if hot else theme.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, title)

    def _chip(self, painter: QPainter, area: QRectF) -> None:
        state, theme, column = self.state, self.state.theme, self.element.id
        chip = Element(Part.CHIP, column)
        hot = state.hover == chip
        fill = mixed(theme, theme.raised, theme.text, 0.07) if hot else theme.raised
        edge = mixed(theme, theme.line, theme.faint, 0.6) if hot else theme.line
        if state.focus == chip:
            edge = theme.accent
        painter.setPen(QPen(QColor(edge), 1.6 if state.focus == chip else 1.0))
        painter.setBrush(QColor(fill))
        radius = area.height() / 2
        radius = min(radius, area.width() / 2)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if state.layout.metrics.compact:
            self._small_chip(painter, area)
            return
        self._words(painter, area)

    def _small_chip(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor(self.state.theme.dim), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.element.id == FEATURES:
            pixels = max(7, round(0.42 * area.width()))
            painter.setFont(font(pixels, 500))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "x")
            return
        name, parameters = activation_of(self.state.experiment, self.element.id)
        side = min(0.6 * area.width(), 0.6 * area.height())
        box = QRectF(0, 0, side, side)
        box.moveCenter(area.center())
        painter.drawPath(curve_path(name, parameters, box))

    def _words(self, painter: QPainter, area: QRectF) -> None:
        state, theme, scale = self.state, self.state.theme, self.state.layout.metrics.scale
        if self.element.id == FEATURES:
            text = feature_caption(state.experiment)
            count = len(state.experiment.network.features)
            if count > 3 and len(text) > 16:
                text = f"{count} features"
        else:
            text = spoken_activation(activation_of(state.experiment, self.element.id)[0])
        face = fitting_font(text, 12 * scale, area.width() - 23 * scale)
        text = QFontMetricsF(face).elidedText(
            text, Qt.TextElideMode.ElideRight, area.width() - 22 * scale
        )
        wide = QFontMetricsF(face).horizontalAdvance(text)
        start = area.center().x() - (wide + 12 * scale) / 2
        painter.setFont(face)
        painter.setPen(QColor(theme.dim))
        words = QRectF(start, area.top(), wide + 4, area.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        # A small caret says that the chip opens.
        x, y, arm = start + wide + 9 * scale, area.center().y() + 0.5, 3.0 * scale
        painter.setPen(QPen(QColor(theme.dim), 1.4))
        painter.drawPolyline(
            [QPointF(x - arm, y - arm / 2), QPointF(x, y + arm / 2), QPointF(x + arm, y - arm / 2)]
        )


class ButtonItem(KeptItem):
    """A round button: + or −."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem,
              widget: QWidget | None = None) -> None:  # fmt: skip
        theme, rect = self.state.theme, self.rect.adjusted(0.5, 0.5, -0.5, -0.5)
        insert = self.element.part is Part.INSERT
        gap = Element(Part.GAP, gap=self.element.gap)
        asked = self.hovered or self.focused or self.state.hover == gap
        if insert and not asked and self.state.experiment.network.hidden:
            return  # a gap shows its button when the pointer is in it, or nothing else is there
        hot = self.hovered or self.focused
        edge = theme.accent if hot else mixed(theme, theme.line, theme.faint, 0.25)
        fill = mixed(theme, theme.raised, theme.accent, 0.2) if self.hovered else theme.raised
        painter.setPen(QPen(QColor(edge), 1.6 if self.focused else 1.0))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(rect)
        arm = 0.19 * rect.width()
        painter.setPen(
            QPen(QColor(theme.text if hot else theme.dim), max(1.0, 0.06 * rect.width()))
        )
        center = rect.center()
        painter.drawLine(center - QPointF(arm, 0), center + QPointF(arm, 0))
        if self.element.part is not Part.MINUS:
            painter.drawLine(center - QPointF(0, arm), center + QPointF(0, arm))


class GripItem(KeptItem):
    """The handle at the lower end of a column that draws it longer or shorter."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem,
              widget: QWidget | None = None) -> None:  # fmt: skip
        theme = self.state.theme
        hot = self.hovered or self.focused
        colour = theme.accent if hot else mixed(theme, theme.panel, theme.faint, 0.55)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        rect = self.rect.adjusted(-2, -0.5, 2, 0.5) if hot else self.rect
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)


def make_item(state: CanvasState, element: Element) -> CanvasItem:
    """The item that shows an element."""
    kinds: dict[Part, type[CanvasItem]] = {
        Part.UNIT: TileItem,
        Part.CHIP: HeadItem,
        Part.GRIP: GripItem,
    }
    return kinds.get(element.part, ButtonItem)(state, element)


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
    picture = _glyph(name, theme, role, 2 * side)
    painter.drawPixmap(
        QRectF(at.x() - side / 2, at.y() - side / 2, side, side), picture, QRectF(picture.rect())
    )


@lru_cache(maxsize=128)
def mixed(theme: Theme, first: str, second: str, share: float) -> str:
    """`Theme.blend`, remembered: tiles ask for the same few colours at every frame."""
    return theme.blend(first, second, share)


@lru_cache(maxsize=64)
def _glyph(name: str, theme: Theme, role: str, side: int) -> QPixmap:
    return icon(name, theme, role).pixmap(side, side)


def fitting_font(text: str, pixels: float, room: float) -> QFont:
    """The font of at most ``pixels`` in which ``text`` fits, down to two thirds of the size."""
    size = round(pixels)
    while size > 8 and size > 0.67 * pixels:
        if QFontMetricsF(font(size, 500)).horizontalAdvance(text) <= room:
            break
        size -= 1
    return font(size, 500)
