"""`Author`: a lesson is written in the left column, beside the window that it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox

from nnfs_gui.document import Document
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.proofs.proof import Proof
from nnfs_gui.lessons.reading.reader import lesson_paths, read_lesson
from nnfs_gui.lessons.setups import prepare
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.lessons.writing import Heading, heading_at, id_of, outline, title_of
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.panels.author.pane import AuthorPane
from nnfs_gui.theme import ThemeSource
from nnfs_gui.training.thread.session import TrainingSession

from ..files_menu import FilesMenu
from ..lessons.controller import LessonController
from ..lessons.lesson_window import LessonWindow
from ..lessons.own_work import OwnWork
from .asking import asked_about_changes, asked_file, asked_name, shown_name
from .drafting import Drafting
from .drafts import Draft
from .file_changes import FileChanges
from .mending import Mending
from .proving import Proving, verdict_on
from .saving import saving_handlers
from .text_file import TextFile, TextFileError
from .trying import Trying
from .writing import Writing

TOPIC = "lesson-text"
READ_MS = 250
"""How long after the last key the text is read."""


class Author(QObject):
    """Opens a lesson's text, keeps it in step with its file, tries it and tests it.

    Signals: ``entering()`` before one's own work is set aside, ``left()`` when it is back.
    """

    entering = Signal()
    left = Signal()

    def __init__(
        self, document: Document, session: TrainingSession, files: FilesMenu,
        lessons: LessonController, themes: ThemeSource, notifications: NotificationHub,
        window: LessonWindow,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._document, self._session, self._files = document, session, files
        self._lessons, self._themes, self._hub = lessons, themes, notifications
        self._window = window
        self.file = TextFile(self)
        self.proving = Proving(self)
        self.drafting = Drafting(self._draft, notifications, self)
        self._pane: AuthorPane | None = None
        self._writing: Writing | None = None
        self._changes: FileChanges | None = None
        self._own: OwnWork | None = None
        self._source = ""  # the path that was opened, also of what is a copy
        self._trying = Trying(document, session, lessons, window, self)
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READ_MS)
        self._reading.timeout.connect(self.read)
        self.proving.finished.connect(self._proved)
        self.proving.failed.connect(self._hub.error)
        Mending(self, self.edit_at, lessons, notifications)
        lessons.opened.connect(self._lesson_opened)
        lessons.left.connect(self._lesson_left)
        themes.theme_changed.connect(self._show_theme)
        window.closed.connect(self.proving.shutdown)
        window.closed.connect(self.drafting.leave)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        saving = saving_handlers(self, self._files)
        return {"edit_lesson": self.edit, "write_lesson": self.begin, **saving}

    @property
    def pane(self) -> AuthorPane | None:
        """The column, once something was written."""
        return self._pane

    @property
    def is_open(self) -> bool:
        """Whether a text is open."""
        return self._own is not None

    @property
    def text(self) -> str:
        """The text as it stands in the window."""
        return "" if self._pane is None else self._pane.editor.toPlainText()

    @property
    def modified(self) -> bool:
        """Whether the file does not have the text, or there is no file yet."""
        return self.is_open and (self.text != self.file.text or self.file.path is None)

    # --- opening and leaving -----------------------------------------------------------------

    @Slot()
    def begin(self) -> None:
        """A new lesson, which has no file yet."""
        if self.may_leave():
            self._lessons.leave()
            self._open(new_lesson("my-lesson", "My lesson"), None)

    @Slot()
    def edit(self) -> None:
        """The text of the lesson that is open, or of a file that is asked for."""
        if self.is_open and self._trying.is_on:
            self._lessons.leave()
            return
        path, number = self._lessons.path, self._lessons.number
        if path is None:
            path = asked_file(self._window)
        if path is not None and self.may_leave():
            self._lessons.leave()
            self.open_path(path, max(1, number))

    def open_path(self, path: Path, number: int = 1) -> bool:
        """Open a file; one of the application's own lessons is opened as a copy without a file."""
        try:
            text = self.file.open(path)
        except TextFileError as error:
            self._hub.error(str(error))
            return False
        if self._lessons.lesson is not None:
            self._lessons.leave()
        bundled = path.resolve() in {known.resolve() for known in lesson_paths()}
        self._open(text, None if bundled else path, number, str(path.resolve()))
        if bundled:
            self._hub.info("This is a copy of a lesson that came along: save it under a name.")
        return True

    def edit_at(self, path: Path, line: int) -> None:
        """Open a file at a line, from 1."""
        if self.may_leave() and self.open_path(path) and self._pane is not None:
            self._pane.editor.go_to(line - 1)

    def _open(self, text: str, path: Path | None, number: int = 1, source: str = "") -> None:
        self.drafting.forget()
        if self._own is None:
            self.entering.emit()
            self._own = OwnWork.of(self._document, self._session, self._files)
        if path is None:
            self.file.begin(text)
        self._source = source
        draft = self.drafting.take(source)
        pane = self._made_pane()
        if self._changes is not None:
            self._changes.begin(text)
        theirs, text = text, text if draft is None else draft.text
        pane.editor.setPlainText(text)
        pane.editor.document().clearUndoRedoStacks()
        pane.show_findings((), "")
        self._window.cards.show_lesson(pane)
        self._set_writing(True)
        self.read()
        steps = outline(text)
        if steps:
            pane.editor.go_to(steps[min(number, len(steps)) - 1].first)
            self.show_step(min(number, len(steps)))
        pane.editor.setFocus()
        if draft is not None and self._draft() is not None:
            self._take_up(draft, theirs)

    def _take_up(self, draft: Draft, theirs: str) -> None:
        """Go on with what an earlier window could not save, beside what the file has now."""
        path = self.file.path
        name = "a new lesson" if path is None else f"“{path.name}”"
        self.drafting.tell(name, self._discard_draft)
        if path is not None and theirs != draft.base and self._changes is not None:
            self._changes.base = draft.base
            self._changes.take(theirs)

    def _discard_draft(self) -> None:
        """Do without the draft; undo brings it back."""
        if self._pane is not None and self._changes is not None:
            self._changes.begin(self.file.text)
            self._pane.editor.write(self.file.text)
            self.drafting.forget()
            self.read()

    def _draft(self) -> Draft | None:
        """What would be lost now; a new lesson in which nothing is written yet is nothing."""
        path = self.file.path
        if not self.is_open or self.text == self.file.text:
            return None
        source = self._source if path is None else str(path.resolve())
        base = self.file.text if self._changes is None else self._changes.base
        return Draft(self.text, base, source, path is not None)

    def may_leave(self) -> bool:
        """Ask what becomes of unsaved changes, if there are any; False to stay."""
        if not self.modified:
            return True
        answer = asked_about_changes(self._window)
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard

    @Slot()
    def leave(self) -> None:
        """Leave the text, unless there are changes that somebody wants to keep."""
        if self.may_leave():
            self.close()

    def close(self, keep: bool = False) -> None:
        """Leave the text, and a draft of it to ``keep``; what was open before is there again."""
        if keep:
            self.drafting.leave()
        self.drafting.forget()
        own, self._own = self._own, None
        if own is None:
            return
        self._set_writing(False)
        self.proving.cancel()
        self._trying.end()
        self._reading.stop()
        self.file.close()
        self._window.header.show_lesson("")
        self._window.cards.show_lesson(None)
        own.give_back(self._document, self._session, self._files)
        self.left.emit()

    # --- the file ----------------------------------------------------------------------------

    @Slot()
    def save(self) -> bool:
        """Write the file; without one its name is asked for."""
        return self.save_as() if self.file.path is None else self._save(None)

    @Slot()
    def save_as(self) -> bool:
        """Ask for a name and write the text there."""
        path = asked_name(self._window, self.file.path, id_of(self.text))
        return path is not None and self._save(path)

    def _save(self, path: Path | None) -> bool:
        self.file.look()  # what somebody else has just saved is not written over
        if self._changes is not None and self._changes.wait():
            return False
        try:
            self.file.save(self.text, path)
        except TextFileError as error:
            self._hub.error(str(error), topic=TOPIC)
            return False
        self._hub.withdraw(TOPIC)
        if self._changes is not None:
            self._changes.begin(self.file.text)
        self._show_file()
        return True

    # --- the text ----------------------------------------------------------------------------

    def lesson(self) -> Lesson | None:
        """The lesson, if the text can be read and its set-ups are valid."""
        try:
            lesson = read_lesson(self.text)
            for step in lesson.steps:
                prepare(lesson, step.number)
        except LessonError as error:
            self._tell_problem(error)
            return None
        return lesson

    @property
    def step(self) -> Heading | None:
        """The step in which the cursor stands."""
        pane = self._pane
        return None if pane is None else heading_at(self.text, pane.editor.line)

    @Slot()
    def read(self) -> None:
        """Read the text, and say what is wrong with it."""
        pane = self._pane
        if pane is None or not self.is_open:
            return
        if self.lesson() is not None:
            pane.show_problem("")
        self._show_outline()
        self._show_file()

    def _tell_problem(self, error: LessonError) -> None:
        assert self._pane is not None
        message = error.message
        self._pane.show_problem(f"{message[:1].upper()}{message[1:]}.", error.line)

    @Slot()
    def _show_outline(self) -> None:
        step = self.step
        assert self._pane is not None
        self._pane.show_outline(outline(self.text), 0 if step is None else step.number)
        if self._writing is not None:
            self._writing.show_locks()

    def _show_file(self) -> None:
        assert self._pane is not None
        self._pane.show_file(shown_name(self.file.path), self.modified)
        self._window.header.show_lesson("being written", title_of(self.text))
        if self._draft() is None:
            self.drafting.forget()

    # --- trying and testing ------------------------------------------------------------------

    @Slot(int)
    def show_step(self, number: int) -> None:
        """Put the set-up of a step into the window."""
        lesson = self.lesson()
        if lesson is not None and 1 <= number <= len(lesson.steps):
            self._trying.show(lesson, number)

    @Slot()
    def try_step(self) -> None:
        """Play the lesson as a learner does, from the cursor's step on; leaving comes back."""
        lesson, step = self.lesson(), self.step
        if lesson is None:
            return
        self._trying.begin(lesson, self.file.path, 1 if step is None else step.number)

    @Slot()
    def _lesson_opened(self) -> None:
        """A lesson stands in the place of the text for a while."""
        self._set_writing(False)

    def _set_writing(self, on: bool) -> None:
        if self._writing is not None:
            self._writing.set_active(on)

    @Slot()
    def _lesson_left(self) -> None:
        """Back from a try."""
        if self.is_open and self._pane is not None:
            self._window.cards.show_lesson(self._pane)
            self._set_writing(True)
            self._pane.editor.setFocus()
            self.read()

    @Slot()
    def prove(self) -> None:
        """Run the lesson's own test."""
        if self._pane is not None:
            self._pane.show_findings((), "Checking …")
            self.proving.start(self.text)

    @Slot()
    def _cancel_proof(self) -> None:
        self.proving.cancel()
        assert self._pane is not None
        self._pane.show_findings((), "The check was cancelled.")

    @Slot(object)
    def _proved(self, proof: Proof) -> None:
        if self._pane is not None and self.is_open:
            found = proof.findings
            self._pane.show_findings(found, verdict_on(found))
            self._pane.editor.mark_lines([one.line - 1 for one in found if not one.warning])

    # --- building ----------------------------------------------------------------------------

    def _made_pane(self) -> AuthorPane:
        if self._pane is not None:
            return self._pane
        pane = self._pane = AuthorPane(self._themes.theme)
        self._writing = Writing(
            pane, self._document, self._session, self._lessons, self._themes, self._window
        )
        self._changes = FileChanges(pane, self._themes, self._window)
        self._changes.settled.connect(self.read)
        self.file.changed.connect(self._changes.take)
        self.file.lost.connect(self._changes.lose)
        pane.editor.textChanged.connect(self._reading.start)
        pane.editor.textChanged.connect(self.drafting.note_change)
        pane.editor.cursorPositionChanged.connect(self._show_outline)
        pane.try_asked.connect(self.try_step)
        pane.step_asked.connect(self.show_step)
        pane.save_asked.connect(self.save)
        pane.save_as_asked.connect(self.save_as)
        pane.left.connect(self.leave)
        pane.proof_asked.connect(self.prove)
        pane.proof_cancelled.connect(self._cancel_proof)
        self.proving.busy_changed.connect(pane.show_proving)
        self.proving.progressed.connect(pane.show_runs)
        return pane

    @Slot(object)
    def _show_theme(self, theme: object) -> None:
        if self._pane is not None:
            self._pane.show_theme(self._themes.theme)
