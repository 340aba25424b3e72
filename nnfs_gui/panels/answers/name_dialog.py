"""`NameDialog`: whose answers are to be handed in, and what the file will hold."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnfs_gui.lessons.progress import LessonRecord
from nnfs_gui.widgets.labels import field_label


class NameDialog(QDialog):
    """Asks for a name, without which nobody would know whose answers they are.

    Signals: ``named(str)``.
    """

    named = Signal(str)

    def __init__(self, record: LessonRecord, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hand-in-name")
        self.setWindowTitle("Save my answers")
        self.name = QLineEdit(name, self)
        self.name.setObjectName("hand-in-name-field")
        self.name.setMaxLength(200)
        self._missing = QLabel(self)
        self._missing.setProperty("role", "dim")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._save = buttons.addButton("Save…", QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setObjectName("hand-in-save")
        self._save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(self._paragraph(contents(record)))
        layout.addWidget(field_label("Your name, as the teacher knows you", self.name))
        layout.addWidget(self.name)
        layout.addWidget(self._missing)
        layout.addWidget(buttons)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        self.name.textChanged.connect(self._look)
        self._look()
        self.name.setFocus()

    def _paragraph(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("hand-in-contents")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumWidth(420)
        return label

    @Slot()
    def _look(self) -> None:
        """A name is needed; until there is one, nothing can be saved."""
        named = bool(self.name.text().strip())
        self._save.setEnabled(named)
        self._missing.setText(
            "" if named else "Without a name nobody knows whose answers they are."
        )

    @Slot()
    def _accept(self) -> None:
        name = self.name.text().strip()
        if name:
            self.accept()
            self.named.emit(name)


def contents(record: LessonRecord) -> str:
    """What the file of a record holds, in words."""
    tries = sum(len(task.attempts) for task in record.tasks)
    hints = sum(task.hints for task in record.tasks)
    minutes = max(1, round(record.seconds / 60))
    return (
        f"Your answers to “{record.title}” go into one file, which you hand in yourself: nothing "
        f"is sent. It holds all your tries, also the wrong ones ({tries} so far), how many hints "
        f"you opened ({hints}), your own words, and how long you took "
        f"({minutes} {'minute' if minutes == 1 else 'minutes'})."
    )
