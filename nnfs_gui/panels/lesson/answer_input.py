"""`AnswerInput`: what all ways of answering a question have in common."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnfs_gui.theme import Theme

Answer: TypeAlias = object
"""A plain value that JSON can hold: indices of options, typed texts, names, points of a line."""


class AnswerInput(QWidget):
    """A way to answer a question.

    Signals: ``changed()`` when the answer did; ``committed()`` when Enter was pressed in it.
    """

    changed = Signal()
    committed = Signal()

    def answer(self) -> Answer | None:
        """What was answered; None while something is missing."""
        raise NotImplementedError  # abstract; Qt classes cannot take ABC as their metaclass

    def show_answer(self, answer: Answer) -> None:
        """Show an answer that was given before; one that does not fit shows nothing."""
        raise NotImplementedError  # as above

    def missing(self) -> str:
        """What is missing, in a sentence."""
        return "Choose an answer first."

    def settle(self, settled: bool) -> None:
        """Let the answer stand as it is, or be changed again."""
        self.setEnabled(not settled)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""

    def take_focus(self) -> None:
        """Let keys go where the answer is given."""
        self.setFocus()
