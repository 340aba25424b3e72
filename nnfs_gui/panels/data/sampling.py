"""Extras about the sample: class balance, outliers, and the seed that divides the points."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import MAX_CLASSES, Experiment
from nnfs_gui.experiment.names import class_name
from nnfs_gui.experiment.outputs import class_count
from nnfs_gui.widgets.labels import field_label
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.percent import format_share, read_share, shares
from nnfs_gui.widgets.seed_field import SeedField
from nnfs_gui.widgets.slider import LabeledSlider

from ..editor import Editor


class BalanceSlider(LabeledSlider):
    """The share of one class that is kept."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(
            f"balance-{index}",
            f"Share of class {index + 1} kept",
            shares(0, 100),
            Range(0.0, 1.0),
            parent,
            show=format_share,
            read=read_share,
        )
        self.index = index


class SamplingForm(QWidget):
    """Sliders for what is kept of each class and for wrong labels; the split's own seed."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._balance: tuple[float, ...] = ()
        self._sliders = tuple(BalanceSlider(index, self) for index in range(MAX_CLASSES))
        outliers = LabeledSlider(
            "outliers", "Outliers", shares(0, 50), Range(0.0, 0.5), self,
            show=format_share, read=read_share,
        )  # fmt: skip
        seed = SeedField("split-seed", "Split seed", self)
        editor.bind(outliers, "split.outliers", edits.set_split)
        editor.bind(seed, "split.seed", edits.set_split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for slider in self._sliders:
            layout.addWidget(slider)
            slider.value_edited.connect(self._balance_edited)
        layout.addWidget(outliers)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(field_label("Split seed"))
        row.addWidget(seed, 1)
        layout.addLayout(row)

    def show_experiment(self, experiment: Experiment) -> None:
        split, classes = experiment.split, class_count(experiment)
        padding = (1.0,) * max(0, classes - len(split.class_balance))
        self._balance = (*split.class_balance, *padding)[:classes]
        for slider in self._sliders:
            slider.setVisible(slider.index < classes)
            if slider.index < classes:
                slider.set_label(f"Keep of {class_name(experiment, slider.index)}")
                slider.show_value(self._balance[slider.index])

    @Slot(object, str)
    def _balance_edited(self, share: float, gesture: str) -> None:
        slider = self.sender()
        if not isinstance(slider, BalanceSlider):
            return
        balance = list(self._balance)
        balance[slider.index] = share
        kept = () if all(part == 1.0 for part in balance) else tuple(balance)
        self._editor.apply(partial(edits.set_split, class_balance=kept), "Class balance", gesture)
