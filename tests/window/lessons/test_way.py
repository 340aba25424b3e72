"""The way through a lesson, and back to one's own work."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lesson_hands import OpenStep, click, messages, question
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.assets import RESOURCES
from nnfs_gui.experiment import edits
from nnfs_gui.lessons.reading.reader import load_lesson, read_lesson


def test_next_is_never_blocked_and_what_was_skipped_is_hollow(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    click(qtbot, playground, "lesson-next")
    assert (lessons.number, lessons.pane.dots.states[0]) == (2, "skipped")
    qtbot.keyClick(playground.window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert lessons.number == 1
    assert lessons.guarding.veils.loss.reason
    for _ in range(5):
        qtbot.keyClick(playground.window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert lessons.lesson is None


def test_one_may_go_on_while_a_number_is_being_typed(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(2)
    (field,) = question(lessons).field.fields
    field.setFocus()
    qtbot.keyClicks(field, "1.2")
    qtbot.keyClick(field, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert lessons.number == 3
    # Enter or Space would lead back again if Back had what the field had
    assert playground.window.focusWidget() is lessons.pane.findChild(QWidget, "lesson-scroll")


def test_a_point_that_was_chosen_is_not_marked_in_the_next_step(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, boundary = open_step(1), playground.window.boundary
    boundary.show_point(0)
    assert boundary.chosen.isVisible()
    lessons.next()
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    assert not boundary.chosen.isVisible()


def test_leaving_brings_document_weights_tape_and_undo_back_to_the_bit(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    document, session, window = playground.document, playground.session, playground.window
    document.edit(edits.set_training(document.experiment, learning_rate=0.2), "Rate")
    session.train_epochs(2)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch == 2)
    mine, weights = document.experiment, session.snapshot.parameters.copy()
    curve = session.snapshot.curve.train_loss.copy()
    lessons = open_step(1)
    assert window.windowTitle().startswith("A trial (lesson)")
    assert document.path is None
    lessons.answering.commit(0, [1])
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    click(qtbot, playground, "lesson-leave")
    assert document.experiment is mine
    assert document.undo_stack.undoText() == "Rate"
    qtbot.waitUntil(lambda: session.snapshot.experiment == mine and session.snapshot.epoch == 2)
    assert np.array_equal(session.snapshot.parameters, weights)
    assert np.array_equal(session.snapshot.curve.train_loss, curve)
    assert "(lesson)" not in window.windowTitle()
    session.train_epochs(1)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 3)


def test_answers_come_back_with_the_lesson(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, tmp_path: Path
) -> None:
    playground.window.lessons.progress.use_folder(tmp_path / "kept")
    lessons = open_step(1)
    lessons.answering.commit(0, [0])
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    lessons.next()
    lessons.leave()
    playground.window.lessons.progress._records.clear()  # as after another start
    lessons = open_step(0)
    assert lessons.number == 2
    assert lessons.pane.dots.states[:2] == ("done", "open")
    lessons.back()
    asked = question(lessons)
    assert asked.field.answer() == [0]
    assert asked.feedback.markdown == "One line is not enough."
    assert lessons.answering.due is None


def test_a_broken_lesson_changes_nothing_and_names_its_line(
    playground: Playground, lesson_file: Path
) -> None:
    told, before = messages(playground), playground.document.experiment
    lesson_file.write_text(lesson_file.read_text("utf-8").replace("only =", "onyl ="), "utf-8")
    playground.window.files.open_dropped(lesson_file)
    assert playground.window.lessons.lesson is None
    assert playground.document.experiment is before
    assert "trial.lesson.md:" in told[-1]
    assert "did you mean 'only'" in told[-1]


def test_a_dropped_lesson_opens_and_another_experiment_ends_it(
    qtbot: QtBot, playground: Playground, lesson_file: Path
) -> None:
    window = playground.window
    window.experiment_dropped.emit(lesson_file)
    assert window.lessons.lesson.id == "trial"
    assert window.cards.left.lesson is window.lessons.pane
    window.actions_by_name["new"].trigger()
    assert window.lessons.lesson is None
    assert window.cards.left.lesson is None


@pytest.mark.parametrize(("width", "beside"), [(1024, False), (1366, False), (1600, True)])
def test_lesson_and_forms_stand_side_by_side_where_there_is_room(
    playground: Playground, open_step: OpenStep, width: int, beside: bool
) -> None:
    lessons, window = open_step(1), playground.window
    window.resize(width, 768)
    left = window.cards.left
    assert left.is_beside is beside
    assert lessons.pane.isVisible()
    assert left.forms.isVisible() is beside
    assert lessons.pane.width() >= 296
    assert window.network.width() >= 416  # a splitter takes what its neighbours need at least
    left._switch._buttons["setup"].click()
    assert left.forms.isVisible()


def test_three_classes_leave_the_network_its_width(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.resize(1024, 676)
    window.show()
    path = RESOURCES / "lessons" / "classes.lesson.md"
    assert window.lessons.open(load_lesson(path), path, 1)
    qtbot.waitUntil(lambda: window.boundary.caption.startswith("P("))
    wide = window.network.width()
    window.lessons.next()
    qtbot.waitUntil(lambda: window.boundary.caption == "most likely class")
    qtbot.waitUntil(lambda: window.lessons.stage.moment is not None)
    assert window.network.width() == wide  # no caption was shown that has no room


@pytest.mark.parametrize(("point", "number"), [("2", 2), ('"any misclassified"', 0)])
def test_a_point_that_a_step_speaks_of_has_its_number_in_the_plane(
    qtbot: QtBot, playground: Playground, lesson_file: Path, point: str, number: int
) -> None:
    text = lesson_file.read_text("utf-8").replace(
        "data.points = [[3, 1, 1]]", f"data.points = [[3, 1, 1], [1, 3, 1]]\npoint = {point}"
    )
    lessons, chosen = playground.window.lessons, playground.window.boundary.chosen
    assert lessons.open(read_lesson(text), None, 2)
    qtbot.waitUntil(lambda: chosen.place is not None)
    assert (chosen.place, chosen.number) == ((1.0, 3.0), number)
    lessons.go_to(1)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    assert chosen.place is None
    lessons.go_to(2)
    qtbot.waitUntil(lambda: chosen.place is not None)
    lessons.leave()
    assert chosen.place is None  # one's own points are others
