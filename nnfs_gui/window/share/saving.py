"""What the dialogs of the share menu have in common: buttons, and writing a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.wording import reason


class SavingDialog(QDialog):
    """A dialog that writes files.

    Signals: ``told(str)`` after something was saved or copied; ``failed(str)`` with a sentence.
    """

    told = Signal(str)
    failed = Signal(str)

    def make_button(self, name: str, text: str, action: Callable[[], object]) -> QPushButton:
        """A button that Enter does not press by itself."""
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button

    def write(self, path: Path, content: bytes) -> None:
        """Write a file as a whole; a failure is told and changes nothing."""
        try:
            write_whole(path, content)
        except OSError as error:
            self.failed.emit(f"Cannot write {path.name}: {reason(error)}")
        else:
            self.told.emit(f"Saved as {path.name}.")
