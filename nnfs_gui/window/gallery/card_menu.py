"""`CardMenu`: what can be done with a lesson besides opening it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from ..window_base import open_dialog
from .catalogue import LessonEntry


class CardMenu(QObject):
    """Signals: ``opened``, ``saving_asked``, ``restarted`` and ``removed``, each with the entry;
    ``file_opened(Path)`` and ``file_removed(Path)``.
    """

    opened = Signal(object)
    saving_asked = Signal(object)
    restarted = Signal(object)
    removed = Signal(object)
    file_opened = Signal(object)
    file_removed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def show_at(self, entry: LessonEntry, at: QPoint) -> None:
        """Open the menu of a card at a place of the screen."""
        menu = self._menu()
        words = "Continue" if entry.is_begun else "Open again" if entry.is_done else "Open"
        menu.addAction(words).triggered.connect(partial(self.opened.emit, entry))
        if entry.has_answers:
            save = menu.addAction("Save my answers…")
            save.triggered.connect(partial(self.saving_asked.emit, entry))
        if entry.record is not None:
            again = menu.addAction("Start again…" if entry.has_answers else "Start again")
            again.triggered.connect(partial(self._restart, entry))
        if entry.is_own:
            menu.addSeparator()
            remove = menu.addAction("Remove from this list")
            remove.triggered.connect(partial(self.removed.emit, entry))
        menu.popup(at)

    def show_of_file(self, path: Path, at: QPoint) -> None:
        """Open the menu of a file that is no lesson."""
        menu = self._menu()
        menu.addAction("Open").triggered.connect(partial(self.file_opened.emit, path))
        menu.addSeparator()
        remove = menu.addAction("Remove from this list")
        remove.triggered.connect(partial(self.file_removed.emit, path))
        menu.popup(at)

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName("lesson-card-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _restart(self, entry: LessonEntry) -> None:
        """Begin anew; answers that would be lost are asked about first."""
        if not entry.has_answers:
            self.restarted.emit(entry)
            return
        box = QMessageBox(self._window)
        box.setObjectName("start-again")
        box.setWindowTitle("Start again")
        box.setText(f"Start “{entry.lesson.title}” again?")
        box.setInformativeText("Your answers in it are forgotten; save them first if they matter.")
        again = box.addButton("Start again", QMessageBox.ButtonRole.DestructiveRole)
        again.setObjectName("start-again-yes")
        again.clicked.connect(partial(self.restarted.emit, entry))
        box.addButton(QMessageBox.StandardButton.Cancel)
        open_dialog(box)
