"""`NeededControls`: the few controls that a step leaves free, in the lesson's own column."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import BODY, SMALL, Theme, font
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.icons import retint
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.percent import format_share, read_share
from nnfs_gui.widgets.series import ONE_THREE_TEN, ONE_TWO_FIVE, by

from ..editor import Editor, Field
from ..form import FormGrid
from ..training import choices
from ..training.batch_field import BatchField

LENT = 190
"""Pixels of a field in larger words, in which the name of a loss can be read."""
MOST = 6
"""More than so many are not few; the set-up has them all."""
_Maker = Callable[[QWidget], Field]


def _batch(parent: QWidget) -> BatchField:
    return BatchField("needed-batch", "Batch size", parent)


def _number(name: str, label: str, allowed: Range, presets: tuple[float, ...] = ()) -> _Maker:
    step = ONE_THREE_TEN if "rate" in name else ONE_TWO_FIVE

    def make(parent: QWidget) -> Field:
        return NumberField(f"needed-{name}", label, allowed, parent, presets=presets, step=step)

    return make


def _share(name: str, label: str, most: float) -> _Maker:
    def make(parent: QWidget) -> Field:
        return NumberField(
            f"needed-{name}", label, Range(0.0, most), parent, step=by(0.05),
            presets=(0.0, 0.1, 0.2, 0.5), show=format_share, read=read_share,
        )  # fmt: skip

    return make


def _list(name: str, label: str, offered: Callable[[], tuple[Choice, ...]]) -> _Maker:
    def make(parent: QWidget) -> Field:
        return DropDown(f"needed-{name}", label, parent, offered())

    return make


def _losses(parent: QWidget) -> DropDown:
    return DropDown("needed-loss", "Loss", parent, ())


_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
FIELDS: dict[str, tuple[str, str, Callable[..., Experiment], str, _Maker]] = {
    "loss": ("Loss", "training.loss", edits.set_loss, "name", _losses),
    "rate": ("Learning rate", "training.learning_rate", edits.set_training, "",
             _number("rate", "Learning rate", Range(0.0, 1000.0, above=True), _RATES)),
    "optimizer": ("Optimizer", "training.optimizer", edits.set_training, "",
                  _list("optimizer", "Optimizer", choices.optimizers)),
    "batch": ("Batch", "training.batch_size", edits.set_training, "", _batch),
    "clip": ("Clip gradients", "training.clip", edits.set_training, "",
             _list("clip", "Clip gradients", choices.clippers)),
    "clip_threshold": ("Threshold", "training.clip_threshold", edits.set_training, "",
                       _number("clip-threshold", "Clipping threshold",
                               Range(0.0, 1e6, above=True), (0.01, 0.1, 0.3, 1.0))),
    "reg": ("Regularization", "training.regularizer", edits.set_training, "",
            _list("reg", "Regularization", choices.regularizers)),
    "reg_rate": ("Its rate", "training.regularization_rate", edits.set_training, "",
                 _number("reg-rate", "Regularization rate", Range(0.0, 1000.0),
                         (0.0, 0.001, 0.01, 0.03, 0.1))),
    "schedule": ("Schedule", "training.schedule", edits.set_training, "",
                 _list("schedule", "Schedule", choices.schedules)),
    "init": ("Initial weights", "network.initializer", edits.set_initializer, "name",
             _list("init", "Initial weights", choices.initializers)),
    "noise": ("Noise", "data.noise", edits.change_data, "", _share("noise", "Noise", 0.5)),
    "share": ("Training share", "split.training_share", edits.set_split, "",
              _share("share", "Training share", 1.0)),
    "outliers": ("Outliers", "split.outliers", edits.set_split, "",
                 _share("outliers", "Outliers", 0.5)),
    "points": ("Points", "data.size", edits.change_data, "",
               _number("points", "Points", Range(1, 10_000, integer=True), (50, 100, 500, 1000))),
}  # fmt: skip
"""By the name of a control: label, place in the experiment, edit, its argument, and the field."""


class NeededControls(QFrame):
    """A small form.

    Signals: ``refused(sentence)`` and ``adapted(sentence)`` as in `Editor`.
    """

    refused = Signal(str)
    adapted = Signal(str)

    def __init__(self, names: Collection[str], document: Document, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("question")
        self.setAccessibleName("Controls of this step")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._batch: BatchField | None = None
        self._loss: DropDown | None = None
        self._fields: list[tuple[str, Field]] = []
        self._editor = Editor(document, self)
        self._editor.refused.connect(self.refused)
        self._editor.adapted.connect(self.adapted)
        heading = QLabel("Free in this step")
        heading.setProperty("role", "dim")
        heading.setFont(font(SMALL, 500))
        grid = FormGrid(self._editor, self)
        for name in (name for name in FIELDS if name in names):
            label, path, edit, keyword, make = FIELDS[name]
            field = make(self)
            if isinstance(field, BatchField):
                self._batch = field
            if name == "loss" and isinstance(field, DropDown):
                self._loss = field
            grid.add(label, field, path, edit, keyword)
            self._fields.append((label, field))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 10, 9)
        layout.setSpacing(4)
        layout.addWidget(heading)
        layout.addWidget(grid)
        self._document: Document | None = document
        document.experiment_changed.connect(self._follow)
        self.show_experiment(document.experiment)
        retint(self, theme)

    def show_experiment(self, experiment: Experiment) -> None:
        if self._batch is not None:
            self._batch.set_full(len(materialize(experiment).train))
        if self._loss is not None:
            self._loss.set_choices(choices.losses(experiment))
        self._editor.show_experiment(experiment)

    def lend(self) -> list[QWidget]:
        """What goes on working wherever it is put: each field behind its label."""
        pairs = []
        for text, field in self._fields:
            pair, label = QWidget(), QLabel(text)
            label.setProperty("role", "dim")
            for part in (label, field):
                part.setFont(font(BODY, 500))
            field.setMinimumWidth(LENT)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label)
            row.addWidget(field)
            pair.destroyed.connect(self._give_up)
            pairs.append(pair)
        return pairs

    @Slot()
    def _give_up(self) -> None:
        """A field was lent and has died where it was put, before this form does."""
        document, self._document = self._document, None
        if document is not None:
            document.experiment_changed.disconnect(self._follow)

    def show_theme(self, theme: Theme) -> None:
        retint(self, theme)

    def _follow(self, _old: Experiment, new: Experiment) -> None:
        self.show_experiment(new)


def needed(free: Collection[str]) -> list[str]:
    """Those of the free controls that a form can show; none if they are many."""
    found = [name for name in FIELDS if name in free]
    return found if len(found) <= MOST else []
