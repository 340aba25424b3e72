"""Every gesture on a network that has learned: what it keeps, and what undo brings back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from engine import ACTIVATIONS
from nnfs_gui.canvas.elements import FEATURES, Element, Part
from nnfs_gui.experiment.model import BIAS, Link

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HIDDEN = [name for name in ACTIVATIONS.names() if not ACTIVATIONS[name].output_only]
Desk = Any  # conftest's LivingDesk; test modules cannot import from it


def unit(name: str) -> Element:
    return Element(Part.UNIT, name)


def press_key(desk: Desk, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.canvas, key, modifiers)


def choose(desk: Desk, *names: str) -> None:
    for number, name in enumerate(names):
        desk.click(unit(name), SHIFT if number else Qt.KeyboardModifier.NoModifier)


# --- the gestures ---


def draw_a_layer(desk: Desk) -> None:
    desk.drag(desk.gap(1), desk.gap(1) + QPoint(0, 90))


def draw_a_column_longer(desk: Desk) -> None:
    grip = desk.at(Element(Part.GRIP, "L1"))
    desk.drag(grip, grip + QPoint(0, 46))


def draw_a_column_shorter(desk: Desk) -> None:
    grip = desk.at(Element(Part.GRIP, "L1"))
    desk.drag(grip, grip - QPoint(0, round(1.4 * desk.canvas.state.layout.metrics.pitch)))


def drag_a_chip_sideways(desk: Desk) -> None:
    chip = desk.at(Element(Part.CHIP, "L1"))
    desk.drag(chip, desk.at(Element(Part.CHIP, "L2")) + QPoint(60, 0))


def drag_a_neuron_into_a_column(desk: Desk) -> None:
    rects = [desk.canvas.state.layout.unit_rect(f"L2.{number}") for number in (1, 2)]
    middle = desk.canvas.mapFromScene((rects[0].center() + rects[1].center()) / 2)
    desk.drag(desk.at(Element(Part.PLUS, "L1")), middle)


def drag_a_neuron_into_a_gap(desk: Desk) -> None:
    desk.drag(desk.at(Element(Part.PLUS, "L1")), desk.gap(2, 0.5))


def click_plus(desk: Desk) -> None:
    desk.click(Element(Part.PLUS, "L2"))


def click_minus(desk: Desk) -> None:
    desk.click(Element(Part.MINUS, "L1"))


def delete_two_neurons(desk: Desk) -> None:
    choose(desk, "L1.2", "L2.1")
    press_key(desk, Key.Key_Delete)


def delete_a_layer(desk: Desk) -> None:
    desk.canvas._focus(Element(Part.CHIP, "L1"))
    press_key(desk, Key.Key_Delete)


def duplicate_two_neurons(desk: Desk) -> None:
    choose(desk, "L1.2", "L2.1")
    press_key(desk, Key.Key_D, CTRL)


def copy_to_another_layer(desk: Desk) -> None:
    choose(desk, "L1.2", "L1.3")
    press_key(desk, Key.Key_C, CTRL)
    desk.canvas._focus(Element(Part.CHIP, "L2"))
    press_key(desk, Key.Key_V, CTRL)


def freeze_a_neuron(desk: Desk) -> None:
    choose(desk, "L1.2")
    press_key(desk, Key.Key_F)


def mute_a_neuron(desk: Desk) -> None:
    choose(desk, "L1.2")
    press_key(desk, Key.Key_M)


def alt_drag_a_link(desk: Desk) -> None:
    start = desk.at(Element(Part.LINK, "L1.1", "x1"))
    desk.drag(start, start - QPoint(0, 60), modifiers=ALT)


def ctrl_drag_a_bias(desk: Desk) -> None:
    start = desk.at(Element(Part.BIAS, "L2.1"))
    desk.drag(start, start + QPoint(0, 60), modifiers=CTRL)


def type_a_weight(desk: Desk) -> None:
    desk.click(Element(Part.LINK, "L1.1", "x1"))
    editor = desk.canvas.popups.popover
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "-2.5")
    QTest.keyClick(editor.field, Key.Key_Return)
    QTest.keyClick(editor.field, Key.Key_Escape)


def switch_a_feature_on(desk: Desk) -> None:
    desk.click(Element(Part.CHIP, FEATURES))
    picker = desk.canvas.popups.popover
    QTest.mouseClick(picker.findChild(QToolButton, "feature-x1*x2"), Qt.MouseButton.LeftButton)
    picker.close_popover()


def switch_a_feature_off(desk: Desk) -> None:
    desk.click(Element(Part.CHIP, FEATURES))
    picker = desk.canvas.popups.popover
    QTest.mouseClick(picker.findChild(QToolButton, "feature-x2"), Qt.MouseButton.LeftButton)
    picker.close_popover()


GESTURES: list[Callable[[Desk], None]] = [
    draw_a_layer, draw_a_column_longer, draw_a_column_shorter, drag_a_chip_sideways,
    drag_a_neuron_into_a_column, drag_a_neuron_into_a_gap, click_plus, click_minus,
    delete_two_neurons, delete_a_layer, duplicate_two_neurons, copy_to_another_layer,
    freeze_a_neuron, mute_a_neuron, alt_drag_a_link, ctrl_drag_a_bias, type_a_weight,
    switch_a_feature_on, switch_a_feature_off,
]  # fmt: skip


@pytest.mark.parametrize("gesture", GESTURES)
def test_one_undo_takes_a_gesture_back_with_every_weight_it_changed(make_living_desk, gesture):
    desk = make_living_desk(4, 3, 2)
    experiment, weights = desk.experiment, desk.weights
    gesture(desk)
    assert desk.experiment != experiment
    assert desk.document.undo_stack.index() == 1
    changed = desk.experiment, desk.weights
    desk.document.undo_stack.undo()
    assert desk.experiment == experiment
    assert desk.weights == weights
    desk.document.undo_stack.redo()
    assert (desk.experiment, desk.weights) == changed


REMOVALS = [draw_a_column_shorter, click_minus, delete_two_neurons, delete_a_layer,
            switch_a_feature_off]  # fmt: skip


@pytest.mark.parametrize("gesture", REMOVALS)
def test_what_was_removed_comes_back_with_the_weights_it_had(make_living_desk, gesture):
    """Also when training went on without it: what is left keeps what it learned meanwhile."""
    desk = make_living_desk(4, 3, 2)
    before = desk.run.snapshot()
    links = links_of(desk)
    gesture(desk)
    stayed = links_of(desk).keys()
    desk.train(25)
    learned = links_of(desk)
    desk.document.undo_stack.undo()
    after = links_of(desk)
    assert desk.run.snapshot().step == before.step + 25
    gone = links.keys() - stayed
    assert gone
    assert {link: after[link] for link in gone} == {link: links[link] for link in gone}
    kept = links.keys() & stayed
    if gesture is not delete_a_layer:  # which makes two layers meet that then part again
        assert {link: after[link] for link in kept} == {link: learned[link] for link in kept}


KEEPING = [draw_a_column_longer, drag_a_neuron_into_a_column, click_plus, duplicate_two_neurons,
           copy_to_another_layer, switch_a_feature_on]  # fmt: skip


@settings(max_examples=25)
@given(
    sizes=st.tuples(st.integers(3, 6), st.integers(2, 5), st.integers(1, 4)),
    names=st.tuples(*[st.sampled_from(HIDDEN)] * 3),
    gesture=st.sampled_from(KEEPING),
    steps=st.integers(1, 60),
)
def test_adding_and_duplicating_leave_a_trained_network_s_function_as_it_was(
    make_living_desk, make_network, sizes, names, gesture, steps
):
    experiment = make_network(*sizes)
    layers = tuple(
        replace(layer, activation=name)
        for layer, name in zip(experiment.network.hidden, names, strict=True)
    )
    experiment = replace(experiment, network=replace(experiment.network, hidden=layers))
    desk = make_living_desk(experiment=experiment, steps=steps)
    before, count = desk.outputs(), len(desk.weights)
    gesture(desk)
    assert len(desk.weights) > count
    np.testing.assert_allclose(desk.outputs(), before, rtol=0, atol=1e-12)
    desk.window.close()


def test_frozen_from_the_canvas_nothing_moves_in_a_thousand_steps(make_living_desk):
    """A link, a bias, a neuron and a layer, each frozen by a key; the rest learns on."""
    desk = make_living_desk(4, 3, 2, steps=10)
    for element in (Element(Part.LINK, "L1.1", "x2"), Element(Part.BIAS, "L1.3"), unit("L1.4"),
                    Element(Part.CHIP, "L2")):  # fmt: skip
        desk.canvas._focus(element)
        press_key(desk, Key.Key_F)
    before = links_of(desk)
    desk.train(1000)
    after = links_of(desk)
    frozen = {Link("x2", "L1.1"), Link(BIAS, "L1.3")}
    frozen |= {link for link in before if link.target == "L1.4" or link.target.startswith("L2.")}
    assert len(frozen) == 2 + 3 + 15
    assert {link for link in before if before[link] == after[link]} == frozen
    desk.canvas._focus(Element(Part.CHIP, "L2"))
    press_key(desk, Key.Key_F)
    desk.train(5)
    thawed = links_of(desk)
    assert all(thawed[link] != after[link] for link in frozen if link.target.startswith("L2."))


def test_a_new_layer_says_when_it_is_no_exact_identity(make_living_desk):
    desk = make_living_desk(4, 3)
    draw_a_layer(desk)
    assert "cannot be an exact identity" in desk.notices[-1]


def test_a_muted_neuron_is_left_out_of_the_function(make_living_desk):
    desk = make_living_desk(3, steps=100)
    before = desk.outputs()
    mute_a_neuron(desk)
    weight = links_of(desk)[Link("L1.2", "out0")]
    assert weight
    assert np.abs(desk.outputs() - before).max() > 1e-6
    type_outgoing = Element(Part.LINK, "out0", "L1.2")
    start = desk.at(type_outgoing)
    muted = desk.outputs()
    desk.drag(start, start - QPoint(0, 50), modifiers=ALT)
    assert np.array_equal(desk.outputs(), muted), "what it is weighed with makes no difference"


def links_of(desk: Desk) -> dict[Link, float]:
    """Every weight and bias by its link."""
    readout = desk.canvas.state.readout
    links = [
        Link(source, target)
        for sources, targets in zip(readout.layers, readout.layers[1:], strict=False)
        for target in targets
        for source in (*sources, BIAS)
    ]
    return {link: readout.weight(link) for link in links}
