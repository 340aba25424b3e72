"""Cases of a step whose set-up is trained before it is shown."""

from __future__ import annotations

from lesson_hands import LEFT, question
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import read_lesson

LESSON = """
+++
format = "nnfs-lesson 1"
id = "trained"
title = "Trained"
language = "en"
minutes = 5
needs = []
aim = "Go on."
licence = "CC0"
+++

## Go on from there

```setup
data.size = 60
train = "4 epochs"
[then]
training.learning_rate = 0.01
```

```controls
only = ["play"]
```

```predict
ask = "Which?"
play = "2 epochs"
figures = { "epoch" = "epoch", "batch" = "batch" }

[[case]]
label = "as it is"

[[case]]
label = "larger batch"
training.batch_size = 30
```

- [ ] one
  > No.
- [x] other
  > Right.
"""


def test_every_case_goes_on_from_where_the_step_began(qtbot: QtBot, playground: Playground) -> None:
    lessons = playground.window.lessons
    assert lessons.open(read_lesson(LESSON.strip()), None)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    asked = question(lessons)
    asked.field.rows[1].button.click()
    asked.commit_button.setFocus()
    qtbot.mouseClick(asked.commit_button, LEFT)
    focused = playground.window.focusWidget()
    assert focused in (asked, asked.cases)  # and not "Back", which a key would press
    qtbot.waitUntil(lambda: asked.cases.results[0] == "epoch 6, batch 10")
    qtbot.waitUntil(asked.cases.buttons[1].isEnabled)
    qtbot.mouseClick(asked.cases.buttons[1], LEFT)
    qtbot.waitUntil(lambda: asked.cases.results[1] == "epoch 6, batch 30")
    training = playground.document.experiment.training
    assert (training.batch_size, training.learning_rate) == (30, 0.01)
    assert playground.document.experiment == lessons.stage.start
    assert not playground.document.undo_stack.canUndo()
    tape = playground.session.snapshot.tape
    marks = [mark.step for mark in tape.branches[-1].marks if mark.kind == "edit"]
    assert marks == [12]  # the case was taken up after the training of the set-up
    assert asked.feedback.tone == "right"
    locked = playground.window.lessons.guarding.locks
    assert locked.forbids("rate")
