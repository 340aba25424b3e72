"""The picker of input features: built-in ones and own formulas, each with its picture."""

from __future__ import annotations

from PySide6.QtCore import QSignalMapper, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from nnfs_gui.experiment.features import BUILT_IN, feature_label, feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.magnify import magnified

from ..editing.network_edits import UnitEdits
from ..picture.atlas import values_picture
from .formula_edit import FormulaEdit
from .popover import Popover

_COLUMNS = 5
_SIDE = 40
_GRID = 32


class FeaturePicker(Popover):
    """Toggles features; each choice is one undo step and the panel stays open."""

    def __init__(self, experiment: Experiment, units: UnitEdits, theme: Theme,
                 owner: QWidget) -> None:  # fmt: skip
        super().__init__("feature-picker", "Input features", theme, owner)
        self._units = units
        self._formulas: list[str] = []
        self._buttons: list[QToolButton] = []
        self._mapper = QSignalMapper(self)
        self._mapper.mappedInt.connect(self._toggled)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self.body.addLayout(self._grid)
        self._edit = FormulaEdit("feature-formula", theme)
        self._add = QPushButton("Add")
        self._add.setObjectName("feature-add")
        self._add.setEnabled(False)
        self._add.clicked.connect(self._add_formula)
        row = QHBoxLayout()
        row.addWidget(self._edit, 1)
        row.addWidget(self._add)
        self.body.addLayout(row)
        self._problem = QLabel("Own formula of x1 and x2, such as x1*x2 − 1")
        self._problem.setObjectName("feature-problem")
        self._problem.setFont(font(SMALL))
        self._problem.setWordWrap(True)
        # Room for two lines from the start: a mistake must not push the pictures together.
        self._problem.setMinimumHeight(2 * self._problem.fontMetrics().lineSpacing())
        self._problem.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._problem)
        self._edit.judged.connect(self._judged)
        self.show_experiment(experiment)

    @property
    def edit(self) -> FormulaEdit:
        """The formula's line."""
        return self._edit

    def show_experiment(self, experiment: Experiment) -> None:
        """Show which features are on."""
        chosen = experiment.network.features
        known = [formula for formula, _ in BUILT_IN]
        known += [formula for formula in self._formulas + list(chosen) if formula not in known]
        for formula in known:
            if formula not in self._formulas:
                self._add_button(formula)
        for formula, button in zip(self._formulas, self._buttons, strict=True):
            button.setChecked(formula in chosen)
        self.adjustSize()

    def _add_button(self, formula: str) -> None:
        index = len(self._buttons)
        button = QToolButton()
        button.setObjectName(f"feature-{formula}")
        button.setCheckable(True)
        button.setIcon(QIcon(QPixmap.fromImage(feature_picture(formula, self._theme, 2 * _SIDE))))
        label = feature_label(formula)
        button.setText(label if len(label) < 9 else label[:7] + "…")
        button.setFont(font(SMALL, 500))
        button.setToolTip(label)
        button.setAccessibleName(f"Feature {label}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self._fit_button(button)
        button.clicked.connect(self._mapper.map)
        self._mapper.setMapping(button, index)
        self._formulas.append(formula)
        self._buttons.append(button)
        self._grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)

    def _fit_button(self, button: QToolButton) -> None:
        side = magnified(_SIDE, self)
        button.setIconSize(QSize(side, side))
        button.setFixedSize(side + magnified(18, self), side + magnified(26, self))

    def show_magnified(self, _factor: float) -> None:
        for button in self._buttons:
            self._fit_button(button)

    def _toggled(self, index: int) -> None:
        if not self._units.toggle_feature(self._formulas[index]):
            self._buttons[index].setChecked(not self._buttons[index].isChecked())

    def _judged(self, message: str) -> None:
        self._problem.setText(message or "Own formula of x1 and x2, such as x1*x2 − 1")
        set_style_property(self._problem, "role", "error" if message else "dim")
        self._add.setEnabled(self._edit.ready)

    def _add_formula(self) -> None:
        if self._edit.ready and self._units.toggle_feature(self._edit.text().strip()):
            self._edit.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._edit.hasFocus():
            self._add_formula()
            return
        super().keyPressEvent(event)


def feature_picture(formula: str, theme: Theme, size: int) -> QImage:
    """A formula's map over the plane."""
    values = feature_matrix((formula,), grid_points(_GRID))[:, 0].reshape(_GRID, _GRID)
    return values_picture(values, theme, size)
