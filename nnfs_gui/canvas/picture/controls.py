"""Column heads, round buttons and grips: what of the picture can be pressed and is no neuron."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTransform

from nnfs_gui.experiment.names import spoken_activation
from nnfs_gui.theme import font
from nnfs_gui.widgets.chevron import draw_caret
from nnfs_gui.widgets.icons import icon

from ..elements import FEATURES, OUTPUT, Element, Part
from ..geometry import Column, Layout, feature_caption
from ..state import CanvasState
from ..wording import activation_of
from .activation_icons import curve_path
from .tile import fitting_font, mixed

_READABLE = 30.0
"""Pixels that are enough for the beginning of a long word; in less a chip shows a sign instead."""


class Heads:
    """Paints titles and chips, and keeps them as a picture until they would look different."""

    def __init__(self, state: CanvasState) -> None:
        self._state = state
        self._picture = QPixmap()
        self._of: tuple[object, ...] = ()

    def paint(self, painter: QPainter, transform: QTransform, ratio: float) -> None:
        """Paint onto a viewport of so many pixels per unit, through the view's transform."""
        state = self._state
        head = (Part.CHIP, Part.TITLE)
        lit = tuple(at if at.part in head else None for at in (state.hover, state.focus))
        of = (
            state.theme,
            state.experiment.network,
            transform,
            ratio,
            *lit,
            state.locked,
            state.on_paper,
        )
        # The layout last, by identity: comparing its numbers would cost more than painting.
        if not self._of or self._of[:-1] != of or self._of[-1] is not state.layout:
            self._of = (*of[:2], QTransform(transform), *of[3:], state.layout)
            self._redraw(transform, ratio, state.layout)
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(QPointF(0, transform.map(QPointF(0, 0)).y()), self._picture)

    def paint_pinned(self, painter: QPainter, transform: QTransform) -> None:
        """Paint the names of columns at the upper edge while their heads are above it."""
        state, pixels = self._state, round(12 * self._state.layout.metrics.scale)
        face = font(pixels, 600)
        names = [
            (transform.map(column.title_rect.center()).x(), column.title)
            for column in state.layout.columns
            if transform.map(column.title_rect.center()).y() < 8
        ]
        painter.setWorldTransform(QTransform())
        painter.setFont(face)
        for x, title in names:
            wide = QFontMetricsF(face).horizontalAdvance(title) + 1.3 * pixels
            area = QRectF(x - wide / 2, 4, wide, 1.7 * pixels)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(state.theme.raised))
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
            painter.setPen(QColor(state.theme.text))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, title)

    def _redraw(self, transform: QTransform, ratio: float, layout: Layout) -> None:
        width, height = layout.metrics.width, layout.metrics.header * transform.m22()
        self._picture = QPixmap(QSize(round(width * ratio), round(height * ratio)))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(transform.dx(), 0)
        painter.scale(transform.m11(), transform.m22())
        for column in layout.columns:
            draw_title(painter, self._state, column)
            draw_chip(painter, self._state, column)
        painter.end()


def draw_title(painter: QPainter, state: CanvasState, column: Column) -> None:
    """The name of a column."""
    metrics, theme, title = state.layout.metrics, state.theme, column.title
    pixels = round(13 * metrics.scale)
    if metrics.compact:
        pixels = max(8, round(min(11 * metrics.scale, 0.34 * metrics.spacing)))
        short = {"Features": "In", "Output": "Out"}
        title = short.get(title, title.replace("Hidden ", ""))
    painter.setFont(font(pixels, 600))
    hot = column.hidden and state.hover == Element(Part.TITLE, column.id)
    painter.setPen(QColor(theme.accent if hot else theme.text))
    painter.drawText(column.title_rect, Qt.AlignmentFlag.AlignCenter, title)


def draw_chip(painter: QPainter, state: CanvasState, column: Column) -> None:
    """The pill under a title: the activation, or the features."""
    theme, chip, area = state.theme, Element(Part.CHIP, column.id), column.chip_rect
    hot, focused = state.hover == chip, state.focus == chip
    edge = mixed(theme, theme.line, theme.faint, 0.6) if hot else theme.line
    painter.setPen(QPen(QColor(theme.accent if focused else edge), 1.6 if focused else 1.0))
    painter.setBrush(QColor(mixed(theme, theme.raised, theme.text, 0.07) if hot else theme.raised))
    radius = min(area.height(), area.width()) / 2
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if state.layout.metrics.compact or not chip_has_room(state, column):
        _draw_small_sign(painter, state, column)
        if _lock_of_chip(column.id) in state.locked and not state.on_paper:
            side = max(8, round(9 * state.layout.metrics.scale))
            _draw_lock(painter, state, area.bottomRight() - QPointF(side, side) / 4, side)
    else:
        _draw_words(painter, state, column)


def chip_has_room(state: CanvasState, column: Column) -> bool:
    """Whether the words of a chip, at their smallest, stand on it whole or nearly so."""
    face, text, room = _words_of_chip(state, column)
    wanted = QFontMetricsF(face).horizontalAdvance(text)
    return wanted <= room or room >= _READABLE * state.layout.metrics.scale


def _draw_small_sign(painter: QPainter, state: CanvasState, column: Column) -> None:
    """What a chip shows that has no room for words."""
    area = column.chip_rect
    painter.setPen(QPen(QColor(state.theme.dim), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if column.id == FEATURES:
        painter.setFont(font(max(7, round(0.42 * area.width())), 500))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "x")
        return
    side = 0.6 * min(area.width(), area.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(area.center())
    painter.drawPath(curve_path(*activation_of(state.experiment, column.id), box))


def _words_of_chip(state: CanvasState, column: Column) -> tuple[QFont, str, float]:
    """The font, the words, and the width there is for them."""
    scale, area = state.layout.metrics.scale, column.chip_rect
    if column.id == FEATURES:
        text, count = feature_caption(state.experiment), len(state.experiment.network.features)
        text = f"{count} features" if count > 3 and len(text) > 16 else text
    else:
        text = spoken_activation(activation_of(state.experiment, column.id)[0])
    face = fitting_font(text, 12 * scale, area.width() - 23 * scale)
    return face, text, area.width() - 22 * scale


def _draw_words(painter: QPainter, state: CanvasState, column: Column) -> None:
    scale, area, ink = state.layout.metrics.scale, column.chip_rect, QColor(state.theme.dim)
    face, text, room = _words_of_chip(state, column)
    metrics = QFontMetricsF(face)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    wide = metrics.horizontalAdvance(text)
    start = area.center().x() - (wide + (0 if state.on_paper else 12 * scale)) / 2
    painter.setFont(face)
    painter.setPen(ink)
    words = QRectF(start, area.top(), wide + 4, area.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
    if state.on_paper:
        return
    place = QPointF(start + wide + 9 * scale, area.center().y() + 0.5)
    if _lock_of_chip(column.id) in state.locked:
        _draw_lock(painter, state, place, round(11 * scale))
    else:
        draw_caret(painter, place, ink, 3.0 * scale)


def _draw_lock(painter: QPainter, state: CanvasState, middle: QPointF, side: int) -> None:
    at = QRect(round(middle.x() - side / 2), round(middle.y() - side / 2), side, side)
    icon("lock", state.theme).paint(painter, at)


def _lock_of_chip(column: str) -> str:
    return {FEATURES: "features", OUTPUT: "output"}.get(column, "activation")


class Controls:
    """Paints the buttons and grips of columns, kept as a picture a column, and gaps' buttons."""

    def __init__(self, state: CanvasState) -> None:
        self._state = state
        self._pictures: list[tuple[QPointF, QPixmap]] = []
        self._of: tuple[object, ...] = ()

    def paint(self, painter: QPainter, transform: QTransform, ratio: float) -> None:
        """Paint onto a viewport of so many pixels per unit, through the view's transform."""
        state = self._state
        own = (Part.PLUS, Part.MINUS, Part.GRIP)
        lit = tuple(at if at.part in own else None for at in (state.hover, state.focus))
        of = (state.theme, transform, ratio, *lit, state.locked, state.on_paper)
        if not self._of or self._of[:-1] != of or self._of[-1] is not state.layout:
            self._of = (state.theme, QTransform(transform), *of[2:], state.layout)
            self._pictures = [
                self._picture(column, area, transform, ratio)
                for column in state.layout.columns
                if not (state.on_paper or (area := _under(column, state.layout)).isEmpty())
            ]
        painter.setWorldTransform(QTransform())
        for place, picture in self._pictures:
            painter.drawPixmap(place, picture)
        painter.setWorldTransform(transform)
        for gap in state.layout.gaps:
            asked = {Element(Part.INSERT, gap=gap.index), Element(Part.GAP, gap=gap.index)}
            # A gap shows its button when the pointer is in it, or nothing else is there.
            if "layers" in state.locked or state.on_paper:
                continue
            if not state.experiment.network.hidden or asked & {state.hover, state.focus}:
                _draw_button(painter, state, Element(Part.INSERT, gap=gap.index), gap.button)

    def _picture(
        self, column: Column, area: QRectF, transform: QTransform, ratio: float
    ) -> tuple[QPointF, QPixmap]:
        """The controls of a column on a transparent ground, and where it stands."""
        seen = transform.mapRect(area)
        left, top, right, bottom = (
            round(edge * ratio) for edge in (seen.left(), seen.top(), seen.right(), seen.bottom())
        )
        picture = QPixmap(max(1, right - left), max(1, bottom - top))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        corner = QPointF(left, top) / ratio
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform * QTransform.fromTranslate(-corner.x(), -corner.y()))
        locked = ("features" if column.id == FEATURES else "neurons") in self._state.locked
        for part, rect in ((Part.MINUS, column.minus), (Part.PLUS, column.plus)):
            if rect is not None and not locked:
                _draw_button(painter, self._state, Element(part, column.id), rect)
        if column.grip is not None and not locked:
            _draw_grip(painter, self._state, Element(Part.GRIP, column.id), column.grip)
        painter.end()
        return corner, picture


def _under(column: Column, layout: Layout) -> QRectF:
    """The area of a column's controls, as wide as the column's room; empty if it has none."""
    area = QRectF()
    for rect in (column.minus, column.plus, column.grip):
        area = area.united(rect) if rect is not None else area
    if area.isEmpty():
        return area
    wide = layout.metrics.spacing
    return QRectF(column.x - wide / 2, area.top() - 3, wide, area.height() + 6)


def _draw_button(painter: QPainter, state: CanvasState, element: Element, rect: QRectF) -> None:
    """A round button: + or −."""
    theme, hovered, focused = state.theme, state.hover == element, state.focus == element
    hot = hovered or focused
    edge = theme.accent if hot else mixed(theme, theme.line, theme.faint, 0.25)
    fill = mixed(theme, theme.raised, theme.accent, 0.2) if hovered else theme.raised
    painter.setPen(QPen(QColor(edge), 1.6 if focused else 1.0))
    painter.setBrush(QColor(fill))
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    ink = QColor(theme.text if hot else theme.dim)
    painter.setPen(QPen(ink, max(1.0, 0.06 * rect.width())))
    arm, center = 0.18 * rect.width(), rect.center()
    painter.drawLine(center - QPointF(arm, 0), center + QPointF(arm, 0))
    if element.part is not Part.MINUS:
        painter.drawLine(center - QPointF(0, arm), center + QPointF(0, arm))


def _draw_grip(painter: QPainter, state: CanvasState, element: Element, rect: QRectF) -> None:
    """The handle at the lower end of a column that draws it longer or shorter."""
    theme, hot = state.theme, element in (state.hover, state.focus)
    colour = theme.accent if hot else mixed(theme, theme.panel, theme.faint, 0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    rect = rect.adjusted(-2, -0.5, 2, 0.5) if hot else rect
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
