"""A whole lesson in the real window: right and wrong answers, locks, veils, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.experiment import edits
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.panels.lesson.challenge_card import ChallengeCard
from nnfs_gui.panels.lesson.checklist import Checklist
from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.window.lessons.controller import LessonController
from nnfs_gui.window.lessons.locks import LOCKED

LEFT = Qt.MouseButton.LeftButton
OpenStep = Callable[[int], LessonController]


def question(lessons: LessonController, index: int = 0) -> Question:
    found = lessons.view.tasks[index]
    assert isinstance(found, Question)
    return found


def click(qtbot: QtBot, playground: Playground, name: str) -> None:
    button = playground.window.findChild(QWidget, name)
    assert button is not None, name
    qtbot.mouseClick(button, LEFT)


def messages(playground: Playground) -> list[str]:
    told: list[str] = []
    playground.notifications.posted.connect(lambda one: told.append(one.message))
    return told


# --- predict, then see ---------------------------------------------------------------------------


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


# --- locks ---------------------------------------------------------------------------------------


def test_no_gesture_moves_what_is_locked(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    open_step(1)
    window, document, told = playground.window, playground.document, messages(playground)
    before = document.experiment
    canvas = window.network.canvas
    gap = canvas.state.layout.gaps[0]
    spot = canvas.mapFromScene(gap.button.center())
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=spot)
    chip = canvas.state.bounds(Element(Part.CHIP, "output"))
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=canvas.mapFromScene(chip.center()))
    canvas.commander.run("insert-layer", Element(Part.GAP, gap=0))
    window.data_panel._gallery.chosen.emit("moons", "")
    qtbot.keyClick(window.findChild(QWidget, "optimizer"), Qt.Key.Key_Down)
    qtbot.keyClick(window.findChild(QWidget, "batch-size"), Qt.Key.Key_Up)
    window.actions_by_name["new_weights"].trigger()
    document.edit(edits.set_split(before, outliers=0.2), "Outliers")
    assert document.experiment is before
    assert not document.undo_stack.canUndo()
    assert sum(LOCKED in message for message in told) >= 6


def test_a_locked_control_wears_a_padlock_and_says_so(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, window = open_step(1), playground.window
    covered = {cover.control.objectName(): cover for cover in lessons.guarding.padlocks.covers}
    assert {"optimizer", "batch-size", "step", "import-data"} <= covered.keys()
    assert not {"learning-rate", "play", "rewind", "speed"} & covered.keys()
    optimizer = window.findChild(QWidget, "optimizer")
    assert optimizer.accessibleDescription() == LOCKED
    assert "output" in window.network.canvas.state.locked
    lessons.leave()
    assert not lessons.guarding.padlocks.covers
    assert optimizer.accessibleDescription() != LOCKED
    assert not window.network.canvas.state.locked


def test_what_is_free_can_be_changed_within_its_limits_also_in_the_text(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    document, told = playground.document, messages(playground)
    field = lessons.view.findChild(QLineEdit, "needed-rate")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert document.experiment.training.learning_rate == 0.5
    assert not document.edit(edits.set_training(document.experiment, learning_rate=5.0), "Too much")
    assert told[-1] == "In this step the learning rate is from 0.01 to 1."
    assert field.text() == "0.5"


def test_neurons_beyond_the_limit_are_refused_and_hidden_figures_are_covered(
    playground: Playground, open_step: OpenStep
) -> None:
    lessons, told = open_step(3), messages(playground)
    document = playground.document
    layer = document.experiment.network.hidden[0].id
    assert document.edit(edits.resize_layer(document.experiment, layer, 4), "Resize")
    assert not document.edit(edits.add_neuron(document.experiment, layer), "Add")
    assert told[-1] == "In this step: at most 4 neurons."
    covered = {cover.control.objectName() for cover in lessons.guarding.padlocks.covers}
    assert "accuracy" in covered


def test_undo_stops_at_the_steps_beginning(playground: Playground, open_step: OpenStep) -> None:
    lessons = open_step(3)
    document, start = playground.document, playground.document.experiment
    document.edit(edits.set_training(start, learning_rate=0.5), "Rate")
    document.undo_stack.undo()
    assert document.experiment == start
    assert not document.undo_stack.canUndo()
    lessons.next()
    assert not document.undo_stack.canUndo()
    assert not document.undo_stack.canRedo()


# --- numbers -------------------------------------------------------------------------------------


def type_number(qtbot: QtBot, lessons: LessonController, text: str) -> Question:
    asked = question(lessons)
    field = asked.field.fields[0]
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


# --- do, explain, compare ------------------------------------------------------------------------


def test_a_checklist_ticks_itself_while_training_runs(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, document = open_step(3), playground.document
    checklist = lessons.view.tasks[0]
    assert isinstance(checklist, Checklist)
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
    qtbot.mouseClick(asked.cases.buttons[1], LEFT)
    qtbot.waitUntil(lambda: lessons.records[3].tasks[0].is_settled)
    assert len(playground.document.experiment.network.hidden[0].neurons) == 3
    assert "You said **2**, it is **3**" in asked.feedback.markdown
    assert asked.feedback.tone == "not-yet"


# --- challenges ----------------------------------------------------------------------------------


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
    assert card.verdict == "3 of 3 needed"
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
    document.undo_stack.undo()
    assert document.experiment == before


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


# --- the way through, and back -------------------------------------------------------------------


def test_next_is_never_blocked_and_what_was_skipped_is_hollow(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    click(qtbot, playground, "lesson-next")
    assert (lessons.number, lessons.pane.dots.states[0]) == (2, "skipped")
    qtbot.keyClick(playground.window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert lessons.number == 1
    assert lessons.guarding.veils.loss.reason
    for _ in range(5):
        qtbot.keyClick(playground.window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert lessons.lesson is None


def test_leaving_brings_document_weights_tape_and_undo_back_to_the_bit(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    document, session, window = playground.document, playground.session, playground.window
    document.edit(edits.set_training(document.experiment, learning_rate=0.2), "Rate")
    session.train_epochs(2)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch == 2)
    mine, weights = document.experiment, session.snapshot.parameters.copy()
    curve = session.snapshot.curve.train_loss.copy()
    lessons = open_step(1)
    assert window.windowTitle().startswith("A trial (lesson)")
    assert document.path is None
    lessons.answering.commit(0, [1])
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    click(qtbot, playground, "lesson-leave")
    assert document.experiment is mine
    assert document.undo_stack.undoText() == "Rate"
    qtbot.waitUntil(lambda: session.snapshot.experiment == mine and session.snapshot.epoch == 2)
    assert np.array_equal(session.snapshot.parameters, weights)
    assert np.array_equal(session.snapshot.curve.train_loss, curve)
    assert "(lesson)" not in window.windowTitle()
    session.train_epochs(1)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 3)


def test_answers_come_back_with_the_lesson(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, tmp_path: Path
) -> None:
    playground.window.lessons.progress.use_folder(tmp_path / "kept")
    lessons = open_step(1)
    lessons.answering.commit(0, [0])
    qtbot.waitUntil(lambda: lessons.records[0].tasks[0].is_settled)
    lessons.next()
    lessons.leave()
    playground.window.lessons.progress._records.clear()  # as after another start
    lessons = open_step(0)
    assert lessons.number == 2
    assert lessons.pane.dots.states[:2] == ("done", "open")
    lessons.back()
    asked = question(lessons)
    assert asked.field.answer() == [0]
    assert asked.feedback.markdown == "One line is not enough."
    assert lessons.answering.due is None


def test_a_broken_lesson_changes_nothing_and_names_its_line(
    playground: Playground, lesson_file: Path
) -> None:
    told, before = messages(playground), playground.document.experiment
    lesson_file.write_text(lesson_file.read_text("utf-8").replace("only =", "onyl ="), "utf-8")
    playground.window.files.open_dropped(lesson_file)
    assert playground.window.lessons.lesson is None
    assert playground.document.experiment is before
    assert "trial.lesson.md:" in told[-1]
    assert "did you mean 'only'" in told[-1]


def test_a_dropped_lesson_opens_and_another_experiment_ends_it(
    qtbot: QtBot, playground: Playground, lesson_file: Path
) -> None:
    window = playground.window
    window.experiment_dropped.emit(lesson_file)
    assert window.lessons.lesson.id == "trial"
    assert window.cards.left.lesson is window.lessons.pane
    window.actions_by_name["new"].trigger()
    assert window.lessons.lesson is None
    assert window.cards.left.lesson is None


@pytest.mark.parametrize(("width", "beside"), [(1024, False), (1366, False), (1600, True)])
def test_lesson_and_forms_stand_side_by_side_where_there_is_room(
    playground: Playground, open_step: OpenStep, width: int, beside: bool
) -> None:
    lessons, window = open_step(1), playground.window
    window.resize(width, 768)
    left = window.cards.left
    assert left.is_beside is beside
    assert lessons.pane.isVisible()
    assert left.forms.isVisible() is beside
    assert lessons.pane.width() >= 296
    assert window.network.width() >= 416  # a splitter takes what its neighbours need at least
    left._switch._buttons["setup"].click()
    assert left.forms.isVisible()


# --- answers on the picture ----------------------------------------------------------------------

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
    draw(qtbot, plot.viewport(), (0.3, 0.3), (0.5, 0.5), (0.8, 0.7))
    assert list(curve.places) == places  # it stands
    drawn.next()
    assert not curve._item.isVisible()


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
