"""Walking the canvas with the keyboard: where each key leads from each element."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from nnfs_gui.experiment.model import BIAS
from nnfs_gui.export.tfp import is_link

from ..elements import NOTHING, Element, Part
from ..geometry import Column, Layout
from .canvas_commands import COMMANDS

_ARROWS = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
}
_BY_KEY = {
    QKeySequence(key).toString(): command.name for command in COMMANDS for key in command.keys
}


def direction_of(event: QKeyEvent) -> str | None:
    """Where a key leads; None with Ctrl, which makes it a shortcut of the window or a command."""
    plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return _ARROWS.get(Qt.Key(event.key())) if plain else None


def command_of(event: QKeyEvent) -> str | None:
    """The name of the command that a key event means, if any; a link is pasted into the window."""
    combination = event.keyCombination()
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.text() in ("+", "-", "=") and not modifiers & Qt.KeyboardModifier.ControlModifier:
        modifiers = Qt.KeyboardModifier.NoModifier  # + needs Shift on some keyboards
    sequence = QKeySequence(Qt.Key(event.key()) | modifiers)
    name = _BY_KEY.get(sequence.toString())
    return None if name == "paste" and is_link(QGuiApplication.clipboard().text()) else name


def step(layout: Layout, element: Element, direction: str) -> Element:
    """The element one arrow key away: up and down in a column, left and right along links."""
    if element.part is Part.NOTHING:
        return Element(Part.CHIP, layout.columns[0].id)
    if element.part in (Part.LINK, Part.BIAS):
        return _from_link(layout, element, direction)
    column = layout.column_of(element.id) or layout.column(element.id)
    if column is None:
        return NOTHING
    if direction in ("left", "right"):
        return _sideways(layout, column, element, direction)
    stops = [Element(Part.CHIP, column.id), *(Element(Part.UNIT, unit) for unit in column.units)]
    at = stops.index(element) if element in stops else 0
    return {
        "up": stops[max(0, at - 1)],
        "down": stops[min(len(stops) - 1, at + 1)],
        "home": stops[0],
        "end": stops[-1],
    }[direction]


def next_column(layout: Layout, element: Element, by: int) -> Element | None:
    """The element at the same height one column on; None beyond the last one."""
    if element.part is Part.NOTHING:
        return Element(Part.CHIP, layout.columns[0 if by > 0 else -1].id)
    column = layout.column_of(element.id) or layout.column(element.id)
    if column is None:
        return None
    at = layout.columns.index(column) + by
    if not 0 <= at < len(layout.columns):
        return None
    other = layout.columns[at]
    if element.part in (Part.CHIP, Part.TITLE):
        return Element(Part.CHIP, other.id)
    return Element(Part.UNIT, _nearest(layout, element.id, other))


def _sideways(layout: Layout, column: Column, element: Element, direction: str) -> Element:
    by = -1 if direction == "left" else 1
    at = layout.columns.index(column) + by
    if not 0 <= at < len(layout.columns):
        return element
    other = layout.columns[at]
    if element.part is not Part.UNIT:
        return Element(Part.CHIP, other.id)
    nearest = _nearest(layout, element.id, other)
    if by < 0:
        return Element(Part.LINK, element.id, nearest)
    return Element(Part.LINK, nearest, element.id)


def _from_link(layout: Layout, element: Element, direction: str) -> Element:
    """From a link: left and right to its ends, up and down to the target's other links."""
    column = layout.column_of(element.id)
    if column is None:
        return NOTHING
    before = layout.columns[layout.columns.index(column) - 1]
    sources = [BIAS, *before.units]
    source = BIAS if element.part is Part.BIAS else element.source
    if direction == "right" or (direction == "left" and source == BIAS):
        return Element(Part.UNIT, element.id)
    if direction == "left":
        return Element(Part.UNIT, source)
    at = sources.index(source) if source in sources else 0
    places = {"up": max(0, at - 1), "down": min(len(sources) - 1, at + 1)}
    at = places.get(direction, 0 if direction == "home" else len(sources) - 1)
    if sources[at] == BIAS:
        return Element(Part.BIAS, element.id)
    return Element(Part.LINK, element.id, sources[at])


def _nearest(layout: Layout, unit: str, column: Column) -> str:
    rect = layout.unit_rect(unit)
    if rect is None:
        return column.units[0]
    y = rect.center().y()
    pairs = zip(column.units, column.rects, strict=True)
    return min(pairs, key=lambda pair: abs(pair[1].center().y() - y))[0]
