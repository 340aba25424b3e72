"""`Share`: the menu of everything that can leave the window, and what its entries do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnfs_gui.document import Document
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.theme import ThemeSource
from nnfs_gui.training.thread.session import TrainingSession

from ..files_menu import FilesMenu
from ..window_base import WindowBase, open_dialog
from .code_dialog import CodeDialog
from .figure_dialog import FigureDialog
from .film_dialog import FilmDialog
from .links import Links
from .saving import SavingDialog

ENTRIES = "save_picture copy_picture | save_figure save_film | save_code copy_link open_link"
"""Names of actions; ``|`` is a separator."""


class Share(QObject):
    """Owns what the entries of the share menu need, and shows the menu."""

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        themes: ThemeSource,
        files: FilesMenu,
        notifications: NotificationHub,
        window: WindowBase,
    ) -> None:
        super().__init__(window)
        self._document, self._session, self._themes = document, session, themes
        self._window, self._notifications = window, notifications
        self.links = Links(document, files, window)
        self.links.posted.connect(notifications.post)
        window.text_pasted.connect(self.links.paste)
        self._menu = QMenu(window)
        self._menu.setObjectName("menu-share")

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        return {
            "open_link": self.links.ask,
            "copy_link": self.links.copy,
            "save_code": self.show_code,
            "save_figure": self.show_figure,
            "save_film": self.show_film,
        }

    def show_code(self) -> None:
        """Show the experiment as code."""
        dialog = CodeDialog(
            self._document.experiment, self._session.snapshot, self._themes.theme, self._window
        )
        self._open(dialog)

    def show_figure(self) -> None:
        """Show network, boundary and loss as a figure."""
        snapshot = self._session.snapshot
        if snapshot is not None:
            self._open(FigureDialog(self._document.experiment, snapshot, self._window))

    def show_film(self) -> None:
        """Ask for a film of the training so far."""
        snapshot = self._session.snapshot
        epochs = 0 if snapshot is None else snapshot.epoch
        dark = self._themes.theme.dark
        self._open(FilmDialog(self._document.experiment, epochs, dark, self._window))

    def _open(self, dialog: SavingDialog) -> None:
        dialog.told.connect(self._notifications.info)
        dialog.failed.connect(self._notifications.error)
        open_dialog(dialog)

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
