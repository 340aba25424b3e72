"""`TrainingPanel`: how the network learns; everything applies to the running training."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine import CLIPPERS, LOSSES, OPTIMIZERS, REGULARIZERS
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.card import Card
from nnfs_gui.widgets.collapsible import Fold
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.icons import retint
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.numbers import format_count, format_exact, format_number
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

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent)
        self._document = document
        self._editor = Editor(document, self)
        self._make_fields()
        self._fold = Fold("training-more", "More: schedule, initial weights, seeds, stopping", self)
        self._more = MoreForm(self._editor, self)
        self._fold.body.addWidget(self._more)
        self._lay_out()
        self._connect()
        self.show_theme(theme)
        self.show_experiment(document.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the experiment says; tells nobody."""
        training = experiment.training
        self._loss.set_choices(choices.losses(experiment))
        self._loss.show_choice(training.loss)
        self._optimizer.set_choices(choices.optimizers())
        self._optimizer.show_choice(training.optimizer)
        self._rate.show_value(training.learning_rate)
        self._batch.show_size(training.batch_size, len(materialize(experiment).train))
        self._clip.set_choices(choices.clippers())
        self._clip.show_choice(training.clip)
        self._threshold.show_value(training.clip_threshold)
        self._threshold.setEnabled(training.clip != "none")
        self._regularizer.set_choices(choices.regularizers())
        self._regularizer.show_choice(training.regularizer)
        self._penalty.show_value(training.regularization_rate)
        self._penalty.setEnabled(training.regularizer != "none")
        self._more.show_experiment(experiment)
        if training.schedule == "constant":
            self.set_caption("")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the learning rate in force where a schedule changes it."""
        scheduled = snapshot.experiment.training.schedule != "constant"
        rate = format_number(snapshot.learning_rate, 2)
        self.set_caption(f"rate now {rate}" if scheduled else "")

    def show_theme(self, theme: Theme) -> None:
        retint(self, theme)

    # --- building ---

    def _make_fields(self) -> None:
        self._loss = DropDown("loss", "Loss", self)
        self._optimizer = DropDown("optimizer", "Optimizer", self)
        self._rate = NumberField(
            "learning-rate", "Learning rate", Range(0.0, 1000.0, above=True), self,
            presets=_RATES, step=ONE_THREE_TEN,
        )  # fmt: skip
        self._batch = BatchField("batch-size", "Batch size", self)
        self._clip = DropDown("clip", "Clip gradients", self)
        self._threshold = NumberField(
            "clip-threshold", "Clipping threshold", Range(0.0, 1e6, above=True), self,
            presets=_THRESHOLDS, step=ONE_TWO_FIVE,
        )  # fmt: skip
        self._regularizer = DropDown("regularizer", "Regularization", self)
        self._penalty = NumberField(
            "regularization-rate", "Regularization rate", Range(0.0, 1000.0), self,
            presets=_PENALTIES, step=ONE_THREE_TEN,
        )  # fmt: skip

    def _lay_out(self) -> None:
        grid = FormGrid(self)
        grid.add("Loss", self._loss)
        grid.add("Optimizer", self._optimizer)
        grid.add("Learning rate", self._rate)
        grid.add("Batch", self._batch)
        grid.add("Clip gradients", self._clip)
        grid.add("Threshold", self._threshold)
        grid.add("Regularization", self._regularizer)
        grid.add("Rate", self._penalty)
        self.header.addWidget(self._fold.button)
        self.body.addWidget(grid, 100)
        self.body.addWidget(self._fold)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._loss.chosen.connect(self._loss_chosen)
        self._optimizer.chosen.connect(self._optimizer_chosen)
        self._rate.value_edited.connect(self._rate_edited)
        self._batch.value_edited.connect(self._batch_edited)
        self._clip.chosen.connect(self._clip_chosen)
        self._threshold.value_edited.connect(self._threshold_edited)
        self._regularizer.chosen.connect(self._regularizer_chosen)
        self._penalty.value_edited.connect(self._penalty_edited)
        self._editor.refused.connect(self._show_again)
        self._editor.refused.connect(self.refused)
        self._editor.adapted.connect(self.adapted)

    def _show_again(self) -> None:
        self.show_experiment(self._document.experiment)

    # --- editing ---

    def _loss_chosen(self, name: str) -> None:
        self._editor.apply(partial(edits.set_loss, name=name), f"Loss {LOSSES[name].label}")

    def _optimizer_chosen(self, name: str) -> None:
        text = f"Optimizer {OPTIMIZERS[name].label}"
        self._editor.apply(partial(edits.set_training, optimizer=name), text)

    def _rate_edited(self, rate: float, gesture: str) -> None:
        text = f"Learning rate {format_exact(rate)}"
        self._editor.apply(partial(edits.set_training, learning_rate=rate), text, gesture)

    def _batch_edited(self, size: int, gesture: str) -> None:
        text = f"Batch size {format_count(size)}"
        self._editor.apply(partial(edits.set_training, batch_size=int(size)), text, gesture)

    def _clip_chosen(self, name: str) -> None:
        text = f"Clip gradients: {CLIPPERS[name].label}"
        self._editor.apply(partial(edits.set_training, clip=name), text)

    def _threshold_edited(self, threshold: float, gesture: str) -> None:
        text = f"Clipping threshold {format_exact(threshold)}"
        self._editor.apply(partial(edits.set_training, clip_threshold=threshold), text, gesture)

    def _regularizer_chosen(self, name: str) -> None:
        text = f"Regularization {REGULARIZERS[name].label}"
        self._editor.apply(partial(edits.set_training, regularizer=name), text)

    def _penalty_edited(self, rate: float, gesture: str) -> None:
        text = f"Regularization rate {format_exact(rate)}"
        self._editor.apply(partial(edits.set_training, regularization_rate=rate), text, gesture)
