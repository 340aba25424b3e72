"""`CanvasLocks`: keeps the pointer from what may not be touched on the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent

from .elements import Part, lock_of
from .view import NetworkCanvas

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_ANSWERS = (Part.UNIT, Part.LINK, Part.BIAS)


class CanvasLocks(QObject):
    """Shows what is locked on the canvas, and takes presses on it.

    Edits are refused by the document, whatever makes them; this says so before a menu opens.

    Signals: ``touched(str)``, the control that somebody tried to use; ``picked(Element)``, the
    neuron or link that was clicked while one is asked for.
    """

    touched = Signal(str)
    picked = Signal(object)

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas, self._asked = canvas, False
        canvas.viewport().installEventFilter(self)
        canvas.locked_wanted.connect(self.touched)

    def lock(self, names: frozenset[str]) -> None:
        """Lock these controls and no others."""
        if names != self._canvas.state.locked:
            self._canvas.state.locked = names
            self._canvas.viewport().update()

    def hush(self, hushed: bool) -> None:
        """Invite nobody to draw layers, locked or not."""
        if hushed != self._canvas.state.hushed:
            self._canvas.state.hushed = hushed
            self._canvas.viewport().update()

    def withhold(self, names: frozenset[str]) -> None:
        """Let cards, editors and screen readers tell no numbers of these views."""
        canvas = self._canvas
        if names != canvas.state.readout.withheld:
            canvas.state.withhold(names)
            canvas.popups.show_readout()
        if "gradients" in names:
            canvas.show_gradients(False)

    @property
    def is_asking(self) -> bool:
        """Whether a click on a neuron or link is an answer."""
        return self._asked

    def ask(self, asked: bool) -> None:
        """Take the next clicks on neurons and links as answers."""
        self._asked = asked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        canvas = self._canvas
        left = isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton
        busy = self._asked or canvas.state.locked
        if not busy or event.type() not in _PRESSES or not left:
            return super().eventFilter(watched, event)
        assert isinstance(event, QMouseEvent)
        point = canvas.mapToScene(event.position().toPoint())
        element = canvas.pointer.element_at(point, canvas.zoom)
        if self._asked and element.part in _ANSWERS:
            canvas.state.focus = element
            canvas.viewport().update()
            self.picked.emit(element)
            return True
        name = lock_of(element)
        if name not in canvas.state.locked:
            return False
        self.touched.emit(name)
        return True
