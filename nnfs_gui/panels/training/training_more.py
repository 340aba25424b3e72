"""`MoreForm`: the less-used part of the training form."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import task_of
from nnfs_gui.widgets.check_field import CheckField
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.numbers import format_count, parse_number
from nnfs_gui.widgets.percent import format_share, read_share
from nnfs_gui.widgets.seed_field import SeedField
from nnfs_gui.widgets.series import ONE_TWO_FIVE, by

from ..editor import Editor
from ..form import FormGrid
from . import choices
from .parameter_row import ParameterRow


class MoreForm(QWidget):
    """Parameters of loss and optimizer, schedule, initial weights, seeds, and when to stop."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        schedule = DropDown("schedule", "Schedule", self, choices.schedules())
        initializer = DropDown("initializer", "Initial weights", self, choices.initializers())
        weights, shuffle = (SeedField(f"{name.lower()}-seed", f"{name} seed", self)
                            for name in ("Weight", "Shuffle"))  # fmt: skip
        self._make_stops()
        grid = FormGrid(editor, self)
        grid.add("Schedule", schedule, "training.schedule", edits.set_training)
        grid.add(
            "Initial weights", initializer, "network.initializer", edits.set_initializer, "name"
        )
        grid.add("Weight seed", weights, "network.seed", edits.set_seed)
        grid.add("Shuffle seed", shuffle, "training.shuffle_seed", edits.set_training)
        order = CheckField("shuffle", "Shuffle", "Take the samples in a new order each epoch", self)
        grid.add("Order", order, "training.shuffle", edits.set_training)
        for text, field, name in (
            ("Stop: loss below", self._loss_below, "loss_below"),
            ("Accuracy above", self._accuracy_above, "accuracy_above"),
            ("Stop: no better for", self._no_improvement, "no_improvement"),
        ):
            field.setPlaceholderText("off")
            grid.add(text, field, f"training.stop.{name}", edits.set_stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._parameters = ParameterRow(editor, self)
        layout.addWidget(self._parameters)
        layout.addWidget(grid)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer what has a use for the experiment; the editor shows the values."""
        self._parameters.show_experiment(experiment)
        self._accuracy_above.setEnabled(task_of(experiment) == "classification")

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


def _epochs(count: float) -> str:
    return f"{format_count(int(count))} epochs"


def _read_epochs(text: str) -> float:
    return parse_number(text.strip().removesuffix("epochs").removesuffix("epoch"))
