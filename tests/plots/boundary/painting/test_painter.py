"""Painting with real mouse and key events: what a person sees is what the document holds."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from nnfs_gui.experiment.data.materialize import materialize, points_of
from nnfs_gui.experiment.edits import set_data
from nnfs_gui.experiment.model import (
    PLANE,
    GeneratedData,
    default_experiment,
)
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.slider import FlatSlider

from .painted_points import SQUARE, rows, steps

LEFT = Qt.MouseButton.LeftButton


# --- strokes -----------------------------------------------------------------------------------


def test_a_stroke_paints_points_of_the_class_and_is_one_undo_step(start, document):
    _, hand = start()
    hand.key(Qt.Key.Key_1)
    hand.drag((-1.0, 0.0), (0.0, 0.0), (1.0, 0.5), (2.0, 0.0))
    new = rows(document)[4:]
    assert len(new) > 5
    assert np.all(new[:, 2] == 0)
    assert np.array_equal(rows(document)[:4], SQUARE)
    assert steps(document) == 1
    document.undo_stack.undo()
    assert np.array_equal(rows(document), SQUARE)


def test_two_strokes_are_two_undo_steps(start, document):
    _, hand = start()
    hand.drag((-1.0, 0.0), (1.0, 0.0))
    between = rows(document)
    hand.drag((-1.0, 2.0), (1.0, 2.0))
    assert steps(document) == 2
    document.undo_stack.undo()
    assert np.array_equal(rows(document), between)


def test_the_document_follows_while_the_stroke_is_being_made(start, document, qtbot):
    _, hand = start()
    hand.drag((-2.0, 0.0), (-1.0, 0.0), release=False)
    first = len(rows(document))
    assert first > 4
    hand.qtbot.mouseMove(hand.view.plot.viewport(), pos=hand.pixel(2.0, 0.0))
    qtbot.waitUntil(lambda: len(rows(document)) > first)
    assert steps(document) == 1


def test_the_first_stroke_turns_a_generated_set_into_points(start, document):
    experiment = set_data(default_experiment(), GeneratedData("moons", size=60))
    before = points_of(experiment)
    _, hand = start(experiment)
    hand.key(Qt.Key.Key_P)
    hand.click(0.0, 5.0)
    assert np.array_equal(rows(document)[:60], before)
    assert rows(document)[60] == pytest.approx([0.0, 5.0, 1.0], abs=0.05)
    document.undo_stack.undo()
    assert document.experiment == experiment


def test_what_is_painted_is_drawn_at_once(start, colour_at, document):
    view, hand = start()
    hand.key(Qt.Key.Key_1)
    hand.key(Qt.Key.Key_P)
    hand.click(0.5, 0.5)
    assert len(rows(document)) == 5
    data = materialize(document.experiment)
    assert len(view._drawn) == 5
    expected = DARK.panel if 4 in data.test else DARK.neg
    assert colour_at(view.plot, *rows(document)[4, :2]).name() == expected.lower()


def test_painting_while_zoomed_lands_under_the_mouse(start, document):
    view, hand = start()
    view.plot.setRange(xRange=(1.0, 3.0), yRange=(-2.0, 0.0), padding=0)
    hand.key(Qt.Key.Key_P)
    hand.click(2.5, -1.75)
    assert rows(document)[4, :2] == pytest.approx([2.5, -1.75], abs=0.01)
    view.reset_zoom()
    hand.click(-5.0, 5.0)
    assert rows(document)[5, :2] == pytest.approx([-5.0, 5.0], abs=0.05)


def test_dragging_paints_and_does_not_move_the_view(start):
    view, hand = start()
    view.plot.setRange(xRange=(1.0, 3.0), yRange=(-2.0, 0.0), padding=0)
    before = view.plot.plotItem.vb.viewRange()
    hand.drag((1.5, -1.0), (2.5, -1.0))
    assert view.plot.plotItem.vb.viewRange() == before


@pytest.mark.parametrize("corner", [(-PLANE, -PLANE), (PLANE, PLANE), (PLANE, -PLANE)])
def test_a_point_at_the_very_edge_can_be_set_and_erased(start, document, corner):
    _, hand = start()
    hand.key(Qt.Key.Key_P)
    hand.click(*corner)
    assert np.abs(rows(document)[4, :2]) == pytest.approx([PLANE, PLANE], abs=0.05)
    assert np.all(np.abs(rows(document)) <= PLANE)
    hand.key(Qt.Key.Key_E)
    hand.click(*corner)
    assert np.array_equal(rows(document), SQUARE)


def test_a_stroke_that_leaves_the_plane_leaves_no_points_outside(start, document):
    _, hand = start()
    hand.drag((5.0, 0.0), (5.9, 0.0), (6.2, 0.0))
    assert np.all(np.abs(rows(document)[:, :2]) <= PLANE)


def test_the_eraser_takes_points_and_is_one_undo_step(start, document):
    _, hand = start()
    hand.key(Qt.Key.Key_E)
    hand.drag((3.0, -3.0), (3.0, 0.0), (3.0, 3.0))
    assert rows(document).tolist() == SQUARE[[0, 3]].tolist()
    assert steps(document) == 1


def test_erasing_nothing_leaves_no_undo_step_and_no_conversion(start, document):
    experiment = set_data(default_experiment(), GeneratedData("circle", size=20))
    _, hand = start(experiment)
    document.open(set_data(experiment, GeneratedData("gaussians", size=20)), None)
    hand.key(Qt.Key.Key_E)
    hand.click(-5.9, 5.9)
    assert steps(document) == 0
    assert isinstance(document.experiment.data, GeneratedData)


def test_a_line_is_one_undo_step_and_straight(start, document):
    _, hand = start()
    hand.key(Qt.Key.Key_L)
    hand.drag((-2.0, 1.0), (0.0, 5.0), (2.0, 1.0))
    new = rows(document)[4:]
    assert len(new) > 4
    assert np.allclose(new[:, 1], 1.0, atol=0.05)
    assert steps(document) == 1


def test_a_double_click_paints_twice_instead_of_enlarging(start, document, qtbot):
    view, hand = start()
    hand.key(Qt.Key.Key_P)
    with qtbot.assertNotEmitted(view.enlarge_requested):
        hand.click(0.0, 0.0)
        qtbot.mouseDClick(view.plot.viewport(), LEFT, pos=hand.pixel(0.0, 0.0))
    assert len(rows(document)) == 6


# --- the rest ----------------------------------------------------------------------------------


def test_clear_also_removes_points_out_of_view(start, document):
    view, hand = start()
    view.plot.setRange(xRange=(-1.0, 1.0), yRange=(-1.0, 1.0), padding=0)
    hand.press_button("paint-clear")
    assert len(rows(document)) == 0
    assert document.experiment.data.class_names == ("orange", "blue")
    document.undo_stack.undo()
    assert np.array_equal(rows(document), SQUARE)


def test_values_are_painted_with_the_slider(start, document, qtbot):
    experiment = set_data(default_experiment(), GeneratedData("plane", size=30))
    view, hand = start(experiment)
    slider = view.findChild(FlatSlider, "paint-value")
    assert slider.isVisible()
    assert view.findChild(QAbstractButton, "paint-class-1") is None
    qtbot.mouseClick(slider, LEFT, pos=QPoint(2, slider.height() // 2))
    hand.key(Qt.Key.Key_P)
    hand.click(0.0, 0.0)
    assert document.experiment.data.task == "regression"
    assert rows(document)[30] == pytest.approx([0.0, 0.0, -1.0], abs=0.05)


def test_brackets_resize_the_brush(start):
    view, hand = start()
    before = view._bar.settings(0.1).radius
    hand.key(Qt.Key.Key_BracketRight)
    assert view._bar.settings(0.1).radius > before


def test_escape_first_lets_go_and_then_ends_painting(start, qtbot):
    view, hand = start()
    hand.key(Qt.Key.Key_S)
    hand.drag((-4.0, -4.0), (4.0, 4.0))
    hand.key(Qt.Key.Key_Escape)
    assert view._bar.isVisible()
    with qtbot.waitSignal(view.painting_changed) as changed:
        hand.key(Qt.Key.Key_Escape)
    assert changed.args == [False]
    assert not view._bar.isVisible()


def test_outside_painting_the_mouse_edits_nothing(start, document):
    _, hand = start()
    hand.press_button("paint-mode")
    hand.drag((0.0, 0.0), (2.0, 0.0))
    hand.key(Qt.Key.Key_Delete)
    assert steps(document) == 0


def test_too_many_points_end_the_stroke_with_a_sentence(start, document, qtbot, monkeypatch):
    monkeypatch.setattr("nnfs_gui.experiment.edits.points.MAX_PAINTED", 10)
    view, hand = start()
    with qtbot.waitSignal(view.failed) as failed:
        hand.drag((-4.0, 0.0), (4.0, 0.0))
    assert "room for 10" in failed.args[0]
    assert len(rows(document)) <= 10


def test_every_tool_can_be_found_by_name_and_explained(start):
    view, _ = start()
    for name in ("brush", "point", "line", "eraser", "select", "clear", "add-class", "size"):
        widget = view.findChild(QWidget, f"paint-{name}")
        assert widget is not None
        assert widget.toolTip()
        assert widget.accessibleName()
