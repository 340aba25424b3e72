"""Key frames take bounded memory, lie evenly as long as they can, and lead everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from training_tools import LONG, bare_trainer

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training import chunks
from nnfs_gui.training.chunks import Chunks
from nnfs_gui.training.run import Run
from nnfs_gui.training.tape import tape as tape_module
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.tape.tape import Tape
from nnfs_gui.training.tape.thinning import REACH

FRAME = 4000
STEP = 1e-3


def long_run(experiment: Experiment, frames: int, steps: int) -> Run:
    """Steps that count as a millisecond each, with room for so many key frames."""
    run = Run(1, experiment)
    run.tape._budget = frames * run.tape.live.frames[0].moment.nbytes
    run.play()
    for _ in range(steps):
        run.train(LONG, 1)
    return run


@pytest.fixture(autouse=True)
def _steady_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Chunks, "_note", lambda self, seconds, steps: None)
    monkeypatch.setattr(chunks, "CHECK", STEP)  # what a step is taken to last
    monkeypatch.setattr(tape_module, "SPACING", 5 * STEP)


def gaps(tape: Tape) -> list[float]:
    return np.diff([frame.clock for frame in tape.live.frames]).tolist()


def test_key_frames_stay_within_their_budget_and_within_reach(experiment: Experiment) -> None:
    run = long_run(experiment, frames=24, steps=1000)
    tape = run.tape
    assert tape.nbytes == sum(frame.moment.nbytes for frame in tape.live.frames)
    assert tape.nbytes <= tape._budget
    assert max(gaps(tape)) <= REACH + 2e-9
    assert tape.live.coarse_until == 0


def test_a_longer_run_becomes_coarser_in_its_oldest_part_first(experiment: Experiment) -> None:
    run = long_run(experiment, frames=16, steps=6000)
    found = gaps(run.tape)
    assert run.tape.nbytes <= run.tape._budget
    assert max(found[-4:]) <= REACH + 1e-9
    assert max(found[:8]) > 2 * REACH
    picture = run.snapshot().tape
    assert picture is not None
    assert 0 < picture.branches[0].coarse_until < 6000


def test_what_was_thinned_out_is_reached_all_the_same(experiment: Experiment) -> None:
    run = long_run(experiment, frames=8, steps=2000)
    for step in (1999, 3, 777):
        run.look_at(Place(1, step))
        bare = bare_trainer(experiment)
        for _ in range(step):
            bare.step()
        assert run.snapshot().parameters.tolist() == bare.network.parameters.tolist()


def test_edits_while_training_are_followed_again_when_their_frames_are_gone(
    experiment: Experiment,
) -> None:
    run = long_run(experiment, frames=10, steps=1)
    made = []
    for index in range(60):  # a slider is dragged
        run.apply(edits.set_training(run.experiment, learning_rate=0.01 + 0.001 * index))
        run.train(LONG, 1)
        made.append(run.snapshot().parameters)
    tape = run.tape
    assert len(tape.live.stretches) == 61
    assert len(tape.live.frames) <= 10
    for step in (30, 2, 59):
        run.look_at(Place(1, step + 1))
        assert run.snapshot().parameters.tolist() == made[step - 1].tolist()


def test_only_when_surgery_fills_the_budget_the_beginning_is_forgotten(
    experiment: Experiment,
) -> None:
    run = long_run(experiment, frames=10, steps=1)
    for index in range(30):
        change = edits.add_neuron if index % 2 == 0 else edits.remove_neuron
        run.apply(change(run.experiment, "L1"))
        run.train(LONG, 1)
    assert run.tape.nbytes <= run.tape._budget
    run.look_at(Place(1, 2))
    first = run.snapshot().step
    assert 2 < first < 30
    run.look_at(Place(1, 29))
    assert run.snapshot().step == 29


def test_branches_are_bounded_too_and_bookmarked_ones_go_last(experiment: Experiment) -> None:
    run = Run(1, experiment)
    run.play()
    run.train(LONG, 3)
    run.tape.bookmark(Place(1, 2), "mine")
    for _ in range(60):
        run.rewind(run.number + 1)
        run.step("batch")
    tape = run.tape
    assert len(tape.branches) == tape_module.MOST_BRANCHES
    assert tape.branches[0].number == 1
    assert tape.nbytes == sum(f.moment.nbytes for b in tape.branches for f in b.frames)
