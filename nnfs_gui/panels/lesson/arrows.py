"""`ArrowRows`: does each of these go up, stay, or go down?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from nnfs_gui.widgets.segments import Segments

from .answer_input import Answer, AnswerInput

CHOICES = (("up", "↑ up"), ("same", "= same"), ("down", "↓ down"))
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ArrowRows(AnswerInput):
    """The answer is a dictionary of ``"up"``, ``"same"`` or ``"down"`` by what is asked about."""

    def __init__(self, name: str, subjects: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, Segments] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for index, subject in enumerate(subjects):
            segments = Segments(f"{name}-{index + 1}", subject, CHOICES, self)
            segments.chosen.connect(self._chosen)
            self.rows[subject] = segments
            grid.addWidget(QLabel(f"{subject[0].upper()}{subject[1:]}"), 2 * index, 0)
            grid.addWidget(segments, 2 * index + 1, 0)

    def answer(self) -> Answer | None:
        given = {subject: row.current_key for subject, row in self.rows.items()}
        return given if all(given.values()) else None

    def missing(self) -> str:
        return "Choose an arrow for each of them first."

    def show_answer(self, answer: Answer) -> None:
        given = answer if isinstance(answer, dict) else {}
        for subject, row in self.rows.items():
            if given.get(subject) in dict(CHOICES):
                row.show_choice(str(given[subject]))

    def _chosen(self, _key: str) -> None:
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.committed.emit()
        else:
            super().keyPressEvent(event)
