"""What is said of a divergence in a step: only what the step leaves free is offered."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.assets import lesson_paths
from nnfs_gui.experiment import edits
from nnfs_gui.notifications import Kind, Notification
from nnfs_gui.panels.tape.what_happened import WhatHappened
from nnfs_gui.training.snapshot import RunState

CLIPPING = next(path for path in lesson_paths() if path.name == "clipping.lesson.md")


def notice(posted: list[Notification]) -> Notification:
    return [one for one in posted if one.kind is Kind.ERROR][-1]


def test_a_step_that_locks_all_is_told_no_cure(qtbot: QtBot, playground: Playground) -> None:
    window, session, posted = playground.window, playground.session, list[Notification]()
    playground.notifications.posted.connect(posted.append)
    assert window.lessons.open_path(CLIPPING, 2)
    qtbot.waitUntil(lambda: not window.lessons.stage.is_preparing, timeout=20_000)
    window.lessons.answering.commit(0, ["6"])
    qtbot.waitUntil(lambda: session.state is RunState.DIVERGED, timeout=20_000)
    qtbot.waitUntil(lambda: any(one.kind is Kind.ERROR for one in posted))
    told = notice(posted)
    assert [action.label for action in told.actions] == ["Rewind", "What happened?"]
    assert "Try" not in told.message
    assert "clip" not in told.message
    assert session.snapshot is not None
    assert f"back at step {session.snapshot.step}," in told.message
    told.actions[-1].run()
    dialog = window.findChild(WhatHappened)
    assert dialog is not None
    cures = [one for one in dialog.findChildren(QPushButton) if "cure-" in one.objectName()]
    assert cures == []
    dialog.reject()


def test_what_a_step_leaves_free_is_offered(qtbot: QtBot, playground: Playground) -> None:
    window, session, posted = playground.window, playground.session, list[Notification]()
    playground.notifications.posted.connect(posted.append)
    assert window.lessons.open_path(CLIPPING, 3)
    qtbot.waitUntil(lambda: not window.lessons.stage.is_preparing, timeout=20_000)
    window.transport.play()
    qtbot.waitUntil(lambda: session.state is RunState.DIVERGED, timeout=20_000)
    qtbot.waitUntil(lambda: any(one.kind is Kind.ERROR for one in posted))
    labels = [action.label for action in notice(posted).actions]
    assert labels == ["Clip the norm at 1", "Rewind", "What happened?"]
    assert "learning rate below" not in notice(posted).message
    notice(posted).actions[0].run()
    assert playground.document.experiment.training.clip == "norm"
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > 10)
    session.pause()


def test_a_locked_rewind_is_not_offered(qtbot: QtBot, playground: Playground) -> None:
    window, session, posted = playground.window, playground.session, list[Notification]()
    document = playground.document
    playground.notifications.posted.connect(posted.append)
    linear = edits.set_output_activation(document.experiment, "linear")
    for layer in linear.network.hidden:
        linear = edits.set_activation(linear, layer.id, "relu")
    document.edit(edits.set_training(linear, loss="mse", learning_rate=800.0), "Fast")
    window.transport.locked = frozenset(("rewind",))
    session.play()
    qtbot.waitUntil(lambda: any(one.kind is Kind.ERROR for one in posted), timeout=20_000)
    labels = [action.label for action in notice(posted).actions]
    assert labels == ["Learning rate 80", "Clip the norm at 1", "What happened?"]


def test_a_step_that_cannot_be_guessed_costs_no_try(qtbot: QtBot, playground: Playground) -> None:
    lessons = playground.window.lessons
    assert lessons.open_path(CLIPPING, 2)
    qtbot.waitUntil(lambda: not lessons.stage.is_preparing, timeout=20_000)
    lessons.answering.commit(0, ["−5"])
    assert lessons.answering.due == 0
    assert lessons.records[1].tasks[0].attempts == 0
    question = lessons.answering.question(0)
    assert question is not None
    assert "a whole number of at least 1" in question.feedback.markdown
