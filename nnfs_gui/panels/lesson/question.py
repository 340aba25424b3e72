"""`Question`: a question, the way to answer it, and what is said to the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.theme import BODY, SMALL, Theme, font
from nnfs_gui.widgets.rich_text import RichText

from .answer_input import Answer, AnswerInput
from .cases import CaseList
from .feedback import NOTE, Feedback
from .scale_mark import ScaleMark


class Question(QFrame):
    """A frame with a heading, the question, its input, a button to commit, and the feedback.

    Signals: ``committed(answer)``; ``changed()`` when the answer did, before it is committed;
    ``renewed()`` when the same is to be asked with new numbers.
    """

    committed = Signal(object)
    renewed = Signal()
    changed = Signal()

    def __init__(
        self, name: str, heading: str, ask: str, field: AnswerInput, commit: str, theme: Theme,
        parent: QWidget | None = None, *, note: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("question")
        self.field = field
        self.cases: CaseList | None = None
        self._heading = QLabel(heading)
        self._heading.setFont(font(BODY, 600))
        self._ask = RichText(f"{name}-ask", theme, self)
        self._ask.show_markdown(ask)
        self.setAccessibleName(f"{heading}: {self._ask.accessibleName()}")
        field.setAccessibleName(self._ask.accessibleName())
        self.commit_button = QPushButton(commit)
        self.commit_button.setObjectName(f"{name}-commit")
        self.commit_button.setProperty("role", "primary")
        self._note = QLabel(note)
        self._note.setProperty("role", "dim")
        self._note.setFont(font(SMALL))
        self._note.setWordWrap(True)
        self.scale = ScaleMark(theme, self)
        self.feedback = Feedback(name, theme, self)
        self.extras = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 10)
        layout.setSpacing(7)
        for part in (self._heading, self._ask, field):
            layout.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.commit_button)
        row.addWidget(self._note, 1)
        row.addLayout(self.extras)
        layout.addLayout(row)
        layout.addWidget(self.scale)
        layout.addWidget(self.feedback)
        self.body = layout
        self._heading.setVisible(bool(heading))
        self.commit_button.clicked.connect(self.commit)
        field.committed.connect(self.commit)
        field.changed.connect(self._changed)

    def offer_new_numbers(self) -> None:
        """Let a person ask for other numbers."""
        button = QPushButton("New numbers")
        button.setObjectName(f"{self.commit_button.objectName()}-renew")
        button.setProperty("role", "link")
        button.clicked.connect(self.renewed)
        self.extras.addWidget(button)

    def add_cases(self, cases: CaseList) -> None:
        """Settings to compare, which stand above the feedback."""
        self.cases = cases
        self.body.insertWidget(self.body.indexOf(self.feedback), cases)

    def commit(self) -> bool:
        """Commit to the answer; if something is missing, say what."""
        answer: Answer | None = self.field.answer()
        if answer is None:
            self.feedback.show_feedback(NOTE, self.field.missing())
            self.field.take_focus()
            return False
        self.committed.emit(answer)
        return True

    def settle(self, note: str = "") -> None:
        """The answer stands: nothing is left to commit."""
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()  # or it would go to the button behind, which is Back
        self.field.settle(True)
        self.commit_button.hide()
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def reopen(self, note: str = "") -> None:
        """Let the question be answered again."""
        self.field.settle(False)
        self.commit_button.show()
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def show_theme(self, theme: Theme) -> None:
        self.scale.show_theme(theme)
        for part in (self._ask, self.field, self.feedback):
            part.show_theme(theme)

    def _changed(self) -> None:
        self.feedback.clear(keep_room=True)
        self.changed.emit()
