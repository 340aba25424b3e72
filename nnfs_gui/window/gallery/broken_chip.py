"""`BrokenChip`: a file of one's own that is no lesson, or not yet, with the reason."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.theme import Theme
from nnfs_gui.widgets.icons import IconButton

from .cards import Chip

_BESIDE = 6
"""Pixels to the right of the menu's button."""


class BrokenChip(Chip):
    """Signals: ``menu_asked(Path, QPoint)`` with a place on the screen; ``removal_asked(Path)``."""

    menu_asked = Signal(object, QPoint)
    removal_asked = Signal(object)

    def __init__(self, path: Path, reason: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(f"broken-{path.name}", "", path.name, reason, theme, parent)
        self.path = path
        self.setProperty("path", str(path))
        self._more = IconButton(
            "ph.dots-three", f"More about {path.name}: remove it", self, size=18
        )
        self._more.setObjectName(f"broken-more-{path.name}")
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key opens the same
        self._more.show_theme(theme)
        self._more.clicked.connect(self._more_clicked)

    def show_theme(self, theme: Theme) -> None:
        self._more.show_theme(theme)
        super().show_theme(theme)

    def _more_clicked(self) -> None:
        at = self._more.mapToGlobal(self._more.rect().bottomLeft())
        self.menu_asked.emit(self.path, at)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._more.sizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._more.adjustSize()
        left = self.width() - self._more.width() - _BESIDE
        self._more.move(left, (self.height() - self._more.height()) // 2)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.mapToGlobal(self.rect().center()) if by_key else event.globalPos()
        self.menu_asked.emit(self.path, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit(self.path)
        else:
            super().keyPressEvent(event)
