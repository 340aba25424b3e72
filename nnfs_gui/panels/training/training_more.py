"""`MoreForm`: the less-used part of the training form."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import task_of
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.numbers import format_count, format_exact, parse_number
from nnfs_gui.widgets.percent import format_share, read_share
from nnfs_gui.widgets.seed_field import SeedField
from nnfs_gui.widgets.series import ONE_TWO_FIVE, by

from ..editor import Editor
from ..form import FormGrid
from . import choices


class MoreForm(QWidget):
    """Schedule, initial weights, seeds, and when to stop."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._schedule = DropDown("schedule", "Schedule of the learning rate", self)
        self._initializer = DropDown("initializer", "Initial weights", self)
        self._weight_seed = SeedField("weight-seed", "Weight seed", self)
        self._shuffle_seed = SeedField("shuffle-seed", "Shuffle seed", self)
        self._make_stops()
        grid = FormGrid(self)
        grid.add("Schedule", self._schedule)
        grid.add("Initial weights", self._initializer)
        grid.add("Weight seed", self._weight_seed)
        grid.add("Shuffle seed", self._shuffle_seed)
        grid.add("Stop: test loss below", self._loss_below)
        grid.add("Accuracy above", self._accuracy_above)
        grid.add("Stop: no better for", self._no_improvement)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(grid)
        self._connect()

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the experiment says; tells nobody."""
        training, stop = experiment.training, experiment.training.stop
        self._schedule.set_choices(choices.schedules())
        self._schedule.show_choice(training.schedule)
        self._initializer.set_choices(choices.initializers())
        self._initializer.show_choice(experiment.network.initializer)
        self._weight_seed.show_value(experiment.network.seed)
        self._shuffle_seed.show_value(training.shuffle_seed)
        self._loss_below.show_value(stop.loss_below)
        self._accuracy_above.show_value(stop.accuracy_above)
        self._accuracy_above.setEnabled(task_of(experiment) == "classification")
        self._no_improvement.show_value(stop.no_improvement)

    def _make_stops(self) -> None:
        self._loss_below = NumberField(
            "stop-loss-below", "Stop when the test loss is below",
            Range(0.0, 1e6, above=True), self,
            step=ONE_TWO_FIVE, optional=True, presets=(0.1, 0.05, 0.02, 0.01, 0.001),
        )  # fmt: skip
        self._accuracy_above = NumberField(
            "stop-accuracy-above", "Stop when the test accuracy is above", Range(0.0, 1.0), self,
            step=by(0.01), optional=True, presets=(0.9, 0.95, 0.99, 0.995),
            show=format_share, read=read_share,
        )  # fmt: skip
        self._no_improvement = NumberField(
            "stop-no-improvement", "Stop after epochs without a better test loss",
            Range(1, 1_000_000, integer=True), self,
            step=ONE_TWO_FIVE, optional=True, presets=(20, 50, 100, 500),
            show=_epochs, read=_read_epochs,
        )  # fmt: skip
        for field in (self._loss_below, self._accuracy_above, self._no_improvement):
            field.setPlaceholderText("off")

    def _connect(self) -> None:
        self._schedule.chosen.connect(self._schedule_chosen)
        self._initializer.chosen.connect(self._initializer_chosen)
        self._weight_seed.value_edited.connect(self._weight_seed_edited)
        self._shuffle_seed.value_edited.connect(self._shuffle_seed_edited)
        self._loss_below.value_edited.connect(self._loss_below_edited)
        self._accuracy_above.value_edited.connect(self._accuracy_above_edited)
        self._no_improvement.value_edited.connect(self._no_improvement_edited)

    # --- editing ---

    def _schedule_chosen(self, name: str) -> None:
        self._editor.apply(partial(edits.set_training, schedule=name), f"Schedule {name}")

    def _initializer_chosen(self, name: str) -> None:
        self._editor.apply(partial(edits.set_initializer, name=name), f"Initial weights {name}")

    def _weight_seed_edited(self, seed: int, gesture: str) -> None:
        text = f"Weight seed {format_exact(seed)}"
        self._editor.apply(partial(edits.set_seed, seed=seed), text, gesture)

    def _shuffle_seed_edited(self, seed: int, gesture: str) -> None:
        text = f"Shuffle seed {format_exact(seed)}"
        self._editor.apply(partial(edits.set_training, shuffle_seed=seed), text, gesture)

    def _loss_below_edited(self, loss: float | None, gesture: str) -> None:
        text = "Stop condition of the loss"
        self._editor.apply(partial(edits.set_stop, loss_below=loss), text, gesture)

    def _accuracy_above_edited(self, accuracy: float | None, gesture: str) -> None:
        text = "Stop condition of the accuracy"
        self._editor.apply(partial(edits.set_stop, accuracy_above=accuracy), text, gesture)

    def _no_improvement_edited(self, epochs: int | None, gesture: str) -> None:
        text = "Stop condition of the epochs"
        self._editor.apply(partial(edits.set_stop, no_improvement=epochs), text, gesture)


def _epochs(count: float) -> str:
    return f"{format_count(int(count))} epochs"


def _read_epochs(text: str) -> float:
    return parse_number(text.strip().removesuffix("epochs").removesuffix("epoch"))
