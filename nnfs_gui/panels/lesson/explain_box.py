"""`ExplainBox`: own words first, then the ideas that were expected, to be ticked by oneself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.theme import SMALL, Theme, font

from .answer_input import Answer, AnswerInput
from .options import OptionRow

LONGEST = 2000
_ROWS = 4


class _Words(QPlainTextEdit):
    """Ctrl+Enter is done; Tab leads on."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
        else:
            super().keyPressEvent(event)


class ExplainBox(AnswerInput):
    """The answer is a dictionary: ``words``, and ``ticked``, the indices of ideas.

    Signals: ``ticked()`` when ideas were ticked after the words were committed.
    """

    ticked = Signal()

    def __init__(self, name: str, ideas: Sequence[str], theme: Theme,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.words = _Words(self)
        self.words.setObjectName(f"{name}-words")
        self.words.setAccessibleName("Your explanation")
        self.words.setPlaceholderText("In your own words, a sentence or two")
        self.words.setTabChangesFocus(True)
        height = self.words.fontMetrics().lineSpacing() * _ROWS + 16
        self.words.setFixedHeight(height)
        # An editor wants all the room there is, fixed height or not, and its card would take it.
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._about = QLabel("Which of these did you say? Tick them yourself.")
        self._about.setProperty("role", "dim")
        self._about.setFont(font(SMALL))
        self._about.setWordWrap(True)
        self.rows = tuple(
            OptionRow(f"{name}-idea-{index + 1}", idea, theme, one=False, parent=self)
            for index, idea in enumerate(ideas)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self.words)
        layout.addWidget(self._about)
        for row in self.rows:
            layout.addWidget(row)
            row.button.toggled.connect(self.ticked)
        self._show_ideas(False)
        self.words.textChanged.connect(self._changed)
        self.words.done.connect(self.committed)

    def answer(self) -> Answer | None:
        words = self.words.toPlainText().strip()[:LONGEST]
        ticked = [
            index
            for index, row in enumerate(self.rows)
            if isinstance(row.button, QCheckBox) and row.button.isChecked()
        ]
        return {"words": words, "ticked": ticked} if words else None

    def missing(self) -> str:
        return "Write a few words first; nobody marks them."

    def show_answer(self, answer: Answer) -> None:
        given = answer if isinstance(answer, dict) else {}
        self.words.setPlainText(str(given.get("words", "")))
        ticked = given.get("ticked", [])
        for index, row in enumerate(self.rows):
            row.button.setChecked(isinstance(ticked, list | tuple) and index in ticked)

    def settle(self, settled: bool) -> None:
        self.words.setReadOnly(settled)
        self._show_ideas(settled)

    def show_theme(self, theme: Theme) -> None:
        for row in self.rows:
            row.words.show_theme(theme)

    def take_focus(self) -> None:
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ideas(self, shown: bool) -> None:
        self._about.setVisible(shown and bool(self.rows))
        for row in self.rows:
            row.setVisible(shown)

    def _changed(self) -> None:
        self.changed.emit()
