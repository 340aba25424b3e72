"""`CanvasLocks`: keeps the pointer from what may not be touched on the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent

from .elements import FEATURES, OUTPUT, Element, Part
from .view import NetworkCanvas

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_LOCK_OF_PART = {
    Part.LINK: "weights",
    Part.BIAS: "weights",
    Part.GRIP: "neurons",
    Part.MINUS: "neurons",
    Part.INSERT: "layers",
}


def lock_of(element: Element) -> str:
    """The control that a press on an element would use; "" for none."""
    if element.part is Part.CHIP:
        return {FEATURES: "features", OUTPUT: "output"}.get(element.id, "activation")
    if element.part is Part.PLUS:
        return "features" if element.id == FEATURES else "neurons"
    return _LOCK_OF_PART.get(element.part, "")


class CanvasLocks(QObject):
    """Shows what is locked on the canvas, and takes presses on it.

    Edits are refused by the document, whatever makes them; this says so before a menu opens.

    Signals: ``touched(str)``, the control that somebody tried to use.
    """

    touched = Signal(str)

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.viewport().installEventFilter(self)

    def lock(self, names: frozenset[str]) -> None:
        """Lock these controls and no others."""
        if names != self._canvas.state.locked:
            self._canvas.state.locked = names
            self._canvas.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        canvas = self._canvas
        left = isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton
        if not canvas.state.locked or event.type() not in _PRESSES or not left:
            return super().eventFilter(watched, event)
        assert isinstance(event, QMouseEvent)
        point = canvas.mapToScene(event.position().toPoint())
        name = lock_of(canvas.pointer.element_at(point, canvas.zoom))
        if name not in canvas.state.locked:
            return False
        self.touched.emit(name)
        return True
