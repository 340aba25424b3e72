"""The menus of the canvas: activations on a chip, and every action on the right button."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget, QWidgetAction

from engine import ACTIVATIONS
from nnfs_gui.experiment import compatibility
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.names import column_name
from nnfs_gui.experiment.outputs import class_count, task_of
from nnfs_gui.widgets.magnify import magnify_whole, menu_factor
from nnfs_gui.widgets.number_edit import NumberEdit, Range

from ..elements import OUTPUT, Element, Part
from ..picture.activation_icons import activation_icon
from ..state import CanvasState
from ..wording import activation_facts, activation_of
from .canvas_commands import COMMANDS, Commander
from .network_edits import UnitEdits

_GREEK = {"alpha": "α", "beta": "β"}
_SEPARATED = frozenset({"delete", "insert-layer", "freeze", "numbers", "fit"})
"""Commands that a line stands above."""


class Menus(QObject):
    """Opens menus; what is chosen in them goes to the edits and the commander."""

    def __init__(self, state: CanvasState, units: UnitEdits, commander: Commander,
                 parent: QWidget) -> None:  # fmt: skip
        super().__init__(parent)
        self._state, self._units, self._commander = state, units, commander
        self._element = Element(Part.NOTHING)
        self._column = ""

    def open_activations(self, column: str, at: QPoint) -> QMenu:
        """The menu of a chip: every activation that may stand there, and its parameters."""
        self._column = column
        menu = self._menu("activation-menu")
        menu.setToolTipsVisible(True)
        experiment = self._state.experiment
        current, parameters = activation_of(experiment, column)
        for name in ACTIVATIONS:
            if ACTIVATIONS[name].output_only and column != OUTPUT:
                continue
            self._add_activation(menu, name, name == current, column)
        for parameter in ACTIVATIONS[current].parameters if current in ACTIVATIONS else ():
            self._add_parameter(menu, current, parameter, parameters)
        menu.triggered.connect(self._activation_chosen)
        menu.setAccessibleName(f"Activation of {column_name(experiment, column)}")
        menu.popup(at)
        return menu

    def open_context(self, element: Element, at: QPoint) -> QMenu:
        """Every action for an element, with its shortcut."""
        self._element = element
        menu = self._menu("canvas-context-menu")
        place = _place_of(element)
        for command in COMMANDS:
            if place not in command.places:
                continue
            if command.name in _SEPARATED and not menu.isEmpty():
                menu.addSeparator()
            words = self._commander.text(command.name, element)
            action = menu.addAction(f"{words}\t{command.shortcut}" if command.shortcut else words)
            action.setData(command.name)
            action.setObjectName(f"canvas-{command.name}")
            action.setEnabled(self._commander.can(command.name, element))
        menu.triggered.connect(self._command_chosen)
        menu.popup(at)
        return menu

    def _menu(self, name: str) -> QMenu:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        for old in parent.findChildren(QMenu, name):
            old.deleteLater()
        menu = QMenu(parent)
        menu.setObjectName(name)
        return menu

    def _add_activation(self, menu: QMenu, name: str, chosen: bool, column: str) -> None:
        kind = ACTIVATIONS[name]
        action = menu.addAction(activation_icon(name, {}, self._state.theme), kind.label)
        action.setData(name)
        action.setObjectName(f"activation-{name}")
        action.setCheckable(True)
        action.setChecked(chosen)
        tip = "\n".join(activation_facts(name))
        refusal = _refusal(self._state.experiment, name) if column == OUTPUT else ""
        action.setEnabled(not refusal)
        action.setToolTip(refusal or tip)

    def _add_parameter(
        self, menu: QMenu, activation: str, parameter: str, parameters: dict[str, float]
    ) -> None:
        default = getattr(ACTIVATIONS.create(activation), parameter)
        row = QWidget(menu)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 4, 10, 4)
        layout.addWidget(QLabel(f"{_GREEK.get(parameter, parameter)} ="))
        field = NumberEdit(f"activation-{parameter}", parameter, Range(0.0, 100.0), row)
        field.setMaximumWidth(90)
        field.show_value(float(parameters.get(parameter, default)))
        field.setProperty("activation", activation)
        field.value_edited.connect(self._parameter_edited)
        layout.addWidget(field)
        magnify_whole(row, menu_factor())
        action = QWidgetAction(menu)
        action.setDefaultWidget(row)
        menu.addSeparator()
        menu.addAction(action)

    def _activation_chosen(self, action: QAction) -> None:
        name = action.data()
        if isinstance(name, str):
            current, parameters = activation_of(self._state.experiment, self._column)
            self._units.set_activation(
                self._column, name, dict(parameters) if name == current else {}
            )

    def _parameter_edited(self, value: float, gesture: str) -> None:
        field = self.sender()
        if isinstance(field, NumberEdit):
            name, parameters = activation_of(self._state.experiment, self._column)
            key = field.accessibleName()
            self._units.set_activation(
                self._column, name, {**parameters, key: float(value)}, gesture
            )

    def _command_chosen(self, action: QAction) -> None:
        name = action.data()
        if isinstance(name, str):
            self._commander.run(name, self._element)


def _place_of(element: Element) -> str:
    if element.part in (Part.LINK, Part.BIAS):
        return "link"
    if element.part in (Part.GAP, Part.INSERT):
        return "gap"
    if element.part in (Part.UNIT, Part.NOTHING):
        return str(element.part.value)
    return "chip"


def _refusal(experiment: Experiment, name: str) -> str:
    """Why an output activation cannot be had with this data; empty if it can."""
    task, classes = task_of(experiment), class_count(experiment)
    loss = experiment.training.loss
    if compatibility.loss_for_output(name, loss, task, classes) is not None:
        return ""
    return str(compatibility.reason(loss, name, task, classes))
