"""Judging keeps within its share of the time and looks at enough points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment, GeneratedData, PointArray, PointsData
from nnfs_gui.training import evaluator as judging
from nnfs_gui.training.evaluator import Evaluator


def evaluator(experiment: Experiment) -> Evaluator:
    return Evaluator(build_network(experiment), experiment, materialize(experiment))


def test_a_saturated_and_wrong_output_is_judged_by_its_logit(experiment: Experiment) -> None:
    network = build_network(experiment)
    network.layers[-1].biases[:] = 1e4
    losses = Evaluator(network, experiment, materialize(experiment)).losses(0.0)
    wrong = 1.0 - losses.train_accuracy
    assert losses.train_loss == pytest.approx(1e4 * wrong, rel=1e-2)


def test_regression_has_losses_and_no_accuracy(experiment: Experiment) -> None:
    losses = evaluator(edits.set_data(experiment, GeneratedData("plane"))).losses(0.5)
    assert math.isfinite(losses.train_loss)
    assert math.isfinite(losses.test_loss)
    assert math.isnan(losses.train_accuracy)
    assert losses.penalty == 0.5


def test_a_sample_of_many_points_comes_near_the_whole(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    inputs = rng.uniform(-6, 6, (24_000, 2))
    points = PointArray(np.column_stack([inputs, inputs[:, 0] > 0]))
    many = edits.set_data(experiment, PointsData(points=points))
    sampled = evaluator(many).losses(0.0)
    monkeypatch.setattr(judging, "MOST_POINTS", 10**9)
    assert sampled.train_loss == pytest.approx(evaluator(many).losses(0.0).train_loss, rel=0.05)


def test_judging_is_affordable_once_enough_time_has_passed(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(
        judging.time, "perf_counter", lambda: now.__setitem__(0, now[0] + 1) or now[0]
    )
    judged = evaluator(experiment)
    assert judged.affordable(share=0.1)
    judged.losses(0.0)  # takes a second of this clock
    assert not judged.affordable(share=0.1)
    now[0] += 9.0
    assert judged.affordable(share=0.1)


def test_a_diverged_network_is_judged_without_a_warning(experiment: Experiment) -> None:
    network = build_network(experiment)
    network.parameters[:] = np.inf
    losses = Evaluator(network, experiment, materialize(experiment)).losses(0.0)
    assert not math.isfinite(losses.train_loss)
