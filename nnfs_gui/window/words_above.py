"""`WordsAbove`: words as large as the window's for all that opens above it."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QObject
from PySide6.QtWidgets import QDialog, QWidget

from nnfs_gui.canvas.popovers.popover import Popover
from nnfs_gui.widgets.magnify import factor_of, magnify_menus, magnify_whole

from .gallery.page import GalleryPage

_ABOVE = QDialog | Popover | GalleryPage


class WordsAbove(QObject):
    """Magnifies what opens above a window as soon as it is about to be shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._factor = window, 1.0
        magnify_menus(1.0)
        window.installEventFilter(self)

    def show_factor(self, factor: float) -> None:
        """Show all of it with words ``factor`` times as large."""
        self._factor = factor
        magnify_menus(factor)
        for one in self._window.findChildren(QWidget):
            if isinstance(one, _ABOVE) and factor_of(one) != factor:
                magnify_whole(one, factor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            self._came(watched, event.child())
        return super().eventFilter(watched, event)

    def _came(self, watched: QObject, child: QObject) -> None:
        """A dialog comes, or something in one that was made while it was open."""
        if not isinstance(child, QWidget) or factor_of(child) == self._factor:
            return
        above = isinstance(child, _ABOVE)
        if above:
            child.installEventFilter(self)
        if above or watched is not self._window:
            magnify_whole(child, self._factor)
