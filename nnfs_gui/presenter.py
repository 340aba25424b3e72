"""`Presenter`: the window on a projector, read from the last row and without a mouse."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel

from nnfs_gui.views_window import ViewsWindow
from nnfs_gui.widgets.magnify import magnify

FACTOR = 1.35
"""How much larger words are."""


class Presenter(QObject):
    """Fills the screen with larger words and thicker lines and without forms, and puts all back.

    Signals: ``switched(bool)``.
    """

    switched = Signal(bool)

    def __init__(self, window: ViewsWindow) -> None:
        super().__init__(window)
        self._window = window
        self._on = False

    @property
    def on(self) -> bool:
        return self._on

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Enter presenter mode or leave it; a maximised window is maximised again afterwards."""
        if on == self._on:
            return
        self._on = on
        window, full = self._window, Qt.WindowState.WindowFullScreen
        factor = FACTOR if on else 1.0
        for part in (window.header, window.boundary, window.loss, window.tabs):
            magnify(part, factor)
        # Only the card's own words: the canvas is drawn, and has a way of its own.
        directly = Qt.FindChildOption.FindDirectChildrenOnly
        for label in window.network.findChildren(QLabel, options=directly):
            magnify(label, factor)
        window.network.set_presenter(on)
        window.workspace.show_presenter(on)
        state = window.windowState()
        window.setWindowState(state | full if on else state & ~full)
        self.switched.emit(on)

    @Slot()
    def toggle(self) -> None:
        self.switch(not self._on)

    @Slot()
    def leave(self) -> None:
        self.switch(False)
