"""What is typed or chosen and not committed to is there when the learner comes back."""

from __future__ import annotations

from pathlib import Path

from lesson_hands import LEFT, OpenStep, click, question
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.progress.hand_in import hand_in
from nnfs_gui.lessons.reading.reader import load_lesson
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.window.lessons.controller import LessonController

EXPLAIN = 1
"""Its place among the tasks of step 3."""


def explanation(lessons: LessonController) -> Question:
    asked = lessons.view.tasks[EXPLAIN]
    assert isinstance(asked, Question)
    return asked


def write(qtbot: QtBot, lessons: LessonController, text: str) -> None:
    words = explanation(lessons).field.words
    words.setFocus()
    qtbot.keyClicks(words, text)


def test_own_words_are_there_after_a_look_back(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(3)
    write(qtbot, lessons, "A line is")
    click(qtbot, playground, "lesson-back")
    assert lessons.number == 2
    click(qtbot, playground, "lesson-next")
    assert explanation(lessons).field.words.toPlainText() == "A line is"
    assert not lessons.records[2].tasks[EXPLAIN].is_settled
    write(qtbot, lessons, "not enough. ")
    qtbot.mouseClick(explanation(lessons).commit_button, LEFT)
    click(qtbot, playground, "lesson-back")
    click(qtbot, playground, "lesson-next")
    assert explanation(lessons).field.words.isReadOnly(), "committed words are no draft"


def test_own_words_are_kept_when_the_lesson_is_left_and_not_handed_in(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, lesson_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "progress"
    playground.window.lessons.progress.use_folder(folder)
    lessons = open_step(3)
    write(qtbot, lessons, "Half a thought")
    lessons.answering.drafts._timer.timeout.emit()
    assert "Half a thought" in (folder / "trial.json").read_text("utf-8"), "before it is left"
    lessons.leave()
    lessons.progress.use_folder(folder)
    lessons.progress._records.clear()
    assert lessons.open(load_lesson(lesson_file), lesson_file)
    assert (lessons.number, explanation(lessons).field.words.toPlainText()) == (
        3,
        "Half a thought",
    )
    record = lessons.progress.record("trial")
    assert record.done == 0
    handed = hand_in(record, "Lea", "")
    assert not any(task.draft for task in handed.record.tasks)


def test_an_option_that_was_chosen_is_chosen_still_and_asked_about(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    row = question(lessons).field.rows[1]
    qtbot.mouseClick(row, LEFT)
    click(qtbot, playground, "lesson-next")
    click(qtbot, playground, "lesson-back")
    assert question(lessons).field.answer() == [1]
    assert lessons.answering.due == 0
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    qtbot.mouseClick(question(lessons).commit_button, LEFT)
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)


def test_nothing_is_left_of_words_that_were_deleted(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(3)
    write(qtbot, lessons, "No")
    click(qtbot, playground, "lesson-back")
    click(qtbot, playground, "lesson-next")
    explanation(lessons).field.words.clear()
    click(qtbot, playground, "lesson-back")
    click(qtbot, playground, "lesson-next")
    assert explanation(lessons).field.words.toPlainText() == ""
