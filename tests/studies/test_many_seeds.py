"""Many networks at once are, one by one, the networks that training alone would give."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment.model import Experiment, PointArray, PointsData, default_experiment
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.goal import Goal, parse_goal
from nnfs_gui.studies.many_seeds import ManySeeds
from nnfs_gui.studies.seeds import VARIED, with_seed
from nnfs_gui.training.evaluator import Evaluator
from nnfs_gui.training.history import Losses
from nnfs_gui.training.trained_network import TrainedNetwork


def alone(experiment: Experiment, epochs: int) -> TrainedNetwork:
    trained = TrainedNetwork(experiment)
    assert trained.trainer is not None
    while trained.trainer.epoch < epochs and not trained.trainer.diverged:
        trained.trainer.step()
    return trained


@pytest.mark.parametrize("preset", preset_names())
def test_each_network_of_every_preset_is_bit_identical_to_training_it_alone(preset: str) -> None:
    experiment = load_preset(preset)
    many = ManySeeds(experiment, [3, 8, 5])
    for _ in range(2):
        many.train_epoch()
    for index, seed in enumerate([3, 8, 5]):
        trained, state = alone(with_seed(experiment, seed), 2), many.state(index)
        np.testing.assert_array_equal(state.parameters, trained.network.parameters)
        assert trained.trainer is not None
        assert state.epoch_loss == trained.trainer.epoch_loss
        evaluator = Evaluator(trained.network, many.experiments[index], trained.points)
        judged = astuple(many.courses[index].losses[-1])
        np.testing.assert_array_equal(judged, astuple(evaluator.losses(0.0)))


def test_seeds_may_be_of_data_split_and_order_too_even_where_samples_differ_in_number() -> None:
    experiment = default_experiment()
    experiment = replace(experiment, split=replace(experiment.split, class_balance=(1.0, 0.3)))
    many = ManySeeds(experiment, [1, 2, 3, 4], VARIED)
    for _ in range(2):
        many.train_epoch()
    for index, seed in enumerate([1, 2, 3, 4]):
        trained = alone(with_seed(experiment, seed, VARIED), 2)
        np.testing.assert_array_equal(many.state(index).parameters, trained.network.parameters)
    assert len({trained.points.inputs.tobytes() for trained in many.trained}) == 4


def test_two_experiments_are_trained_beside_each_other_under_each_seed() -> None:
    one = load_preset("xor")
    other = replace(one, training=replace(one.training, learning_rate=0.3))
    many = ManySeeds([one, other], [4, 6])
    many.train_epoch()
    pairs = [(one, 4), (one, 6), (other, 4), (other, 6)]
    assert [course.seed for course in many.courses] == [4, 6, 4, 6]
    for index, (experiment, seed) in enumerate(pairs):
        trained = alone(with_seed(experiment, seed), 1)
        np.testing.assert_array_equal(many.state(index).parameters, trained.network.parameters)


def test_what_does_not_vary_stays() -> None:
    experiment = default_experiment()
    changed = with_seed(experiment, 77, ("weights",))
    assert changed.network.seed == 77
    assert replace(changed, network=experiment.network) == experiment
    order = with_seed(experiment, 77, ("order", "split", "data"))
    assert order.network == experiment.network
    assert (order.training.shuffle_seed, order.split.seed, order.data.seed) == (77, 77, 77)
    with pytest.raises(StudyError, match="seeds may vary weights, order, split, data, got 'luck'"):
        ManySeeds(experiment, [1], ("luck",))


def test_the_goal_is_reached_at_the_first_judged_epoch_that_holds_it() -> None:
    many = ManySeeds(load_preset("xor"), range(1, 5), goal=parse_goal("test_loss < 0.4"))
    for _ in range(40):
        many.train_epoch()
    assert any(course.reached for course in many.courses)
    for course in many.courses:
        assert course.epochs == list(range(41))
        pairs = zip(course.epochs, course.losses, strict=True)
        holding = [epoch for epoch, found in pairs if found.test_loss < 0.4]
        assert course.reached == (holding[0] if holding else None)


def test_long_runs_are_judged_at_every_fiftieth_part() -> None:
    experiment = default_experiment()
    network = replace(experiment.network, hidden=())
    many = ManySeeds(replace(experiment, network=network), [1])
    for _ in range(160):
        many.train_epoch()
    assert many.courses[0].epochs == [*range(100), *range(100, 150, 2), *range(150, 161, 3)]


def test_a_network_that_diverges_rests_and_the_others_go_on() -> None:
    experiment = load_preset("regression")
    training = replace(experiment.training, learning_rate=30.0, optimizer="sgd", clip="none")
    many = ManySeeds(replace(experiment, training=training), [1, 2, 3])
    for _ in range(5):
        many.train_epoch()
    for course, state in zip(many.courses, map(many.state, range(3)), strict=True):
        assert course.diverged == state.diverged
        assert np.isfinite(state.parameters).all()
    assert any(course.diverged for course in many.courses)


def test_no_points_are_said_to_be_none() -> None:
    with pytest.raises(StudyError, match="there are no training points"):
        ManySeeds(replace(default_experiment(), data=PointsData(points=PointArray())), [1])


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("test_loss<0.1", Goal("test_loss", "<", 0.1)),
        (" test_accuracy >= 95 % ", Goal("test_accuracy", ">=", 0.95)),
        ("train_loss<=1e-3", Goal("train_loss", "<=", 1e-3)),
    ],
)
def test_goals_are_read_as_people_write_them(text: str, goal: Goal) -> None:
    assert parse_goal(text) == goal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("testloss<0.1", "did you mean test_loss"),
        ("test_loss", "a goal must be like"),
        ("test_loss<e", "a goal needs a number after <"),
        ("luck>1", "not one of test_loss"),
    ],
)
def test_what_is_no_goal_is_named(text: str, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        parse_goal(text)


def test_figures_that_are_no_numbers_reach_nothing() -> None:
    nothing = Losses(float("nan"), float("nan"), 0.0, float("nan"), float("nan"))
    assert not parse_goal("test_loss<0.1").holds(nothing)
    assert not parse_goal("test_accuracy>=0").holds(nothing)
