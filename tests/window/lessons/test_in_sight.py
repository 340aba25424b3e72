"""What a step asks for and what it says stand in sight, however long its text is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from lesson_hands import LEFT, OpenStep, click, question
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.panels.lesson.challenge_card import ChallengeCard
from nnfs_gui.panels.lesson.sticky_commit import TO_QUESTION
from nnfs_gui.window.lessons.controller import LessonController

HEAD = """+++
format   = "nnfs-lesson 1"
id       = "sight"
title    = "In sight"
language = "en"
minutes  = 5
needs    = []
aim      = "See what matters."
licence  = "CC BY 4.0"
+++

"""
LINE = "Some words that fill the column, so that what comes is further down.\n\n"


def in_sight(lessons: LessonController, widget: QWidget) -> bool:
    """Whether all of a widget is seen in the column."""
    scroll = lessons.pane.findChild(QScrollArea, "lesson-scroll")
    room = scroll.viewport()
    top = widget.mapTo(room, QPoint(0, 0)).y()
    return widget.isVisible() and top >= 0 and top + widget.height() <= room.height()


def open_long(playground: Playground, before: int, after: int) -> LessonController:
    """A lesson of one prediction, with so many lines before it and in what it reveals."""
    text = HEAD + "## Predict\n\n" + LINE * before
    text += (
        '```predict\nask = "Which?"\n```\n\n- [ ] one\n  > Not one.\n- [x] two\n  > Two.\n\n'
        "```reveal\n" + LINE * after + "```\n"
    )
    playground.window.resize(1024, 700)
    playground.window.show()
    lessons = playground.window.lessons
    assert lessons.open(read_lesson(text), None, 1)
    return lessons


def sticky(lessons: LessonController) -> QPushButton:
    return lessons.pane.findChild(QPushButton, "lesson-sticky-commit")


def test_the_button_that_answers_stays_in_sight(qtbot: QtBot, playground: Playground) -> None:
    lessons = open_long(playground, 12, 1)
    asked, bar = question(lessons), lessons.pane.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.waitUntil(sticky(lessons).isVisible)
    assert sticky(lessons).text() == TO_QUESTION
    qtbot.mouseClick(sticky(lessons), LEFT)
    assert in_sight(lessons, asked.field.rows[0])
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: not sticky(lessons).isVisible())
    assert in_sight(lessons, asked.commit_button)
    bar.setValue(bar.maximum() - asked.commit_button.height())
    qtbot.waitUntil(sticky(lessons).isVisible)
    assert sticky(lessons).text() == asked.commit_button.text()
    qtbot.mouseClick(sticky(lessons), LEFT)
    assert "option" in asked.feedback.markdown
    qtbot.waitUntil(lambda: in_sight(lessons, asked.feedback))
    asked.field.rows[0].button.click()
    asked.commit()
    qtbot.waitUntil(lambda: asked.feedback.tone == "not-yet")
    assert not sticky(lessons).isVisible()


@pytest.mark.parametrize("after", [1, 12])
def test_feedback_comes_into_sight_and_as_much_of_the_reveal_as_there_is_room(
    qtbot: QtBot, playground: Playground, after: int
) -> None:
    lessons = open_long(playground, 5, after)
    asked = question(lessons)
    asked.field.rows[0].button.click()
    asked.commit()
    qtbot.waitUntil(lambda: in_sight(lessons, asked.feedback))
    reveal = lessons.view.reveals[0]
    qtbot.waitUntil(lambda: reveal.height() > 60 * after / 3)
    if after == 1:
        qtbot.waitUntil(lambda: in_sight(lessons, reveal))
    assert in_sight(lessons, asked.feedback)


def test_training_of_the_set_up_is_not_what_a_checklist_waits_for(
    qtbot: QtBot,
    playground: Playground,
) -> None:
    text = (
        HEAD
        + """## Go on

```setup
data.generator = "gaussians"
data.size = 60
network.hidden = []
train = "3 epochs"
```

```do
check = ["hidden_neurons == 0"]
after = "2 epochs"
```
"""
    )
    lessons, session = playground.window.lessons, playground.session
    assert lessons.open(read_lesson(text), None, 1)
    qtbot.waitUntil(lambda: lessons.view.tasks[0].missing != "")
    assert lessons.view.tasks[0].missing == "Now train for 2 epochs."
    session.train_epochs(1)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 4)
    assert not lessons.records[0].tasks[0].is_settled
    session.train_epochs(1)
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    lessons.restart_step()
    lessons.records[0].tasks[0].outcome = None
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    click(qtbot, playground, "rewind")
    session.train_epochs(2)
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    assert session.snapshot.epoch == 2


def test_own_words_alone_open_what_a_step_reveals(qtbot: QtBot, playground: Playground) -> None:
    text = (
        HEAD + '## Keep\n\n```explain\nask = "Why?"\nideas = ["so"]\n```\n\n```reveal\nKeep.\n```\n'
    )
    lessons = playground.window.lessons
    assert lessons.open(read_lesson(text), None, 1)
    playground.window.show()
    assert not lessons.records[0].is_done(lessons.step)
    lessons.answering.commit(0, {"text": "Because.", "ticked": []})
    assert lessons.view.reveals[0].isVisible()
    assert lessons.pane.dots.states == ("done",)


def test_the_focus_stays_with_a_challenge_while_it_runs(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(5)
    playground.window.show()
    playground.window.activateWindow()
    card = lessons.view.tasks[0]
    assert isinstance(card, ChallengeCard)
    card.try_button.setFocus()
    card.show_running(True)
    assert playground.window.focusWidget() is card.cancel_button
    card.show_running(False)
    assert playground.window.focusWidget() is card.try_button


def test_tabs_close_up_where_one_is_hidden(qtbot: QtBot, playground: Playground) -> None:
    text = HEAD + "".join(
        f"## Step\n\n```setup\ndata.size = 60\n```\n\n```controls\n{line}\n```\n\n"
        for line in ('lock = ["data"]', 'hide = ["math"]', 'lock = ["data"]')
    )
    lessons, bar = playground.window.lessons, playground.window.tabs.bar
    playground.window.resize(1024, 700)
    playground.window.show()
    assert lessons.open(read_lesson(text), None, 1)
    for number in (1, 2, 3):
        lessons.go_to(number)
        qtbot.waitUntil(lambda: lessons.stage.moment is not None)
        seen = [bar.tabRect(at) for at in range(bar.count()) if bar.isTabVisible(at)]
        assert len(seen) == 6 - (number == 2)
        for left, right in pairwise(seen):
            assert right.left() == left.right() + 1
        assert bar.width() == seen[-1].right() + 1


def test_what_is_still_to_do_comes_into_sight_after_an_answer(
    qtbot: QtBot, playground: Playground
) -> None:
    text = HEAD + "## Case\n\n" + 9 * LINE
    text += (
        '```choice\nask = "Which?"\n```\n\n- [ ] one\n  > Not one.\n- [x] two\n  > Two.\n\n'
        f"{3 * LINE}"
        '```do\nask = "Choose it."\ncheck = ["optimizer == adam"]\n```\n'
    )
    playground.window.resize(1024, 700)
    playground.window.show()
    lessons = playground.window.lessons
    assert lessons.open(read_lesson(text), None, 1)
    asked, to_do = question(lessons), lessons.view.tasks[1]
    bar = lessons.pane.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    asked.field.rows[1].button.click()
    asked.commit_button.setFocus()
    qtbot.waitUntil(lambda: not in_sight(lessons, to_do))
    asked.commit()
    qtbot.waitUntil(lambda: in_sight(lessons, to_do))
    assert in_sight(lessons, asked.feedback)
    # Enter does not lead past it.
    assert playground.window.focusWidget().objectName() != "lesson-next"
