"""`QuestionPage`: what a class answered to one question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnfs_gui.lessons.progress import QuestionTable
from nnfs_gui.theme import BODY, LABEL, Theme, font
from nnfs_gui.widgets.rich_text import RichText

from .bars import AnswerBars


class QuestionPage(QWidget):
    """The question, how many found the answer, first answers, slips, and who is missing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scroll-content")
        self._ask = RichText("answers-ask", theme, self, pixels=15)
        self._summary = self._label("answers-summary", "dim")
        self._first_title = self._label("answers-first-title", "")
        self.first = AnswerBars("answers-first", theme, self)
        self._slips_title = self._label("answers-slips-title", "")
        self.slips = AnswerBars("answers-slips", theme, self)
        self.missing = self._label("answers-missing", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 10, 8)
        layout.setSpacing(8)
        for part in (
            self._ask, self._summary, self._first_title, self.first, self._slips_title, self.slips,
            self.missing,
        ):  # fmt: skip
            layout.addWidget(part)
        layout.addStretch(1)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setFont(font(LABEL) if role else font(BODY, 600))
        if role:
            label.setProperty("role", role)
        return label

    def show_question(self, table: QuestionTable, silent: Sequence[str]) -> None:
        """Show a question; ``silent`` are those who did not answer it."""
        heading = f"**{table.step}**  {table.title}\n\n" if table.title else ""
        self._ask.show_markdown(f"{heading}{table.ask or table.kind.capitalize()}")
        hints = f" · {_counted(table.hints, 'hint')} opened" if table.hints else ""
        self._summary.setText(
            f"{table.answered} answered · {table.at_once} right at once · {table.solved} in the "
            f"end · {_counted(table.attempts, 'attempt')}{hints}"
        )
        titles = {"explain": "In their own words", "do": "", "challenge": ""}
        self._first_title.setText(titles.get(table.kind, "First answers"))
        self.first.show_bars(table.first, table.answered)
        self._first_title.setVisible(bool(table.first) and bool(self._first_title.text()))
        self._slips_title.setText("Slips")
        self.slips.show_bars(table.slips, table.answered)
        self._slips_title.setVisible(bool(table.slips))
        self.missing.setText(f"Not answered by {', '.join(silent)}." if silent else "")
        self.missing.setVisible(bool(silent))

    def show_theme(self, theme: Theme) -> None:
        self._ask.show_theme(theme)
        for bars in (self.first, self.slips):
            bars.show_theme(theme)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
