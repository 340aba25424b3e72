"""Options after the answer is settled."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK, LIGHT, Theme


def drawn(button: QWidget) -> QImage:
    return button.grab().toImage()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("one", [True, False])
def test_a_settled_answer_still_shows_what_was_chosen(qtbot, theme: Theme, one: bool) -> None:
    options = OptionList("shape", ["a line", "a ring"], theme, one=one)
    qtbot.addWidget(options)
    options.setStyleSheet(stylesheet(theme))
    options.resize(260, 120)
    options.show()
    options.show_answer([0])

    options.settle(True)
    chosen, other = (row.button for row in options.rows)

    assert chosen.size() == other.size()
    assert drawn(chosen) != drawn(other)
    middle = drawn(chosen).height() // 2
    edge = {drawn(chosen).pixelColor(x, middle).name() for x in range(chosen.width())}
    assert theme.dim.lower() in edge


def test_space_pauses_and_does_not_go_back_while_an_answer_is_played(qtbot) -> None:
    column = QWidget()
    options = OptionList("shape", ["a line", "a ring"], DARK, one=True)
    question = Question("shape", "Predict first", "Which?", options, "Commit", DARK)
    layout = QVBoxLayout(column)
    layout.addWidget(question)
    layout.addWidget(QPushButton("Back"))
    qtbot.addWidget(column)
    column.show()
    options.rows[0].button.setFocus()
    question.settle()
    assert column.focusWidget() is question
