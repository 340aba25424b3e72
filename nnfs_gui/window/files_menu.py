"""`FilesMenu`: new, open and save, with the question before changes are lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QMessageBox, QWidget

from nnfs_gui.background import BackgroundWorker
from nnfs_gui.document import Document
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.experiment.presets import load_preset, preset_titles
from nnfs_gui.notifications import Action, Notification
from nnfs_gui.settings import Settings
from nnfs_gui.training.saved import Restored, is_run_file
from nnfs_gui.training.thread.session import TrainingSession

from .file_jobs import Opened, Saving, read, write
from .file_mark import FileMark
from .window_base import LESSON_SUFFIX

FILTER = "Runs, experiments and lessons (*.nnfs *.json *.lesson.md);;All files (*)"
RUNS = "Runs, with all that was learned (*.nnfs)"
SET_UPS = "Set-ups alone (*.json)"
PATIENCE = 0.15
"""Seconds for which the window waits for a file before it says so and goes on."""
_OPENING, _SAVING = "opening", "saving"


class Answer(Enum):
    """What to do with unsaved changes."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


@dataclass(frozen=True, eq=False)
class KeptFile:
    """What is known of the document's file: the tape it holds, and how it looked."""

    tape: object
    mark: FileMark | None


class FilesMenu(QObject):
    """Opens and saves the document's experiment, and the run with all that was learned.

    Both are done off the main thread, so that the window stays alive with a large file.

    Signals: ``failed(str)`` with a sentence for people; ``told(str)`` after a success worth a word;
    ``opened(Path)``; ``saved(Path)``; ``lesson_chosen(Path)`` when a lesson's file is to be opened;
    ``posted(Notification)`` with a note while a file takes long, and ``withdrawn(topic)`` when
    that is over.
    """

    failed = Signal(str)
    told = Signal(str)
    opened = Signal(object)
    saved = Signal(object)
    lesson_chosen = Signal(object)
    posted = Signal(object)
    withdrawn = Signal(str)

    def __init__(
        self, document: Document, session: TrainingSession, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._settings, self._window = settings, window
        self._saved_tape: object = ()
        self._may_replace: Callable[[], bool] | None = None
        self._lesson_path: Callable[[], Path | None] | None = None
        self._mark: FileMark | None = None
        self._mark_read: FileMark | None = None
        self._asked_with: Experiment | None = None
        self._saving: Saving | None = None
        self._is_copy, self._was_written = False, True
        self._reader, self._writer = self._worker(_OPENING), self._worker(_SAVING)
        self._reader.finished.connect(self._show_opened)
        self._writer.finished.connect(self._note_written)
        document.replaced.connect(self._note_file)
        document.replaced.connect(self._forget_tape)
        self.recent = QMenu("Open recent", window)
        self.recent.setObjectName("menu-recent")
        self.recent.aboutToShow.connect(self._fill_recent)
        self.recent.triggered.connect(self._recent_chosen)
        self.presets = QMenu("Open a preset", window)
        self.presets.setObjectName("menu-presets")
        self.presets.triggered.connect(self._preset_chosen)
        self._add_presets(self.presets)

    def _worker(self, topic: str) -> BackgroundWorker:
        worker = BackgroundWorker(self)
        worker.setObjectName(topic)
        worker.failed.connect(self._tell_failure)
        worker.busy_changed.connect(self._withdraw)
        return worker

    def shutdown(self) -> None:
        """Stop reading at once, and write to the end what is being written."""
        self._reader.shutdown()
        self._writer.shutdown()

    # --- commands ---

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        return {
            "new": self.new,
            "open": self.ask_and_open,
            "save": self.save,
            "save_as": self.save_as,
            "save_set_up": self.save_set_up,
        }

    def new(self) -> None:
        """Start again from the default experiment."""
        if self.may_discard():
            self._document.open(default_experiment(), None)

    def ask_and_open(self) -> None:
        """Ask for a file and open it."""
        name, _filter = QFileDialog.getOpenFileName(
            self._window, "Open an experiment or a lesson", self._folder_to_open(), FILTER
        )
        if name:
            self.open_dropped(Path(name))

    def open(self, path: Path) -> None:
        """Open ``path`` instead of what is being opened; a broken file changes nothing."""
        if is_lesson_file(path):
            self.lesson_chosen.emit(path)
            return
        self._asked_with = self._document.present
        self._reader.start(partial(read, path), PATIENCE)
        if self._reader.busy:
            cancel = (Action("Cancel", self._reader.cancel),)
            note = f"Opening {path.name}…"
            self.posted.emit(Notification(note, actions=cancel, topic=_OPENING, stays=True))

    @Slot(object)
    def _show_opened(self, read: Opened) -> None:
        if self._document.present is not self._asked_with and not self.may_discard():
            return  # edited while the file was read
        self._mark_read = read.mark
        self.show(read.experiment, read.path, read.run)
        self._settings.add_recent_file(read.path)
        self.opened.emit(read.path)

    def show(self, experiment: Experiment, path: Path | None, run: Restored | None) -> None:
        """Show what a file holds."""
        self._document.open(experiment, path)
        if run is not None:
            self._saved_tape = run.tape.picture(run.trained.steps).content
            self._session.begin(run)

    @Slot(object)
    def _tell_failure(self, error: Exception) -> None:
        if not isinstance(error, FileError):
            raise error
        self.failed.emit(str(error))

    @Slot(bool)
    def _withdraw(self, busy: bool) -> None:
        if not busy:
            self.withdrawn.emit(self.sender().objectName())

    def open_dropped(self, path: Path) -> None:
        """Open a file that was dropped on the window, after the question about changes."""
        if is_lesson_file(path) or self.may_discard():
            self.open(path)

    def open_experiment(self, experiment: Experiment) -> bool:
        """Open an experiment that has no file yet, after the question about changes."""
        if not self.may_discard():
            return False
        self._document.open(experiment, None)
        return True

    def save(self) -> bool:
        """Write to the document's file, asking for one if it has none; whether that began."""
        path = self._document.path
        if path is None:
            return self.save_as()
        if self._mark is None or self._mark.path != path or not self._mark.is_overwritten():
            return self.save_to(path)
        answer = self.ask_about_overwriting(path)
        if answer is Answer.CANCEL:
            return False
        return self.save_to(path) if answer is Answer.DISCARD else self.save_as()

    def save_as(self) -> bool:
        """Ask for a name and write there; whether that began."""
        suggestion = self._document.path or self._suggestion(".nnfs")
        path = self._ask_where("Save the run", suggestion, f"{RUNS};;{SET_UPS};;All files (*)")
        return path is not None and self.save_to(path)

    def save_set_up(self) -> bool:
        """Ask for a name and write the experiment alone, beside the document's file."""
        path = self._ask_where("Save the set-up", self._suggestion(".json"), SET_UPS)
        return path is not None and self._write(path, is_copy=True)

    def _ask_where(self, title: str, suggestion: Path, kinds: str) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(self._window, title, str(suggestion), kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(suggestion.suffix)

    def save_to(self, path: Path) -> bool:
        """Begin to write to ``path``; a failure is reported and loses nothing."""
        return self._write(path, is_copy=False)

    def _write(self, path: Path, *, is_copy: bool) -> bool:
        self._finish_writing()
        pack = self._session.pack_run() if is_run_file(path) else None
        self._saving = Saving(path, self._document.present, pack, self._tape())
        self._is_copy, self._was_written = is_copy, False
        self._writer.start(partial(write, self._saving), PATIENCE)
        if self._writer.busy:
            note = f"Saving {path.name}…"
            self.posted.emit(Notification(note, topic=_SAVING, stays=True))
        return True

    @Slot(object)
    def _note_written(self, mark: FileMark) -> None:
        saving, self._was_written = self._saving, True
        assert saving is not None
        if not self._is_copy:
            self._document.saved(saving.path, saving.experiment)
            self._saved_tape, self._mark = saving.tape, mark
        self._settings.add_recent_file(saving.path)
        self.told.emit(f"Saved as {saving.path.name}.")
        self.saved.emit(saving.path)

    def _finish_writing(self) -> bool:
        """Wait for the file that is being written; whether the last one was."""
        if self._writer.busy:
            loop = QEventLoop(self)
            self._writer.busy_changed.connect(loop.quit)
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            loop.deleteLater()
        return self._was_written

    def _tape(self) -> object:
        picture = self._session.tape.picture
        return () if picture is None else picture.content

    @Slot()
    def _forget_tape(self) -> None:
        self._saved_tape = ()

    def set_gate(self, may_replace: Callable[[], bool]) -> None:
        """Ask this before the experiment is replaced; it says itself why not."""
        self._may_replace = may_replace

    def set_lesson_path(self, lesson_path: Callable[[], Path | None]) -> None:
        """Ask this for the file of the lesson that is open, if it is the learner's own."""
        self._lesson_path = lesson_path

    def keep(self) -> KeptFile:
        """What is known of the document's file, for `take_back`."""
        return KeptFile(self._saved_tape, self._mark)

    def take_back(self, kept: KeptFile) -> None:
        """The document has the file again that it had then."""
        self._saved_tape, self._mark = kept.tape, kept.mark

    @property
    def content(self) -> tuple[Experiment, Path | None, object]:
        """What a person has made by now; equal if nothing came to it in between."""
        return self._document.present, self._document.path, self._tape()

    @property
    def is_work(self) -> bool:
        """Whether there is anything that the file, or a preset, does not give again."""
        path, picture = self._document.path, self._session.tape.picture
        if path is not None and is_run_file(path):
            return self.is_unsaved
        return self._document.modified or (picture is not None and picture.has_steps)

    @property
    def is_unsaved(self) -> bool:
        """Whether there are edits, or steps of a run with a file, that no file holds."""
        path = self._document.path
        has_run = path is not None and is_run_file(path)
        return self._document.modified or (has_run and self._tape() != self._saved_tape)

    def may_discard(self) -> bool:
        """Whether the experiment may be replaced or closed, after asking where needed."""
        if self._may_replace is not None and not self._may_replace():
            return False
        self._finish_writing()
        if not self.is_unsaved:
            return True
        answer = self.ask_about_changes()
        if answer is Answer.SAVE:
            return self.save() and self._finish_writing()
        return answer is Answer.DISCARD

    def ask_about_changes(self) -> Answer:
        """Ask the person; replaced in tests."""
        return self._ask(
            "unsaved-changes",
            f"Save the changes to “{self._document.experiment.title}”?",
            "Edits, and what was learned since, are lost if you do not save them.",
            {"Save": Answer.SAVE, "Discard": Answer.DISCARD},
        )

    def ask_about_overwriting(self, path: Path) -> Answer:
        """Ask what to do with what another program wrote; replaced in tests."""
        return self._ask(
            "overwritten-file",
            f"{path.name} was changed by another program.",
            "Save your experiment under another name, or what the other one wrote is lost.",
            {"Save as…": Answer.SAVE, "Overwrite": Answer.DISCARD},
        )

    def _ask(self, name: str, question: str, more: str, answers: dict[str, Answer]) -> Answer:
        box = QMessageBox(self._window)
        box.setObjectName(name)
        box.setWindowTitle(name.replace("-", " ").capitalize())
        box.setText(question)
        box.setInformativeText(more)
        roles = {
            Answer.SAVE: QMessageBox.ButtonRole.AcceptRole,
            Answer.DISCARD: QMessageBox.ButtonRole.DestructiveRole,
        }
        buttons: dict[QAbstractButton, Answer] = {}
        for text, given in reversed(answers.items()):
            button = box.addButton(text, roles[given])
            buttons[button] = given
            box.setDefaultButton(button)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        answer = buttons.get(box.clickedButton(), Answer.CANCEL)
        box.deleteLater()  # or the window would keep every box it ever asked with
        return answer

    # --- menus ---

    @staticmethod
    def _add_presets(menu: QMenu) -> None:
        for slug, title in preset_titles().items():
            menu.addAction(title).setData(slug)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self._settings.recent_files():
            action = self.recent.addAction(path.name)
            action.setToolTip(str(path))
            action.setData(str(path))
        if self.recent.isEmpty():
            self.recent.addAction("No recent files").setEnabled(False)

    def _recent_chosen(self, action: object) -> None:
        name = action.data()  # type: ignore[attr-defined]  # a QAction, typed object by Signal
        if name and self.may_discard():
            self.open(Path(name))

    def _preset_chosen(self, action: object) -> None:
        slug = action.data()  # type: ignore[attr-defined]  # as above
        if slug in preset_titles():
            self.open_experiment(load_preset(slug))

    @Slot()
    def _note_file(self) -> None:
        """Remember what the document's file holds now, to notice when another program writes it."""
        self._reader.cancel()
        self._is_copy = True  # what is being written is the experiment of before
        path, self._mark, self._mark_read = self._document.path, self._mark_read, None
        if self._mark is None and path is not None:
            self._mark = FileMark.of(path)

    def _folder(self) -> str:
        path = self._document.path
        return str(path.parent if path else Path.home())

    def _folder_to_open(self) -> str:
        """That of the lesson or the file that is open, or of the file opened last."""
        lesson = None if self._lesson_path is None else self._lesson_path()
        path = lesson or self._document.path or next(iter(self._settings.recent_files()), None)
        return str(path.parent if path else Path.home())

    def _suggestion(self, suffix: str) -> Path:
        title = self._document.experiment.title.strip().lower()
        stem = "".join(sign if sign.isalnum() else "-" for sign in title).strip("-")
        return Path(self._folder()) / f"{stem or 'experiment'}{suffix}"


def is_lesson_file(path: Path) -> bool:
    """Whether a file is a lesson, by its name."""
    return path.name.lower().endswith(LESSON_SUFFIX)
