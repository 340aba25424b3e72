"""Painting classes, and picking points, with real events: nothing is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from nnfs_gui.experiment.files import load_experiment, save_experiment

from .painted_points import SQUARE, rows, steps

LEFT = Qt.MouseButton.LeftButton


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
