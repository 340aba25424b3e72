"""Long steps are done part by part: others are heard in between, and the numbers stay the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from training_tools import LONG, Listener, bare_trainer, parameters, train_epochs, wait_for

from engine import parts
from engine.fast.large import WorkspaceInParts
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.thread.session import TrainingSession


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LARGE", "PART", "LEAST"):
        monkeypatch.setattr(parts, name, 1)


def one_part(run: Run) -> None:
    run.train(0.0)
    assert run.is_amid_step


def amid_a_step(experiment: Experiment) -> Run:
    run = Run(1, experiment)
    run.play()
    run.train(LONG, 10)
    one_part(run)
    one_part(run)
    return run


@pytest.mark.parametrize("clip", ["none", "value", "norm"])
def test_parts_add_up_to_the_steps_of_a_bare_trainer(experiment: Experiment, clip: str) -> None:
    experiment = edits.set_training(experiment, clip=clip, clip_threshold=0.05)
    run, bare = Run(1, experiment), bare_trainer(experiment)
    run.play()
    slices = 0
    while run.snapshot().step < 9:  # a picture may be taken at any moment
        run.train(0.0)
        slices += 1
    for _ in range(9):
        bare.step()
    found = run.snapshot()
    assert slices > 9 * 10
    assert found.parameters.tolist() == bare.network.parameters.tolist()
    norms = found.gradient_norms
    assert norms.raw[-1] == pytest.approx(bare.gradient_norm)
    assert len(norms.raw) == 9
    assert found.raw_gradient.tolist() == bare.raw_gradient.tolist()


def test_a_pause_amid_a_step_leaves_the_last_one_and_costs_nothing(experiment: Experiment) -> None:
    run, bare = amid_a_step(experiment), bare_trainer(experiment)
    for _ in range(10):
        bare.step()
    run.pause()
    assert not run.is_amid_step
    assert parameters(run) == bare.network.parameters.tolist()
    run.play()
    run.train(LONG, 3)
    for _ in range(3):
        bare.step()
    assert parameters(run) == bare.network.parameters.tolist()


def test_an_edit_amid_a_step_holds_from_that_step_on(experiment: Experiment) -> None:
    run, bare = amid_a_step(experiment), bare_trainer(experiment)
    for _ in range(10):
        bare.step()
    run.apply(edits.set_training(experiment, learning_rate=0.2))
    bare.learning_rate = 0.2
    run.train(LONG, 2)
    for _ in range(2):
        bare.step()
    assert parameters(run) == bare.network.parameters.tolist()


def test_the_tape_leads_back_to_before_and_after_steps_in_parts(experiment: Experiment) -> None:
    run = amid_a_step(experiment)
    before = parameters(run)
    while run.is_amid_step:
        run.train(0.0)
    after = parameters(run)
    for step, expected in ((10, before), (11, after)):
        run.look_at(Place(1, step))
        assert parameters(run) == expected


def test_a_run_that_is_packed_amid_a_step_is_as_if_it_had_not_begun_it(
    experiment: Experiment,
) -> None:
    run = amid_a_step(experiment)
    assert run.pack() is not None
    assert run.is_amid_step
    assert run.snapshot().step == 10


def test_a_run_that_diverges_amid_long_steps_is_taken_back(experiment: Experiment) -> None:
    experiment = edits.set_loss(edits.set_training(experiment, learning_rate=10.0), "mse")
    run = Run(1, edits.set_output_activation(experiment, "linear"))
    run.play()
    while run.state is RunState.RUNNING:
        run.train(0.0)
    assert run.state is RunState.DIVERGED
    found = run.snapshot()
    trainer = bare_trainer(run.experiment)
    while trainer.steps < found.step:
        trainer.step()
    assert found.parameters.tolist() == trainer.network.parameters.tolist()
    assert np.abs(found.parameters).max() < 1e4


def test_a_single_step_is_done_at_once(experiment: Experiment) -> None:
    run = amid_a_step(experiment)
    run.step("batch")
    assert run.snapshot().step == 11
    run.step("sample")
    assert (run.snapshot().step, run.state) == (12, RunState.PAUSED)


# --- in its thread -------------------------------------------------------------------------------


def test_epochs_of_long_steps_are_trained_to_the_bit(
    qtbot: QtBot, session: TrainingSession, heard: Listener, experiment: Experiment
) -> None:
    found, bare = train_epochs(qtbot, session, heard, 20), bare_trainer(experiment)
    while bare.epoch < 20:
        bare.step()
    assert found.parameters.tolist() == bare.network.parameters.tolist()


def test_long_steps_keep_to_the_speed_and_each_is_shown(
    qtbot: QtBot, session: TrainingSession, heard: Listener
) -> None:
    session.set_speed(0.5)
    session.play()
    wait_for(qtbot, lambda: heard.snapshots[-1].step >= 5 if heard.snapshots else False)
    session.set_speed(1.0)
    wait_for(qtbot, lambda: heard.snapshots[-1].step >= 30)
    session.pause()
    wait_for(qtbot, lambda: heard.snapshots[-1].state is RunState.PAUSED)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless_parts(_workspace: WorkspaceInParts, _batch: object) -> Iterator[None]:
        while True:
            yield

    monkeypatch.setattr(WorkspaceInParts, "parts", endless_parts)


@pytest.mark.usefixtures("endless")
def test_orders_are_obeyed_amid_a_step_that_takes_for_ever(
    qtbot: QtBot,
    document: Document,
    session: TrainingSession,
    heard: Listener,
    experiment: Experiment,
) -> None:
    session.play()
    wait_for(qtbot, lambda: bool(heard.snapshots) and heard.snapshots[-1].state is RunState.RUNNING)
    session.set_detail(12, 34)
    wait_for(qtbot, lambda: heard.snapshots[-1].boundary.shape[-1] == 34)
    edited = edits.set_training(experiment, learning_rate=0.5)
    document.edit(edited, "rate")
    wait_for(qtbot, lambda: heard.snapshots[-1].experiment == edited)
    assert heard.snapshots[-1].state is RunState.RUNNING
    session.pause()
    wait_for(qtbot, lambda: heard.snapshots[-1].state is RunState.PAUSED)
    assert heard.snapshots[-1].step == 0
    session.play()
    session.rewind()
    wait_for(qtbot, lambda: heard.snapshots[-1].run == 2)
    session.play()
    session.shutdown()
