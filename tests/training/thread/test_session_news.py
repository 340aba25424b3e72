"""The session follows the document, takes turns with the window, and tells what goes wrong."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot
from training_tools import Listener, first_snapshot, train_epochs, wait_for

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment, default_experiment, make_layer
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import Failure, RunState
from nnfs_gui.training.stopper import NO_POINTS
from nnfs_gui.training.thread import worker as worker_module
from nnfs_gui.training.thread.mailbox import Parcel
from nnfs_gui.training.thread.messages import Report
from nnfs_gui.training.thread.session import TrainingSession

# --- the document ---------------------------------------------------------------------------------


def test_edits_reach_the_running_training_and_keep_its_weights(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    wait_for(qtbot, lambda: session.snapshot is not None and session.snapshot.epoch > 3)
    document.edit(edits.set_training(document.experiment, learning_rate=0.5), "rate")
    wait_for(qtbot, lambda: session.snapshot.learning_rate == 0.5)
    assert session.state is RunState.RUNNING
    assert session.snapshot.epoch > 3


def test_surgery_on_a_playing_network_leaves_its_function_unchanged(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    """Learning rate 1e-12: what moves the outputs is surgery alone."""
    train_epochs(qtbot, session, heard, 50)
    document.edit(edits.set_training(document.experiment, learning_rate=1e-12), "rate")
    before = heard.snapshots[-1].boundary
    session.play()
    for edit in (
        lambda e: edits.add_neuron(e, "L1"),
        lambda e: edits.duplicate_neurons(e, ["L1.1", "L2.2"]),
        lambda e: edits.resize_layer(e, "L2", 6),
    ):
        document.edit(edit(document.experiment), "edit")
        wait_for(qtbot, lambda: session.snapshot.experiment == document.experiment)
        np.testing.assert_allclose(session.snapshot.boundary, before, rtol=0, atol=1e-5)
    assert session.state is RunState.RUNNING


def test_a_snapshot_of_a_network_the_document_no_longer_has_is_dropped(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    for count in (5, 6, 3, 8, 4, 7):
        wait_for(qtbot, lambda: session.snapshot is not None and session.snapshot.step > 0)
        document.edit(edits.resize_layer(document.experiment, "L1", count), "size")
        seen = len(heard.snapshots)
        wait_for(qtbot, lambda seen=seen: len(heard.snapshots) > seen + 2)
        assert {snapshot.sizes[1] for snapshot in heard.snapshots[seen:]} == {count}


def test_opening_another_experiment_is_a_new_run(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    wait_for(qtbot, lambda: session.snapshot is not None and session.snapshot.step > 0)
    old, seen = session.snapshot.run, len(heard.snapshots)
    document.open(default_experiment(), None)
    assert session.state is RunState.PAUSED
    wait_for(qtbot, lambda: len(heard.snapshots) > seen)
    assert {snapshot.run for snapshot in heard.snapshots[seen:]} == {old + 1}
    assert heard.snapshots[seen].step == 0
    assert heard.snapshots[seen].experiment == default_experiment()


def test_strangers_are_dropped_and_lose_no_turn(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    found = first_snapshot(qtbot, session)
    seen = len(heard.snapshots)
    stranger = Run(found.run + 7, found.experiment)
    session._mailbox.put(Parcel(stranger.snapshot(), 1_000, waiting=False))
    session._receive()
    session._hear(Report(found.run + 7, 1_000, Failure("lost"), "lost", finished=True))
    assert len(heard.snapshots) == seen
    assert (heard.failures, heard.notices, heard.finished) == ([], [], 0)
    assert session.snapshot is found


def test_notices_of_surgery_are_passed_on(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    train_epochs(qtbot, session, heard, 5)
    document.edit(edits.add_layer(document.experiment, 1, 4, "tanh"), "layer")
    wait_for(qtbot, lambda: bool(heard.notices))
    assert "cannot be an exact identity" in heard.notices[0]


def test_without_points_play_says_why_and_stays_paused(
    qtbot: QtBot,
    document: Document,
    session: TrainingSession,
    heard: Listener,
    without_points: Experiment,
) -> None:
    document.open(without_points, None)
    session.play()
    wait_for(qtbot, lambda: bool(heard.notices) and session.state is RunState.PAUSED)
    assert heard.notices == [NO_POINTS]
    assert heard.states == [RunState.RUNNING, RunState.PAUSED]
    session.train_epochs(5)
    wait_for(qtbot, lambda: heard.finished == 1)
    assert session.state is RunState.PAUSED


def test_more_detail_can_be_asked_for_and_outlives_another_document(
    qtbot: QtBot, document: Document, session: TrainingSession
) -> None:
    session.set_detail(24, 64)
    wait_for(
        qtbot, lambda: session.snapshot is not None and session.snapshot.boundary.shape[1] == 64
    )
    document.open(default_experiment(), None)
    wait_for(qtbot, lambda: session.snapshot.run == 2)
    assert session.snapshot.maps[1].shape == (4, 24, 24)


# --- turns ----------------------------------------------------------------------------------------


def test_the_worker_waits_for_the_frame_to_be_drawn(
    qtbot: QtBot, session: TrainingSession, heard: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnfs_gui.training.thread.session.DRAW_TIMEOUT_MS", 1_000_000)
    session.play()
    wait_for(qtbot, lambda: session._awaited)
    seen, step = len(heard.snapshots), heard.snapshots[-1].step
    qtbot.wait(50)
    assert len(heard.snapshots) == seen
    session.frame_drawn()
    wait_for(qtbot, lambda: len(heard.snapshots) == seen + 1)
    assert heard.snapshots[-1].step > step


def test_training_goes_on_when_nobody_draws(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.play()
    wait_for(qtbot, lambda: len(heard.snapshots) > 10)


def test_frames_drawn_out_of_turn_do_no_harm(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.frame_drawn()
    first_snapshot(qtbot, session)
    for _ in range(5):
        session.frame_drawn()
    assert train_epochs(qtbot, session, heard, 2).epoch == 2


# --- what goes wrong ------------------------------------------------------------------------------


def test_divergence_is_reported_once_and_can_be_mended(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
) -> None:
    layers = tuple(replace(make_layer(n, 6), activation="relu") for n in (1, 2, 3))
    deep = replace(document.experiment, network=replace(document.experiment.network, hidden=layers))
    wild = edits.set_output_activation(deep, "linear")
    document.open(edits.set_training(wild, loss="mse", learning_rate=50.0), None)
    session.play()
    wait_for(qtbot, lambda: session.state is RunState.DIVERGED and bool(heard.failures))
    assert [failure.diverged for failure in heard.failures] == [True]
    assert np.isfinite(session.snapshot.parameters).all()
    document.edit(edits.set_training(document.experiment, learning_rate=1e-4), "rate")
    wait_for(qtbot, lambda: session.state is RunState.PAUSED)
    step = session.snapshot.step
    session.play()
    wait_for(qtbot, lambda: session.snapshot.step > step + 10)
    assert len(heard.failures) == 1


@pytest.mark.parametrize("method", ["train", "snapshot", "play", "step"])
def test_an_error_in_the_worker_surfaces_and_its_thread_lives_on(
    qtbot: QtBot,
    session: TrainingSession,
    heard: Listener,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
) -> None:
    first_snapshot(qtbot, session)
    with monkeypatch.context() as patch:
        patch.setattr(Run, method, _broken)
        if method == "step":
            session.step("batch")
        else:
            session.play()
        wait_for(qtbot, lambda: bool(heard.failures))
        wait_for(qtbot, lambda: session.state is RunState.PAUSED)
    failure = heard.failures[0]
    assert "no such luck" in failure.message
    assert "_broken" in failure.details
    assert not failure.diverged
    epoch = session.snapshot.epoch
    assert train_epochs(qtbot, session, heard, 2).epoch >= epoch + 2


def _broken(*_arguments: object) -> None:
    raise RuntimeError("no such luck")


def test_an_edit_that_cannot_be_applied_leaves_a_run_that_agrees_with_the_document(
    qtbot: QtBot,
    document: Document,
    session: TrainingSession,
    heard: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    train_epochs(qtbot, session, heard, 3)
    with monkeypatch.context() as patch:
        patch.setattr("nnfs_gui.training.trained_network.transplant", _broken)
        document.edit(edits.add_neuron(document.experiment, "L1"), "neuron")
        wait_for(qtbot, lambda: bool(heard.failures))
    wait_for(qtbot, lambda: session.snapshot.experiment == document.experiment)
    assert session.snapshot.sizes == (2, 5, 2, 1)
    assert train_epochs(qtbot, session, heard, 2).epoch == 2


def test_the_epochs_of_a_run_that_cannot_begin_still_end(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first_snapshot(qtbot, session)
    with monkeypatch.context() as patch:
        patch.setattr(worker_module, "Run", _broken)
        document.open(default_experiment(), None)
        session.train_epochs(3)
        wait_for(qtbot, lambda: bool(heard.failures) and heard.finished == 1)
    assert session.state is RunState.PAUSED
