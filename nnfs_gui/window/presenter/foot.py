"""`Foot`: the buttons of the strip, in a row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nnfs_gui.theme import BODY, font


class Foot(QWidget):
    """Back and Next, and what can be done with a question."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self.before = self._button(
            "class-before", "Class before", "Go on with the class before, where it stood (K)"
        )
        self.unfold = self._button("strip-text", "Text", "Show the step's text, or fold it (T)")
        self.unfold.setCheckable(True)
        self.count = self._button(
            "poll-count", "Count hands", "Count hands (P); A, B … add one, and . blanks the screen"
        )
        self.reveal = self._button(
            "poll-reveal", "Reveal", "Show the bars and the answer (R, Page Down)"
        )
        self.reveal.setProperty("role", "primary")
        self.again = self._button("poll-again", "Ask again", "Ask it once more (Backspace)")
        self.back = self._button(
            "strip-back", "Back", "Question or step before (Page Up; Home: the first step)"
        )
        self.next = self._button("strip-next", "Next", "The next question or step (Page Down)")
        self.before.hide()
        self.unfold.hide()

    def _button(self, name: str, text: str, label: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setFont(font(BODY, 500))
        button.setToolTip(label)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        return button
