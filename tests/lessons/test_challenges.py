"""Challenges over many seeds: fixed seeds, early verdicts, runs that can be opened."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Challenge, Span
from nnfs_gui.lessons.reading import read_lesson
from nnfs_gui.lessons.running import processes
from nnfs_gui.lessons.running.challenge import Verdict, limits_missing, run_challenge
from nnfs_gui.lessons.running.course import Course
from nnfs_gui.lessons.running.seeds import (
    PICTURE,
    SeedResult,
    challenge_seeds,
    check_seeds,
    run_seed,
    seed_tasks,
)
from nnfs_gui.lessons.setups.settings import apply_settings
from nnfs_gui.lessons.setups.weights import with_weights

from .lesson_texts import WHOLE

CLOUDS = apply_settings(
    Experiment(),
    {
        "data": {"generator": "gaussians", "size": 60},
        "training": {"learning_rate": 0.3},
    },
)
EASY = Challenge(goal=("test_accuracy >= 90 %",), epochs=20, seeds=4, needed=3)


def run_here(challenge: Challenge, experiment: Experiment = CLOUDS, **options) -> Verdict:
    seeds = tuple(range(1, challenge.seeds + 1))
    return run_challenge(challenge, experiment, CLOUDS, seeds, jobs=0, **options)


def test_seeds_are_the_same_each_time_and_none_of_the_learner_s():
    lesson, own = read_lesson(WHOLE), Experiment()
    challenge = Challenge(seeds=10)
    seeds = challenge_seeds(lesson, 2, challenge, own)
    assert seeds == challenge_seeds(lesson, 2, challenge, own)
    assert len(set(seeds)) == 10
    assert set(seeds).isdisjoint(challenge_seeds(lesson, 1, challenge, own))
    assert set(seeds).isdisjoint(check_seeds(lesson, 2))
    taken = replace(own, network=replace(own.network, seed=seeds[3]))
    others = challenge_seeds(lesson, 2, challenge, taken)
    assert seeds[3] not in others
    assert len(others) == 10


@pytest.mark.parametrize(
    ("vary", "differs"),
    [
        ("weights", ("network",)),
        ("order", ("training",)),
        ("data", ("data", "split")),
    ],
)
def test_only_what_varies_has_other_seeds(vary, differs):
    challenge = Challenge(goal=("diverged",), vary=(vary,))
    (task,) = seed_tasks(challenge, CLOUDS, CLOUDS, (77,))
    result = run_seed(type(task)(**{**vars(task), "epochs": 0}))
    for part in ("network", "training", "data", "split"):
        same = getattr(result.experiment, part) == getattr(CLOUDS, part)
        assert same == (part not in differs), part


def test_a_run_ends_when_its_goal_is_reached():
    verdict = run_here(EASY, early=False)
    assert verdict.passed
    for result in verdict.results:
        assert result.passed
        assert result.reached == result.epochs < 20
        assert result.test_accuracy >= 0.9


def test_at_the_end_counts_only_the_end():
    overshoot = Challenge(
        goal=("epoch <= 3",), epochs=5, seeds=2, needed=2, when="at the end", vary=("weights",)
    )
    assert [r.passed for r in run_here(overshoot, early=False).results] == [False, False]
    reached = replace(overshoot, when="reached")
    assert run_here(reached, early=False).passes == 2
    kept = replace(overshoot, goal=("test_accuracy >= 90 %",), epochs=20)
    results = run_here(kept, early=False).results
    assert [result.epochs for result in results] == [20, 20]


def test_a_run_can_be_opened_since_training_it_again_gives_the_same():
    result = run_here(EASY).results[0]
    course = Course(result.experiment)
    course.train(Span(result.epochs))
    assert np.array_equal(course.trained.network.parameters, result.parameters)


def test_the_picture_is_that_of_the_network():
    result = run_here(EASY).results[0]
    assert result.outputs.shape == (1, PICTURE, PICTURE)
    course = Course(result.experiment)
    course.train(Span(result.epochs))
    # Row 0 is the smallest x2; values belong to the centres of the places.
    corner = -6 + 6 / PICTURE
    value = course.situation().outputs(np.array([[corner, -corner]]))[0, 0]
    assert result.outputs[0, -1, 0] == pytest.approx(value, abs=1e-6)
    assert result.classes[-1, 0] == float(value > 0.5)


def test_a_sure_verdict_ends_it_early():
    assert len(run_here(EASY).results) == 3
    hopeless = replace(EASY, goal=("test_loss < 0",), epochs=1)
    verdict = run_here(hopeless)
    assert (verdict.passed, len(verdict.results), verdict.is_sure) == (False, 2, True)


def test_more_seeds_need_the_same_share():
    verdict = run_challenge(EASY, CLOUDS, CLOUDS, tuple(range(8)), jobs=0)
    assert verdict.needed == 6


def test_divergence_is_no_pass():
    wild = apply_settings(
        Experiment(),
        {"data": {"generator": "plane", "size": 60}, "training": {"learning_rate": 10.0}},
    )
    challenge = Challenge(goal=("test_loss < 0.1",), epochs=50, seeds=1, needed=1)
    (result,) = run_here(challenge, wild).results
    assert result.diverged
    assert not result.passed
    assert result.epochs < 50


def test_weights_set_by_hand_are_part_of_how_each_run_begins():
    by_hand = with_weights(CLOUDS, {"x1 -> out0": 1.0, "x2 -> out0": 1.0, "bias -> out0": 0.0})
    challenge = Challenge(goal=("hand_set >= 3", "test_accuracy >= 90 %"), seeds=1, needed=1)
    (result,) = run_here(challenge, by_hand).results
    assert result.reached == 0


def test_limits_are_told_in_words():
    challenge = Challenge(within=("hidden_neurons <= 8", "changed within layers"))
    many = apply_settings(CLOUDS, {"network": {"hidden": ["9 tanh"]}})
    assert limits_missing(challenge, many, CLOUDS) == "9 hidden neurons, needed at most 8."
    few = apply_settings(CLOUDS, {"network": {"hidden": ["8 tanh"]}})
    assert limits_missing(challenge, few, CLOUDS) == ""
    other = apply_settings(few, {"training": {"batch_size": 5}})
    assert "only the layers may change" in limits_missing(challenge, other, CLOUDS)
    large = apply_settings(CLOUDS, {"data": {"size": 2001}})
    assert "2,000 points" in limits_missing(Challenge(), large, CLOUDS)


def test_other_processes_give_the_same_runs():
    found: list[SeedResult] = []
    verdict = run_challenge(
        EASY, CLOUDS, CLOUDS, (1, 2, 3, 4), found=found.append, early=False, jobs=2
    )
    alone = {result.seed: result for result in run_here(EASY, early=False).results}
    assert verdict.results == tuple(found)
    assert sorted(result.seed for result in found) == [1, 2, 3, 4]
    for result in found:
        assert np.array_equal(result.parameters, alone[result.seed].parameters)
        assert np.array_equal(result.outputs, alone[result.seed].outputs)


def test_stopping_ends_the_processes_at_once(monkeypatch):
    endless = replace(EASY, goal=("test_loss < 0",), epochs=5000, seeds=2, needed=1)
    monkeypatch.setattr(processes, "PATIENCE", 0.02)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    large = apply_settings(CLOUDS, {"data": {"size": 2000}, "network": {"hidden": ["32"] * 8}})
    verdict = run_challenge(endless, large, CLOUDS, (1, 2), stop=stop, jobs=1)
    assert verdict.cancelled
    assert verdict.results == ()


def test_regression_has_no_accuracy():
    plane = apply_settings(Experiment(), {"data": {"generator": "plane", "size": 60}})
    challenge = Challenge(goal=("test_mae < 1",), seeds=1, needed=1)
    (result,) = run_here(challenge, plane).results
    assert math.isnan(result.test_accuracy)
    assert result.passed


def test_the_first_epoch_in_which_the_goal_is_reached_is_told():
    challenge = Challenge(
        goal=("epoch >= 2",), epochs=6, seeds=1, needed=1, when="at the end", vary=("order",)
    )
    (result,) = run_here(challenge).results
    assert (result.reached, result.epochs, result.passed) == (2, 6, True)


def test_what_changed_is_told_without_the_seeds():
    changed = apply_settings(CLOUDS, {"training": {"learning_rate": 0.5}})
    challenge = Challenge(goal=("changed == rate",), seeds=1, needed=1)
    (result,) = run_here(challenge, changed).results
    assert result.reached == 0
