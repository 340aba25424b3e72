"""Numbers, checklists, cases, explanations and challenges in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from joblib.externals.loky.process_executor import TerminatedWorkerError
from lesson_hands import LEFT, OpenStep, click, question
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.lessons.reading.reader import load_lesson, read_lesson
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.panels.lesson.challenge_card import ChallengeCard
from nnfs_gui.panels.lesson.checklist import Checklist
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.window.lessons.challenges import ENDED
from nnfs_gui.window.lessons.controller import LessonController

TOUR = Path(__file__).parents[3] / "resources/lessons/tour.lesson.md"


def type_number(qtbot: QtBot, lessons: LessonController, text: str) -> Question:
    asked = question(lessons)
    field = asked.field.fields[0]
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return asked


def test_a_slip_is_named_and_the_right_number_settles(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(2)
    asked = type_number(qtbot, lessons, "1")
    assert asked.feedback.tone == "not-yet"
    assert "bias" in asked.feedback.markdown
    assert lessons.records[1].tasks[0].outcome.slip == "forgot_bias"
    asked = type_number(qtbot, lessons, "1,234")
    assert asked.feedback.tone == "note"
    assert lessons.records[1].tasks[0].attempts == 1
    asked = type_number(qtbot, lessons, "3/2")
    assert asked.feedback.tone == "right"
    assert lessons.pane.dots.states[1] == "done"
    assert playground.window.focusWidget().objectName() == "lesson-next"
    assert lessons.number == 2  # the Enter that gave the answer does not press Next, too


def test_new_numbers_are_asked_of_another_network(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(2)
    before = playground.document.experiment
    button = question(lessons).findChild(QPushButton, "step-2-2-commit-renew")
    qtbot.mouseClick(button, LEFT)
    after = playground.document.experiment
    assert after != before
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    ((x1, x2, _),) = after.data.points.values
    weights = {entry.link.source: entry.value for entry in after.network.hand_set}
    z = weights["x1"] * x1 + weights["x2"] * x2 + weights["bias"]
    assert type_number(qtbot, lessons, f"{z:.5f}").feedback.tone == "right"


def test_a_number_that_the_learners_network_does_not_have_is_told(
    qtbot: QtBot, playground: Playground, lesson_file: Path
) -> None:
    text = lesson_file.read_text("utf-8")
    start, end = text.index("## Work it out"), text.index("## Do it")
    asked = '## Work it out\n\n```number\nask = "z?"\nanswer = "z of L1.3 at point 1"\n```\n\n'
    lessons = playground.window.lessons
    assert lessons.open(read_lesson(text[:start] + asked + text[end:]), None, 1)
    lessons.next()
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    feedback = type_number(qtbot, lessons, "1").feedback
    assert feedback.tone == "note"
    assert "does not have what is asked about" in feedback.markdown
    assert "L1.3" in feedback.markdown
    assert lessons.records[1].tasks[0].attempts == 0
    assert playground.window.bar.isHidden(), "nothing went wrong inside"


def test_hints_open_one_after_another(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(2)
    shown = [hint.isVisible() for hint in lessons.view.hints]
    click(qtbot, playground, "lesson-hint")
    first = [hint.isVisible() for hint in lessons.view.hints]
    click(qtbot, playground, "lesson-hint")
    assert (shown, first) == ([False, False], [True, False])
    assert all(hint.isVisible() for hint in lessons.view.hints)
    assert lessons.pane.findChild(QWidget, "lesson-hint").isHidden()


def test_a_hint_with_formulas_is_wholly_in_sight_when_it_opens(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(2)
    scroll = lessons.pane.findChild(QScrollArea, "lesson-scroll")
    assert scroll is not None
    first, second = lessons.view.hints
    second.words.show_markdown("Take $e^3 = 20.09$, and add it to the others. " * 4)
    click(qtbot, playground, "lesson-hint")
    scroll.setFixedHeight(first.mapTo(lessons.view, first.rect().bottomLeft()).y() + 20)
    bar = scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: not bar.isVisible())
    click(qtbot, playground, "lesson-hint")  # now a scroll bar makes all of it narrower
    qtbot.waitUntil(bar.isVisible)
    view = scroll.viewport()
    qtbot.waitUntil(
        lambda: view.rect().contains(second.mapTo(view, second.rect().bottomLeft())), timeout=1000
    )


def test_a_checklist_ticks_itself_while_training_runs(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    lessons, document = open_step(3), playground.document
    checklist, shown = lessons.view.tasks[0], list[object]()
    assert isinstance(checklist, Checklist)
    monkeypatch.setattr(lessons.pane, "reveal", lambda *widgets: shown.extend(widgets))
    qtbot.waitUntil(lambda: "needed at least 3" in checklist.missing)
    layer = document.experiment.network.hidden[0].id
    document.edit(edits.add_neuron(document.experiment, layer), "Add neuron")
    qtbot.waitUntil(lambda: [line.holds for line in checklist.lines] == [True, False])
    assert "Epoch 0, needed at least 2" in checklist.missing
    playground.session.train_epochs(2)
    qtbot.waitUntil(lambda: checklist.feedback.tone == "right")
    assert all(line.holds for line in checklist.lines)
    assert not checklist.missing
    assert lessons.pane.dots.states[2] == "done"  # what is never marked is not asked for
    assert playground.window.focusWidget() is question(lessons, 1).field.words  # but comes first
    shown.clear()
    qtbot.keyClicks(question(lessons, 1).field.words, "It")
    assert shown == [question(lessons, 1).field]  # in sight, wherever it is; once


def test_who_only_runs_past_has_not_stopped(qtbot: QtBot, playground: Playground) -> None:
    window, session = playground.window, playground.session
    lessons, text = window.lessons, new_lesson("stop", "Stop").split("## ")[0] + STOPPING
    assert lessons.open(read_lesson(text), None)
    checklist = lessons.view.tasks[0]
    assert isinstance(checklist, Checklist)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    window.transport.play()
    qtbot.waitUntil(lambda: session.snapshot.epoch > 2)
    qtbot.waitUntil(lambda: [line.holds for line in checklist.lines] == [True, False])
    assert "pauses" in checklist.missing
    window.transport.toggle()
    qtbot.waitUntil(lambda: checklist.feedback.tone == "right")


STOPPING = """\
## In time

```setup
data.generator = "circle"
```

```do
ask   = "Stop."
check = ["epoch >= 1", "stopped"]
```
"""


def test_a_feature_is_no_hidden_neuron(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, canvas = open_step(1), playground.window.network.canvas
    assert lessons.open(load_lesson(TOUR), TOUR, 2)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    assert lessons.view.tasks[0].missing == ""  # the question says how
    canvas.select(frozenset(["x1"]))
    canvas.select(frozenset(["out0"]))
    assert [line.holds for line in lessons.view.tasks[0].lines] == [False]
    canvas.select(frozenset([playground.document.experiment.network.hidden[0].neurons[1].id]))
    assert [line.holds for line in lessons.view.tasks[0].lines] == [True]
    assert lessons.records[1].is_done(lessons.step)


def test_training_counts_only_after_the_change(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, document, session = open_step(1), playground.document, playground.session
    assert lessons.open(load_lesson(TOUR), TOUR, 3)  # leave two hidden neurons, then train
    checklist = lessons.view.tasks[0]
    qtbot.waitUntil(lambda: checklist.missing == "4 hidden neurons, needed exactly 2.")
    session.train_epochs(25)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 85)
    assert checklist.missing == "4 hidden neurons, needed exactly 2."
    for _ in range(2):
        layer = document.experiment.network.hidden[0].id
        document.edit(edits.remove_neuron(document.experiment, layer), "Remove neuron")
    qtbot.waitUntil(lambda: checklist.missing == "Now train for 20 epochs.")
    assert [line.holds for line in checklist.lines] == [True]
    assert not lessons.records[2].is_done(lessons.step)
    session.train_epochs(12)
    qtbot.waitUntil(lambda: checklist.missing == "Now train for 8 more epochs.")
    session.train_epochs(8)
    qtbot.waitUntil(lambda: checklist.feedback.tone == "right")


def test_own_words_come_before_the_ideas(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(3)
    asked = question(lessons, 1)
    assert all(row.isHidden() for row in asked.field.rows)
    assert not asked.commit()
    asked.field.words.setPlainText("They add up.")
    assert asked.commit()
    assert not any(row.isHidden() for row in asked.field.rows)
    assert asked.feedback.tone == "note"


def test_ideas_that_were_ticked_are_kept_with_the_words(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(3)
    asked = question(lessons, 1)
    asked.field.words.setPlainText("They add up.")
    assert asked.commit()
    focused = playground.window.focusWidget()
    assert not asked.isAncestorOf(focused)  # the words stand
    asked.field.rows[1].button.click()
    assert playground.window.focusWidget() is focused  # ticking leads nowhere else
    (attempt,) = lessons.progress.record("trial").task(3, 1).attempts
    assert attempt.answer == ("They add up.", "therefore")
    assert attempt.verdict == "done"
    for number in (4, 3):
        lessons.go_to(number)
        qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    rows = question(lessons, 1).field.rows
    assert [row.button.isChecked() for row in rows] == [False, True]
    rows[0].button.click()
    lesson, path = lessons.lesson, lessons.path
    lessons.leave()
    assert lessons.open(lesson, path, 3)
    rows = question(lessons, 1).field.rows
    assert [row.button.isChecked() for row in rows] == [True, True]
    assert len(lessons.progress.record("trial").task(3, 1).attempts) == 1


def test_cases_are_played_one_by_one_and_the_answer_is_compared_at_the_end(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(4)
    asked = question(lessons)
    asked.field.fields[0].setText("three")
    asked.commit()
    assert lessons.records[3].tasks[0].answer is None  # it cannot be read: it was no answer
    asked.field.fields[0].setText("2")
    asked.commit()
    qtbot.waitUntil(lambda: bool(asked.cases.results[0]) and asked.cases.buttons[1].isEnabled())
    assert not lessons.records[3].tasks[0].is_settled
    assert asked.cases.results[0].startswith("2; ")  # what is asked for, first of all
    assert playground.window.focusWidget() is asked.cases.buttons[1]
    qtbot.keyClick(asked.cases.buttons[1], Qt.Key.Key_Return)
    assert not isinstance(playground.window.focusWidget(), QPushButton)
    qtbot.waitUntil(lambda: lessons.records[3].tasks[0].is_settled)
    assert len(playground.document.experiment.network.hidden[0].neurons) == 3
    assert "You said **2**, it is **3**" in asked.feedback.markdown
    assert asked.scale.marks == (2 / 3, 1.0)
    assert asked.scale.isVisible()
    assert asked.feedback.tone == "not-yet"


def test_a_challenge_is_tried_over_seeds_and_any_run_opens(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, document = open_step(5), playground.document
    card = lessons.view.tasks[0]
    assert isinstance(card, ChallengeCard)
    qtbot.mouseClick(card.try_button, LEFT)
    qtbot.waitUntil(lambda: card.feedback.tone == "right", timeout=20_000)
    done = [run for run in card.strip.runs if run is not None]
    assert len(done) == 3  # the verdict was sure
    assert card.verdict.startswith("3 of 3 needed. Click a picture")
    before = document.experiment
    place = card.strip.place(0).center()
    qtbot.mouseClick(card.strip, LEFT, pos=place)
    result = lessons.challenges._results[0]
    assert document.experiment == result.experiment
    qtbot.waitUntil(
        lambda: (
            playground.session.snapshot.epoch == result.epochs
            and playground.session.snapshot.experiment == result.experiment
        )
    )
    assert np.array_equal(playground.session.snapshot.parameters, result.parameters)
    assert (card.strip.shown, card._shown.text()) == (0, "The window shows run 1.")
    document.undo_stack.undo()
    assert document.experiment == before
    assert (card.strip.shown, card.back_button.isVisible()) == (None, False)
    for index in (1, 2):
        qtbot.mouseClick(card.strip, LEFT, pos=card.strip.place(index).center())
        assert card.strip.shown == index
    qtbot.mouseClick(card.back_button, LEFT)
    assert document.experiment == before  # one's own, not the run that was opened before
    assert card.strip.shown is None


def test_a_challenge_says_which_limit_is_not_kept(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, document = open_step(5), playground.document
    document.edit(edits.add_layer(document.experiment, 0, 5), "Add layer")
    card = lessons.view.tasks[0]
    assert isinstance(card, ChallengeCard)
    qtbot.waitUntil(lambda: not card.lines[0].holds)
    qtbot.mouseClick(card.try_button, LEFT)
    assert "needed at most 2" in card.feedback.markdown
    assert not lessons.challenges.is_running


def test_a_case_that_is_optional_keeps_no_answer_back(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    text = """
+++
format = "nnfs-lesson 1"
id = "cases"
title = "Cases"
language = "en"
minutes = 5
needs = []
aim = "Compare."
licence = "CC0"
+++

## Only one counts

```predict
ask = "Is one epoch enough?"
play = "1 epoch"
figures = { "steps:" = "step", "loss" = "train_loss" }

[[case]]
label = "slow"

[[case]]
label = "fast"
optional = true
training.learning_rate = 0.3
```

- [ ] yes
  > One epoch is short.
- [x] no
  > Right.
"""
    assert lessons.open(read_lesson(text.strip()), None)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    asked = question(lessons)
    asked.field.rows[1].button.click()
    qtbot.mouseClick(asked.commit_button, LEFT)
    qtbot.waitUntil(lambda: asked.feedback.tone == "right")
    snapshot = playground.session.snapshot
    assert asked.cases.results[0] == f"steps: {snapshot.step}, loss {snapshot.train_loss:.3g}"
    assert not asked.cases.results[1]
    qtbot.waitUntil(asked.cases.buttons[1].isEnabled)
    qtbot.mouseClick(asked.cases.buttons[1], LEFT)
    qtbot.waitUntil(lambda: bool(asked.cases.results[1].strip("…")))
    assert asked.feedback.tone == "right"


def test_a_worker_that_was_killed_is_told_of_in_words_of_ours(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    lessons = open_step(5)
    card = lessons.view.tasks[0]
    assert isinstance(card, ChallengeCard)

    def killed(*_args: object, **_rest: object) -> None:
        raise TerminatedWorkerError("The exit codes of the workers are {SIGKILL(-9)}")

    monkeypatch.setattr("nnfs_gui.lessons.running.challenge.run_challenge", killed)
    qtbot.mouseClick(card.try_button, LEFT)
    qtbot.waitUntil(lambda: bool(card.feedback.markdown))
    assert card.feedback.markdown == ENDED
    assert card.try_button.isEnabled()
