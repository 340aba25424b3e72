"""`ParameterRow`: the parameters of the loss and the optimizer in use, such as Huber's δ and β₁."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine import LOSSES, OPTIMIZERS
from engine.functions.registry import Registry
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import SMALL
from nnfs_gui.widgets.labels import field_label
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.series import ONE_TWO_FIVE, by

from ..editor import Editor

_REGISTRIES: dict[str, Registry[Any]] = {"loss": LOSSES, "optimizer": OPTIMIZERS}
_SIGNS = {"delta": "δ", "beta1": "β₁", "beta2": "β₂", "epsilon": "ε"}
_POSITIVE = frozenset({"delta", "epsilon"})
"""Parameters that may be any positive number; the others are shares below 1."""

IN_A_ROW = 3
"""Fields beside each other that are wide enough for 0.999; more stand in two columns."""


class ParameterRow(QWidget):
    """One field per parameter that the loss or the optimizer has; nothing if they have none."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: list[ParameterField] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for part, registry in _REGISTRIES.items():
            for name in registry:
                for parameter in registry[name].parameters:
                    field = ParameterField(editor, part, name, parameter)
                    self._fields.append(field)
                    self._grid.addWidget(field, 0, 0)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what belongs to the loss and the optimizer; tells nobody."""
        for field in self._fields:
            field.show_experiment(experiment)
        shown = [field for field in self._fields if not field.isHidden()]
        self.setVisible(bool(shown))
        columns = len(shown) if len(shown) <= IN_A_ROW else 2
        for index, field in enumerate(shown):
            self._grid.addWidget(field, *divmod(index, columns))


class ParameterField(QWidget):
    """The field of one parameter under its sign, there while what it belongs to is in use."""

    def __init__(self, editor: Editor, part: str, owner: str, parameter: str) -> None:
        super().__init__()
        self._editor, self._part, self._owner, self._parameter = editor, part, owner, parameter
        label = _REGISTRIES[part].labels()[owner]
        sign = _SIGNS.get(parameter, parameter.capitalize())
        positive = parameter in _POSITIVE
        self._field = NumberField(
            f"{part}-{owner}-{parameter}", f"{sign} of {label}",
            Range(0.0, 1e6, above=True) if positive else Range(0.0, 0.999_999), self,
            step=ONE_TWO_FIVE if positive else by(0.01),
        )  # fmt: skip
        self._field.value_edited.connect(self._edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(field_label(sign, self._field, SMALL))
        layout.addWidget(self._field)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the value in force, if the loss or the optimizer is this field's."""
        training = experiment.training
        self.setVisible(getattr(training, self._part) == self._owner)
        values = getattr(training, f"{self._part}_parameters")
        default = getattr(_REGISTRIES[self._part].create(self._owner), self._parameter)
        self._field.show_value(float(values.get(self._parameter, default)))

    @Slot(object, str)
    def _edited(self, value: float, gesture: str) -> None:
        words = f"{self._field.accessibleName()} {self._field.words_of(value)}"
        self._editor.apply(partial(self._with_value, value=float(value)), words, gesture)

    def _with_value(self, experiment: Experiment, value: float) -> Experiment:
        name = f"{self._part}_parameters"
        values = {**getattr(experiment.training, name), self._parameter: value}
        return edits.set_training(experiment, **{name: values})
