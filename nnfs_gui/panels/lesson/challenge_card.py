"""`ChallengeCard`: what is to be kept and reached, the runs over seeds, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.lessons.model import Challenge, Span
from nnfs_gui.theme import BODY, SMALL, Theme, font
from nnfs_gui.widgets.rich_text import RichText
from nnfs_gui.widgets.seed_strip import SeedPicture, SeedStrip

from .checklist import CheckRow, Line
from .feedback import Feedback


class ChallengeCard(QFrame):
    """A challenge in the lesson column.

    Signals: ``tried()`` when the runs are to begin; ``cancelled()``; ``run_opened(int)``, the
    index of a run that is to be shown in the window; ``back_asked()`` when the learner's own
    network is wanted again.
    """

    tried = Signal()
    back_asked = Signal()
    cancelled = Signal()
    run_opened = Signal(int)

    def __init__(self, name: str, task: Challenge, theme: Theme,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("question")
        self._theme, self._task = theme, task
        heading = QLabel("Challenge")
        heading.setFont(font(BODY, 600))
        self._ask = RichText(f"{name}-ask", theme, self)
        self._ask.show_markdown(task.ask)
        self.setAccessibleName(f"Challenge: {self._ask.accessibleName()}")
        when = "at any moment" if task.when == "reached" else "at the end"
        about = QLabel(
            f"{task.needed} of {task.seeds} seeds, {Span(task.epochs)} each; the goal counts {when}"
        )
        about.setProperty("role", "dim")
        about.setFont(font(SMALL))
        about.setWordWrap(True)
        self._conditions = QVBoxLayout()
        self._conditions.setSpacing(5)
        self._rows: list[CheckRow] = []
        self.try_button = QPushButton(f"Try {task.seeds} seeds")
        self.try_button.setObjectName(f"{name}-try")
        self.try_button.setProperty("role", "primary")
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.setObjectName(f"{name}-cancel")
        self.cancel_button.hide()
        self._verdict = QLabel()
        self._verdict.setObjectName(f"{name}-verdict")
        self._verdict.setWordWrap(True)
        self._verdict.hide()
        self.strip = SeedStrip(f"{name}-seeds", theme, self)
        self.strip.hide()
        self._shown = QLabel()
        self._shown.setObjectName(f"{name}-shown")
        self.back_button = QPushButton("Back to my network")
        self.back_button.setObjectName(f"{name}-back")
        self.back_button.setToolTip("Your own network again, at the start of its training")
        self._shown.hide()
        self.back_button.hide()
        self.feedback = Feedback(name, theme, self)
        row = QHBoxLayout()
        row.addWidget(self.try_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 10)
        layout.setSpacing(7)
        for part in (heading, self._ask, about):
            layout.addWidget(part)
        layout.addLayout(self._conditions)
        layout.addLayout(row)
        layout.addWidget(self._verdict)
        layout.addWidget(self.strip)
        layout.addWidget(self._shown)
        layout.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.feedback)
        self._ask.setVisible(bool(task.ask))
        self.try_button.clicked.connect(self.tried)
        self.cancel_button.clicked.connect(self.cancelled)
        self.strip.opened.connect(self.run_opened)
        self.back_button.clicked.connect(self.back_asked)

    @property
    def verdict(self) -> str:
        return self._verdict.text()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The conditions as they are shown."""
        return tuple(row.line for row in self._rows if row.line is not None)

    def lend(self) -> list[QWidget]:
        """What goes on working wherever it is put: the conditions, the buttons and the runs."""
        for row in self._rows:
            row.keep_to_one_line()
        self._verdict.setWordWrap(False)
        self.strip.keep_to_one_row()
        return [*self._rows, self.try_button, self.cancel_button, self._verdict, self.strip,
                self._shown, self.back_button]  # fmt: skip

    def show_conditions(self, lines: Sequence[Line]) -> None:
        """Show what is to be kept and reached, ticked where it holds of what is in the window."""
        while len(self._rows) < len(lines):
            row = CheckRow(self._theme)
            self._rows.append(row)
            self._conditions.addWidget(row)
        for row, line in zip(self._rows, lines, strict=False):
            row.show_line(line)

    def show_running(self, running: bool) -> None:
        """Show whether runs are under way."""
        focused = self.window().focusWidget()
        self.try_button.setEnabled(not running)
        self.cancel_button.setVisible(running)
        if focused in (self.try_button, self.cancel_button):  # or Qt would give it to Back
            (self.cancel_button if running else self.try_button).setFocus()
        if running:
            self.feedback.clear(keep_room=True)
            self.strip.clear(self._task.seeds)
            self.strip.show()

    def show_verdict(self, text: str) -> None:
        """Say how many runs reached the goal so far."""
        self._verdict.setText(text)
        self._verdict.setVisible(bool(text))

    def show_run(self, index: int, run: SeedPicture) -> None:
        """A run has ended."""
        self.strip.show_run(index, run)

    def show_opened(self, index: int | None) -> None:
        """Say which run the window shows, and offer the way back; None if it shows no run."""
        self.strip.mark_shown(index)
        self._shown.setText("" if index is None else f"The window shows run {index + 1}.")
        if index is None and self.back_button.hasFocus():
            self.strip.setFocus()
        for part in (self._shown, self.back_button):
            part.setVisible(index is not None)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._ask.show_theme(theme)
        self.strip.show_theme(theme)
        self.feedback.show_theme(theme)
        for row in self._rows:
            row.show_theme(theme)
