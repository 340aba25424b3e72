"""What the window's actions do when triggered: run, theme, pictures, help; files apart."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.panels.shortcuts_dialog import ShortcutsDialog
from nnfs_gui.settings import Settings
from nnfs_gui.theme import DARK, LIGHT, Theme, ThemeSource
from nnfs_gui.training.thread.session import TrainingSession

from .actions import shortcut_groups
from .author.format_help import show_format
from .pictures import PictureError, write_picture
from .transport import Transport
from .window_base import open_dialog

SPEED_STEP = 0.1
LARGEST_SEED = 2**31


class ActionHandlers(QObject):
    """Slots of the window's actions.

    Signals: ``failed(str)`` and ``told(str)`` with sentences for people.
    """

    failed = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        themes: ThemeSource,
        settings: Settings,
        transport: Transport,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._themes, self._settings, self._window = themes, settings, window
        self._transport = transport

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        return {
            "play": self._transport.toggle,
            "step_batch": self.step_batch,
            "step_epoch": self.step_epoch,
            "step_sample": self.step_sample,
            "rewind": self._transport.rewind,
            "new_weights": self.new_weights,
            "slower": self.slower,
            "faster": self.faster,
            "theme_system": self.use_system_theme,
            "theme_dark": self.use_dark_theme,
            "theme_light": self.use_light_theme,
            "save_picture": self.save_picture,
            "copy_picture": self.copy_picture,
            "shortcuts": self.show_shortcuts,
            "lesson_format": self.show_lesson_format,
            "about": self.show_about,
        }

    # --- run ---

    def step_batch(self) -> None:
        self._transport.step("batch")

    def step_epoch(self) -> None:
        self._transport.step("epoch")

    def step_sample(self) -> None:
        self._transport.step("sample")

    def new_weights(self) -> None:
        """Start again from other initial weights, which undo takes back."""
        seed = secrets.randbelow(LARGEST_SEED)
        self._document.edit(edits.set_seed(self._document.experiment, seed), "New initial weights")

    def slower(self) -> None:
        self._change_speed(-SPEED_STEP)

    def faster(self) -> None:
        self._change_speed(SPEED_STEP)

    def _change_speed(self, step: float) -> None:
        # Rounded, or ten steps up from 0 would end just below 1, which is not full speed.
        self._transport.set_speed(round(self._session.speed + step, 6))

    # --- theme ---

    def use_system_theme(self) -> None:
        self._use_theme(None)

    def use_dark_theme(self) -> None:
        self._use_theme(DARK)

    def use_light_theme(self) -> None:
        self._use_theme(LIGHT)

    def toggle_theme(self) -> None:
        self._use_theme(LIGHT if self._themes.theme.dark else DARK)

    def _use_theme(self, theme: Theme | None) -> None:
        self._themes.choose(theme)
        self._settings.set_theme("system" if theme is None else theme.name)

    # --- pictures ---

    def save_picture(self) -> None:
        """Ask for a name and write a picture of the window there."""
        name, _filter = QFileDialog.getSaveFileName(
            self._window, "Save a picture of the window", "playground.png", "Pictures (*.png *.jpg)"
        )
        if name:
            self.save_picture_to(Path(name))

    def save_picture_to(self, path: Path) -> None:
        """Write a picture of the window; a failure is told and changes nothing."""
        path = path if path.suffix else path.with_suffix(".png")
        try:
            write_picture(self._window.grab(), path)
        except PictureError as error:
            text = str(error)
            self.failed.emit(f"{text[0].upper()}{text[1:]}")
        else:
            self.told.emit(f"Saved the picture as {path.name}.")

    def copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self._window.grab())
        self.told.emit("Copied a picture of the window.")

    # --- help ---

    def show_shortcuts(self) -> None:
        """Show gestures, and every shortcut of the window and of the canvas."""
        open_dialog(ShortcutsDialog(shortcut_groups(), self._themes.theme, self._window))

    def show_lesson_format(self) -> None:
        """Show how a lesson is written; the window stays free."""
        show_format(self._window, self._themes.theme)

    def show_about(self) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("help")
        box.setWindowTitle("About NNFS Playground")
        box.setText(
            "<p><b>NNFS Playground</b></p><p>Learn how neural networks work by building one with "
            "your hands.<br>The network is written from scratch in NumPy; open the package "
            "<code>engine</code> and read it.</p><p>MIT License. Nothing leaves this computer.</p>"
        )
        open_dialog(box)
