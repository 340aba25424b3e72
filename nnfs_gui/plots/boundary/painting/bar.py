"""The bar of painting tools, shown inside the boundary card while painting."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.experiment.model import MAX_CLASSES, Experiment
from nnfs_gui.experiment.names import class_names
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.icons import IconButton, icon_pixmap, retint
from nnfs_gui.widgets.numbers import format_number
from nnfs_gui.widgets.slider import FlatSlider

from ...shared.figure import IN_NO_FIGURE
from ..markers import VALUE_STEPS, Look, draw_marker
from .tools import TOOLS, PaintSettings

RADII = tuple(np.geomspace(0.15, 2.5, 40).tolist())
DENSITIES = tuple(np.geomspace(1.0, 40.0, 40).tolist())
VALUES = tuple(np.linspace(-1.0, 1.0, 41).round(3).tolist())
_SLIDERS = {"paint-size": "ph.circle", "paint-density": "ph.dots-nine"}
_WITH_RADIUS, _WITH_DENSITY = ("brush", "eraser"), ("brush", "line")
_SWATCH, _BESIDE = 29, 110
"""Pixels for a class, and for what stands beside the classes: name, plus and bin."""


class PaintBar(QWidget):
    """Tools, brush, classes or value, and clear.

    Signals: ``tool_chosen(str)``, ``target_chosen(float)``, ``settings_changed()``,
    ``class_added()``, ``class_renamed(int, str)``, ``cleared()``.
    """

    tool_chosen = Signal(str)
    target_chosen = Signal(float)
    settings_changed = Signal()
    class_added = Signal()
    class_renamed = Signal(int, str)
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paint-bar")
        self.setProperty(IN_NO_FIGURE, True)
        self.setAccessibleName("Painting tools")
        self._theme = theme
        self._names: tuple[str, ...] = ("orange", "blue")
        self.tool = TOOLS[0].name
        self._class = 1
        self._tools = QButtonGroup(self)
        self._swatches = QButtonGroup(self)
        self._radius = FlatSlider("paint-size", "Brush size ([ and ])", len(RADII))
        self._density = FlatSlider("paint-density", "Density of points", len(DENSITIES))
        self._value = FlatSlider("paint-value", "Value of new points", len(VALUES))
        self._value_text = QLabel()
        self._value_text.setFont(font(LABEL, 600, tabular=True))
        self._value_text.setFixedWidth(38)
        self._value_mark = QLabel()
        self._value_mark.setAccessibleName("Marker of new points")
        self._icons = {name: QLabel() for name in _SLIDERS}
        for slider in (self._radius, self._density):
            icon = self._icons[slider.objectName()]
            icon.setAccessibleName(f"Picture of {slider.accessibleName().lower()}")
        self._name = self._name_edit()
        self._add = self._button("ph.plus", "paint-add-class", "Add a class")
        self._clear = self._button("ph.trash", "paint-clear", "Remove all points")
        self._lay_out()
        self._radius.show_position(18)
        self._density.show_position(20)
        self._value.show_position(len(VALUES) - 1)
        self._connect()
        self._show_value()
        self._show_icons()
        self._show_uses()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the classes that are offered."""
        return self._names

    def settings(self, reach: float) -> PaintSettings:
        """What the bar is set to."""
        target = VALUES[self._value.value()] if not self._names else float(self._class)
        radius, density = RADII[self._radius.value()], DENSITIES[self._density.value()]
        return PaintSettings(target, radius, density, reach)

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the classes of the experiment, or a value for regression."""
        names = class_names(experiment)
        if names != self._names or not self._swatches.buttons():
            self._names = names
            self._class = max(0, min(self._class, len(names) - 1))
            self._make_swatches()
        self._name.setVisible(bool(names))
        self._add.setVisible(0 < len(names) < MAX_CLASSES)
        for part in (self._value, self._value_mark, self._value_text):
            part.setVisible(not names)
        self._show_name()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        retint(self, theme)
        for number, button in enumerate(self._swatches.buttons()):
            button.setIcon(self._swatch(number))
        self._show_icons()
        self._show_value()

    def choose_tool(self, name: str) -> None:
        """Take a tool, as a click on it does."""
        self.tool = name
        self._tools.button([tool.name for tool in TOOLS].index(name)).setChecked(True)
        self._show_uses()
        self.tool_chosen.emit(name)

    def choose_class(self, number: int) -> None:
        """Paint in class ``number``, if there is one, as a click on its swatch does."""
        if 0 <= number < len(self._names):
            self._class = number
            self._swatches.button(number).setChecked(True)
            self._show_name()
            self.target_chosen.emit(float(number))

    def resize_brush(self, steps: int) -> None:
        """A larger or smaller brush."""
        self._radius.setValue(self._radius.value() + steps)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        self._swatch_box, self._in_own_row = QWidget(self), False
        self._swatch_row = QHBoxLayout(self._swatch_box)
        for row in (top, below, self._swatch_row):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(2)
        for number, tool in enumerate(TOOLS):
            button = self._button(tool.icon, f"paint-{tool.name}", f"{tool.label} ({tool.key})")
            button.setFixedWidth(26)
            button.setCheckable(True)
            button.setChecked(number == 0)
            self._tools.addButton(button, number)
            top.addWidget(button)
        for slider in (self._radius, self._density):
            slider.setMinimumWidth(22)
            top.addSpacing(4)
            top.addWidget(self._icons[slider.objectName()])
            top.addWidget(slider, 1)
        below.addWidget(self._swatch_box)
        below.addWidget(self._add)
        below.addWidget(self._value, 1)
        below.addSpacing(4)
        below.addWidget(self._value_mark)
        below.addWidget(self._value_text)
        below.addWidget(self._name, 1)
        below.addStretch(0)
        below.addWidget(self._clear)
        self._below, self._column = below, QVBoxLayout(self)
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(below)

    def _connect(self) -> None:
        self._tools.idClicked.connect(self._tool_clicked)
        self._swatches.idClicked.connect(self.choose_class)
        self._add.clicked.connect(self.class_added)
        self._clear.clicked.connect(self.cleared)
        self._radius.valueChanged.connect(self.settings_changed)
        self._density.valueChanged.connect(self.settings_changed)
        self._value.moved.connect(self._value_moved)
        self._name.editingFinished.connect(self._renamed)

    def _button(self, icon: str, name: str, label: str) -> IconButton:
        button = IconButton(icon, label, self, size=17)
        button.setObjectName(name)
        button.show_theme(self._theme)
        return button

    def _name_edit(self) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName("paint-class-name")
        edit.setAccessibleName("Name of the class")
        edit.setToolTip("Name of the class; write another to rename it")
        edit.setProperty("look", "plain")
        edit.setFont(font(LABEL, 500))
        edit.setMinimumWidth(30)
        edit.setMaxLength(40)
        return edit

    def _make_swatches(self) -> None:
        for button in self._swatches.buttons():
            self._swatches.removeButton(button)
            self._swatch_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for number, name in enumerate(self._names):
            button = QToolButton(self)
            button.setObjectName(f"paint-class-{number + 1}")
            button.setCheckable(True)
            button.setChecked(number == self._class)
            button.setIcon(self._swatch(number))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(f"{name} ({number + 1})")
            button.setAccessibleName(f"Class {name}")
            self._swatches.addButton(button, number)
            self._swatch_row.addWidget(button)
        self._fit_swatches()

    def _fit_swatches(self) -> None:
        """Many classes in a narrow card get a row of their own."""
        own = len(self._names) * _SWATCH + _BESIDE > self.width()
        if own != self._in_own_row:
            self._in_own_row = own
            if own:
                self._column.insertWidget(1, self._swatch_box)
            else:
                self._below.insertWidget(0, self._swatch_box)

    def _swatch(self, number: int) -> QIcon:
        return QIcon(self._marker(number, max(2, len(self._names))))

    def _marker(self, number: int, n_classes: int) -> QPixmap:
        """The marker of a class, or of a step of value if there are no classes."""
        ratio = 2.0
        picture = QPixmap(int(16 * ratio), int(16 * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.translate(8, 8)
        draw_marker(painter, Look(number, False), n_classes, 6.0, self._theme)
        painter.end()
        return picture

    def _show_name(self) -> None:
        if self._names and not self._name.hasFocus():
            with QSignalBlocker(self._name):
                self._name.setText(self._names[self._class])

    def _show_value(self) -> None:
        value = VALUES[self._value.value()]
        self._value_text.setText(format_number(value, 2))
        step = round((value + 1) / 2 * (VALUE_STEPS - 1))
        self._value_mark.setPixmap(self._marker(step, 0))

    def _show_icons(self) -> None:
        for name, label in self._icons.items():
            label.setPixmap(icon_pixmap(_SLIDERS[name], self._theme, "dim", 13))

    def _show_uses(self) -> None:
        """Only what the tool heeds can be set."""
        for slider, tools in ((self._radius, _WITH_RADIUS), (self._density, _WITH_DENSITY)):
            slider.setEnabled(self.tool in tools)
            self._icons[slider.objectName()].setEnabled(self.tool in tools)

    def _tool_clicked(self, number: int) -> None:
        self.choose_tool(TOOLS[number].name)

    def _value_moved(self, position: int, _gesture: str) -> None:
        self._show_value()
        self.target_chosen.emit(VALUES[position])

    def _renamed(self) -> None:
        text = self._name.text().strip()
        if self._names and text != self._names[self._class]:
            self.class_renamed.emit(self._class, text)
        self._name.clearFocus()
        self._show_name()

    # --- Qt ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_swatches()
