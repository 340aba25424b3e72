"""What a screen reader hears, read back through Qt's own accessibility interface."""

from __future__ import annotations

import dataclasses
import gc

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from nnfs_gui.canvas.accessible import elements_of
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Link

NAME = QAccessible.Text.Name


def children(desk):
    access = QAccessible.queryAccessibleInterface(desk.canvas)
    return access, [access.child(index) for index in range(access.childCount())]


def names(desk) -> list[str]:
    return [child.text(NAME) for child in children(desk)[1]]


def show(desk, parameters: dict[int, float], raw: dict[int, float], applied: dict[int, float]):
    """Show a snapshot with some numbers replaced."""
    snapshot = desk.canvas.state.readout.snapshot
    vectors = {}
    for name, values in (("parameters", parameters), ("raw_gradient", raw),
                         ("applied_gradient", applied)):  # fmt: skip
        vectors[name] = getattr(snapshot, name).copy()
        for at, value in values.items():
            vectors[name][at] = value
    desk.canvas.show_snapshot(dataclasses.replace(snapshot, **vectors))


def test_every_neuron_has_a_name_with_its_numbers(make_desk):
    desk = make_desk(3)
    show(desk, {8: 0.12}, {8: -0.004}, {8: -0.002})
    assert "hidden 1, neuron 3, tanh, bias 0.12, gradient −0.004, clipped" in names(desk)


def test_marks_are_spoken(make_desk):
    desk = make_desk(2)
    edited = edits.mute(edits.freeze(desk.experiment, ["L1.2"], True), ["L1.2"], True)
    desk.document.edit(edited, "mark")
    spoken = next(name for name in names(desk) if name.startswith("hidden 1, neuron 2"))
    assert spoken.endswith("frozen, muted")


def test_links_biases_columns_features_and_outputs_have_names(make_desk):
    desk = make_desk(2)
    show(desk, {0: 0.5}, {0: 0.25}, {0: 0.25})
    heard = names(desk)
    assert "features, x₁, x₂" in heard
    assert "feature x₂" in heard
    assert "hidden 1, 2 neurons, activation tanh" in heard
    assert "link from feature x₁ to hidden 1, neuron 1, gradient 0.2" in heard
    assert any(name.startswith("bias of hidden 1, neuron 2, gradient ") for name in heard)
    assert any(name.startswith("output, sigmoid, bias ") for name in heard)
    assert all(heard)


def test_children_know_their_parent_place_and_state(make_desk):
    desk = make_desk(2)
    access, found = children(desk)
    assert access.role() == QAccessible.Role.List
    assert access.text(NAME) == "Network"
    elements = elements_of(desk.canvas.state)
    at = elements.index(Element(Part.UNIT, "L1.2"))
    desk.canvas._focus(Element(Part.UNIT, "L1.2"))
    desk.canvas.select(frozenset({"L1.2"}))
    neuron = found[at]
    assert neuron.state().focused
    assert neuron.state().selected
    assert access.indexOfChild(neuron) == at
    assert access.focusChild().text(NAME) == neuron.text(NAME)
    assert neuron.parent().text(NAME) == "Network"
    center = neuron.rect().center()
    apart = desk.canvas.viewport().mapFromGlobal(center) - desk.at(Element(Part.UNIT, "L1.2"))
    assert apart.manhattanLength() <= 2
    assert access.childAt(center.x(), center.y()).text(NAME) == neuron.text(NAME)


def test_the_children_follow_the_network(make_desk):
    desk = make_desk(2)
    access, _ = children(desk)
    before = access.childCount()
    desk.document.edit(edits.add_neuron(desk.experiment, "L1"), "add")
    # A unit, its bias, two links into it and one out of it.
    assert access.childCount() == before + 5
    assert any("hidden 1, neuron 3" in name for name in names(desk))
    desk.document.undo_stack.undo()
    assert access.childCount() == before


def test_interfaces_outlive_nothing(make_desk, qtbot):
    """Canvases come and go while a screen reader listens; Qt keeps no dangling pointer."""
    QAccessible.setActive(True)
    try:
        for _ in range(5):
            desk = make_desk(2)
            assert names(desk)
            desk.canvas._focus(Element(Part.UNIT, "L1.1"))
            desk.canvas.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            del desk
            gc.collect()
    finally:
        QAccessible.setActive(False)


LINK = Link("x1", "L1.1")


def spoken_link(desk):
    element = Element(Part.LINK, LINK.target, LINK.source)
    return children(desk)[1][elements_of(desk.canvas.state).index(element)]


def test_sliders_have_a_value_and_nothing_else_has(make_desk):
    desk = make_desk(2)
    for child in children(desk)[1]:
        is_slider = child.role() == QAccessible.Role.Slider
        assert is_slider == child.text(NAME).startswith(("link ", "bias of "))
        assert (child.valueInterface() is not None) == is_slider
        assert (child.actionInterface() is not None) == is_slider
        # What else Qt may ask for, in C++; each answer that is no pointer would be a crash.
        assert child.textInterface() is None
        assert child.editableTextInterface() is None
        assert child.tableCellInterface() is None


def test_a_link_has_its_weight_as_value_and_can_be_set(make_desk):
    desk = make_desk(2)
    show(desk, {0: 0.5}, {0: 0.25}, {0: 0.25})
    link = spoken_link(desk)
    value = link.valueInterface()
    assert value.currentValue() == 0.5
    assert link.text(QAccessible.Text.Value) == "0.50"
    assert (value.minimumValue(), value.maximumValue(), value.minimumStepSize()) == (-10, 10, 0.1)
    value.setCurrentValue(-1.25)
    entry = desk.experiment.network.hand_set[-1]
    assert (entry.link, entry.value, entry.before) == (LINK, -1.25, 0.5)
    desk.document.undo_stack.undo()
    assert not desk.experiment.network.hand_set
    value.setCurrentValue("much")  # is let pass
    assert not desk.experiment.network.hand_set


def test_a_link_increases_and_decreases_each_an_undo_step(make_desk):
    desk = make_desk(2)
    show(desk, {0: 0.5}, {}, {})
    actions = spoken_link(desk).actionInterface()
    increase, decrease = actions.actionNames()
    actions.doAction(increase)
    assert desk.experiment.network.hand_set[-1].value == 0.6
    actions.doAction(decrease)
    assert desk.experiment.network.hand_set[-1].value == 0.4  # the picture still shows 0.5
    assert desk.document.undo_stack.count() == 2
    actions.doAction("press")
    assert desk.document.undo_stack.count() == 2


def test_a_weight_beyond_the_span_widens_it(make_desk):
    desk = make_desk(2)
    show(desk, {0: -37.5}, {}, {})
    value = spoken_link(desk).valueInterface()
    assert (value.minimumValue(), value.currentValue()) == (-37.5, -37.5)
