"""`SeedsPage`: trains an experiment under many seeds beside the window, and shows them live."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.goal import Goal
from nnfs_gui.studies.seed_process import (
    SeedOpened,
    SeedProgress,
    request_of,
)
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField

from .process_page import ProcessPage
from .seed_band import SeedBand
from .seed_grid import SeedGrid

COUNTS = (12, 24, 48)
VARIED = {
    "weights": ("Other initial weights", "weights", ("weights",)),
    "order": ("Another order of the samples, too", "weights, order", ("weights", "order")),
    "data": ("Other data, too", "weights, data", ("weights", "order", "split", "data")),
}
"""What the seeds are of: its words, in short, and its names in `studies.seeds`."""
MOST_EPOCHS = 100_000


class SeedsPage(ProcessPage):
    """ "Train all": the same experiment from other initial weights."""

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("seeds-page", experiment, parent)
        self._trained: Experiment | None = None  # what the networks are of
        self._seeds: tuple[int, ...] = ()
        self._goal = Goal()
        self.controls = QWidget()
        self.controls.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._make_controls()
        self.grid, self.band = SeedGrid(theme), SeedBand(theme)
        self.grid.chosen.connect(self._open)
        self._lay_out()
        self.show_state()

    # --- from the view -----------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.grid.show_theme(theme)

    def summary(self) -> str:
        """What there is to tell, in a sentence."""
        progress = self.progress
        if progress is None:
            return "Train all trains the same network from other initial weights."
        how = f"{progress.solved} of {len(self._seeds)} reached {self._goal}"
        diverged = sum(progress.diverged)
        more = f"; {diverged} diverged" if diverged else ""
        return f"{how} by epoch {progress.epoch}{more}."

    def take_controls(self) -> None:
        """Have the controls in the page, because its header has no room for them."""
        self._said.insertWidget(0, self.controls)
        self.words.hide()
        self._place_verdict()

    def give_controls(self) -> QWidget:
        """The controls, to stand in a header."""
        self.words.show()
        self._place_verdict()
        return self.controls

    def _place_verdict(self) -> None:
        """Tell how many came below the goal in a row of its own, if the first one has no room."""
        others = self.words if self.words.isVisibleTo(self) else self.controls
        wanted = others.sizeHint().width() + self.verdict.sizeHint().width()
        fits = wanted + 3 * self._said.spacing() <= self.width()
        row = self._said if fits else self._below
        if row.indexOf(self.verdict) < 0:
            for other in (self._said, self._below):
                other.removeWidget(self.verdict)
            row.addWidget(self.verdict)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self._place_verdict()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_verdict()

    # --- controls ----------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.count = DropDown("seed-count", "Number of seeds")
        self.count.set_choices([Choice(str(count), f"{count} seeds") for count in COUNTS])
        self.count.show_choice(str(COUNTS[0]))
        self.varied = DropDown("seed-varied", "What the seeds are of")
        self.varied.set_choices(
            [Choice(key, words, short=short) for key, (words, short, _) in VARIED.items()]
        )
        self.varied.show_choice("weights")
        self.epochs = NumberField(
            "seed-epochs", "Epochs", Range(1, MOST_EPOCHS, integer=True),
            presets=(50, 100, 300, 1000), show=lambda value: f"{value:g} epochs", read=_read_epochs,
        )  # fmt: skip
        self.epochs.show_value(300)
        self.bound = NumberField(
            "seed-goal", "The goal: test loss below", Range(0.0, 1e6, above=True),
            presets=(0.01, 0.06, 0.1, 0.3),
        )  # fmt: skip
        self.bound.show_value(0.1)
        for field in (self.epochs, self.bound):
            field.value_edited.connect(self._edited)
        self.fix_width(self.count, 96)
        self.fix_width(self.varied, 96)
        self.fix_width(self.epochs, 112)
        self.fix_width(self.bound, 78)
        for choice in (self.count, self.varied):
            choice.chosen.connect(choice.show_choice)
        self.start = QPushButton("Train all")
        self.start.setObjectName("train-all")
        self.start.setFont(font(weight=500))
        self.start.setProperty("role", "primary")
        self.start.clicked.connect(self._start_or_stop)
        self.words, self.verdict = QLabel(), QLabel()
        self.words.setProperty("role", "dim")
        for label in (self.words, self.verdict):
            label.setFont(font(LABEL, 500, tabular=True))
        self.verdict.setObjectName("seed-verdict")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        goal = QLabel("test loss <")
        goal.setProperty("role", "dim")
        goal.setFont(font(LABEL))
        for part in (self.count, self.varied, self.epochs, goal, self.bound, self.start):
            row.addWidget(part)
        self._said = said = QHBoxLayout()
        said.addWidget(self.words)
        said.addStretch(1)
        said.addWidget(self.verdict)
        self._below = QHBoxLayout()
        self._below.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.grid, 3)
        body.addWidget(self.band, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(said)
        layout.addLayout(self._below)
        layout.addLayout(body, 1)

    @Slot(object, str)
    def _edited(self, value: float | None, _gesture: str) -> None:
        field = self.sender()
        if isinstance(field, NumberField) and value is not None:
            field.show_value(value)

    # --- training ----------------------------------------------------------------------------

    @Slot()
    def _start_or_stop(self) -> None:
        if self.training:
            self.shutdown()
            self.show_state()
        else:
            self._begin()

    def _begin(self) -> None:
        self._goal = Goal("test_loss", "<", float(self.bound.value or 0.1))
        self._seeds = tuple(range(1, int(self.count.current_key) + 1))
        self._trained = self._experiment
        varied = VARIED[self.varied.current_key][2]
        epochs = int(self.epochs.value or 300)
        self.grid.show_opened(-1)
        request = request_of([self._experiment], self._seeds, varied, self._goal, epochs)
        self.start_process(request)

    def show_progress(self, progress: SeedProgress) -> None:
        assert self._trained is not None
        self.grid.show_progress(self._seeds, progress, self._trained)
        self.band.show_progress(progress, self._goal)

    def show_opened(self, opened: SeedOpened) -> None:
        self.grid.show_opened(opened.index)

    @Slot(int)
    def _open(self, index: int) -> None:
        if self._process is None:
            self.failed.emit("These networks are gone: train them again to go on with one.")
        else:
            self._process.ask_for(index)

    def _verdict(self, progress: SeedProgress) -> str:
        return f"{progress.solved} of {len(self._seeds)} came below {self._goal.bound:g}"

    def show_state(self) -> None:
        progress = self.progress
        self.band.setVisible(progress is not None)
        self.start.setText("Cancel" if self.training else "Train all")
        set_style_property(self.start, "role", "" if self.training else "primary")
        self.verdict.setText("" if progress is None else self._verdict(progress))
        self._place_verdict()
        count = self.count.current_key
        if progress is None and self.training:
            self.words.setText("Starting …")
        elif progress is None:
            self.words.setText(
                f"One network may be lucky. Train {count} that differ in their seeds."
            )
        else:
            self.words.setText(
                f"{len(self._seeds)} seeds · epoch {progress.epoch} · click one to go on with it"
            )


def _read_epochs(text: str) -> float:
    return float(text.replace("epochs", "").strip())
