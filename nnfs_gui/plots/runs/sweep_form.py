"""`SweepForm`: what is to be swept, as people write it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.goal import parse_goal
from nnfs_gui.studies.sweep import Sweep, parse_varied
from nnfs_gui.theme import LABEL, font
from nnfs_gui.widgets.drop_down import Choice, DropDown

SETTINGS = {
    "training.learning_rate": ("Learning rate", "0.001:1:log:7"),
    "network.hidden": ("Hidden neurons", "2,4,8,8-8"),
    "network.activation": ("Activation", "tanh,relu,sigmoid"),
    "training.optimizer": ("Optimizer", "sgd,momentum,rmsprop,adam"),
    "training.batch_size": ("Batch", "1,4,16,64"),
    "training.clip_threshold": ("Clipping threshold", "0.01:10:log:7"),
    "training.regularization_rate": ("Regularization rate", "0.0001:0.1:log:7"),
    "network.initializer": ("Initial weights", "auto,uniform,zeros"),
    "data.noise": ("Noise", "0:0.5:lin:6"),
    "split.training_share": ("Training share", "0.1:0.9:lin:5"),
}
"""Settings that are offered: what they are called, and values to begin with."""
NONE = "none"


class SweepForm(QWidget):
    """Two settings with their values, the number of seeds, epochs and the goal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choices = [Choice(name, words) for name, (words, _) in SETTINGS.items()]
        self.first = DropDown("sweep-first", "The setting that varies")
        self.first.set_choices(choices)
        self.second = DropDown("sweep-second", "A second setting that varies")
        self.second.set_choices([Choice(NONE, "nothing else"), *choices])
        self.first_values = _line("sweep-first-values", "Values, as 1,2,4 or 0.001:1:log:7", 104)
        self.second_values = _line("sweep-second-values", "Values of the second setting", 104)
        self.seeds = _line("sweep-seeds", "Networks in each cell", 34, "10")
        self.epochs = _line("sweep-epochs", "Epochs of training, at most", 46, "100")
        self.goal = _line(
            "sweep-goal", "What counts as solved, as test_loss<0.1", 108, "test_loss<0.1"
        )
        self.first.chosen.connect(self._first_chosen)
        self.second.chosen.connect(self._second_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        parts = (
            self.first, self.first_values, _word("×"), self.second, self.second_values,
            self.seeds, _word("seeds"), self.epochs, _word("epochs"), self.goal,
        )  # fmt: skip
        for part in parts:
            row.addWidget(part)
        self.show_settings("training.learning_rate", "network.hidden")

    def show_settings(self, first: str, second: str) -> None:
        """Offer these two, with the values to begin with."""
        self.first.show_choice(first)
        self.second.show_choice(second)
        self._first_chosen(first)
        self._second_chosen(second)

    def sweep(self, experiment: Experiment) -> Sweep:
        """What the form says; StudyError if that cannot be."""
        texts = [f"{self.first.current_key}={self.first_values.text()}"]
        if self.second.current_key != NONE:
            texts.insert(0, f"{self.second.current_key}={self.second_values.text()}")
        varied = tuple(parse_varied(text) for text in texts)
        seeds, epochs = (_count(field) for field in (self.seeds, self.epochs))
        return Sweep(experiment, varied, seeds, epochs, parse_goal(self.goal.text()))

    def _first_chosen(self, name: str) -> None:
        self.first_values.setText(SETTINGS[name][1])

    def _second_chosen(self, name: str) -> None:
        self.second_values.setVisible(name != NONE)
        if name != NONE:
            self.second_values.setText(SETTINGS[name][1])


def _line(name: str, label: str, width: int, text: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(label)
    made.setToolTip(label)
    made.setFont(font(LABEL, 500, tabular=True))
    made.setFixedWidth(width)
    return made


def _word(text: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", "dim")
    made.setFont(font(LABEL))
    return made


def _count(field: QLineEdit) -> int:
    text = field.text().strip()
    if not text.isdecimal():
        raise StudyError(f"{field.accessibleName()}: a whole number is needed, got {text!r}")
    return int(text)
