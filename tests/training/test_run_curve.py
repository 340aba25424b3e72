"""The loss curve of a run is the same however busy the machine is."""

from __future__ import annotations

import numpy as np
import pytest
from training_tools import LONG, train

from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.training import evaluator as evaluator
from nnfs_gui.training.history import YOUNG
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState


def in_slices(experiment: Experiment, epochs: int, steps: int) -> Run:
    """Train with a picture after every few steps, as a busy screen would ask for them."""
    run = Run(1, experiment)
    run.play(epochs)
    while run.state is RunState.RUNNING:
        run.train(LONG, steps)
        run.snapshot()
    return run


def test_pictures_taken_meanwhile_do_not_change_the_curve() -> None:
    alone = Run(1, default_experiment())
    train(alone, 40)
    curve, watched = alone.snapshot().curve, in_slices(default_experiment(), 40, 7)
    assert np.array_equal(curve.step, watched.snapshot().curve.step)
    assert np.array_equal(curve.test_loss, watched.snapshot().curve.test_loss)


def test_a_slow_machine_judges_as_often_as_a_fast_one(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = Run(1, default_experiment())
    train(fast, 300)
    hours = iter(range(0, 10**9, 3600))
    monkeypatch.setattr(evaluator.time, "perf_counter", lambda: float(next(hours)))
    slow = Run(1, default_experiment())
    train(slow, 300)
    assert np.array_equal(fast.snapshot().curve.step, slow.snapshot().curve.step)


def test_a_young_curve_has_an_entry_for_every_epoch() -> None:
    run = Run(1, default_experiment())
    train(run, 60)
    assert np.array_equal(run.snapshot().curve.epoch, np.arange(61.0))


def test_an_older_curve_is_judged_within_its_share_of_the_work() -> None:
    run = Run(1, default_experiment())
    train(run, 800)
    gaps = np.diff(run.snapshot().curve.step)[YOUNG:-1]
    least = evaluator.Evaluator(run._trained.network, run.experiment, run._trained.points).gap(
        run.experiment.training.batch_size
    )
    assert len(gaps) > 0
    assert gaps.min() >= least


def test_every_single_step_gets_an_entry() -> None:
    run = Run(1, default_experiment())
    for _ in range(5):
        run.step("batch")
        run.snapshot()
    assert run.snapshot().curve.step.tolist() == [0, 1, 2, 3, 4, 5]


def test_slow_training_that_is_followed_gets_an_entry_for_every_step() -> None:
    run = in_slices(default_experiment(), 1, 1)
    steps = run.snapshot().curve.step
    assert np.array_equal(steps, np.arange(len(steps)))


def test_much_work_goes_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluator, "SMALL", 100)
    monkeypatch.setattr(evaluator.time, "perf_counter", lambda: 0.0)  # so judging costs nothing
    run = in_slices(default_experiment(), 2, 7)
    assert len(run.snapshot().curve.step) > 3
