"""`StepView`: the blocks of a step in the order of its file."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.measured import shown
from nnfs_gui.lessons.model import Block, Challenge, Do, Hint, Reveal, Step, Task, Text
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.icons import icon_pixmap
from nnfs_gui.widgets.rich_text import RichText

from .boxes import NumberBoxes
from .challenge_card import ChallengeCard
from .checklist import Checklist
from .needed import NeededControls
from .question import Question
from .tasks import question_of

_SIDE = 16


class Note(QFrame):
    """A framed text that appears later: a hint, or what is revealed."""

    def __init__(self, name: str, sign: str, role: str, markdown: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("lesson-note")
        self._sign, self._role = sign, role
        self._icon = QLabel()
        self.words = RichText(name, theme)
        self.words.show_markdown(markdown)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 7)
        layout.setSpacing(8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        self.show_theme(theme)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        self._icon.setPixmap(icon_pixmap(self._sign, theme, self._role, _SIDE))
        self.words.show_theme(theme)


class StepView(QWidget):
    """Texts, questions, checklists, hints and reveals of one step.

    Signals, each with the place of the task among the step's: ``committed(int, answer)``;
    ``renewed(int)`` when new numbers are wanted.  ``appeared(QWidget)``: what was said just now.
    """

    committed = Signal(int, object)
    renewed = Signal(int)
    appeared = Signal(object)

    def __init__(self, step: Step, introduction: str, theme: Theme, seed: int,
                 texts: dict[int, str] | None = None) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("lesson-step")
        self._theme, self._shuffle = theme, Random(seed)
        self._texts: list[RichText] = []
        self.tasks: list[Question | Checklist | ChallengeCard] = []
        self.hints: list[Note] = []
        self.reveals: list[Note] = []
        self.controls: NeededControls | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 4)
        self._layout.setSpacing(9)
        if introduction.strip():
            self._add_text("introduction", introduction)
        for index, block in enumerate(step.blocks):
            self._add(step, index, block)
        for task in self.tasks:
            task.feedback.said.connect(self._said)
            if isinstance(task, Question):
                task.committed.connect(self._committed)
                task.renewed.connect(self._renewed)
            elif isinstance(task, ChallengeCard):
                task.tried.connect(self._tried)

    def _add(self, step: Step, index: int, block: Block) -> None:
        name = f"step-{step.number}-{index + 1}"
        if isinstance(block, Text):
            self._add_text(name, block.markdown)
        elif isinstance(block, Hint):
            self._add_note(
                self.hints, Note(name, "hint", "warn", shown(block.markdown), self._theme)
            )
        elif isinstance(block, Reveal):
            self._add_note(
                self.reveals, Note(name, "lesson", "accent", shown(block.markdown), self._theme)
            )
        elif isinstance(block, Task):
            self._add_task(name, block)

    def _add_text(self, name: str, markdown: str) -> None:
        text = RichText(name, self._theme, self)
        text.show_markdown(shown(markdown))
        self._texts.append(text)
        self._layout.addWidget(text)

    def _add_note(self, notes: list[Note], note: Note) -> None:
        notes.append(note)
        self._layout.addWidget(note)

    def _add_task(self, name: str, task: Task) -> None:
        made: Question | Checklist | ChallengeCard
        if isinstance(task, Do):
            made = Checklist(name, task.ask, self._theme, self)
        elif isinstance(task, Challenge):
            made = ChallengeCard(name, task, self._theme, self)
        else:
            made = question_of(task, name, self._theme, self, self._shuffle)
        self.tasks.append(made)
        self._layout.addWidget(made)

    @property
    def commit_buttons(self) -> tuple[QPushButton, ...]:
        """What is pressed to answer, from the first task to the last."""
        return tuple(
            task.commit_button if isinstance(task, Question) else task.try_button
            for task in self.tasks
            if not isinstance(task, Checklist)
        )

    @property
    def number_boxes(self) -> tuple[QLineEdit, ...]:
        """Where numbers are typed, from the first task to the last."""
        fields = [task.field for task in self.tasks if isinstance(task, Question)]
        return tuple(
            box for field in fields if isinstance(field, NumberBoxes) for box in field.fields
        )

    def show_controls(self, controls: NeededControls) -> None:
        """Put the controls that the step leaves free below its first task."""
        self.controls = controls
        place = self._layout.indexOf(self.tasks[0]) + 1 if self.tasks else self._layout.count()
        self._layout.insertWidget(place, controls)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in (*self._texts, *self.tasks, *self.hints, *self.reveals):
            part.show_theme(theme)
        if self.controls is not None:
            self.controls.show_theme(theme)

    def _committed(self, answer: object) -> None:
        self.committed.emit(self._sender_index(), answer)

    def _renewed(self) -> None:
        self.renewed.emit(self._sender_index())

    def _said(self) -> None:
        self.appeared.emit(self.sender())

    def _tried(self) -> None:
        card = self.sender()
        assert isinstance(card, ChallengeCard)
        self.appeared.emit(card.strip)

    def _sender_index(self) -> int:
        sender = self.sender()
        return next(index for index, task in enumerate(self.tasks) if task is sender)
