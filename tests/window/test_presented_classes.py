"""What a class answers is apart from the learner, whose place in the lesson comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from test_question_strip import TEXT, press

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits import set_training
from nnfs_gui.lessons.reading.reader import read_lesson


@pytest.fixture
def room(playground: Playground) -> Playground:
    window = playground.window
    assert window.lessons.open(read_lesson(TEXT), None)
    window.presenter.switch(True)
    return playground


def test_a_class_answers_apart_from_the_learner(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    window.presenter.leave()
    lessons, document = window.lessons, room.document
    with qtbot.waitSignal(lessons.answered):
        lessons.answering.commit(0, [1])
    kept = lessons.progress.record("room")
    document.edit(set_training(document.experiment, learning_rate=0.7), "rate")
    window.tabs.open_tab("Weights")
    qtbot.waitUntil(lambda: room.session.snapshot.experiment == document.experiment)
    weights = room.session.snapshot.parameters.copy()
    window.presenter.switch(True)
    assert lessons.answering.due == 0  # asked afresh
    assert document.experiment.training.learning_rate != 0.7
    for by in ("answer", "step"):
        with qtbot.waitSignal(lessons.answered if by == "answer" else lessons.step_changed):
            press(qtbot, room, key.Key_PageDown)
    press(qtbot, room, key.Key_4)
    window.tabs.open_tab("Math")
    window.presenter.leave()
    assert lessons.number == 1
    assert lessons.records[0].tasks[0].answer == [1]
    assert lessons.records[0].revealed
    assert document.experiment.training.learning_rate == 0.7
    assert document.undo_stack.canUndo()
    assert window.tabs.current.title == "Weights"
    qtbot.waitUntil(lambda: (room.session.snapshot.parameters == weights).all())
    after = lessons.progress.record("room")
    assert after.tasks == kept.tasks
    assert after.step == kept.step
    lessons.next()  # what comes now is the learner's again
    lessons.answering.commit(0, {"words": "because"})
    assert lessons.progress.record("room").tasks != kept.tasks


def test_kept_runs_can_still_be_asked_about(qtbot: QtBot, room: Playground) -> None:
    window = room.window
    window.presenter.leave()
    kept = window.lessons.checking.kept
    window.lessons.go_to(2)
    qtbot.waitUntil(lambda: window.lessons.checking.situation is not None)
    with qtbot.waitSignal(room.session.epochs_finished):
        room.session.train_epochs(1)
    qtbot.waitUntil(lambda: kept.offer(1)[1])
    kept.keep(1)
    qtbot.waitUntil(lambda: kept.situations.keys() == {"A"})
    before = kept.situations["A"]
    window.presenter.switch(True)
    qtbot.waitUntil(lambda: not kept.situations)
    window.presenter.leave()
    qtbot.waitUntil(lambda: kept.situations.keys() == {"A"})
    assert kept.situations["A"].epoch == before.epoch == 1


def test_what_was_typed_and_not_committed_is_there_again(room: Playground) -> None:
    window = room.window
    window.presenter.leave()
    window.lessons.go_to(2)
    window.lessons.view.tasks[0].field.show_answer({"words": "I think"})
    window.presenter.switch(True)
    assert not window.lessons.view.tasks[0].field.answer()
    window.presenter.leave()
    assert window.lessons.view.tasks[0].field.answer()["words"] == "I think"


def test_a_second_class_is_asked_afresh_and_the_first_can_be_taken_up(
    qtbot: QtBot, room: Playground
) -> None:
    window, key = room.window, Qt.Key
    press(qtbot, room, key.Key_A, key.Key_C, key.Key_C)
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, room, key.Key_R)
    press(qtbot, room, key.Key_PageDown)
    window.presenter.leave()
    window.presenter.switch(True)
    strip = window.lesson_presenting.strip
    assert window.lessons.number == 1
    assert strip.poll.total == 0
    assert not strip.revealed
    offer = window.findChild(QWidget, "class-before")
    assert offer.isVisible()
    press(qtbot, room, key.Key_K)
    assert window.lessons.number == 2
    press(qtbot, room, key.Key_PageUp)
    assert strip.poll.counts == [1, 0, 2]
    assert not strip.revealed  # the network is untrained again
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, room, key.Key_R)
    assert "wherever it falls" in strip.said.markdown
    assert not offer.isVisible()
    window.presenter.leave()
    window.presenter.switch(True)
    press(qtbot, room, key.Key_A)  # a new class it is
    assert not offer.isVisible()


THREE = (
    TEXT
    + """
## Third

```explain
ask   = "And now?"
ideas = ["all"]
```
"""
)


def test_who_presents_again_goes_on_where_it_stopped(qtbot: QtBot, playground: Playground) -> None:
    window, key = playground.window, Qt.Key
    lessons, presenter = window.lessons, window.presenter
    assert lessons.open(read_lesson(THREE), None)
    presenter.switch(True)
    press(qtbot, playground, key.Key_A)
    lessons.go_to(2)
    presenter.leave()
    assert lessons.number == 1  # the learner's
    presenter.switch(True)
    assert lessons.number == 2
    assert "Step 2" in window.bar.current.message
    assert window.lesson_presenting.room.is_used is False  # with no answers
    press(qtbot, playground, key.Key_Home)
    assert lessons.number == 1
    assert window.lesson_presenting.strip.poll.total == 0
    lessons.go_to(3)
    presenter.leave()
    presenter.switch(True)
    assert lessons.number == 1  # it was presented to its end
    lessons.go_to(2)
    presenter.leave()
    lessons.go_to(3)
    presenter.switch(True)
    assert lessons.number == 3  # the teacher went there
    presenter.leave()
    assert lessons.open(read_lesson(TEXT), None, 1)
    presenter.switch(True)
    assert lessons.number == 1


def test_home_leads_to_the_first_question_of_a_step(qtbot: QtBot, playground: Playground) -> None:
    window, key = playground.window, Qt.Key
    two = TEXT.replace("```teacher", '```explain\nask = "How?"\nideas = ["so"]\n```\n\n```teacher')
    assert window.lessons.open(read_lesson(two), None)
    window.presenter.switch(True)
    window.lesson_presenting.go(1)
    assert window.lesson_presenting.task.ask == "How?"
    press(qtbot, playground, key.Key_Home)
    assert window.lesson_presenting.task.ask == "Which share will be right?"
