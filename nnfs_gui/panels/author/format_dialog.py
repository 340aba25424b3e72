"""`FormatDialog`: how a lesson is written, beside the lesson that is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnfs_gui.theme import LABEL, Theme, font

from .editor import LessonEditor


class FormatDialog(QDialog):
    """The description of the format, in which words can be found; others can be used meanwhile."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-format")
        self.setWindowTitle("How a lesson is written")
        self.word = QLineEdit(self)
        self.word.setObjectName("format-find")
        self.word.setPlaceholderText("Find a word; Enter goes on to the next")
        self.word.setAccessibleName("Find a word")
        self.text = LessonEditor(theme, self)  # as it is written, fences and all
        self.text.setObjectName("format-text")
        self.text.setAccessibleName("How a lesson is written")
        self.text.setReadOnly(True)
        self.text.setPlainText(text)
        self.told = QLabel(self)
        self.told.setProperty("role", "dim")
        self.told.setFont(font(LABEL))
        layout = QVBoxLayout(self)
        for part in (self.word, self.text, self.told):
            layout.addWidget(part)
        self.told.hide()
        self.resize(680, 560)
        self.word.textChanged.connect(self._find_first)
        self.word.returnPressed.connect(self._find_next)

    @Slot()
    def _find_first(self) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._find_next()

    @Slot()
    def _find_next(self) -> None:
        """Go on to the next place, from the last one to the first."""
        word = self.word.text()
        found = not word or self.text.find(word)
        if not found:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.text.find(word)
        self.told.setText("" if found else f"“{word}” is nowhere.")
        self.told.setVisible(not found)


def show_beside(dialog: QDialog) -> None:
    """Show a dialog that leaves its window free; it is forgotten when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
