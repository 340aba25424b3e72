"""`FilesMenu`: new, open and save, with the question before changes are lost."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QMessageBox, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.files import FileError, load_experiment, save_experiment
from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.experiment.presets import load_preset, preset_titles
from nnfs_gui.settings import Settings
from nnfs_gui.training.saved import is_run_file, load_run, save_run
from nnfs_gui.training.thread.session import TrainingSession

from .file_mark import FileMark

FILTER = "Runs and experiments (*.nnfs *.json);;All files (*)"
RUNS = "Runs, with all that was learned (*.nnfs)"
SET_UPS = "Set-ups alone (*.json)"


class Answer(Enum):
    """What to do with unsaved changes."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class FilesMenu(QObject):
    """Opens and saves the document's experiment, and the run with all that was learned.

    Signals: ``failed(str)`` with a sentence for people; ``told(str)`` after a success worth a word.
    """

    failed = Signal(str)
    told = Signal(str)

    def __init__(
        self, document: Document, session: TrainingSession, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._settings, self._window = settings, window
        self._saved_tape: object = ()
        self._mark: FileMark | None = None
        document.replaced.connect(self._note_file)
        self.recent = QMenu("Open recent", window)
        self.recent.setObjectName("menu-recent")
        self.recent.aboutToShow.connect(self._fill_recent)
        self.recent.triggered.connect(self._recent_chosen)
        self.presets = QMenu("Open a preset", window)
        self.presets.setObjectName("menu-presets")
        self.presets.triggered.connect(self._preset_chosen)
        self._add_presets(self.presets)

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
        if not self.may_discard():
            return
        name, _filter = QFileDialog.getOpenFileName(
            self._window, "Open an experiment", self._folder(), FILTER
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open ``path``; a broken file is reported and changes nothing."""
        run = None
        try:
            if is_run_file(path):
                experiment, run = load_run(path)
            else:
                experiment = load_experiment(path)
        except FileError as error:
            self.failed.emit(str(error))
            return False
        self._document.open(experiment, path)
        if run is not None:
            self._saved_tape = run.tape.picture(run.trained.steps).content
            self._session.begin(run)
        self._settings.add_recent_file(path)
        return True

    def open_dropped(self, path: Path) -> None:
        """Open a file that was dropped on the window, after the question about changes."""
        if self.may_discard():
            self.open(path)

    def open_experiment(self, experiment: Experiment) -> None:
        """Open an experiment that has no file yet, after the question about changes."""
        if self.may_discard():
            self._document.open(experiment, None)

    def save(self) -> bool:
        """Write to the document's file, asking for one if it has none."""
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
        """Ask for a name and write there; returns whether something was written."""
        suggestion = self._document.path or self._suggestion(".nnfs")
        path = self._ask_where("Save the run", suggestion, f"{RUNS};;{SET_UPS};;All files (*)")
        return path is not None and self.save_to(path)

    def save_set_up(self) -> bool:
        """Ask for a name and write the experiment alone, beside the document's file."""
        path = self._ask_where("Save the set-up", self._suggestion(".json"), SET_UPS)
        return path is not None and self._write(path)

    def _ask_where(self, title: str, suggestion: Path, kinds: str) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(self._window, title, str(suggestion), kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(suggestion.suffix)

    def save_to(self, path: Path) -> bool:
        """Write to ``path``; a failure is reported and loses nothing."""
        if not self._write(path):
            return False
        self._document.saved(path)
        self._saved_tape = self._tape()
        self._note_file()
        return True

    def _write(self, path: Path) -> bool:
        try:
            if not is_run_file(path):
                save_experiment(self._document.present, path)
            elif (run := self._session.packed_run()) is not None:
                save_run(self._document.present, run, path)
            else:
                raise FileError(f"Cannot save {path.name}: the run does not answer.")
        except FileError as error:
            self.failed.emit(str(error))
            return False
        self._settings.add_recent_file(path)
        self.told.emit(f"Saved as {path.name}.")
        return True

    def _tape(self) -> object:
        picture = self._session.tape.picture
        return () if picture is None else picture.content

    @property
    def is_unsaved(self) -> bool:
        """Whether there are edits, or steps of a run with a file, that no file holds."""
        path = self._document.path
        has_run = path is not None and is_run_file(path)
        return self._document.modified or (has_run and self._tape() != self._saved_tape)

    def may_discard(self) -> bool:
        """Whether the experiment may be replaced or closed, after asking where needed."""
        if not self.is_unsaved:
            return True
        answer = self.ask_about_changes()
        return self.save() if answer is Answer.SAVE else answer is Answer.DISCARD

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

    def make_shelf(self, open_action: QAction) -> QMenu:
        """The menu of everything that can be opened, for a button that can be seen."""
        shelf = QMenu("Presets", self._window)
        shelf.setObjectName("menu-shelf")
        self._add_presets(shelf)
        shelf.triggered.connect(self._preset_chosen)
        shelf.addSeparator()
        shelf.addAction(open_action)
        shelf.addMenu(self.recent)
        return shelf

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
        path = self._document.path
        self._mark = None if path is None else FileMark.of(path)

    def _folder(self) -> str:
        path = self._document.path
        return str(path.parent if path else Path.home())

    def _suggestion(self, suffix: str) -> Path:
        title = self._document.experiment.title.strip().lower()
        stem = "".join(sign if sign.isalnum() else "-" for sign in title).strip("-")
        return Path(self._folder()) / f"{stem or 'experiment'}{suffix}"
