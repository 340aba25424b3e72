"""`Presenter`: full screen with larger words and without forms, for a projector."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from nnfs_gui.widgets.magnify import magnify, room_factor

from .views_window import ViewsWindow

FACTOR = 1.35
"""How much larger words are."""
USUAL = QSize(2100, 1300)
"""A window in which words have their usual size; in a larger one they grow."""


class Presenter(QObject):
    """Fills the screen with larger words and thicker lines and without forms, and puts all back.

    Words also grow in a window that has room for it, with or without a projector.

    Signals: ``switched(bool)``.
    """

    switched = Signal(bool)

    def __init__(self, window: ViewsWindow) -> None:
        super().__init__(window)
        self._window = window
        self._on = False
        self._factor = 1.0
        window.installEventFilter(self)

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
        self._fit_words()
        window.network.set_presenter(on)
        window.cards.show_presenter(on)
        state = window.windowState()
        window.setWindowState(state | full if on else state & ~full)
        self.switched.emit(on)

    @Slot()
    def toggle(self) -> None:
        self.switch(not self._on)

    @Slot()
    def leave(self) -> None:
        self.switch(False)

    def _fit_words(self) -> None:
        """Give words the size that the window has room for, and at least a projector's."""
        window = self._window
        factor = max(FACTOR if self._on else 1.0, room_factor(window.size(), USUAL))
        if factor == self._factor:
            return
        self._factor = factor
        for part in (*window.panels, window.boundary, window.loss, window.tabs, window.strip):
            magnify(part, factor)
        # Only the card's own words: the canvas is drawn, and has a way of its own.
        directly = Qt.FindChildOption.FindDirectChildrenOnly
        for child in window.network.findChildren(QWidget, options=directly):
            if isinstance(child, (QLabel, QAbstractButton)):
                magnify(child, factor)
        window.cards.show_words(factor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._fit_words()
        return super().eventFilter(watched, event)
