"""Locks, limits and hidden controls of a step, against every kind of gesture."""

from __future__ import annotations

from pathlib import Path

import pytest
from lesson_hands import LEFT, OpenStep, messages
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import FEATURES, Element, Part
from nnfs_gui.canvas.popovers.popover import Popover
from nnfs_gui.experiment import edits
from nnfs_gui.lessons.reading.reader import load_lesson
from nnfs_gui.window.lessons.locks import LOCKED


def test_no_gesture_moves_what_is_locked(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    open_step(1)
    window, document, told = playground.window, playground.document, messages(playground)
    before = document.experiment
    canvas = window.network.canvas
    gap = canvas.state.layout.gaps[0]
    spot = canvas.mapFromScene(gap.button.center())
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=spot)
    chip = canvas.state.bounds(Element(Part.CHIP, "output"))
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=canvas.mapFromScene(chip.center()))
    canvas.commander.run("insert-layer", Element(Part.GAP, gap=0))
    window.data_panel._gallery.chosen.emit("moons", "")
    qtbot.keyClick(window.findChild(QWidget, "optimizer"), Qt.Key.Key_Down)
    qtbot.keyClick(window.findChild(QWidget, "batch-size"), Qt.Key.Key_Up)
    window.actions_by_name["new_weights"].trigger()
    document.edit(edits.set_split(before, outliers=0.2), "Outliers")
    assert document.experiment is before
    assert not document.undo_stack.canUndo()
    assert sum(LOCKED in message for message in told) >= 6


@pytest.mark.usefixtures("new_window")
def test_a_locked_control_wears_a_padlock_and_says_so(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, window = open_step(1), playground.window
    covered = {cover.control.objectName(): cover for cover in lessons.guarding.padlocks.covers}
    assert {"optimizer", "batch-size", "step", "import-data"} <= covered.keys()
    assert not {"learning-rate", "play", "rewind", "speed"} & covered.keys()
    optimizer = window.findChild(QWidget, "optimizer")
    assert optimizer.accessibleDescription() == LOCKED
    for cover in covered.values():  # a padlock never stands on the sign or word that it locks
        assert cover.rect().contains(cover.padlock())
        assert not cover.padlock().contains(cover.rect().center())
    for value in covered["noise-row"].control.findChildren(QLabel):  # nor on a slider's value
        where = covered["noise-row"].padlock()
        assert not where.intersects(value.geometry()), value.text()
    assert "output" in window.network.canvas.state.locked
    lessons.leave()
    assert not lessons.guarding.padlocks.covers
    assert optimizer.accessibleDescription() != LOCKED
    assert not window.network.canvas.state.locked


def test_a_click_on_a_locked_control_is_answered_beside_it(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    cover = next(
        cover for cover in lessons.guarding.padlocks.covers if cover.control.objectName() == "step"
    )
    qtbot.mouseClick(cover, LEFT)  # a press alone would be answered, and unsaid by the release
    assert QToolTip.isVisible()
    assert QToolTip.text() == LOCKED
    QToolTip.hideText()


def test_what_was_locked_in_a_step_is_no_longer_said_in_the_next(
    playground: Playground, open_step: OpenStep
) -> None:
    lessons, bar = open_step(2), playground.window.bar
    for leave in (lessons.next, lessons.leave):
        lessons.guarding.tell(f"{LOCKED}: play.")
        assert bar.current is not None
        leave()
        assert bar.current is None


def test_what_is_free_can_be_changed_within_its_limits_also_in_the_text(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    document, told = playground.document, messages(playground)
    field = lessons.view.findChild(QLineEdit, "needed-rate")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert document.experiment.training.learning_rate == 0.5
    assert not document.edit(edits.set_training(document.experiment, learning_rate=5.0), "Too much")
    assert told[-1] == "In this step the learning rate is from 0.01 to 1."
    assert field.text() == "0.5"


def test_neurons_beyond_the_limit_are_refused_and_hidden_figures_are_covered(
    playground: Playground, open_step: OpenStep
) -> None:
    lessons, told = open_step(3), messages(playground)
    document = playground.document
    layer = document.experiment.network.hidden[0].id
    assert document.edit(edits.resize_layer(document.experiment, layer, 4), "Resize")
    assert not document.edit(edits.add_neuron(document.experiment, layer), "Add")
    assert told[-1] == "In this step: at most 4 neurons."
    covered = {cover.control.objectName() for cover in lessons.guarding.padlocks.covers}
    assert "accuracy" in covered


def test_a_hidden_figure_is_not_read_in_the_table_of_runs(
    playground: Playground, open_step: OpenStep
) -> None:
    bar = playground.window.tabs.bar
    titles = [view.title for view in playground.window.tabs.views]
    lessons = open_step(1)
    assert bar.isTabVisible(titles.index("Runs"))
    bar.setCurrentIndex(titles.index("Runs"))
    lessons.go_to(3)  # which hides the accuracy
    assert not bar.isTabVisible(titles.index("Runs"))
    assert bar.currentIndex() == 0
    lessons.leave()
    assert bar.isTabVisible(titles.index("Runs"))


def test_undo_stops_at_the_steps_beginning(playground: Playground, open_step: OpenStep) -> None:
    lessons = open_step(3)
    document, start = playground.document, playground.document.experiment
    document.edit(edits.set_training(start, learning_rate=0.5), "Rate")
    document.undo_stack.undo()
    assert document.experiment == start
    assert not document.undo_stack.canUndo()
    lessons.next()
    assert not document.undo_stack.canUndo()
    assert not document.undo_stack.canRedo()


def test_nothing_invites_to_draw_where_nothing_is_to_be_built(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    state = playground.window.network.canvas.state
    lessons = open_step(2)  # nothing is locked, and a number is asked for
    assert state.hushed
    lessons.go_to(3)
    assert not state.hushed
    lessons.go_to(1)
    lessons.leave()
    assert not state.hushed


def test_enter_on_a_locked_part_of_the_network_says_so_and_opens_nothing(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    open_step(1)
    canvas, told = playground.window.network.canvas, messages(playground)
    for element in (Element(Part.CHIP, FEATURES), Element(Part.UNIT, "out0")):
        canvas.state.focus = element
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert [LOCKED in message for message in told] == [True, True]
    assert not [each for each in canvas.findChildren(Popover) if each.isVisible()]


def test_no_card_tells_a_number_that_is_asked_for(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, window = open_step(1), playground.window
    classes = Path(__file__).parents[3] / "resources/lessons/classes.lesson.md"
    assert lessons.open(load_lesson(classes), classes, 3)  # asks for the loss of the point (3, 1)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    plot, canvas = window.boundary.plot, window.network.canvas
    card = window.boundary.findChild(QLabel, "hover-card")
    for place, words in ((QPointF(3, 1), "sky blue"), (QPointF(-3, 1), "x₁")):
        at = plot.mapFromScene(plot.plotItem.vb.mapViewToScene(place))
        qtbot.mouseMove(plot.viewport(), at)
        assert words in card.text()
        assert "loss" not in card.text()
        assert "%" not in card.text()
    output = Element(Part.UNIT, "out0")
    canvas.popups.show_hover(output, None, canvas.rect())
    told = [line.text for line in canvas.popups.card.lines]
    assert any("b = " in line for line in told)
    assert not [line for line in told if line.startswith(("z =", "a ="))]
    lessons.leave()
    canvas.popups.show_hover(output, None, canvas.rect())
    assert [line for line in canvas.popups.card.lines if line.text.startswith("z =")]
