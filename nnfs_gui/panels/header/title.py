"""`Title`: the experiment's title, editable by double click, and where it is stored."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import LABEL, font
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.focus import give_back_focus

from ..editor import Editor


class _TitleEdit(QLineEdit):
    """Signals: ``left()`` when Escape gives the edit up."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Title(QWidget):
    """Two lines: the title, and the file with "edited" while there are unsaved changes.

    Signals: ``refused(sentence)`` when a title is not possible.
    """

    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("title")
        self._document = document
        self._lesson = self._lesson_title = ""
        self._editing = False
        self._editor = Editor(document, self)
        self._label = ElidedLabel(parent=self)
        self._label.setObjectName("header-title")
        self._label.setFont(font(14, 600))
        self._edit = _TitleEdit(self)
        self._edit.setObjectName("title-editor")
        self._edit.setAccessibleName("Title of the experiment")
        self._edit.setProperty("look", "plain")
        self._edit.setMaxLength(200)
        self._subtitle = ElidedLabel(parent=self)
        self._subtitle.setObjectName("header-subtitle")
        self._subtitle.setFont(font(LABEL))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._label)
        self._stack.addWidget(self._edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addLayout(self._stack)
        layout.addWidget(self._subtitle)
        layout.addStretch(1)
        self._edit.editingFinished.connect(self._finish)
        self._edit.left.connect(self._leave)
        self._editor.refused.connect(self.refused)
        self.show_experiment(document.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        title = self._lesson_title or experiment.title or "Untitled"
        if self._lesson:
            self._label.set_text(f"{title} (lesson)", "Your own work comes back after the lesson")
        else:
            self._label.set_text(title, "Double click to rename")
        self.show_file()

    def show_lesson(self, place: str, title: str = "") -> None:
        """Say that a lesson is open, and where it stands; "" if none is.

        Without a ``title`` it is that of the experiment.
        """
        self._lesson, self._lesson_title = place, title
        self.show_experiment(self._document.experiment)

    def show_file(self) -> None:
        """Show the document's file and whether it is edited."""
        path = self._document.path
        if self._lesson:
            self._subtitle.set_text(self._lesson, "")
            return
        notes = self._document.experiment.notes
        if path is None and notes and not self._document.modified:
            self._subtitle.set_text(notes, notes)
            return
        name = path.name if path is not None else "not saved yet"
        edited = "  ·  edited" if self._document.modified else ""
        self._subtitle.set_text(f"{name}{edited}", str(path or ""))

    def start_editing(self) -> None:
        """Turn the title into a field."""
        self._editing = True
        self._edit.setText(self._document.experiment.title)
        self._stack.setCurrentWidget(self._edit)
        self._edit.selectAll()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        if not self._editing:  # hiding the field after Escape ends the edit once more
            return
        title = self._edit.text().strip()
        self._leave()
        if title:
            self._editor.apply(partial(edits.set_title, title=title), "Rename")

    def _leave(self) -> None:
        self._editing = False
        self._stack.setCurrentWidget(self._label)
        give_back_focus(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._lesson:
            self.start_editing()
