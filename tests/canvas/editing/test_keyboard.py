"""The canvas from the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from nnfs_gui.canvas.editing import keyboard
from nnfs_gui.canvas.editing.canvas_commands import COMMANDS
from nnfs_gui.canvas.elements import FEATURES, NOTHING, OUTPUT, Element, Part
from nnfs_gui.canvas.popovers.weight_editor import WeightEditor
from nnfs_gui.experiment.model import Link

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def keys(desk, *pressed, modifiers=NONE):
    for key in pressed:
        QTest.keyClick(desk.canvas, key, modifiers)
    return desk.canvas.state.focus


def focus(desk, element):
    desk.canvas._focus(element)


def test_tab_walks_the_layers_and_then_leaves(make_desk):
    desk = make_desk(3, 2)
    other = QPushButton("after", desk.window)
    other.show()
    columns = [keys(desk, Key.Key_Tab).id for _ in range(4)]
    assert columns == [FEATURES, "L1", "L2", OUTPUT]
    keys(desk, Key.Key_Tab)
    assert other.hasFocus()
    assert desk.canvas.state.focus == NOTHING


def test_arrows_with_ctrl_are_the_windows_shortcuts(make_desk):
    desk = make_desk(3, 2)
    pressed = []
    shortcut = QShortcut(QKeySequence("Ctrl+Right"), desk.window)
    shortcut.activated.connect(lambda: pressed.append("on"))
    focus(desk, Element(Part.CHIP, "L1"))
    assert keys(desk, Key.Key_Right, modifiers=CTRL) == Element(Part.CHIP, "L1")
    assert pressed == ["on"]


def test_shift_tab_walks_back(make_desk):
    desk = make_desk(3)
    focus(desk, Element(Part.CHIP, OUTPUT))
    assert keys(desk, Key.Key_Backtab, modifiers=SHIFT) == Element(Part.CHIP, "L1")


def test_up_and_down_walk_the_neurons_of_a_layer(make_desk):
    desk = make_desk(3)
    focus(desk, Element(Part.CHIP, "L1"))
    assert keys(desk, Key.Key_Down) == Element(Part.UNIT, "L1.1")
    assert desk.canvas.state.selected == {"L1.1"}
    assert keys(desk, Key.Key_Down, Key.Key_Down, Key.Key_Down) == Element(Part.UNIT, "L1.3")
    assert keys(desk, Key.Key_Home) == Element(Part.CHIP, "L1")
    assert keys(desk, Key.Key_End) == Element(Part.UNIT, "L1.3")
    assert keys(desk, Key.Key_Up, modifiers=SHIFT) == Element(Part.UNIT, "L1.2")
    assert desk.canvas.state.selected == {"L1.2", "L1.3"}


def test_left_and_right_walk_along_links(make_desk):
    desk = make_desk(2, 2)
    focus(desk, Element(Part.UNIT, "L1.1"))
    link = keys(desk, Key.Key_Right)
    assert link == Element(Part.LINK, "L2.1", "L1.1")
    assert keys(desk, Key.Key_Down) == Element(Part.LINK, "L2.1", "L1.2")
    assert keys(desk, Key.Key_Right) == Element(Part.UNIT, "L2.1")
    assert keys(desk, Key.Key_Left) == link
    assert keys(desk, Key.Key_Up) == Element(Part.BIAS, "L2.1")
    assert keys(desk, Key.Key_Left) == Element(Part.UNIT, "L2.1")


def test_every_unit_and_link_can_be_reached(make_desk):
    """A walk over all arrow keys from the first chip finds everything."""
    desk = make_desk(3, 2)
    layout = desk.canvas.state.layout
    seen, waiting = set(), [Element(Part.CHIP, FEATURES)]
    while waiting:
        element = waiting.pop()
        if element in seen:
            continue
        seen.add(element)
        waiting += [
            keyboard.step(layout, element, direction)
            for direction in ("up", "down", "left", "right")
        ]
    for column, before in zip(layout.columns[1:], layout.columns, strict=False):
        assert Element(Part.CHIP, column.id) in seen
        for unit in column.units:
            assert Element(Part.UNIT, unit) in seen
            assert Element(Part.BIAS, unit) in seen
            for source in before.units:
                assert Element(Part.LINK, unit, source) in seen


def test_plus_and_minus_add_and_remove_neurons(make_desk):
    desk = make_desk(3, 2)
    focus(desk, Element(Part.UNIT, "L2.1"))
    keys(desk, Key.Key_Plus)
    assert desk.sizes == [3, 3]
    keys(desk, Key.Key_Minus, Key.Key_Minus)
    assert desk.sizes == [3, 1]
    for _ in range(3):
        desk.document.undo_stack.undo()
    assert desk.sizes == [3, 2]


def test_plus_typed_with_shift_is_plus(make_desk):
    desk = make_desk(3)
    focus(desk, Element(Part.UNIT, "L1.1"))
    QTest.keyClick(desk.canvas, "+", SHIFT)
    assert desk.sizes == [4]


def test_insert_puts_a_layer_after_the_one_in_focus(make_desk):
    desk = make_desk(3, 2)
    focus(desk, Element(Part.CHIP, "L1"))
    keys(desk, Key.Key_I)
    assert len(desk.sizes) == 3
    assert [layer.id for layer in desk.experiment.network.hidden] == ["L1", "L3", "L2"]
    focus(desk, Element(Part.CHIP, FEATURES))
    keys(desk, Key.Key_Insert)
    assert desk.experiment.network.hidden[1].id == "L1"


def test_layers_are_moved_and_removed_by_keys(make_desk):
    desk = make_desk(3, 2)
    focus(desk, Element(Part.CHIP, "L1"))
    keys(desk, Key.Key_Right, modifiers=CTRL | SHIFT)
    assert desk.sizes == [2, 3]
    keys(desk, Key.Key_Left, modifiers=CTRL | SHIFT)
    assert desk.sizes == [3, 2]
    keys(desk, Key.Key_Delete)
    assert desk.sizes == [2]


def test_delete_removes_the_selection(make_desk):
    desk = make_desk(4, 2)
    desk.canvas.select(frozenset({"L1.1", "L1.3", "L2.2"}))
    keys(desk, Key.Key_Delete)
    assert desk.sizes == [2, 1]
    assert desk.canvas.state.selected == frozenset()
    desk.document.undo_stack.undo()
    assert desk.sizes == [4, 2]


def test_copy_paste_and_duplicate(make_desk):
    desk = make_desk(3, 2)
    desk.canvas.select(frozenset({"L1.2", "L1.3"}))
    focus(desk, Element(Part.UNIT, "L1.2"))
    keys(desk, Key.Key_C, modifiers=CTRL)
    focus(desk, Element(Part.CHIP, "L2"))
    keys(desk, Key.Key_V, modifiers=CTRL)
    assert desk.sizes == [3, 4]
    pasted = desk.experiment.network.hidden[1].neurons[2:]
    assert [neuron.copy_of for neuron in pasted] == ["L1.2", "L1.3"]
    assert desk.canvas.state.selected == {neuron.id for neuron in pasted}
    desk.document.undo_stack.undo()
    desk.canvas.select(frozenset({"L1.1"}))
    focus(desk, Element(Part.UNIT, "L1.1"))
    keys(desk, Key.Key_D, modifiers=CTRL)
    assert desk.sizes == [4, 2]
    assert desk.experiment.network.hidden[0].neurons[1].copy_of == "L1.1"
    desk.document.undo_stack.undo()
    assert desk.sizes == [3, 2]


def test_f_freezes_and_m_mutes_and_both_are_taken_back(make_desk):
    desk = make_desk(2)
    focus(desk, Element(Part.UNIT, "L1.1"))

    def neuron():
        return desk.experiment.network.hidden[0].neurons[0]

    keys(desk, Key.Key_F)
    assert neuron().frozen
    keys(desk, Key.Key_M)
    assert neuron().muted
    keys(desk, Key.Key_F, Key.Key_M)
    assert not neuron().frozen
    assert not neuron().muted
    for _ in range(4):
        desk.document.undo_stack.undo()
    assert not desk.document.undo_stack.canUndo()


@pytest.mark.parametrize(
    ("element", "link"),
    [
        (Element(Part.LINK, "L1.1", "x2"), Link("x2", "L1.1")),
        (Element(Part.BIAS, "L1.2"), Link("bias", "L1.2")),
    ],
)
def test_f_on_a_link_freezes_that_link(make_desk, element, link):
    desk = make_desk(2)
    focus(desk, element)
    keys(desk, Key.Key_F)
    assert desk.experiment.network.frozen_links == (link,)
    keys(desk, Key.Key_F)
    assert desk.experiment.network.frozen_links == ()


def test_f_on_a_chip_freezes_the_layer_and_on_the_output_the_output(make_desk):
    desk = make_desk(2)
    focus(desk, Element(Part.CHIP, "L1"))
    keys(desk, Key.Key_F)
    assert all(neuron.frozen for neuron in desk.experiment.network.hidden[0].neurons)
    focus(desk, Element(Part.UNIT, "out0"))
    keys(desk, Key.Key_F)
    assert desk.experiment.network.output.frozen


def test_s_shows_a_map_large_and_escape_closes_it(make_desk):
    desk = make_desk(2)
    heard = []
    desk.canvas.solo_changed.connect(heard.append)
    focus(desk, Element(Part.UNIT, "L1.2"))
    keys(desk, Key.Key_S)
    assert desk.canvas.popups.solo.isVisible()
    assert heard == ["L1.2"]
    keys(desk, Key.Key_Escape)
    assert not desk.canvas.popups.solo.isVisible()
    assert heard == ["L1.2", None]


def test_enter_edits_what_has_the_focus(make_desk):
    desk = make_desk(2)
    focus(desk, Element(Part.LINK, "L1.1", "x1"))
    keys(desk, Key.Key_Return)
    editor = desk.canvas.popups.popover
    assert isinstance(editor, WeightEditor)
    assert editor.link == Link("x1", "L1.1")
    QTest.keyClick(editor.field, Key.Key_Escape)
    assert desk.canvas.popups.popover is None
    assert desk.canvas.hasFocus()
    focus(desk, Element(Part.CHIP, "L1"))
    keys(desk, Key.Key_Return)
    menu = desk.canvas.findChild(QMenu, "activation-menu")
    assert menu.isVisible()
    menu.close()


def test_numbers_gradients_and_select_all(make_desk):
    desk = make_desk(2, 1)
    keys(desk, Key.Key_N, Key.Key_G)
    assert desk.canvas.state.numbers
    assert desk.canvas.state.gradients
    keys(desk, Key.Key_A, modifiers=CTRL)
    assert desk.canvas.state.selected == {"L1.1", "L1.2", "L2.1"}
    keys(desk, Key.Key_Escape)
    assert desk.canvas.state.selected == frozenset()


def test_keys_without_a_meaning_are_left_to_the_window(make_desk):
    desk = make_desk(2)
    before = desk.experiment
    keys(desk, Key.Key_Q, Key.Key_BracketLeft)
    assert desk.experiment == before


def test_the_focus_ring_is_drawn(make_desk):
    desk = make_desk(2)
    for element in (Element(Part.UNIT, "L1.1"), Element(Part.CHIP, "L1"),
                    Element(Part.LINK, "L1.1", "x1"), Element(Part.BIAS, "L1.1")):  # fmt: skip
        focus(desk, NOTHING)
        before = desk.canvas.grab().toImage()
        focus(desk, element)
        assert desk.canvas.grab().toImage() != before


def test_no_two_commands_share_a_key():
    pressed = [key for command in COMMANDS for key in command.keys]
    assert len(pressed) == len(set(pressed))


def test_the_focus_leaves_what_was_removed(make_desk):
    desk = make_desk(3)
    focus(desk, Element(Part.UNIT, "L1.3"))
    desk.canvas.select(frozenset({"L1.3"}))
    keys(desk, Key.Key_Delete)
    assert desk.canvas.state.focus == NOTHING
