"""The room of what was said to an answer."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.theme import DARK

WIDTH = 300


@pytest.fixture
def asked(qtbot: QtBot) -> Question:
    options = OptionList("shape", ["a line", "a ring"], DARK, one=True)
    question = Question("shape", "Which is it?", "Which?", options, "Commit", DARK)
    qtbot.addWidget(question)
    question.resize(WIDTH, 400)
    question.show()
    return question


def height_of(asked: Question) -> int:
    for _ in range(3):  # texts find their height when they know their width
        asked.layout().activate()
        asked.feedback.layout().activate()
    return asked.sizeHint().height()


def test_choosing_again_moves_nothing_away_under_the_pointer(asked: Question) -> None:
    first, second = asked.field.rows
    first.button.click()
    silent = height_of(asked)
    asked.feedback.show_feedback("not-yet", "The loss is not shared out evenly. " * 3)
    height = height_of(asked)
    assert height > silent + 40
    second.button.click()
    assert asked.feedback.isHidden()
    assert not asked.feedback.markdown
    assert height_of(asked) == height


def test_what_was_never_said_takes_no_room(asked: Question) -> None:
    height = height_of(asked)
    asked.field.rows[0].button.click()
    assert height_of(asked) == height
