"""`LockPicker`: controls of the window that are clicked to be locked or set free."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from nnfs_gui.canvas.elements import lock_of
from nnfs_gui.widgets.cover import Cover

from ..lessons.lesson_window import LessonWindow
from ..lessons.padlocks import PLACES, parts_with

_NAMES = {widget: name for name, widgets in PLACES.items() for widget in widgets}
_PRESSES = (
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
)  # fmt: skip


class LockPicker(QObject):
    """Takes every press on a control of the window while it is on.

    Signals: ``picked(str)`` with the name of the control.
    """

    picked = Signal(str)

    def __init__(self, window: LessonWindow) -> None:
        super().__init__(window)
        self._window, self._on = window, False

    def switch(self, on: bool) -> None:
        """Take presses, or let them be what they are."""
        if on == self._on:
            return
        self._on = on
        application = QApplication.instance()
        assert application is not None
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _PRESSES or not isinstance(watched, QWidget):
            return False
        assert isinstance(event, QMouseEvent)
        left = event.button() == Qt.MouseButton.LeftButton
        if not left or watched.window() is not self._window:
            return False
        name = self.name_at(watched, event.position().toPoint())
        if not name:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self.picked.emit(name)
        return True

    def name_at(self, widget: QWidget, at: QPoint) -> str:
        """The control that a place of a widget belongs to; "" for none."""
        canvas = self._window.network.canvas
        if widget is canvas.viewport():
            element = canvas.pointer.element_at(canvas.mapToScene(at), canvas.zoom)
            return lock_of(element)
        part: QWidget | None = widget
        while part is not None:
            if isinstance(part, Cover):
                part = part.control
            place = part.objectName()
            name = _NAMES.get(place, "")
            if name and any(home.isAncestorOf(part) for home in parts_with(place, self._window)):
                return name
            part = part.parentWidget()
        return ""
