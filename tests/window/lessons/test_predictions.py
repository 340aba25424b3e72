"""Predict, then see: play waits for the commitment, and drawn answers stay."""

from __future__ import annotations

import pytest
from lesson_hands import LEFT, OpenStep, click, question
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.window.lessons.controller import LessonController
from nnfs_gui.window.lessons.judging import judge


def test_play_waits_for_the_commitment_and_then_plays_what_was_promised(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, window = open_step(1), playground.window
    assert lessons.guarding.veils.loss.reason
    assert not window.boundary.map.image.isVisible()
    assert window.boundary.points.isVisible()
    play = window.findChild(QWidget, "play")
    assert play.accessibleName() == "Commit and play"
    click(qtbot, playground, "play")
    asked = question(lessons)
    assert "option" in asked.feedback.markdown
    assert playground.session.snapshot.step == 0
    assert isinstance(asked.field, OptionList)
    qtbot.mouseClick(asked.field.rows[0], LEFT, pos=QPoint(60, 10))
    click(qtbot, playground, "play")
    assert not lessons.guarding.veils.loss.reason
    assert window.boundary.map.image.isVisible()
    qtbot.waitUntil(lambda: asked.feedback.tone == "not-yet")
    assert playground.session.snapshot.epoch == 3
    assert asked.feedback.markdown == "One line is not enough."
    assert [row.property("mark") for row in asked.field.rows] == ["not-yet", "right"]
    assert lessons.view.reveals[0].isVisible()
    assert lessons.pane.dots.states[0] == "done"
    click(qtbot, playground, "play")
    qtbot.waitUntil(lambda: playground.session.snapshot.epoch > 3)
    playground.session.pause()


def test_space_and_steps_wait_as_well(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    playground.window.network.canvas.setFocus()
    qtbot.keyClick(playground.window.network.canvas, Qt.Key.Key_Space)
    for name in ("play", "step_batch", "step_epoch", "forward"):
        playground.window.actions_by_name[name].trigger()
    qtbot.wait(30)
    assert playground.session.snapshot.step == 0
    assert lessons.answering.due == 0


def test_enter_in_an_option_commits(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    asked = question(lessons)
    assert isinstance(asked.field, OptionList)
    qtbot.keyClick(asked.field.rows[1].button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked.feedback.tone == "right")
    assert asked.feedback.markdown == "Right, half."
    assert playground.session.snapshot.epoch == 3


def test_a_paused_prediction_is_played_to_its_end(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    lessons.answering.commit(0, [1])
    playground.session.pause()
    qtbot.wait(20)
    if not lessons.records[0].tasks[0].is_settled:
        click(qtbot, playground, "play")
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    assert playground.session.snapshot.epoch == 3


def test_a_prediction_that_was_left_before_its_end_is_asked_again(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    lessons.answering.commit(0, [1])
    playground.session.pause()
    lessons.go_to(2)
    lessons.go_to(1)
    assert lessons.answering.due == 0
    assert lessons.guarding.veils.loss.reason
    lessons.answering.commit(0, [1])
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)


DRAWN = """+++
format = "nnfs-lesson 1"
id = "drawn"
title = "Drawn"
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

```predict
kind = "drag on the loss curve"
ask  = "How will it fall?"
play = "4 epochs"
```

## Border

```setup
data.size = 60
```

```predict
kind = "draw the boundary"
ask  = "Where will it be?"
play = "2 epochs"
```

## Click

```setup
data.size = 60
network.hidden = ["3 tanh"]
```

```controls
only = []
```

```choice
kind   = "click"
ask    = "Which is the second hidden neuron?"
answer = "L1.2"
right  = "Yes."
otherwise = "Count again."
```
"""


@pytest.fixture
def drawn(qtbot: QtBot, playground: Playground) -> LessonController:
    lessons = playground.window.lessons
    lessons.open(read_lesson(DRAWN), None)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    return lessons


def draw(qtbot: QtBot, viewport: QWidget, *shares: tuple[float, float]) -> None:
    places = [QPoint(round(x * viewport.width()), round(y * viewport.height())) for x, y in shares]
    qtbot.mousePress(viewport, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(viewport, place)
    qtbot.mouseRelease(viewport, LEFT, pos=places[-1])


def test_a_curve_is_drawn_into_the_loss_and_stays_beside_what_happened(
    qtbot: QtBot, playground: Playground, drawn: LessonController
) -> None:
    plot = playground.window.loss.plot
    assert not drawn.guarding.veils.loss.reason  # it is drawn on
    assert playground.window.loss._empty.isHidden()  # "Press play to see it fall" would tell
    asked = question(drawn)
    assert not asked.commit()
    draw(qtbot, plot.viewport(), (0.3, 0.3), (0.4, 0.5), (0.35, 0.6), (0.6, 0.6), (0.8, 0.7))
    places = asked.field.answer()
    xs = [x for x, _ in places]
    assert xs == sorted(xs)
    assert len(places) == 4  # the pen went back once
    assert 0.0 <= xs[0] < xs[-1] <= plot.viewRange()[0][1]
    assert asked.commit()
    qtbot.waitUntil(lambda: drawn.records[0].tasks[0].is_settled)
    curve = drawn.drawing.curve
    assert list(curve.places) == places
    assert curve._item.isVisible()
    low, high = plot.viewRange()[1]
    assert all(low <= y <= high for _, y in places)
    draw(qtbot, plot.viewport(), (0.3, 0.3), (0.5, 0.5), (0.8, 0.7))
    assert list(curve.places) == places  # it stands
    drawn.next()
    assert not curve._item.isVisible()


def test_what_was_drawn_far_above_the_loss_stays_in_sight(
    qtbot: QtBot, playground: Playground, drawn: LessonController
) -> None:
    plot, asked = playground.window.loss.plot, question(drawn)
    draw(qtbot, plot.viewport(), (0.3, 0.02), (0.5, 0.01), (0.8, 0.02))
    asked.commit()
    qtbot.waitUntil(lambda: drawn.records[0].tasks[0].is_settled)
    low, high = plot.viewRange()[1]
    assert all(low <= y <= high for _, y in drawn.drawing.curve.places)
    drawn.next()
    assert plot.viewRange()[1][1] <= high


def test_a_border_is_drawn_into_the_plane(
    qtbot: QtBot, playground: Playground, drawn: LessonController
) -> None:
    drawn.next()
    boundary = playground.window.boundary
    assert not boundary.map.image.isVisible()
    draw(qtbot, boundary.plot.viewport(), (0.3, 0.2), (0.4, 0.4), (0.6, 0.6), (0.5, 0.8))
    asked = question(drawn)
    assert len(asked.field.answer()) == 4
    asked.commit()
    qtbot.waitUntil(lambda: drawn.records[1].tasks[0].is_settled)
    assert boundary.map.image.isVisible()
    assert drawn.drawing.border._item.isVisible()


def test_a_neuron_is_clicked_though_all_is_locked(
    qtbot: QtBot, playground: Playground, drawn: LessonController
) -> None:
    drawn.go_to(3)
    canvas = playground.window.network.canvas
    asked = question(drawn)
    for unit, said in (("L1.3", "Count again."), ("L1.2", "Yes.")):
        centre = canvas.state.layout.unit_rect(unit).center()
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=canvas.mapFromScene(centre))
        assert asked.field.answer() == [unit]
        assert asked.commit()
        assert asked.feedback.markdown == said
    assert drawn.records[2].tasks[0].is_settled


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("L1.2", "It is neuron 2 of hidden layer 1."),
        ("x1 -> L1.2", "It is the link x₁ → neuron 2 of hidden layer 1."),
        ("out0", "It is Output."),
    ],
)
def test_what_was_to_be_clicked_is_said_in_words(answer: str, words: str) -> None:
    head = DRAWN.split("## ")[0] + "## Click\n\n"
    text = head + f'```predict\nkind = "click"\nask = "Which?"\nanswer = "{answer}"\n```\n'
    task = read_lesson(text).steps[0].tasks[0]
    assert judge(task, ["x2 -> out0"]).markdown == words


def test_who_comes_back_to_an_answered_prediction_sees_its_run_again(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    lessons.answering.commit(0, [1])
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    seen = playground.session.snapshot
    lessons.next()
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    lessons.back()
    qtbot.waitUntil(lambda: lessons.stage.now is not None and lessons.stage.now.epoch == 3)
    qtbot.waitUntil(lambda: playground.session.state is RunState.PAUSED)
    again = playground.session.snapshot
    assert (again.test_loss, again.test_accuracy) == (seen.test_loss, seen.test_accuracy)
    assert lessons.records[0].tasks[0].attempts == 1, "seen again, not answered again"
    lessons.next()
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    assert playground.session.snapshot.epoch == 0, "nothing is trained where nothing was answered"
