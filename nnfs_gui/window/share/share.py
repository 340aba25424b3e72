"""`Share`: the menu of everything that can leave the window, and what its entries do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnfs_gui.document import Document
from nnfs_gui.notifications import NotificationHub

from ..files_menu import FilesMenu
from ..window_base import WindowBase
from .links import Links

ENTRIES = "save_picture copy_picture | copy_link open_link"
"""Names of actions; ``|`` is a separator."""


class Share(QObject):
    """Owns what the entries of the share menu need, and shows the menu."""

    def __init__(
        self,
        document: Document,
        files: FilesMenu,
        notifications: NotificationHub,
        window: WindowBase,
    ) -> None:
        super().__init__(window)
        self._window = window
        self.links = Links(document, files, window)
        self.links.posted.connect(notifications.post)
        window.text_pasted.connect(self.links.paste)
        self._menu = QMenu(window)
        self._menu.setObjectName("menu-share")

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        return {"open_link": self.links.ask, "copy_link": self.links.copy}

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """Put the window's actions into the menu."""
        for name in ENTRIES.split():
            if name == "|":
                self._menu.addSeparator()
            else:
                self._menu.addAction(actions[name])

    @Slot()
    def popup(self) -> None:
        """Open the menu under its button."""
        button = self._window.findChild(QWidget, "export")
        assert isinstance(button, QWidget)
        place = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self._menu.popup(place - QPoint(self._menu.sizeHint().width(), 0))
