"""The weight editor, the feature picker and the menus."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionFrame,
    QToolButton,
)

from engine import ACTIVATIONS, ActivationFunction
from nnfs_gui.canvas.editing.canvas_commands import COMMANDS
from nnfs_gui.canvas.elements import FEATURES, OUTPUT, Element, Part
from nnfs_gui.canvas.hints import hint
from nnfs_gui.canvas.popovers.feature_picker import FeaturePicker
from nnfs_gui.canvas.popovers.weight_editor import WeightEditor
from nnfs_gui.canvas.wording import spoken_column
from nnfs_gui.experiment.features import BUILT_IN
from nnfs_gui.experiment.model import GeneratedData, Link
from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.number_edit import NumberEdit
from nnfs_gui.widgets.slider import FlatSlider

LEFT = Qt.MouseButton.LeftButton
LINK = Element(Part.LINK, "L1.1", "x1")


def click(desk, element):
    modifiers = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(desk.canvas.viewport(), LEFT, modifiers, desk.at(element))


def open_editor(desk, element=LINK) -> WeightEditor:
    click(desk, element)
    editor = desk.canvas.popups.popover
    assert isinstance(editor, WeightEditor)
    return editor


def open_picker(desk) -> FeaturePicker:
    click(desk, Element(Part.CHIP, FEATURES))
    picker = desk.canvas.popups.popover
    assert isinstance(picker, FeaturePicker)
    return picker


def choose(menu: QMenu, name: str) -> None:
    """Click an entry of a menu that is open."""
    action = next(action for action in menu.actions() if action.objectName() == name)
    place = menu.actionGeometry(action).center()
    QTest.mouseMove(menu, place)
    QTest.mouseClick(menu, LEFT, Qt.KeyboardModifier.NoModifier, place)


# --- weights ---


@pytest.mark.parametrize("weight", [-0.71234, -1234.5678, 1.2345e-7, -0.000123456])
def test_the_field_of_a_weight_has_room_for_all_its_digits(make_desk, weight):
    desk = make_desk(2)
    desk.canvas.window().setStyleSheet(stylesheet(DARK))
    editor = open_editor(desk)
    field = editor.field
    field.selectAll()
    QTest.keyClicks(field, str(weight))
    QTest.keyClick(field, Qt.Key.Key_Return)
    editor = open_editor(desk)
    option = QStyleOptionFrame()
    editor.field.initStyleOption(option)
    part = QStyle.SubElement.SE_LineEditContents
    room = editor.field.style().subElementRect(part, option, editor.field).width()
    assert editor.field.text()
    assert editor.field.fontMetrics().horizontalAdvance(editor.field.text()) + 4 <= room


@pytest.mark.parametrize(
    ("typed", "value"), [("0.75", 0.75), ("-1,25", -1.25), ("1/2", 0.5), ("2e-3", 0.002)]
)
def test_a_weight_is_typed_exactly(make_desk, typed, value):
    desk = make_desk(2)
    before = desk.canvas.state.readout.weight(Link("x1", "L1.1"))
    editor = open_editor(desk)
    editor.field.selectAll()
    QTest.keyClicks(editor.field, typed)
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    (entry,) = desk.experiment.network.hand_set
    assert (entry.link, entry.value, entry.before) == (Link("x1", "L1.1"), value, before)
    desk.document.undo_stack.undo()
    assert desk.experiment.network.hand_set == ()


def test_what_is_no_number_is_refused_at_its_place(make_desk):
    desk = make_desk(2)
    editor = open_editor(desk)
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "1/0")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert desk.experiment.network.hand_set == ()
    assert editor.field.property("invalid")


def test_a_drag_of_the_slider_is_one_step(make_desk):
    desk = make_desk(2)
    editor = open_editor(desk)
    slider = editor.findChild(FlatSlider)
    start = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mousePress(slider, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        QTest.mouseMove(slider, start + QPoint(12 * step, 0))
    QTest.mouseRelease(slider, LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(48, 0))
    (entry,) = desk.experiment.network.hand_set
    assert entry.value > 0.5
    desk.document.undo_stack.undo()
    assert not desk.document.undo_stack.canUndo()


@pytest.mark.parametrize("size", [(900, 620), (520, 440)])
@pytest.mark.parametrize("link", [("out0", "L2.1"), ("out0", "L2.6"), ("L1.1", "x1")])
def test_the_editor_covers_neither_its_link_nor_what_it_changes(make_desk, size, link):
    """The output tile, and the boundary beside the canvas, follow while a weight is dragged."""
    desk = make_desk(4, 6, size=size)
    element = Element(Part.LINK, *link)
    editor = open_editor(desk, element)
    frame = editor.geometry()
    assert not frame.contains(desk.at(element))
    assert not frame.intersects(
        desk.canvas.on_viewport(desk.canvas.state.layout.columns[-1].rects[0])
    )
    assert desk.canvas.geometry().contains(frame)


def test_clicking_a_bias_dot_edits_the_bias(make_desk):
    desk = make_desk(2)
    editor = open_editor(desk, Element(Part.BIAS, "L1.2"))
    assert editor.link == Link("bias", "L1.2")
    assert editor.accessibleName() == "Bias of Hidden 1 · neuron 2"


def test_the_editor_freezes_its_weight(make_desk):
    desk = make_desk(2)
    editor = open_editor(desk)
    button = editor.findChild(QPushButton, "weight-freeze")
    QTest.mouseClick(button, LEFT)
    assert desk.experiment.network.frozen_links == (Link("x1", "L1.1"),)
    assert button.text() == "Unfreeze"


def test_the_editor_follows_the_training_until_somebody_types(make_desk, make_snapshot):
    desk = make_desk(2)
    editor = open_editor(desk)
    before = editor.field.text()
    desk.canvas.show_snapshot(make_snapshot(desk.experiment, 40))
    followed = editor.field.text()
    assert followed != before
    QTest.keyClicks(editor.field, "7")
    typed = editor.field.text()
    desk.canvas.show_snapshot(make_snapshot(desk.experiment, 90))
    assert editor.field.text() == typed


def test_a_press_on_the_canvas_closes_the_editor(make_desk):
    desk = make_desk(2)
    open_editor(desk)
    QTest.mouseClick(desk.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(5, 600))
    assert desk.canvas.popups.popover is None


def test_the_editor_closes_when_its_neuron_is_removed(make_desk):
    desk = make_desk(2)
    open_editor(desk, Element(Part.BIAS, "L1.2"))
    desk.document.open(
        replace(desk.experiment, network=replace(desk.experiment.network, hidden=())), None
    )
    assert desk.canvas.popups.popover is None


# --- features ---


def test_a_mistake_pushes_nothing_together(make_desk):
    picker = open_picker(make_desk(2))
    button = picker.findChild(QToolButton, "feature-sin(x1)")
    before = picker.size(), button.geometry()
    QTest.keyClicks(picker.edit, "x1*x2+")
    QApplication.sendPostedEvents()
    assert (picker.size(), button.geometry()) == before


def test_every_built_in_feature_has_a_button_with_its_picture(make_desk):
    picker = open_picker(make_desk(2))
    for formula, label in BUILT_IN:
        button = picker.findChild(QToolButton, f"feature-{formula}")
        assert button.accessibleName() == f"Feature {label}"
        assert not button.icon().isNull()
        assert button.isChecked() == (formula in ("x1", "x2"))


def test_features_are_switched_on_and_off(make_desk):
    desk = make_desk(2)
    picker = open_picker(desk)
    QTest.mouseClick(picker.findChild(QToolButton, "feature-x1*x2"), LEFT)
    assert desk.experiment.network.features == ("x1", "x2", "x1*x2")
    QTest.mouseClick(picker.findChild(QToolButton, "feature-x1"), LEFT)
    assert desk.experiment.network.features == ("x2", "x1*x2")
    assert desk.canvas.state.layout.unit_rect("x1*x2") is not None
    desk.document.undo_stack.undo()
    assert picker.findChild(QToolButton, "feature-x1").isChecked()


def test_the_last_feature_cannot_be_switched_off(make_desk):
    desk = make_desk(2)
    picker = open_picker(desk)
    QTest.mouseClick(picker.findChild(QToolButton, "feature-x1"), LEFT)
    QTest.mouseClick(picker.findChild(QToolButton, "feature-x2"), LEFT)
    assert desk.experiment.network.features == ("x2",)
    assert desk.refusals
    assert picker.findChild(QToolButton, "feature-x2").isChecked()


def test_an_own_formula_is_added(make_desk):
    desk = make_desk(2)
    picker = open_picker(desk)
    QTest.keyClicks(picker.edit, "x1*x2 - 1")
    assert picker.edit.ready
    QTest.keyClick(picker.edit, Qt.Key.Key_Return)
    assert desk.experiment.network.features[-1] == "x1*x2 - 1"
    assert picker.edit.text() == ""
    assert picker.findChild(QToolButton, "feature-x1*x2 - 1").isChecked()


def test_a_mistake_in_a_formula_is_shown_at_its_place(make_desk):
    desk = make_desk(2)
    picker = open_picker(desk)
    QTest.keyClicks(picker.edit, "x1 + foo")
    assert picker.edit.error_position == 5
    problem = picker.findChild(QLabel, "feature-problem")
    assert "foo" in problem.text()
    assert not picker.findChild(QPushButton, "feature-add").isEnabled()
    QTest.keyClick(picker.edit, Qt.Key.Key_Return)
    assert desk.experiment.network.features == ("x1", "x2")


# --- menus ---


def test_the_chip_offers_every_activation_that_fits(make_desk):
    desk = make_desk(2)
    click(desk, Element(Part.CHIP, "L1"))
    menu = desk.canvas.findChild(QMenu, "activation-menu")
    labels = [action.text() for action in menu.actions() if action.data()]
    assert labels == [ACTIVATIONS[name].label for name in ACTIVATIONS
                      if not ACTIVATIONS[name].output_only]  # fmt: skip
    tanh = next(action for action in menu.actions() if action.data() == "tanh")
    assert tanh.isChecked()
    assert "tanh(z)" in tanh.toolTip()
    assert not tanh.icon().isNull()
    choose(menu, "activation-relu")
    assert desk.experiment.network.hidden[0].activation == "relu"
    desk.document.undo_stack.undo()
    assert desk.experiment.network.hidden[0].activation == "tanh"


def test_a_newly_registered_activation_shows_up_on_the_chip(make_desk, monkeypatch):
    class Cube(ActivationFunction):
        name, label, formula, derivative_formula = "cube", "Cube", "z³", "3 z²"
        slope_needs_z = True
        limits = (float("-inf"), float("inf"))

        def value(self, z, out=None):
            return z**3

        def derivative(self, z):
            return 3 * z**2

        def slope(self, z, a, out):
            out[:] = 3 * z**2

    monkeypatch.setattr(ACTIVATIONS, "_entries", dict(ACTIVATIONS._entries))
    ACTIVATIONS.register(Cube)
    desk = make_desk(2)
    menu = desk.canvas.menus.open_activations("L1", QPoint())
    assert "Cube" in [action.text() for action in menu.actions()]
    choose(menu, "activation-cube")
    assert desk.experiment.network.hidden[0].activation == "cube"
    chip = Element(Part.CHIP, "L1")
    assert hint(desk.experiment, chip).startswith("a = z³\nda/dz = 3 z²")
    assert spoken_column(desk.experiment, "L1").endswith("activation cube")


@pytest.mark.parametrize("column", ["L1", OUTPUT])
def test_the_menu_says_of_a_step_alone_that_it_does_not_learn(make_desk, column):
    menu = make_desk(2).canvas.menus.open_activations(column, QPoint())
    warned = [entry.data() for entry in menu.actions() if "slope is 0" in entry.toolTip()]
    assert warned == ["step"]
    menu.close()


def test_the_chip_of_a_step_says_that_it_does_not_learn(make_network):
    assert "do not learn" in hint(make_network(2, activation="step"), Element(Part.CHIP, "L1"))
    assert "do not learn" not in hint(make_network(2), Element(Part.CHIP, "L1"))


def test_the_parameter_of_an_activation_is_edited(make_desk, make_network):
    desk = make_desk(experiment=make_network(2, activation="leaky_relu"))
    menu = desk.canvas.menus.open_activations("L1", QPoint())
    field = menu.findChild(NumberEdit, "activation-alpha")
    assert field.value == pytest.approx(0.01)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.experiment.network.hidden[0].parameters == {"alpha": 0.2}
    menu.close()


def test_the_output_offers_only_what_fits_the_data(make_desk):
    desk = make_desk(2)
    menu = desk.canvas.menus.open_activations(OUTPUT, QPoint())
    offered = {action.data(): action for action in menu.actions() if action.data()}
    assert offered["sigmoid"].isEnabled()
    assert offered["sigmoid"].isChecked()
    choose(menu, "activation-tanh")
    assert desk.experiment.network.output.activation == "tanh"
    three = replace(desk.experiment, data=GeneratedData("blobs", classes=3))
    desk.canvas.state.show_experiment(three)
    menu = desk.canvas.menus.open_activations(OUTPUT, QPoint())
    offered = {action.data(): action for action in menu.actions() if action.data()}
    assert not offered["sigmoid"].isEnabled()
    assert offered["sigmoid"].toolTip()
    menu.close()


def context_menu(desk, element) -> QMenu:
    at = desk.at(element)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, desk.canvas.viewport().mapToGlobal(at)
    )
    QApplication.sendEvent(desk.canvas.viewport(), event)
    menu = desk.canvas.findChild(QMenu, "canvas-context-menu")
    assert menu.isVisible()
    return menu


def test_the_context_menu_names_every_action_with_its_shortcut(make_desk):
    desk = make_desk(2)
    menu = context_menu(desk, Element(Part.UNIT, "L1.1"))
    entries = dict(
        action.text().split("\t") for action in menu.actions() if not action.isSeparator()
    )
    for name in ("edit", "delete", "copy", "duplicate", "freeze", "mute", "solo", "add-neuron"):
        command = next(command for command in COMMANDS if command.name == name)
        assert (
            entries[desk.canvas.commander.text(name, Element(Part.UNIT, "L1.1"))]
            == command.shortcut
        )
    choose(menu, "canvas-duplicate")
    assert desk.sizes == [3]


def test_the_context_menu_acts_on_the_selection_it_was_opened_on(make_desk):
    desk = make_desk(3)
    desk.canvas.select(frozenset({"L1.1", "L1.2"}))
    menu = context_menu(desk, Element(Part.UNIT, "L1.2"))
    words = [action.text() for action in menu.actions()]
    assert any(text.startswith("Delete 2 neurons") for text in words)
    choose(menu, "canvas-delete")
    assert desk.sizes == [1]


def test_the_context_menu_of_a_link_freezes_it(make_desk):
    desk = make_desk(2)
    choose(context_menu(desk, LINK), "canvas-freeze")
    assert desk.experiment.network.frozen_links == (Link("x1", "L1.1"),)


def test_escape_closes_the_editor_at_once_when_nothing_is_left_to_take_back(make_desk):
    desk = make_desk(2)
    editor = open_editor(desk)
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "0.5")
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)  # takes back what was typed
    assert desk.canvas.popups.popover is editor
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "0.5")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert desk.canvas.popups.popover is None
