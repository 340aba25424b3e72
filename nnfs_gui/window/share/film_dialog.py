"""`FilmDialog`: training as a film, made in the background and saved when its size is known."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.background import BackgroundWorker
from nnfs_gui.experiment.files.reading import Asked
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.figures.film import FORMATS, MAX_FRAMES, FilmPlan, Told, film_of, frames_of
from nnfs_gui.theme import SMALL
from nnfs_gui.widgets.labels import field_label
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.segments import Segments
from nnfs_gui.widgets.series import ONE_TWO_FIVE

from .saving import SavingDialog

VIEWS = (("boundary", "Boundary"), ("network", "Network"))
SPACINGS = (("even", "Even in epochs"), ("log", "Early epochs slowly"))
_RATE = 24
_SECONDS = 5.0


class FilmDialog(SavingDialog):
    """Trains the experiment anew, frame by frame; cancelling it leaves nothing behind."""

    frame_made = Signal(int)

    def __init__(
        self, experiment: Experiment, epochs: int, dark: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("film-dialog")
        self.setWindowTitle("A film of training")
        self._experiment, self._dark = experiment, dark
        self._content = b""
        self._view = Segments("film-view", "What is filmed", VIEWS, self)
        self._spacing = Segments("film-spacing", "Frames", SPACINGS, self)
        self._form = Segments("film-format", "Format", list(FORMATS.items()), self)
        self._epochs = NumberField(
            "film-epochs", "Epochs", Range(1, 100_000, integer=True), self, step=ONE_TWO_FIVE
        )
        self._seconds = NumberField("film-seconds", "Seconds", Range(0.5, 60.0), self)
        self._bar = QProgressBar(self)
        self._about = QLabel(self)
        self._about.setObjectName("film-about")
        self._about.setWordWrap(True)
        self._worker = BackgroundWorker(self)
        self._build()
        self._begin_with(epochs)
        self._connect()

    def _build(self) -> None:
        grid, buttons = QGridLayout(), QHBoxLayout()
        grid.setHorizontalSpacing(12)
        rows = (("What is filmed", self._view), ("Frames", self._spacing), ("Format", self._form),
                ("Epochs", self._epochs), ("Seconds", self._seconds))  # fmt: skip
        for row, (text, field) in enumerate(rows):
            grid.addWidget(field_label(text, field, SMALL), row, 0)
            grid.addWidget(field, row, 1)
        self._make = self.make_button("film-make", "Make the film", self.make)
        self._cancel = self.make_button("film-cancel", "Cancel", self.cancel)
        self._save = self.make_button("film-save", "Save…", self._ask_and_save)
        close = self.make_button("film-close", "Close", self.reject)
        self._make.setDefault(True)
        buttons.addStretch(1)
        for button in (self._make, self._cancel, self._save, close):
            buttons.addWidget(button)
        self._bar.setObjectName("film-progress")
        self._bar.setAccessibleName("Frames made")
        self._bar.setTextVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(self._bar)
        layout.addWidget(self._about)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.resize(440, 340)

    def _begin_with(self, epochs: int) -> None:
        self._view.show_choice("boundary")
        self._spacing.show_choice("even")
        self._form.show_choice("webp")
        self._epochs.show_value(epochs or 200)
        self._seconds.show_value(_SECONDS)
        self._forget()

    def _connect(self) -> None:
        for choice in (self._view, self._spacing, self._form):
            choice.chosen.connect(choice.show_choice)
            choice.chosen.connect(self._forget)
        for field in (self._epochs, self._seconds):
            field.value_edited.connect(self._take_number)
        self._worker.finished.connect(self._finish)
        self._worker.failed.connect(self._fail)
        self._worker.busy_changed.connect(self._show_busy)
        self.frame_made.connect(self._bar.setValue, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._worker.shutdown)

    @property
    def plan(self) -> FilmPlan:
        """What the dialog asks for."""
        seconds, epochs = self._seconds.value or _SECONDS, self._epochs.value or 1
        return FilmPlan(
            int(epochs),
            min(MAX_FRAMES, max(2, round(seconds * _RATE))),
            _RATE,
            "log" if self._spacing.current_key == "log" else "even",
            "network" if self._view.current_key == "network" else "boundary",
            "dark" if self._dark else "light",
        )

    def make(self) -> None:
        """Begin to make the film in the background."""
        self._forget()
        plan = self.plan
        self._bar.setRange(0, plan.frames)
        job = partial(_made, self._experiment, plan, self._form.current_key, self.frame_made.emit)
        self._worker.start(job)

    def cancel(self) -> None:
        """Give the film up."""
        self._worker.cancel()
        self._forget()

    @Slot()
    def _forget(self) -> None:
        """Other settings: what was made is no more what the dialog says."""
        self._content = b""
        self._bar.setValue(0)
        plan = self.plan
        self._about.setText(f"{plan.frames} frames, {_RATE} a second. Training begins anew.")
        self._show_busy(self._worker.busy)

    @Slot(object, str)
    def _take_number(self, value: object, _gesture: str) -> None:
        field = self.sender()
        if isinstance(field, NumberField) and isinstance(value, int | float):
            field.show_value(value)
        self._forget()

    @Slot(object)
    def _finish(self, content: bytes) -> None:
        self._content = content
        size = len(content) / 1e6
        self._bar.setValue(self._bar.maximum())
        self._about.setText(f"The film is ready: {self.plan.frames} frames, {size:.2f} MB.")
        self._show_busy(False)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._about.setText(f"The film could not be made: {error}")

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        self._make.setEnabled(not busy)
        self._cancel.setEnabled(busy)
        self._save.setEnabled(bool(self._content) and not busy)
        for field in (self._view, self._spacing, self._form, self._epochs, self._seconds):
            field.setEnabled(not busy)

    def _ask_and_save(self) -> None:
        form = self._form.current_key
        name, _filter = QFileDialog.getSaveFileName(
            self, "Save the film", f"training.{form}", f"{FORMATS[form]} (*.{form})"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the film that was made."""
        form = self._form.current_key
        self.write(path if path.suffix else path.with_suffix(f".{form}"), self._content)


def _made(experiment: Experiment, plan: FilmPlan, form: str, told: Told, stop: Asked) -> bytes:
    """The film's content, in the background."""
    return film_of(frames_of(experiment, plan, told, stop), plan.rate, form)
