"""`HandingIn`: saves one's answers as a file, and opens those of a class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.progress import (
    ClassAnswers,
    Collected,
    HandInError,
    hand_in,
    save_hand_in,
    to_csv,
)
from nnfs_gui.lessons.progress.hand_in import SUFFIX
from nnfs_gui.lessons.reading import lesson_paths, load_lesson
from nnfs_gui.notifications import Action, Notification, NotificationHub
from nnfs_gui.panels.answers.dialog import AnswersDialog
from nnfs_gui.panels.answers.name_dialog import NameDialog
from nnfs_gui.theme import ThemeSource

from ..window_base import open_dialog
from .controller import LessonController
from .lesson_window import LessonWindow

TOPIC = "hand-in"
FILTER = f"Answers (*{SUFFIX} *.json);;All files (*)"


class HandingIn(QObject):
    """The actions "Save my answers…" and "Open answers…"."""

    def __init__(
        self, lessons: LessonController, themes: ThemeSource, notifications: NotificationHub,
        window: LessonWindow,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._lessons, self._themes = lessons, themes
        self._hub, self._window = notifications, window
        self._collected = Collected()
        self._names: list[str] = []
        self._name = ""
        self._dialog: AnswersDialog | None = None
        self._last: Lesson | None = None  # that was open, also when it was left
        self._offered: Lesson | None = None  # whose answers were asked for when it was finished
        lessons.opened.connect(self._note_opened)
        lessons.finished.connect(self._offer)
        window.answers_dropped.connect(self.open_files)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        return {"save_answers": self.save, "open_answers": self.open}

    # --- a learner's -------------------------------------------------------------------------

    @Slot()
    def save(self) -> None:
        """Ask for a name and a file, and write what was answered in the lesson open last."""
        if self._last is None:
            self._hub.info("Open the lesson whose answers you want to hand in first.")
        else:
            self.save_of(self._last)

    @Slot(object)
    def save_of(self, lesson: Lesson) -> None:
        """The same for any lesson that was begun."""
        record = self._lessons.progress.record(lesson.id)
        if record is None:
            self._hub.info(f"Nothing has been answered in “{lesson.title}” yet.")
            return
        dialog = NameDialog(record, self._name, self._window)
        dialog.named.connect(partial(self._ask_for_file, lesson))
        dialog.rejected.connect(partial(self._offer_again, lesson))
        open_dialog(dialog)

    def _ask_for_file(self, lesson: Lesson, name: str) -> None:
        self._name = name
        stem = "-".join((lesson.id, *name.lower().split()))
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "Save my answers", f"{stem}{SUFFIX}", FILTER
        )
        path = Path(chosen if not chosen or Path(chosen).suffix else chosen + SUFFIX)
        if not chosen or not self.save_to(path, name, lesson):
            self._offer_again(lesson)

    def save_to(self, path: Path, name: str, lesson: Lesson) -> bool:
        """Write the answers in a lesson; a failure is told, and else where the file lies."""
        record = self._lessons.progress.record(lesson.id)
        if record is None:
            return False
        written = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            save_hand_in(hand_in(record, name, written), path)
        except HandInError as error:
            self._hub.error(str(error))
            return False
        folder = path.absolute().parent
        message = f"Saved your answers as {path.name} in the folder {folder}: hand this file in."
        self._hub.post(Notification(message, topic=TOPIC, stays=True))
        self._offered = None
        return True

    @Slot(object)
    def _note_opened(self, lesson: Lesson) -> None:
        self._last, self._offered = lesson, None
        self._hub.withdraw(TOPIC)

    @Slot()
    def _offer(self) -> None:
        """A lesson was finished: its answers can be handed in now."""
        lesson = self._last
        if lesson is not None and self._lessons.progress.record(lesson.id) is not None:
            self._offered = lesson
            message = f"That was “{lesson.title}”. A teacher may want your answers."
            actions = (Action("Save my answers…", partial(self.save_of, lesson)),)
            self._hub.post(Notification(message, actions=actions, topic=TOPIC, stays=True))

    def _offer_again(self, lesson: Lesson) -> None:
        """It was cancelled: what was offered when the lesson was finished is still to be had."""
        if lesson is self._offered:
            self._offer()

    # --- a class's ---------------------------------------------------------------------------

    @Slot()
    def open(self) -> None:
        """Ask for files and show what a class answered."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Open answers", "", FILTER)
        if chosen:
            self.open_files([Path(name) for name in chosen])

    @Slot(object)
    def open_files(self, paths: Sequence[Path]) -> None:
        """Show these files, beside those that are shown already."""
        if self._dialog is None:
            self._collected = Collected()
        self._collected = self._collected.with_files(paths)
        if not self._collected.answers and self._dialog is None:
            for failure in self._collected.failures:
                self._hub.error(failure)
            return
        self._shown_dialog().show_collected(self._collected, self._known_lessons(), self._names)

    def _shown_dialog(self) -> AnswersDialog:
        if self._dialog is None:
            dialog = self._dialog = AnswersDialog(self._themes.theme, self._window)
            dialog.files_added.connect(self.open_files)
            dialog.more_asked.connect(self.open)
            dialog.list_asked.connect(self._ask_for_list)
            dialog.csv_asked.connect(self._ask_for_csv)
            dialog.finished.connect(self._closed)
            open_dialog(dialog)
        return self._dialog

    @Slot()
    def _closed(self) -> None:
        self._dialog = None

    def _known_lessons(self) -> dict[str, Lesson]:
        """The texts of the lessons that were answered, as far as they are here."""
        wanted, found = set(self._collected.by_lesson()), dict[str, Lesson]()
        paths = {path.name.removesuffix(".lesson.md"): path for path in lesson_paths()}
        for name in wanted & set(paths):
            try:
                found[name] = load_lesson(paths[name])
            except LessonError:
                continue  # its answers are shown without it
        for one in (self._last, self._lessons.lesson):
            if one is not None:
                found[one.id] = one
        return found

    @Slot()
    def _ask_for_list(self) -> None:
        text, said = QInputDialog.getMultiLineText(
            self._dialog, "Class list", "A name a line; whoever has no file is named.",
            "\n".join(self._names),
        )  # fmt: skip
        if said and self._dialog is not None:
            self._names = [line.strip() for line in text.splitlines() if line.strip()]
            self._dialog.show_collected(self._collected, self._known_lessons(), self._names)

    @Slot(object)
    def _ask_for_csv(self, answers: ClassAnswers) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._dialog, "Save as CSV", "answers.csv", "Tables (*.csv)"
        )
        if chosen:
            path = Path(chosen)
            self.save_csv(answers, path if path.suffix else path.with_suffix(".csv"))

    def save_csv(self, answers: ClassAnswers, path: Path) -> None:
        """Write a line a learner; spreadsheets know by its mark that it is UTF-8."""
        try:
            write_whole(path, to_csv(answers.learners).encode("utf-8-sig"))
        except OSError as error:
            self._hub.error(f"Cannot save {path.name}: {reason(error)}")
        else:
            self._hub.info(f"Saved the table as {path.name}.")
