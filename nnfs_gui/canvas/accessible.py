"""The canvas for screen readers: every chip, neuron, bias and link as a named child.

PySide6 lets Python install a factory (`QAccessible.installFactory`) and subclass
`QAccessibleInterface`.  Qt's cache then holds bare pointers to our objects and deletes them itself:
a canvas's when the canvas dies, an element's when told to.  An object that Python freed before
that would be deleted twice.  So this module keeps every one until Qt has deleted it, which PySide
notices (`shiboken6.isValid`), and before the interpreter ends it has Qt delete what is left.
"""

# mypy: disable-error-code="override"
# (The stubs say that these methods never give None; in C++ they all may give a null pointer.)

from __future__ import annotations

import atexit
import weakref
from functools import cache, partial
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QGraphicsView

from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.widgets.numbers import format_number

from .accessible_values import NO_INTERFACE, SetsWeights, WeightActions, WeightValue
from .elements import FEATURES, OUTPUT, Element, Part
from .state import CanvasState
from .wording import spoken

_ROLES = {
    Part.CHIP: QAccessible.Role.ComboBox,
    Part.UNIT: QAccessible.Role.ListItem,
    Part.BIAS: QAccessible.Role.Slider,
    Part.LINK: QAccessible.Role.Slider,
}


class Offered(NamedTuple):
    """What a screen reader may look at, and what carries out its wishes."""

    state: CanvasState
    edits: SetsWeights


class ElementAccess(QAccessibleInterface):
    """One element of the canvas."""

    def __init__(self, view: QGraphicsView, offered: Offered, element: Element) -> None:
        super().__init__()
        self._view, self._state, self.element = weakref.ref(view), offered.state, element
        self._sides: dict[QAccessible.InterfaceType, object] = {}
        if element.link is not None:
            value = WeightValue(offered.state, element.link, offered.edits)
            self._sides[QAccessible.InterfaceType.ValueInterface] = value
            self._sides[QAccessible.InterfaceType.ActionInterface] = WeightActions(value)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:
        return self._sides.get(kind, NO_INTERFACE)

    def isValid(self) -> bool:
        return self._view() is not None and self._state.bounds(self.element) is not None

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        view = self._view()
        return None if view is None else view.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:
        view = self._view()
        return None if view is None else QAccessible.queryAccessibleInterface(view)

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def focusChild(self) -> QAccessibleInterface | None:
        return None

    def rect(self) -> QRect:
        view, bounds = self._view(), self._state.bounds(self.element)
        if view is None or bounds is None:
            return QRect()
        inside = view.mapFromScene(bounds).boundingRect()
        return QRect(view.viewport().mapToGlobal(inside.topLeft()), inside.size())

    def role(self) -> QAccessible.Role:
        return _ROLES.get(self.element.part, QAccessible.Role.StaticText)

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = state.selectable = 1
        state.focused = int(self._state.focus == self.element)
        state.selected = int(self.element.id in self._state.selected)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        readout, link = self._state.readout, self.element.link
        if kind == QAccessible.Text.Name:
            return spoken(readout, self.element)
        if kind == QAccessible.Text.Value and link is not None:
            return format_number(readout.weight(link), 2)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names follow from the network; they cannot be set."""


class CanvasAccess(QAccessibleWidget):
    """The canvas: a list of its elements, column by column."""

    def __init__(self, view: QGraphicsView, offered: Offered) -> None:
        super().__init__(view, QAccessible.Role.List, "Network")
        self._view, self._offered, self._state = weakref.ref(view), offered, offered.state
        self._elements: tuple[Element, ...] = ()
        self._at: dict[Element, int] = {}
        self._layers: tuple[tuple[str, ...], ...] = ()
        self._numbers: dict[Element, int] = {}
        view.destroyed.connect(partial(_forget, self._numbers))

    def position(self, element: Element) -> int:
        """The child's number of an element, or −1."""
        self._refresh()
        return self._at.get(element, -1)

    def childCount(self) -> int:
        self._refresh()
        return len(self._elements)

    def child(self, index: int) -> QAccessibleInterface | None:
        self._refresh()
        if not 0 <= index < len(self._elements):
            return None
        return self._access(self._elements[index])

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self.position(child.element) if isinstance(child, ElementAccess) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        for element in self._elements:
            access = self._access(element)
            if (
                element.part is not Part.LINK
                and access is not None
                and access.rect().contains(x, y)
            ):
                return access
        return None

    def focusChild(self) -> QAccessibleInterface | None:
        at = self.position(self._state.focus)
        return None if at < 0 else self.child(at)

    def text(self, kind: QAccessible.Text) -> str:
        view = self._view()
        if view is None:
            return ""
        if kind == QAccessible.Text.Name:
            return view.accessibleName()
        return view.accessibleDescription() if kind == QAccessible.Text.Description else ""

    def _access(self, element: Element) -> ElementAccess | None:
        number, view = self._numbers.get(element), self._view()
        if number is None:
            if view is None:
                return None
            access = ElementAccess(view, self._offered, element)
            number = QAccessible.registerAccessibleInterface(access)
            self._numbers[element], _KEPT[number] = number, access
        return _KEPT[number]

    def _refresh(self) -> None:
        """Follow the experiment: forget the interfaces of what is gone."""
        layers = layer_ids(self._state.experiment)
        if layers == self._layers:
            return
        self._layers = layers
        self._elements = elements_of(self._state)
        self._at = {element: index for index, element in enumerate(self._elements)}
        gone = self._numbers.keys() - self._at.keys()
        _forget({element: self._numbers.pop(element) for element in gone})


def elements_of(state: CanvasState) -> tuple[Element, ...]:
    """Everything that has a name: per column its chip, units, biases and incoming links."""
    network = state.experiment.network
    columns = (FEATURES, *(layer.id for layer in network.hidden), OUTPUT)
    layers = layer_ids(state.experiment)
    found: list[Element] = []
    for index, (column, units) in enumerate(zip(columns, layers, strict=True)):
        found.append(Element(Part.CHIP, column))
        found += [Element(Part.UNIT, unit) for unit in units]
        if index:
            found += [Element(Part.BIAS, unit) for unit in units]
            sources = layers[index - 1]
            found += [Element(Part.LINK, unit, source) for unit in units for source in sources]
    return tuple(found)


def offer(view: QGraphicsView, state: CanvasState, edits: SetsWeights) -> None:
    """Make a canvas known to screen readers."""
    _install()
    _OFFERED[view] = Offered(state, edits)


def announce_focus(view: QGraphicsView, element: Element) -> None:
    """Tell a screen reader, if one listens, that another element has the focus."""
    access = _MADE.get(view)
    if access is None or not QAccessible.isActive():
        return
    at = access.position(element)
    if at >= 0:
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(at)
        QAccessible.updateAccessibility(event)


_OFFERED: weakref.WeakKeyDictionary[QGraphicsView, Offered] = weakref.WeakKeyDictionary()
_MADE: weakref.WeakKeyDictionary[QGraphicsView, CanvasAccess] = weakref.WeakKeyDictionary()
_CANVASES: list[CanvasAccess] = []
_KEPT: dict[int, ElementAccess] = {}
"""Elements' interfaces by their number in Qt's cache."""


def _forget(numbers: dict[Element, int], _view: QObject | None = None) -> None:
    """Have Qt delete elements' interfaces, then let go of what is left of them."""
    for number in numbers.values():
        if number in _KEPT:
            QAccessible.deleteAccessibleInterface(number)
            del _KEPT[number]
    numbers.clear()


def _make(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """The factory that Qt asks for each class of an object, from the most derived on."""
    if not isinstance(thing, QGraphicsView) or thing not in _OFFERED:
        return None
    _CANVASES[:] = [access for access in _CANVASES if shiboken6.isValid(access)]
    access = CanvasAccess(thing, _OFFERED[thing])
    _CANVASES.append(access)
    _MADE[thing] = access
    return access


def _forget_all() -> None:
    """Before the interpreter ends: afterwards nobody keeps what Qt still points to."""
    for number in list(_KEPT):
        QAccessible.deleteAccessibleInterface(number)
    for access in _CANVASES:
        if shiboken6.isValid(access):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(access))


@cache
def _install() -> None:
    QAccessible.installFactory(_make)
    atexit.register(_forget_all)
