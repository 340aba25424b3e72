"""`PictureAnswer`: an answer that is given on the picture: by clicks, or by drawing a line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from .answer_input import Answer, AnswerInput

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PictureAnswer(AnswerInput):
    """Says what to do, and what was done so far; the window tells it by `show_answer`.

    Signals: ``cleared()`` when a person wants to begin again.
    """

    cleared = Signal()

    def __init__(self, name: str, prompt: str, parent: QWidget | None = None,
                 given: str = "Drawn.") -> None:  # fmt: skip
        super().__init__(parent)
        self._prompt, self._given = prompt, given
        self._answer: Answer | None = None
        self._words = QLabel(prompt)
        self._words.setObjectName(f"{name}-prompt")
        self._words.setWordWrap(True)
        self._words.setProperty("role", "dim")
        self._again = QPushButton("Again")
        self._again.setObjectName(f"{name}-again")
        self._again.setProperty("role", "link")
        self._again.setAccessibleName("Give the answer again")
        self._again.clicked.connect(self._clear)
        self._again.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._again)

    @property
    def words(self) -> str:
        return self._words.text()

    def answer(self) -> Answer | None:
        return self._answer

    def missing(self) -> str:
        return self._prompt

    def show_answer(self, answer: Answer) -> None:
        self.take(answer, "")

    def take(self, answer: Answer | None, words: str) -> None:
        """An answer was given on the picture; ``words`` name it."""
        self._answer = answer or None
        self._again.setVisible(bool(answer))
        self._words.setText(words or (self._prompt if not answer else self._given))
        self.changed.emit()

    def settle(self, settled: bool) -> None:
        super().settle(settled)
        self._again.setVisible(not settled and self._answer is not None)
        if settled and self.words.startswith(self._given):
            self._words.setText(self._given)  # and no more that one may draw again

    def _clear(self) -> None:
        self.cleared.emit()
        self.take(None, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self._answer is not None:
            self.committed.emit()
        else:
            super().keyPressEvent(event)
