"""Painting with real mouse and key events: what a person sees is what the document holds."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from nnfs_gui.experiment.edits import set_data
from nnfs_gui.experiment.files import load_experiment, save_experiment
from nnfs_gui.experiment.materialize import materialize, points_of
from nnfs_gui.experiment.model import (
    PLANE,
    GeneratedData,
    PointArray,
    PointsData,
    default_experiment,
)
from nnfs_gui.plots.boundary import BoundaryPlot
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.slider import FlatSlider

SQUARE = np.array([[-3.0, -3.0, 0], [3.0, -3.0, 1], [3.0, 3.0, 0], [-3.0, 3.0, 1]])
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Does to a plot what a person does, in coordinates of the plane."""

    def __init__(self, qtbot, view: BoundaryPlot, pixel_of) -> None:
        self.qtbot, self.view, self._pixel_of = qtbot, view, pixel_of

    def pixel(self, x: float, y: float) -> QPoint:
        return self._pixel_of(self.view.plot, x, y)

    def click(self, x, y, modifier=Qt.KeyboardModifier.NoModifier):
        viewport = self.view.plot.viewport()
        self.qtbot.mouseClick(viewport, LEFT, modifier, pos=self.pixel(x, y))

    def drag(self, *places, release=True):
        viewport = self.view.plot.viewport()
        self.qtbot.mousePress(viewport, LEFT, pos=self.pixel(*places[0]))
        for place in places[1:]:
            self.qtbot.mouseMove(viewport, pos=self.pixel(*place))
        if release:
            self.qtbot.mouseRelease(viewport, LEFT, pos=self.pixel(*places[-1]))

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.view.plot, key, modifier)

    def press_button(self, name: str) -> None:
        button = self.view.findChild(QAbstractButton, name)
        self.qtbot.mouseClick(button, LEFT)


@pytest.fixture
def start(qtbot, document, pixel_of):
    """Open an experiment and start painting on it."""

    def started(experiment=None) -> tuple[BoundaryPlot, Hand]:
        document.open(experiment or painted(), None)
        view = BoundaryPlot(document, DARK)
        qtbot.addWidget(view)
        view.resize(420, 560)
        document.experiment_changed.connect(lambda _old, new: view.show_experiment(new))
        with qtbot.waitExposed(view):
            view.show()
        hand = Hand(qtbot, view, pixel_of)
        hand.press_button("paint-mode")
        view.grab()
        return view, hand

    return started


def painted(points=SQUARE, names=("orange", "blue")):
    data = PointsData(points=PointArray(points), class_names=names)
    return set_data(default_experiment(), data)


def rows(document) -> np.ndarray:
    assert isinstance(document.experiment.data, PointsData)
    return document.experiment.data.points.values


def steps(document) -> int:
    return document.undo_stack.count()


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


# --- classes -----------------------------------------------------------------------------------


def test_number_keys_and_swatches_choose_the_class(start, document):
    view, hand = start()
    hand.key(Qt.Key.Key_P)
    hand.key(Qt.Key.Key_1)
    hand.click(0.0, 0.0)
    hand.press_button("paint-class-2")
    hand.click(1.0, 0.0)
    assert rows(document)[4:, 2].tolist() == [0.0, 1.0]
    hand.key(Qt.Key.Key_7)
    hand.click(2.0, 0.0)
    assert rows(document)[6, 2] == 1.0, "there is no seventh class; the second stays chosen"
    assert view.findChild(QAbstractButton, "paint-class-2").isChecked()


def test_a_new_class_is_chosen_at_once_and_can_be_painted(start, document):
    view, hand = start()
    hand.press_button("paint-add-class")
    assert len(document.experiment.data.class_names) == 3
    assert document.experiment.training.loss == "cce"
    hand.key(Qt.Key.Key_P)
    hand.click(0.0, 0.0)
    assert rows(document)[4, 2] == 2.0
    assert view.findChild(QAbstractButton, "paint-class-3").isChecked()


def rename(view, qtbot, text):
    edit = view.findChild(QLineEdit, "paint-class-name")
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_undo_across_a_class_rename_brings_both_back_in_turn(start, document, qtbot):
    view, hand = start()
    hand.key(Qt.Key.Key_P)
    hand.key(Qt.Key.Key_1)
    hand.click(0.0, 0.0)
    rename(view, qtbot, "apples")
    hand.click(1.0, 1.0)
    assert document.experiment.data.class_names == ("apples", "blue")
    assert rows(document)[4:, 2].tolist() == [0.0, 0.0]
    document.undo_stack.undo()
    assert document.experiment.data.class_names == ("apples", "blue")
    document.undo_stack.undo()
    assert document.experiment.data.class_names == ("orange", "blue")
    assert len(rows(document)) == 5
    assert view.findChild(QLineEdit, "paint-class-name").text() == "orange"
    document.undo_stack.undo()
    assert np.array_equal(rows(document), SQUARE)
    for _ in range(3):
        document.undo_stack.redo()
    assert document.experiment.data.class_names == ("apples", "blue")
    assert len(rows(document)) == 6


def test_a_name_that_exists_is_refused_with_the_reason(start, document, qtbot):
    view, hand = start()
    hand.key(Qt.Key.Key_1)
    with qtbot.waitSignal(view.failed) as failed:
        rename(view, qtbot, "blue")
    assert failed.args == ["There is already a class called “blue”."]
    assert document.experiment.data.class_names == ("orange", "blue")
    assert view.findChild(QLineEdit, "paint-class-name").text() == "orange"


def test_typing_a_name_paints_and_deletes_nothing(start, document, qtbot):
    view, hand = start()
    hand.key(Qt.Key.Key_S)
    hand.drag((-5.0, -5.0), (5.0, 5.0))
    rename(view, qtbot, "1e2 [b]")
    assert np.array_equal(rows(document), SQUARE)
    assert "1e2 [b]" in document.experiment.data.class_names


def test_the_last_point_of_a_class_can_go_and_the_class_stays(start, document, tmp_path):
    _, hand = start()
    hand.key(Qt.Key.Key_E)
    hand.click(3.0, -3.0)
    hand.click(-3.0, 3.0)
    assert set(rows(document)[:, 2]) == {0.0}
    assert document.experiment.data.class_names == ("orange", "blue")
    assert document.experiment.training.loss == "bce"
    hand.key(Qt.Key.Key_2)
    hand.key(Qt.Key.Key_P)
    hand.click(0.0, 0.0)
    assert rows(document)[-1, 2] == 1.0


def test_saving_and_opening_keeps_every_class_and_the_order(start, document, tmp_path):
    _, hand = start()
    hand.press_button("paint-add-class")
    hand.press_button("paint-add-class")
    hand.key(Qt.Key.Key_3)
    hand.drag((0.0, 0.0), (2.0, 0.0))
    hand.key(Qt.Key.Key_1)
    hand.drag((0.0, 4.0), (2.0, 4.0))
    before = document.experiment
    save_experiment(before, tmp_path / "painted.json")
    after = load_experiment(tmp_path / "painted.json")
    assert after == before
    assert len(after.data.class_names) == 4
    assert np.array_equal(after.data.points.values, rows(document))


# --- picking -----------------------------------------------------------------------------------


def test_a_rubber_band_then_delete_removes_what_was_picked(start, document):
    _, hand = start()
    hand.key(Qt.Key.Key_S)
    hand.drag((-4.0, 2.0), (0.0, 3.5), (4.0, 4.0))
    hand.key(Qt.Key.Key_Delete)
    assert rows(document).tolist() == SQUARE[:2].tolist()
    assert steps(document) == 1
    document.undo_stack.undo()
    assert np.array_equal(rows(document), SQUARE)


def test_the_rubber_band_is_seen_while_it_is_drawn(start, qtbot):
    view, hand = start()
    hand.key(Qt.Key.Key_S)
    hand.drag((-4.0, 2.0), (4.0, 4.0), release=False)
    qtbot.waitUntil(lambda: len(view._overlay.picked) == 2)
    assert view._overlay.band is not None
    qtbot.mouseRelease(view.plot.viewport(), LEFT, pos=hand.pixel(4.0, 4.0))
    assert view._overlay.band is None
    assert len(view._overlay.picked) == 2


def test_picked_points_move_together_as_one_undo_step(start, document):
    _, hand = start()
    hand.key(Qt.Key.Key_S)
    hand.drag((-4.0, 2.0), (4.0, 4.0))
    hand.drag((3.0, 3.0), (3.5, 2.0), (4.0, 1.0))
    moved = rows(document)
    assert moved[2, :2] == pytest.approx([4.0, 1.0], abs=0.06)
    assert moved[3, :2] == pytest.approx([-2.0, 1.0], abs=0.06)
    assert np.array_equal(moved[:2], SQUARE[:2])
    assert steps(document) == 1


def test_a_number_key_gives_picked_points_another_class(start, document):
    _, hand = start()
    hand.key(Qt.Key.Key_S)
    hand.drag((-4.0, -4.0), (4.0, 4.0))
    hand.key(Qt.Key.Key_2)
    assert rows(document)[:, 2].tolist() == [1.0] * 4
    document.undo_stack.undo()
    assert np.array_equal(rows(document), SQUARE)


def test_undo_lets_the_picked_points_go(start, document):
    view, hand = start()
    hand.key(Qt.Key.Key_P)
    hand.click(0.0, 0.0)
    hand.key(Qt.Key.Key_S)
    hand.drag((-4.0, -4.0), (4.0, 4.0))
    assert len(view._painter.selected) == 5
    document.undo_stack.undo()
    assert len(view._painter.selected) == 0
    hand.key(Qt.Key.Key_Delete)
    assert np.array_equal(rows(document), SQUARE)


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
    monkeypatch.setattr("nnfs_gui.experiment.point_edits.MAX_PAINTED", 10)
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
