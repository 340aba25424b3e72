"""The session prepares steps on the training thread."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot
from training_tools import Listener, first_snapshot, wait_for

from nnfs_gui.document import Document
from nnfs_gui.experiment.edits.points import clear_points
from nnfs_gui.training.stopper import NO_POINTS
from nnfs_gui.training.thread.session import TrainingSession


def test_the_prepared_step_is_the_one_that_a_press_takes(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    before = first_snapshot(qtbot, session)
    with qtbot.waitSignal(session.step_prepared) as told:
        session.prepare_step()
    made = told.args[0]
    assert (made.run, made.step, made.place) == (before.run, 0, None)
    assert session.snapshot.step == 0
    session.step("batch")
    wait_for(qtbot, lambda: heard.snapshots[-1].step == 1)
    np.testing.assert_array_equal(heard.snapshots[-1].parameters, made.after)


def test_without_points_the_session_says_why_there_is_no_step(
    qtbot: QtBot, session: TrainingSession, heard: Listener, document: Document
) -> None:
    first_snapshot(qtbot, session)
    document.edit(clear_points(document.experiment), "Clear")
    with qtbot.assertNotEmitted(session.step_prepared):
        session.prepare_step(single=True)
        wait_for(qtbot, lambda: heard.notices == [NO_POINTS])
