"""A run that a learner keeps in a step, and the one that is compared with it."""

from __future__ import annotations

import pytest
from lesson_hands import LEFT
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.panels.lesson.checklist import Checklist
from nnfs_gui.window.lessons.controller import LessonController

CHECKS = ["kept(A, optimizer) == sgd", "kept(A, epoch) >= 3", "optimizer == adam",
          "test_loss < kept(A, test_loss)"]  # fmt: skip
LESSON = f"""+++
format   = "nnfs-lesson 1"
id       = "two-runs"
title    = "Two runs"
language = "en"
minutes  = 5
needs    = []
aim      = "Beat a run."
licence  = "CC BY 4.0"
+++

## Beat it

```setup
data.generator = "gaussians"
data.size = 60
training.learning_rate = 0.03
```

```do
check = {CHECKS!r}
```

## Afterwards

```setup
data.generator = "gaussians"
data.size = 60
```

```do
check = ["kept(A, epoch) >= 1"]
```
"""


@pytest.fixture
def lessons(qtbot: QtBot, playground: Playground) -> LessonController:
    lessons = playground.window.lessons
    assert lessons.open(read_lesson(LESSON), None, 1)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    return lessons


def checklist_of(lessons: LessonController) -> Checklist:
    assert lessons.view is not None
    checklist = lessons.view.tasks[0]
    assert isinstance(checklist, Checklist)
    return checklist


def train(qtbot: QtBot, playground: Playground, epochs: int) -> None:
    """So many epochs more, until the window shows them."""
    wanted = playground.session.snapshot.epoch + epochs
    playground.session.train_epochs(epochs)
    qtbot.waitUntil(lambda: playground.session.snapshot.epoch == wanted)


def ticks(checklist: Checklist) -> list[bool | None]:
    return [line.holds for line in checklist.lines]


def test_a_run_is_kept_as_a_and_beaten(
    qtbot: QtBot, playground: Playground, lessons: LessonController
) -> None:
    checklist, document, session = checklist_of(lessons), playground.document, playground.session
    qtbot.waitUntil(lambda: checklist.missing == "Keep a run as A first.")
    assert (checklist.keep.text(), checklist.keep.isEnabled()) == ("Keep this run as A", False)
    train(qtbot, playground, 2)
    checklist.keep.setFocus()
    qtbot.mouseClick(checklist.keep, LEFT)
    qtbot.waitUntil(lambda: ticks(checklist)[0] is True)
    assert checklist.missing == "Run A: epoch 2, needed at least 3."
    assert checklist.keep.text() == "Kept as A: rewind for another run"
    assert not checklist.keep.isEnabled()
    assert playground.window.focusWidget() is checklist
    train(qtbot, playground, 2)  # what goes on with the same settings is the run still
    qtbot.waitUntil(lambda: ticks(checklist) == [True, True, False, False])
    kept = session.snapshot.test_loss

    document.edit(edits.set_training(document.experiment, optimizer="adam"), "Adam")
    qtbot.waitUntil(lambda: ticks(checklist) == [True, True, True, False])  # A is what was kept
    playground.window.transport.rewind()
    document.edit(edits.set_training(document.experiment, learning_rate=0.3), "Faster")
    qtbot.waitUntil(lambda: session.snapshot.epoch == 0 and "as run A has" in checklist.missing)
    assert checklist.keep.text() == "Keep this run as A instead"
    assert checklist.feedback.isHidden()
    train(qtbot, playground, 2)
    assert session.snapshot.test_loss < kept
    qtbot.waitUntil(lambda: checklist.feedback.tone == "right")
    assert checklist.keep.isHidden()


def test_another_run_can_be_kept_instead(
    qtbot: QtBot, playground: Playground, lessons: LessonController
) -> None:
    checklist, tape = checklist_of(lessons), playground.session.tape
    train(qtbot, playground, 1)
    qtbot.mouseClick(checklist.keep, LEFT)
    qtbot.waitUntil(lambda: tape.picture.branch(1).pinned)
    playground.window.transport.rewind()
    qtbot.waitUntil(lambda: playground.session.snapshot.epoch == 0)
    train(qtbot, playground, 4)
    assert checklist.missing == "Run A: epoch 1, needed at least 3."
    qtbot.mouseClick(checklist.keep, LEFT)
    qtbot.waitUntil(lambda: ticks(checklist)[1] is True)
    assert [branch.pinned for branch in tape.picture.branches] == [False, True]


def test_a_run_kept_in_the_tab_counts_and_one_of_another_step_does_not(
    qtbot: QtBot, playground: Playground, lessons: LessonController
) -> None:
    checklist = checklist_of(lessons)
    train(qtbot, playground, 1)
    playground.window.tabs.runs.runs.pinned.emit(1, True)
    qtbot.waitUntil(lambda: checklist.missing == "Run A: epoch 1, needed at least 3.")
    lessons.next()
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    after = checklist_of(lessons)
    qtbot.waitUntil(lambda: after.missing == "Keep a run as A first.")
