"""`QuestionStrip`: the step of a lesson for a room that looks on, with a poll."""

from __future__ import annotations

from functools import partial
from string import ascii_uppercase

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.checks import in_words, parse_check
from nnfs_gui.lessons.model import Challenge, Choice, Do, Predict, Step, Task, Teacher, Text
from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.widgets.magnify import FACTOR, magnified, magnify
from nnfs_gui.widgets.markdown import plain_words
from nnfs_gui.widgets.rich_text import RichText

from .poll import Poll, PollOption

LARGE = 17
MOST = 0.36
"""Share of the window that texts take at most; the step's own words go first."""
NARROW = 900
"""Pixels, of usual words, below which options stand under the question."""


class QuestionStrip(QWidget):
    """Question, options with letters and hands, what is revealed, and Back and Next.

    Signals: ``polled()`` when the hands changed; ``reveal_asked()``, ``went(by)``;
    ``counting_changed(bool)``.
    """

    polled = Signal()
    reveal_asked = Signal()
    went = Signal(int)
    counting_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question-strip")
        self._theme = theme
        self.poll = Poll()
        self.counting = self.revealed = False
        self.options: list[PollOption] = []
        self._words = self._text("strip-words", BODY, "dim")
        self._ask = self._text("strip-ask", LARGE, "text")
        self.said = self._text("strip-said", BODY + 1, "text")
        self.notes = self._text("strip-notes", BODY, "dim")
        self._make_buttons()
        self._lay_out()
        self.hide()

    def _text(self, name: str, pixels: int, role: str) -> RichText:
        text = RichText(name, self._theme, self, pixels=pixels, role=role)
        text.hide()
        return text

    # --- what is shown -----------------------------------------------------------------------

    def show_step(self, step: Step, task: Task | None, *, first: bool, last: bool) -> None:
        """Show a step with the task that is to be answered, and no hands."""
        words = "\n\n".join(text.markdown for text in step.all_of(Text))
        self._show(self._words, words)
        self._show(self._ask, "" if task is None else _asked(task))
        self._show(self.said, "")
        self._show(self.notes, "\n\n".join(note.markdown for note in step.all_of(Teacher)))
        self.notes.hide()
        self.revealed = False
        self._make_options(task)
        self._back.setEnabled(not first)
        self._next.setEnabled(not last)
        tells = task is not None and not isinstance(task, Do | Challenge)
        self._reveal.setVisible(tells)
        self._count.setVisible(bool(self.options))
        self.set_counting(False)
        self._arrange()
        self._spare_room()

    def reveal(self, right: frozenset[int]) -> None:
        """Draw the bars, and mark what is right once it is known."""
        self.revealed = True
        self.set_counting(False)
        for at, option in enumerate(self.options):
            option.mark(at in right)

    def say(self, markdown: str) -> None:
        """Show what is revealed, below the question."""
        self._show(self.said, markdown)
        self._spare_room()

    def _spare_room(self) -> None:
        """Leave the step's words out where the pictures would be squeezed."""
        self._words.setVisible(bool(self._words.markdown))
        texts = (self._words, self._ask, self.said, self.notes)
        tall = sum(text.height() for text in texts if not text.isHidden())
        if tall > MOST * self.window().height():
            self._words.hide()

    def toggle_notes(self) -> None:
        """Show the teacher's notes, or hide them."""
        self.notes.setVisible(self.notes.isHidden() and bool(self.notes.markdown))
        self._spare_room()

    # --- the poll ----------------------------------------------------------------------------

    def set_counting(self, counting: bool) -> None:
        """Count hands, or stop."""
        changed, self.counting = counting != self.counting, counting
        self._count.setText("Done counting" if counting else "Count hands")
        self._show_hands()
        if changed:
            self.counting_changed.emit(counting)

    def toggle_counting(self) -> None:
        if self.options:
            self.set_counting(not self.counting)

    def count(self, option: int, by: int = 1) -> None:
        """A hand more or fewer; the first one opens the poll."""
        if option < len(self.options):
            self.poll.add(option, by)
            self.set_counting(not self.revealed)
            self.polled.emit()

    def clear(self) -> None:
        """Count from none again."""
        self.poll.clear()
        self._show_hands()
        self.polled.emit()

    def _show_hands(self) -> None:
        for at, option in enumerate(self.options):
            option.show_state(
                self.poll.counts[at], self.poll.share(at), counting=self.counting,
                revealed=self.revealed,
            )  # fmt: skip

    def _make_options(self, task: Task | None) -> None:
        for option in self.options:
            self._grid.removeWidget(option)
            option.hide()
            option.deleteLater()
        known = task.options if isinstance(task, Predict | Choice) else ()
        self.options = [
            PollOption(letter, plain_words(option.text), self._theme, self)
            for letter, option in zip(ascii_uppercase, known, strict=False)
        ]
        self.poll = Poll(len(self.options))
        for at, widget in enumerate(self.options):
            widget.pressed.connect(partial(self.count, at))
            magnify(widget, magnified(1000, self) / 1000)
            widget.show()

    # --- building ----------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self._count = self._button("poll-count", "Count hands", "Count hands (P); A, B … add one")
        self._reveal = self._button("poll-reveal", "Reveal", "Show the bars and the answer (R)")
        self._reveal.setProperty("role", "primary")
        self._back = self._button("strip-back", "Back", "The step before (Page Up)")
        self._next = self._button("strip-next", "Next", "The next step (Page Down)")
        self._count.clicked.connect(self.toggle_counting)
        self._reveal.clicked.connect(self.reveal_asked)
        self._back.clicked.connect(partial(self.went.emit, -1))
        self._next.clicked.connect(partial(self.went.emit, 1))

    def _button(self, name: str, text: str, label: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setFont(font(BODY, 500))
        button.setToolTip(label)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self._words)
        left.addWidget(self._ask)
        left.addWidget(self.said)
        left.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._top = QHBoxLayout()
        self._top.setSpacing(18)
        self._top.addLayout(left, 10)
        self._top.addLayout(self._grid, 11)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.notes, 1)
        foot.addStretch(0)
        for button in (self._count, self._reveal, self._back, self._next):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 4)
        layout.setSpacing(6)
        layout.addLayout(self._top)
        layout.addLayout(foot)

    def _arrange(self) -> None:
        """Put options beside the question, or under it where there is little room."""
        narrow = self.width() < magnified(NARROW, self)
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        count = len(self.options)
        short = all(len(option.words) <= 26 for option in self.options)
        columns = count if short and (count <= 3 or narrow) else 2
        if not narrow and not short:
            columns = 1 if count <= 2 else 2
        for option in self.options:
            self._grid.removeWidget(option)
        for at, option in enumerate(self.options):
            self._grid.addWidget(option, *divmod(at, max(1, columns)))

    def _show(self, text: RichText, markdown: str) -> None:
        text.show_markdown(markdown)
        text.setVisible(bool(markdown))

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        for text in (self._words, self._ask, self.said, self.notes):
            text.show_theme(theme)
        for option in self.options:
            option.show_theme(theme)

    def show_magnified(self, factor: float) -> None:
        self.setProperty(FACTOR, factor)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spare_room()


def _asked(task: Task) -> str:
    """The question in bold, and what is to be reached."""
    ask = task.ask.strip()
    bold = ask if any(sign in ask for sign in "*`\n") or not ask else f"**{ask}**"
    lines: tuple[str, ...] = ()
    if isinstance(task, Do):
        lines = task.check
    elif isinstance(task, Challenge):
        lines = (*task.goal, *task.within)
    elif isinstance(task, Predict | Choice) and task.kind in ("order", "arrows"):
        names = sorted(task.items) if task.kind == "order" else list(task.arrows)
        return f"{bold}\n\n{'  ·  '.join(names)}"
    told = "  ·  ".join(in_words(parse_check(line)) for line in lines)
    return f"{bold}\n\n{told}" if told else bold
