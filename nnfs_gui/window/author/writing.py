"""`Writing`: what is picked in the window goes into the text."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.names import TABS
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.lessons.setups import begins_alike, prepare
from nnfs_gui.lessons.situation import Deeds, Situation
from nnfs_gui.lessons.writing import (
    SNIPPETS,
    heading_at,
    hides_math,
    in_lesson_words,
    locks_of,
    outline,
    set_up_text,
    with_block,
    with_check,
    with_hidden_math,
    with_lesson_ids,
    with_lock,
    with_point,
)
from nnfs_gui.panels.author.check_dialog import CheckDialog
from nnfs_gui.panels.author.number_dialog import NumberDialog
from nnfs_gui.panels.author.pane import AuthorPane
from nnfs_gui.theme import ThemeSource
from nnfs_gui.training.thread.session import TrainingSession

from ..lessons.controller import LessonController
from ..lessons.lesson_window import LessonWindow
from ..lessons.locks import Locks
from ..window_base import open_dialog
from .format_help import show_format
from .measuring import answerables, counts, is_met, measurables, slips_of, told_span, trained_for
from .picking import LockPicker


class Writing(QObject):
    """Takes set-ups, locks, checks and numbers from the window, and blocks from a list."""

    def __init__(
        self, pane: AuthorPane, document: Document, session: TrainingSession,
        lessons: LessonController, themes: ThemeSource, window: LessonWindow,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._pane, self._document, self._session = pane, document, session
        self._lessons, self._themes, self._window = lessons, themes, window
        self._picker = LockPicker(window)
        self._picking = False
        self._picker.picked.connect(self.toggle_lock)
        pane.inserted.connect(self.insert)
        pane.set_up_asked.connect(self.take_set_up)
        pane.lock_toggled.connect(self.pick_locks)
        pane.check_asked.connect(self.pick_check)
        pane.number_asked.connect(self.pick_number)
        pane.help_asked.connect(self.show_help)
        window.tabs.math.number_picked.connect(self.pick_number)

    def set_active(self, on: bool) -> None:
        """Let numbers of the Math tab be picked, while a text is written."""
        self._window.tabs.math.set_picking(on)
        if not on:
            self.pick_locks(False)

    @property
    def _text(self) -> str:
        return self._pane.editor.toPlainText()

    @property
    def _number(self) -> int:
        """The step in which the cursor stands; the first one before it, 0 without any."""
        step = heading_at(self._text, self._pane.editor.line)
        return step.number if step is not None else min(1, len(outline(self._text)))

    @Slot()
    def show_help(self) -> None:
        """Show how a lesson is written, beside the window."""
        show_format(self._window, self._themes.theme)

    # --- blocks ------------------------------------------------------------------------------

    @Slot(str)
    def insert(self, word: str) -> None:
        """Put a block at the end of the cursor's step; a step behind it."""
        text, number, snippet = self._text, self._number, SNIPPETS[word]
        if word == "Step" or not number:
            steps = outline(text)
            end = steps[number - 1].end if steps else len(text.split("\n"))
            lines = text.split("\n")
            before = "\n".join(lines[:end]).rstrip("\n")
            after = "\n".join(lines[end:])
            start = before.count("\n") + 2
            step = SNIPPETS["Step"] if steps else SNIPPETS["Step"].replace("previous step", "empty")
            parts = [before, "", step if word == "Step" else f"{step}\n\n{snippet}"]
            self._write("\n".join([*parts, *(["", after] if after else [""])]), start)
        else:
            self._write(*with_block(text, number, snippet))

    @Slot()
    def take_set_up(self) -> None:
        """Write what the window shows as the set-up of the cursor's step."""
        number = self._number
        if not number:
            return
        origin, name = self._origin(number)
        if origin is None:
            return
        snapshot = self._session.snapshot
        title = self._window.tabs.current.title.lower()
        show = title if title in TABS and title != TABS[0] else ""
        train = "" if snapshot is None else trained_for(snapshot)
        point = self._window.tabs.math.point + 1 if show == "math" else 0
        if show == "math" and hides_math(self._text, number):
            show = ""
        block = set_up_text(self._document.present, origin, name, train, show, point)
        self._write(*with_block(self._text, number, block, "setup"))
        told = f", trained for {train} as it is now" if train else ""
        self._pane.show_note(f"Written as the set-up of step {number}{told}.")

    def _origin(self, number: int) -> tuple[Experiment | None, str]:
        """Where the set-up of a step begins, for every learner, and what that is called."""
        if number == 1:
            return Experiment(), "empty"
        steps = outline(self._text)
        before = "\n".join(self._text.split("\n")[: steps[number - 1].first])
        try:
            lesson = read_lesson(before)
            known = [n for n in range(1, number) if begins_alike(lesson, n)]
            name = f"step {known[-1]}" if known[-1] < number - 1 else "previous step"
            return prepare(lesson, known[-1]).after, name
        except LessonError as error:
            self._pane.show_problem(f"The steps before cannot be read: {error.message}", error.line)
            return None, ""

    # --- locks -------------------------------------------------------------------------------

    @Slot(bool)
    def pick_locks(self, on: bool) -> None:
        """Let clicks on controls lock them, or set them free."""
        self._picking = on
        self._picker.switch(on)
        self._pane.set_locking(on)
        self._pane.show_note("Click controls of the window to lock them or set them free." if on
                             else "")  # fmt: skip
        self.show_locks()

    @Slot(str)
    def toggle_lock(self, name: str) -> None:
        """Lock a control in the cursor's step, or set it free."""
        number = self._number
        if number:
            self._write(*with_lock(self._text, number, name))
            self.show_locks()

    def show_locks(self) -> None:
        """Padlocks on what the cursor's step locks, while locks are picked."""
        if self._lessons.lesson is not None:
            return
        number = self._number
        locked = locks_of(self._text, number) if self._picking and number else frozenset()
        known = Locks(locked)
        self._lessons.guarding.padlocks.show_locks(known, self._themes.theme)

    # --- checks and numbers ------------------------------------------------------------------

    @Slot()
    def pick_check(self) -> None:
        """Offer the quantities with their values now."""
        snapshot, number = self._session.snapshot, self._number
        if snapshot is None or not number:
            return
        situation = Situation.of_snapshot(snapshot, self._document.present, Deeds())
        dialog = CheckDialog(measurables(situation), partial(is_met, situation), self._window)
        dialog.chosen.connect(partial(self._take_check, number))
        open_dialog(dialog)

    def _take_check(self, number: int, check: str) -> None:
        self._write(*with_check(self._text, number, check))

    @Slot()
    @Slot(str)
    def pick_number(self, wanted: str = "") -> None:
        """Offer what the engine computes of the point in the Math tab, with slips.

        ``wanted`` is how a lesson names the number that was clicked there.
        """
        number, snapshot = self._number, self._session.snapshot
        wanted = in_lesson_words(self._document.present, wanted)
        experiment = with_lesson_ids(self._document.present)
        known = snapshot is not None and layer_ids(snapshot.experiment) == layer_ids(
            self._document.present
        )  # or it is about to be
        parameters = snapshot.parameters if snapshot is not None and known else None
        answers = answerables(experiment, self._window.tabs.math.point, parameters, wanted)
        if not number or not answers:
            self._pane.show_note("There is no point to compute with.")
            return
        if snapshot is not None:
            answers += counts(Situation.of_snapshot(snapshot, self._document.present, Deeds()))
        slips = partial(slips_of, experiment, parameters)
        point = self._window.tabs.math.point + 1
        dialog = NumberDialog(answers, slips, point, self._window)
        dialog.chosen.connect(partial(self._take_number, number, point))
        open_dialog(dialog)

    def _take_number(self, number: int, point: int, block: str) -> None:
        """Write the block; the set-up selects its point, and what tells the answer is hidden."""
        pointed = with_point(self._text, number, point) if _is_of_point(block) else self._text
        text = with_hidden_math(pointed, number)
        self._write(*with_block(text, number, block))
        told = "The tab Math is hidden in this step, since it tells the answer."
        if not self._is_set_up(number):
            told += (
                f" Step {number} begins with other settings than the window shows now, and so its "
                "number is another one: “Take set-up” writes what the window shows."
            )
        self._pane.show_note(told)

    def _is_set_up(self, number: int) -> bool:
        """Whether a step begins with what the window shows now."""
        try:
            made = prepare(read_lesson(self._text), number)
        except LessonError:
            return True  # what is wrong is told already
        snapshot = self._session.snapshot
        train = "" if snapshot is None else trained_for(snapshot)
        begun = "" if made.train is None else told_span(made.train)
        shown = set_up_text(self._document.present, Experiment(), "empty", train)
        return set_up_text(made.after, Experiment(), "empty", begun) == shown

    def _write(self, text: str, line: int) -> None:
        self._pane.editor.write(text, line)
        self._pane.editor.setFocus()  # one goes on writing there, or takes it back


def _is_of_point(block: str) -> bool:
    """Whether the answer of a number block is about a point."""
    return any(line.startswith("answer") and " at point " in line for line in block.split("\n"))
