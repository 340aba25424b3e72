"""`QuestionStrip`: the step of a lesson for a room that looks on, with a poll."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from string import ascii_uppercase

from PySide6.QtCore import QRect, QSignalBlocker, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnfs_gui.lessons.measured import shown
from nnfs_gui.lessons.model import Challenge, Do, Predict, Step, Task, Text
from nnfs_gui.theme import BODY, Theme
from nnfs_gui.widgets.magnify import FACTOR, magnified, magnify
from nnfs_gui.widgets.rich_text import RichText

from .estimates import Estimates
from .foot import Foot
from .hands import Hands, asked, hands_for
from .lent import Lent
from .notes import notes_of
from .poll import Poll, PollOption
from .sheet import Sheet
from .strip_layout import GAP, Board, Measures, Shape, best_shape, foot_at

LARGE, LESS_LARGE = 17, 15
"""Pixels of a question, and of one that is long."""
MOST = 0.28
"""Share of the window that the strip takes at most before text is folded or made smaller."""
LEAST_SHEET = 120
"""Pixels below which nothing could be read, however little room there is."""
ROUNDS = 4
"""How often it is laid out anew at most because a part needs another height in its place."""


class QuestionStrip(QWidget):
    """Question, options with letters and hands, what is revealed, and Back and Next.

    Where it would take the room of the pictures, the step's own words are folded first.

    Signals: ``polled()`` when the hands changed; ``reveal_asked()``, ``again_asked()``,
    ``class_before_asked()``, ``went(by)``; ``why_asked(int)`` of an option that is revealed;
    ``counting_changed(bool)``; ``estimated(str)`` with
    the numbers that were typed, ``estimates_done()`` when Enter was pressed behind them.
    """

    polled = Signal()
    reveal_asked = Signal()
    again_asked = Signal()
    class_before_asked = Signal()
    went = Signal(int)
    counting_changed = Signal(bool)
    why_asked = Signal(int)
    estimated = Signal(str)
    estimates_done = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question-strip")
        self._theme = theme
        self.poll = Poll()
        self.counting = self.revealed = self.tells = False
        """``tells`` says that there is something to reveal."""
        self.options: list[PollOption] = []
        self.estimates: Estimates | None = None
        self._lent: tuple[Lent, ...] = ()
        self._arranging = self._asked_again = False
        self.room: Callable[[], int] = self.window().height
        """How tall it may be, in pixels."""
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

    def show_step(self, step: Step, task: Task | None, introduction: str = "") -> None:
        """Show a step with the task that is to be answered, and no hands."""
        texts = [introduction.strip(), *(text.markdown for text in step.all_of(Text))]
        self._words.show_markdown(shown("\n\n".join(filter(None, texts))))
        self._show(self._ask, "" if task is None else asked(task))
        self._show(self.said, "")
        self._show(self.notes, notes_of(step))
        self.notes.hide()
        with QSignalBlocker(self._unfold):
            self._unfold.setChecked(False)
        self.revealed = False
        self.tells = task is not None and not isinstance(task, Do | Challenge)
        self._lent = ()
        self._make_options(hands_for(task))
        self._make_estimates(task)
        self._count.setVisible(bool(self.options))
        self._show_reveal()
        self.set_counting(False)
        self.arrange()

    def show_ways(self, *, back: bool, on: bool, class_before: bool) -> None:
        """Show where one can go from here."""
        self._back.setEnabled(back)
        self._next.setEnabled(on)
        self.offer_class_before(class_before)

    def show_poll(self, poll: Poll) -> None:
        """Show hands that were counted before, and go on with them."""
        self.poll = poll
        self._show_hands()

    def adopt(self, lent: Lent) -> None:
        """Give parts of the column the size of words that the strip has."""
        magnify(lent, magnified(1000, self) / 1000)
        lent.height_changed.connect(self.arrange)

    def show_lent(self, *lent: Lent) -> None:
        """Show more below the question, such as a checklist that ticks itself."""
        self._lent = lent
        self._show_parts()

    def _show_parts(self) -> None:
        estimates = () if self.estimates is None else (self.estimates,)
        self.board.show_parts([*estimates, *self._lent])
        self.arrange()

    def offer_class_before(self, offered: bool) -> None:
        """Offer to go on with the class that answered before."""
        if self._before.isHidden() == offered:
            self._before.setVisible(offered)
            self.arrange()

    def reveal(self, right: frozenset[int]) -> None:
        """Draw the bars, and mark what is right once it is known."""
        self.revealed = True
        self._show_reveal()
        self.set_counting(False)
        for at, option in enumerate(self.options):
            option.mark(at in right)
        self.arrange()

    def say(self, markdown: str) -> None:
        """Show what is revealed, below the question."""
        self._show(self.said, markdown)
        self.arrange()

    def show_measured(self, value: float) -> None:
        """Show what was measured beside the estimates."""
        if self.estimates is not None:
            self.estimates.show_measured(value)

    def toggle_notes(self) -> None:
        """Show the teacher's notes, or hide them."""
        self.notes.setVisible(self.notes.isHidden() and bool(self.notes.markdown))
        self.arrange()

    def toggle_text(self) -> None:
        """Show the step's words though they take room, or fold them again."""
        if self._unfold.isVisible():
            self._unfold.toggle()

    def _show_reveal(self) -> None:
        self._reveal.setVisible(self.tells and not self.revealed)
        self._again.setVisible(self.tells and self.revealed)

    # --- the poll ----------------------------------------------------------------------------

    def set_counting(self, counting: bool) -> None:
        """Count hands, or stop."""
        changed, self.counting = counting != self.counting, counting
        self._count.setText("Done counting" if counting else "Count hands")
        self._show_hands()
        if changed:
            self.arrange()
            self.counting_changed.emit(counting)

    def toggle_counting(self) -> None:
        if self.options:
            self.set_counting(not self.counting)

    def count(self, option: int, by: int = 1) -> None:
        """A hand more or fewer; the first one opens the poll, and after it this asks why."""
        if option >= len(self.options):
            return
        if self.revealed and not self.counting:
            self.why_asked.emit(option)
            return
        self.poll.add(option, by)
        self.set_counting(True)
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

    def _make_options(self, hands: Hands) -> None:
        self.options = [
            PollOption(letter, words, self._theme, self)
            for letter, words in zip(ascii_uppercase, hands.words, strict=False)
        ]
        self.poll = Poll(len(self.options), hands.group)
        for at, widget in enumerate(self.options):
            widget.pressed.connect(partial(self.count, at))
            magnify(widget, magnified(1000, self) / 1000)
        self.board.show_options(self.options, hands.group)

    def _make_estimates(self, task: Task | None) -> None:
        """A field for the only number that a prediction asks for."""
        if self.estimates is not None:
            self.estimates.hide()
            self.estimates.deleteLater()
            self.estimates = None
        asked = task.boxes if isinstance(task, Predict) and task.kind == "number" else ()
        if len(asked) == 1 and asked[0].kind == "number":
            self.estimates = Estimates(self._theme, asked[0].unit, self)
            magnify(self.estimates, magnified(1000, self) / 1000)
            self.estimates.changed.connect(self.estimated)
            self.estimates.done.connect(self.estimates_done)
        self._show_parts()

    def type_estimates(self) -> None:
        """Let numbers be typed that are called out."""
        if self.estimates is not None:
            self.estimates.field.setFocus()

    # --- building ----------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        foot = self._foot = Foot(self)
        self._before, self._unfold, self._count = foot.before, foot.unfold, foot.count
        self._reveal, self._again, self._back, self._next = (
            foot.reveal, foot.again, foot.back, foot.next,
        )  # fmt: skip
        self._before.clicked.connect(self.class_before_asked)
        self._unfold.toggled.connect(self.arrange)
        self._count.clicked.connect(self.toggle_counting)
        self._reveal.clicked.connect(self.reveal_asked)
        self._again.clicked.connect(self.again_asked)
        self._back.clicked.connect(partial(self.went.emit, -1))
        self._next.clicked.connect(partial(self.went.emit, 1))

    def _lay_out(self) -> None:
        self._sheet = Sheet(self)
        self._texts = QWidget(self._sheet.content)
        self._foot.raise_()
        column = QVBoxLayout(self._texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text in (self._words, self._ask, self.said, self.notes):
            column.addWidget(text)
        column.addStretch(1)
        self.board = Board(self._sheet.content)

    # --- room --------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Lay all out, again while a part turns out to need another height in its place.

        Such a part asks for it in the middle: a layout within another would be undone by the
        outer one, which knows heights of before.
        """
        self._asked_again = True
        if self._arranging:
            return
        self._arranging = True
        try:
            for _ in range(ROUNDS):
                if not self._asked_again:
                    return
                self._asked_again = False
                self._arrange_once()
        finally:
            self._arranging = False

    def _arrange_once(self) -> None:
        """Take as little height as the words allow, and fold the step's words if it is much."""
        most = MOST * self.window().height()
        wordy = bool(self._words.markdown)
        self._ask.set_pixels(LARGE)
        self._unfold.hide()
        shape = self._shape(self._words, self._ask, self.said, self.notes)
        folded = wordy and shape.height > most
        if folded:
            self._unfold.show()
            shown_words = self._unfold.isChecked()
            shape = self._shape(*([self._words] if shown_words else []), *self._rest())
            wordy = shown_words
            if shape.height > most:
                self._ask.set_pixels(LESS_LARGE)
                shape = self._shape(*([self._words] if shown_words else []), *self._rest())
        self._words.setVisible(wordy)
        height, room = shape.height, max(LEAST_SHEET, self.room() - 4)
        if height > room:
            height, seen = room, [*([self._words] if wordy else []), *self._rest()]
            shape = self._shape(*seen, scrolled=True)
        self._take(shape, height)

    def _take(self, shape: Shape, height: int) -> None:
        """Give all its place; what is taller than the strip may be scrolls above the buttons."""
        sheet = QRect(0, 0, self._inside, height)
        if shape.foot.isEmpty():
            foot = self._foot.sizeHint()
            shape = replace(shape, foot=foot_at(foot, self._inside, height))
            sheet.setHeight(height - foot.height() - GAP)
        self._sheet.take(sheet, shape.height)
        self._texts.setGeometry(shape.texts)
        self._foot.setGeometry(shape.foot)
        self.board.setVisible(not self.board.is_empty)
        self.board.take(shape.board, shape.columns)
        if not self.board.is_empty:
            needed = self.board.height_for(shape.board.width(), shape.columns)
            self._asked_again |= needed != shape.board.height()
        if height + 4 != self.maximumHeight():
            self.setFixedHeight(height + 4)
            # Within a layout that is under way, Qt may miss that there is more to lay out.
            QTimer.singleShot(0, self, self._tell_height)

    @Slot()
    def _tell_height(self) -> None:
        self.updateGeometry()

    def _rest(self) -> tuple[RichText, ...]:
        return self._ask, self.said, self.notes

    @property
    def _inside(self) -> int:
        return max(200, self.width() - 8)

    def _shape(self, *texts: RichText, scrolled: bool = False) -> Shape:
        """The best shape; ``scrolled`` leaves the buttons out, and room for a bar."""
        seen = [text for text in texts if text is self._words or not text.isHidden()]
        measures = Measures(
            width=self._inside - (self._sheet.bar_width if scrolled else 0),
            texts=[text.height_for for text in seen if text.markdown],
            board=self.board,
            foot=QSize(0, 0) if scrolled else self._foot.sizeHint(),
        )
        return best_shape(measures)

    def _show(self, text: RichText, markdown: str) -> None:
        text.show_markdown(markdown)
        text.setVisible(bool(markdown))

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        for text in (self._words, self._ask, self.said, self.notes):
            text.show_theme(theme)
        for option in self.options:
            option.show_theme(theme)
        if self.estimates is not None:
            self.estimates.show_theme(theme)
        self.arrange()

    def show_magnified(self, factor: float) -> None:
        self.setProperty(FACTOR, factor)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()
