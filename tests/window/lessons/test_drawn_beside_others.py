"""Answers that are drawn or clicked, in steps that ask something else as well."""

from __future__ import annotations

import pytest
from lesson_hands import LEFT, question
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.window.lessons.controller import LessonController

LESSON = """+++
format = "nnfs-lesson 1"
id = "beside"
title = "Beside"
language = "en"
minutes = 5
needs = []
aim = "Draw."
licence = "CC BY 4.0"
+++

## Curve

```setup
data.size = 60
```

```choice
ask = "What is it?"
```

- [x] a ring
  > Right.
- [ ] a line
  > No.

```predict
kind = "drag on the loss curve"
ask  = "How will it fall?"
play = "4 epochs"
```

## Click

```setup
data.size = 60
network.hidden = ["3 tanh"]
```

```choice
kind   = "click"
ask    = "Which is the second hidden neuron?"
answer = "L1.2"
right  = "Yes."
otherwise = "Count again."
```

```choice
ask = "How many are there?"
```

- [x] three
  > Right.
- [ ] two
  > No.
"""


@pytest.fixture
def lessons(qtbot: QtBot, playground: Playground) -> LessonController:
    lessons = playground.window.lessons
    lessons.open(read_lesson(LESSON), None)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    return lessons


def draw(qtbot: QtBot, viewport: QWidget) -> None:
    wide, high = viewport.width(), viewport.height()
    places = [QPoint(round(x * wide), round(0.5 * high)) for x in (0.3, 0.5, 0.8)]
    qtbot.mousePress(viewport, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(viewport, place)
    qtbot.mouseRelease(viewport, LEFT, pos=places[-1])


def test_another_answer_of_the_step_does_not_end_the_drawing(
    qtbot: QtBot, playground: Playground, lessons: LessonController
) -> None:
    plot = playground.window.loss.plot.viewport()
    question(lessons).field.rows[0].button.click()
    question(lessons).commit_button.setFocus()
    assert question(lessons).commit()
    # Something else is asked: Enter must not lead past it.
    assert playground.window.focusWidget() is question(lessons)
    draw(qtbot, plot)
    places = question(lessons, 1).field.answer()
    assert places
    assert question(lessons, 1).field.words == "Drawn. Draw again, or commit."
    assert question(lessons, 1).commit()
    assert question(lessons, 1).field.words == "Drawn."
    qtbot.waitUntil(lambda: lessons.records[0].tasks[1].is_settled)
    draw(qtbot, plot)
    assert list(lessons.drawing.curve.places) == places  # it stands


def test_what_was_drawn_but_not_committed_to_is_in_sight_again(
    qtbot: QtBot, playground: Playground, lessons: LessonController
) -> None:
    draw(qtbot, playground.window.loss.plot.viewport())
    places = list(lessons.drawing.curve.places)
    lessons.next()
    assert not lessons.drawing.curve.places
    lessons.back()
    assert list(lessons.drawing.curve.places) == places != []
    assert question(lessons, 1).field.answer() == places


def test_after_a_wrong_click_another_is_taken_even_later(
    qtbot: QtBot, lessons: LessonController
) -> None:
    lessons.go_to(2)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    lessons.guarding.canvas.picked.emit(Element(Part.UNIT, "L1.1"))
    question(lessons).commit()
    assert not lessons.records[1].tasks[0].is_settled
    question(lessons, 1).field.rows[0].button.click()
    question(lessons, 1).commit()
    asked = lessons.guarding.canvas
    assert asked.is_asking
    for number in (1, 2):
        lessons.go_to(number)
        qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    assert asked.is_asking
    assert question(lessons).field.words == "Clicked."
    asked.picked.emit(Element(Part.UNIT, "L1.2"))
    question(lessons).commit()
    assert lessons.records[1].tasks[0].outcome.tone == "right"
    assert not asked.is_asking
