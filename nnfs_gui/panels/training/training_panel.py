"""`TrainingPanel`: how the network learns; everything applies to the running training."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.card import Card
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.fold import Fold
from nnfs_gui.widgets.icons import retint
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.numbers import format_number
from nnfs_gui.widgets.series import ONE_THREE_TEN, ONE_TWO_FIVE

from ..editor import Editor
from ..form import FormGrid
from . import choices
from .batch_field import BatchField
from .training_more import MoreForm

_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_THRESHOLDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_PENALTIES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)


class TrainingPanel(Card):
    """The card "Training": two columns of fields, and more behind a button.

    Signals: ``refused(sentence)`` and ``adapted(sentence)`` as in `Editor`.
    """

    refused = Signal(str)
    adapted = Signal(str)
    both_ways = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent)
        self._editor = Editor(document, self)
        self._editor.refused.connect(self.refused)
        self._editor.adapted.connect(self.adapted)
        self._editor.both_ways.connect(self.both_ways)
        self._make_fields()
        self._fold = Fold(
            "training-more", "More: schedule, initial weights, seeds, stopping …", self
        )
        self._more = MoreForm(self._editor, self)
        self._fold.body.addWidget(self._more)
        self.header.addWidget(self._fold.button)
        self._grid = self._make_grid()
        self.body.addWidget(self._grid, 100)
        self.body.addWidget(self._fold)
        self.body.addStretch(1)
        self.show_theme(theme)
        self.show_experiment(document.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the experiment says; tells nobody."""
        training = experiment.training
        self._loss.set_choices(choices.losses(experiment))
        self._batch.set_full(len(materialize(experiment).train))
        self._editor.show_experiment(experiment)
        self._threshold.setEnabled(training.clip != "none")
        self._penalty.setEnabled(training.regularizer != "none")
        self._more.show_experiment(experiment)
        if training.schedule == "constant":
            self.set_caption("")

    def set_room(self, room: int) -> None:
        """Stand closer together where the window is low; see `form_column.Form`."""
        self.set_dense(room < 2)
        self._grid.set_vertical_spacing(6 if room else 3)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the learning rate in force where a schedule changes it."""
        scheduled = snapshot.experiment.training.schedule != "constant"
        rate = format_number(snapshot.learning_rate, 2)
        self.set_caption(f"rate now {rate}" if scheduled else "")

    def show_theme(self, theme: Theme) -> None:
        retint(self, theme)

    def _make_fields(self) -> None:
        """The fields whose choices or whose use depend on the experiment."""
        self._loss = DropDown("loss", "Loss", self)
        self._batch = BatchField("batch-size", "Batch size", self)
        self._threshold = NumberField(
            "clip-threshold", "Clipping threshold", Range(0.0, 1e6, above=True), self,
            presets=_THRESHOLDS, step=ONE_TWO_FIVE,
        )  # fmt: skip
        self._penalty = NumberField(
            "regularization-rate", "Regularization rate", Range(0.0, 1000.0), self,
            presets=_PENALTIES, step=ONE_THREE_TEN,
        )  # fmt: skip

    def _make_grid(self) -> FormGrid:
        grid, edit = FormGrid(self._editor, self), edits.set_training
        optimizer = DropDown("optimizer", "Optimizer", self, choices.optimizers())
        rate = NumberField(
            "learning-rate", "Learning rate", Range(0.0, 1000.0, above=True), self,
            presets=_RATES, step=ONE_THREE_TEN,
        )  # fmt: skip
        clip = DropDown("clip", "Clip gradients", self, choices.clippers())
        regularizer = DropDown("regularizer", "Regularization", self, choices.regularizers())
        grid.add("Loss", self._loss, "training.loss", edits.set_loss, "name")
        grid.add("Optimizer", optimizer, "training.optimizer", edit)
        grid.add("Learning rate", rate, "training.learning_rate", edit)
        grid.add("Batch", self._batch, "training.batch_size", edit)
        grid.add("Clip gradients", clip, "training.clip", edit)
        grid.add("Threshold", self._threshold, "training.clip_threshold", edit)
        grid.add("Regularization", regularizer, "training.regularizer", edit)
        grid.add("Rate", self._penalty, "training.regularization_rate", edit)
        return grid
