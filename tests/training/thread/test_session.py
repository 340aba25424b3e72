"""The session: states, steps, and its end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from training_tools import Listener, first_snapshot, train_epochs, wait_for

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.thread.session import TrainingSession

# --- states ---------------------------------------------------------------------------------------


def test_a_session_shows_the_initial_network_paused(
    qtbot: QtBot, session: TrainingSession, experiment: Experiment
) -> None:
    assert session.snapshot is None
    found = first_snapshot(qtbot, session)
    assert (found.state, session.state) == (RunState.PAUSED, RunState.PAUSED)
    assert found.parameters.tolist() == build_network(experiment).parameters.tolist()


def test_play_and_pause_are_seen_at_once_and_once(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    assert session.state is RunState.RUNNING
    wait_for(qtbot, lambda: session.snapshot is not None and session.snapshot.step > 0)
    session.toggle()
    assert session.state is RunState.PAUSED
    wait_for(qtbot, lambda: heard.snapshots[-1].state is RunState.PAUSED)
    last = session.snapshot
    assert last is not None
    session.step("batch")
    wait_for(qtbot, lambda: heard.snapshots[-1].step == last.step + 1)
    assert heard.states == [RunState.RUNNING, RunState.PAUSED]


def test_commands_in_a_burst_end_in_the_last_one(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    for _ in range(20):
        session.toggle()
    assert session.state is RunState.PAUSED
    found = train_epochs(qtbot, session, heard, 3)
    assert found.state is RunState.PAUSED
    assert session.state is RunState.PAUSED


@pytest.mark.parametrize(
    ("unit", "steps", "epochs"), [("sample", 1, 0), ("batch", 1, 0), ("epoch", 3, 1)]
)
def test_steps_move_by_their_unit_and_leave_the_run_paused(
    qtbot: QtBot, session: TrainingSession, unit: str, steps: int, epochs: int
) -> None:
    first_snapshot(qtbot, session)
    session.step(unit)  # type: ignore[arg-type]
    wait_for(qtbot, lambda: (session.snapshot.step, session.snapshot.epoch) == (steps, epochs))
    wait_for(qtbot, lambda: session.state is RunState.PAUSED)


def test_a_step_while_playing_pauses(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    wait_for(qtbot, lambda: session.snapshot is not None and session.snapshot.step > 0)
    session.step("epoch")
    wait_for(
        qtbot,
        lambda: (
            heard.snapshots[-1].state is RunState.PAUSED
            and heard.snapshots[-1].step == 3 * heard.snapshots[-1].epoch
        ),
    )
    assert session.state is RunState.PAUSED


def test_epochs_are_trained_exactly_and_to_the_bit(
    qtbot: QtBot, session: TrainingSession, heard: Listener, experiment: Experiment
) -> None:
    found = train_epochs(qtbot, session, heard, 150)
    assert (found.epoch, found.state, session.state) == (150, RunState.PAUSED, RunState.PAUSED)
    run = Run(1, experiment)
    run.play(150)
    while run.state is RunState.RUNNING:
        run.train(1.0)
    assert found.parameters.tolist() == run.snapshot().parameters.tolist()
    assert train_epochs(qtbot, session, heard, 0).epoch == 150
    assert heard.finished == 2


def test_training_epochs_ends_early_when_a_stop_condition_is_met(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    document.edit(edits.set_stop(document.experiment, loss_below=0.1), "stop")
    found = train_epochs(qtbot, session, heard, 100_000)
    assert (found.state, session.state) == (RunState.STOPPED, RunState.STOPPED)
    assert "loss fell below" in found.message


def test_a_pause_cancels_the_epochs_that_are_left(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.train_epochs(10_000_000)
    wait_for(qtbot, lambda: session.snapshot is not None and session.snapshot.step > 0)
    session.pause()
    wait_for(qtbot, lambda: heard.snapshots[-1].state is RunState.PAUSED)
    assert heard.finished == 0
    train_epochs(qtbot, session, heard, 1)
    assert heard.finished == 1


def test_a_rewind_is_a_new_run_with_the_same_weights(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    begin = first_snapshot(qtbot, session)
    session.play()
    wait_for(qtbot, lambda: session.snapshot.step > 0)
    session.rewind()
    assert session.state is RunState.PAUSED
    wait_for(qtbot, lambda: session.snapshot.run == begin.run + 1)
    assert session.snapshot.step == 0
    assert session.snapshot.parameters.tolist() == begin.parameters.tolist()


def test_speed_is_clamped_and_announced(qtbot: QtBot, session: TrainingSession) -> None:
    speeds: list[float] = []
    session.speed_changed.connect(speeds.append)
    for speed in (0.5, 0.5, -3.0, 7.0):
        session.set_speed(speed)
    assert speeds == [0.5, 0.0, 1.0]


def test_at_the_lowest_speed_single_steps_are_shown(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.set_speed(0.3)
    session.play()
    wait_for(qtbot, lambda: bool(heard.snapshots) and heard.snapshots[-1].step >= 5)
    steps = [snapshot.step for snapshot in heard.snapshots]
    assert max(np.diff(steps)) <= 2


@pytest.mark.parametrize("call", [lambda s: s.step("mile"), lambda s: s.train_epochs(-1),
                                  lambda s: s.set_detail(0, 100)])  # fmt: skip
def test_nonsense_is_refused(
    session: TrainingSession, call: Callable[[TrainingSession], None]
) -> None:
    with pytest.raises(ValueError, match="must be"):
        call(session)


# --- the end --------------------------------------------------------------------------------------


def test_shutting_down_ends_the_thread_and_may_be_repeated(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    wait_for(qtbot, lambda: bool(heard.snapshots))
    thread = session._thread
    assert thread is not None
    session.shutdown()
    assert thread.isFinished()
    seen = len(heard.snapshots)
    session.shutdown()
    session.play()
    session.frame_drawn()
    session.rewind()
    qtbot.wait(30)
    assert len(heard.snapshots) == seen


def test_a_session_that_was_never_started_can_be_shut_down(
    document: Document, qtbot: QtBot
) -> None:
    session = TrainingSession(document)
    session.shutdown()
    qtbot.wait(20)
    assert session._thread is None
    document.edit(edits.add_neuron(document.experiment, "L1"), "neuron")
