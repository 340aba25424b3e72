from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine import DATASETS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.encoding import accuracy, decode_classes, encode_targets
from nnfs_gui.experiment.data.materialize import PlaneData, materialize, points_of
from nnfs_gui.experiment.model import (
    DataSpec,
    Experiment,
    FormulaData,
    GeneratedData,
    OutputSpec,
    PointArray,
    PointsData,
    SplitSpec,
    default_experiment,
)
from nnfs_gui.experiment.outputs import read_outputs


def made(data: DataSpec | None = None, **split: object) -> PlaneData:
    experiment = replace(default_experiment(), split=SplitSpec(**split))  # type: ignore[arg-type]
    return materialize(replace(experiment, data=data) if data is not None else experiment)


def with_output(activation: str, data: DataSpec) -> Experiment:
    experiment = replace(default_experiment(), data=data)
    return replace(experiment, network=replace(experiment.network, output=OutputSpec(activation)))


@pytest.mark.parametrize("name", DATASETS.names())
def test_every_generator_gives_points_divided_in_two(name: str) -> None:
    data = made(GeneratedData(name, size=120, classes=3))
    assert data.inputs.shape == (120, 2)
    assert data.task == DATASETS[name].task
    if data.task == "classification":
        assert set(data.targets) == set(range(data.n_classes))
    assert sorted([*data.train, *data.test]) == list(range(120))
    assert len(data.train) == 60


def test_arrays_are_read_only_and_remembered() -> None:
    data = made(GeneratedData("moons"))
    for array in (data.inputs, data.targets, data.train, data.test):
        assert not array.flags.writeable
    assert made(GeneratedData("moons")) is data
    assert made(GeneratedData("moons", seed=1)) is not data


def test_the_network_does_not_matter_to_the_points() -> None:
    experiment = default_experiment()
    other = replace(experiment, network=replace(experiment.network, seed=9), title="Other")
    assert materialize(experiment) is materialize(other)


@given(st.integers(0, 40), st.floats(0.01, 1), st.floats(0.01, 1), st.integers(0, 5))
def test_a_larger_share_only_adds_to_the_training_points(
    n_points: int, share: float, other: float, seed: int
) -> None:
    points = PointsData(points=PointArray(np.zeros((n_points, 3))))
    small, large = sorted((share, other))
    fewer = made(points, training_share=small, seed=seed)
    more = made(points, training_share=large, seed=seed)
    assert set(fewer.train) <= set(more.train)
    for data, part in ((fewer, small), (more, large)):
        assert sorted([*data.train, *data.test]) == list(range(n_points))
        assert (len(data.train) > 0) == (n_points > 0)
        assert (len(data.test) > 0) == (n_points > 1 and part < 1)


def test_a_share_of_one_leaves_no_test_points() -> None:
    data = made(training_share=1.0)
    assert (len(data.train), len(data.test)) == (500, 0)


def test_the_seed_of_the_split_leaves_the_points_alone() -> None:
    one, two = made(seed=1), made(seed=2)
    np.testing.assert_array_equal(one.inputs, two.inputs)
    assert not np.array_equal(one.train, two.train)


def test_classes_are_thinned_to_their_share() -> None:
    half = made(class_balance=(1.0, 0.5))
    tenth = made(class_balance=(0.311, 0.1))
    assert [int((half.targets == number).sum()) for number in (0, 1)] == [250, 125]
    assert [int((tenth.targets == number).sum()) for number in (0, 1)] == [78, 25]  # not 77.75
    assert {*map(tuple, tenth.inputs)} < {*map(tuple, half.inputs)}


def test_a_class_may_be_left_out_altogether() -> None:
    assert set(made(class_balance=(0.0, 1.0)).targets) == {1.0}
    assert len(made(class_balance=(0.0, 0.0)).inputs) == 0


@pytest.mark.parametrize("classes", [2, 4])
def test_outliers_are_training_points_of_another_class(classes: int) -> None:
    spec = GeneratedData("pinwheel", classes=classes)
    clean, disturbed = made(spec), made(spec, outliers=0.2)
    swapped = np.flatnonzero(clean.targets != disturbed.targets)
    assert len(swapped) == 50
    assert set(swapped) <= set(clean.train)
    assert set(disturbed.targets) == set(range(classes))
    more = made(spec, outliers=0.3)
    assert set(swapped) < set(np.flatnonzero(clean.targets != more.targets))


def test_outliers_of_a_regression_are_negated() -> None:
    clean, disturbed = made(GeneratedData("plane")), made(GeneratedData("plane"), outliers=0.5)
    swapped = clean.targets != disturbed.targets
    np.testing.assert_array_equal(disturbed.targets[swapped], -clean.targets[swapped])
    assert swapped.sum() == 125


# --- points ---


def test_given_points_come_in_their_order() -> None:
    rows = np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 1.0], [5.0, -6.0, 1.0]])
    data = made(PointsData(points=PointArray(rows)))
    np.testing.assert_array_equal(data.inputs, rows[:, :2])
    np.testing.assert_array_equal(data.targets, rows[:, 2])


def test_no_points_at_all_are_legal() -> None:
    for share in (0.5, 1.0):
        data = made(PointsData(), training_share=share, outliers=0.3, class_balance=(0.5, 1.0))
        assert data.inputs.shape == (0, 2)
        assert data.targets.shape == data.train.shape == data.test.shape == (0,)
        assert encode_targets(data, read_outputs(default_experiment())).shape == (0, 1)


def test_generated_points_can_be_turned_into_given_ones() -> None:
    experiment = replace(default_experiment(), data=GeneratedData("moons", size=50, noise=0.1))
    frozen = PointsData(points=PointArray(points_of(experiment)))
    data, same = materialize(experiment), materialize(replace(experiment, data=frozen))
    np.testing.assert_array_equal(data.inputs, same.inputs)
    np.testing.assert_array_equal(data.targets, same.targets)
    np.testing.assert_array_equal(data.train, same.train)


# --- formulas ---


def test_points_above_a_curve_are_the_second_class() -> None:
    data = made(FormulaData(formula="3*sin(x)", size=300))
    above = data.inputs[:, 1] > 3 * np.sin(data.inputs[:, 0])
    np.testing.assert_array_equal(data.targets, above)
    assert data.inputs.shape == (300, 2)
    assert np.abs(data.inputs).max() <= 6


def test_noise_swaps_classes_near_the_curve_and_leaves_the_points() -> None:
    clean, noisy = made(FormulaData(size=400)), made(FormulaData(size=400, noise=0.1))
    np.testing.assert_array_equal(clean.inputs, noisy.inputs)
    assert 0 < (clean.targets != noisy.targets).mean() < 0.3


def test_points_where_the_curve_has_no_value_are_left_out() -> None:
    data = made(FormulaData(formula="log(x)", size=300))
    assert len(data.inputs) == 300
    assert data.inputs[:, 0].min() > 0
    assert len(made(FormulaData(formula="log(-1)")).inputs) == 0


def test_a_regression_formula_is_scaled_and_keeps_its_zero() -> None:
    data = made(FormulaData("regression", "x1*x2 - 1", size=2000))
    raw = data.inputs[:, 0] * data.inputs[:, 1] - 1
    np.testing.assert_allclose(data.targets, raw / 37.0)
    assert data.n_classes == 0


@pytest.mark.parametrize("formula", ["1/x1", "1/(x1*x1 + x2*x2)"])
def test_a_pole_does_not_flatten_everything_else(formula: str) -> None:
    data = made(FormulaData("regression", formula, size=2000))
    assert np.abs(data.targets).max() == 1.0
    assert np.median(np.abs(data.targets)) > 0.01
    assert set(made(FormulaData("regression", "0")).targets) == {0.0}


# --- encoding ---


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("sigmoid", [[0.0], [1.0]]),
        ("tanh", [[-1.0], [1.0]]),
        ("linear", [[-1.0], [1.0]]),
        ("softmax", [[1.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_two_classes_are_encoded_for_the_output(output: str, expected: list[list[float]]) -> None:
    experiment = with_output(output, PointsData(points=PointArray([[0, 0, 0], [0, 0, 1]])))
    encoded = encode_targets(materialize(experiment), read_outputs(experiment))
    assert encoded.tolist() == expected
    assert encoded.dtype == np.float64


def test_more_classes_are_one_hot_even_when_the_last_has_no_points() -> None:
    data = PointsData(points=PointArray([[0, 0, 1], [0, 0, 0]]), class_names=("a", "b", "c"))
    experiment = with_output("softmax", data)
    encoded = encode_targets(materialize(experiment), read_outputs(experiment))
    assert encoded.tolist() == [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]


def test_regression_values_stay_as_they_are() -> None:
    data = PointsData(task="regression", points=PointArray([[0, 0, -0.25]]))
    experiment = with_output("linear", data)
    assert encode_targets(materialize(experiment), read_outputs(experiment)).tolist() == [[-0.25]]


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
def test_encoded_targets_read_back_are_the_classes(output: str) -> None:
    experiment = with_output(output, GeneratedData("xor"))
    data, reading = materialize(experiment), read_outputs(experiment)
    encoded = encode_targets(data, reading)
    np.testing.assert_array_equal(decode_classes(encoded, reading), data.targets)
    assert accuracy(encoded, data.targets, reading) == 1.0
    assert accuracy(encoded[::-1], data.targets, reading) < 1.0


def test_accuracy_means_nothing_without_classes_or_points() -> None:
    reading = read_outputs(with_output("linear", GeneratedData("plane")))
    assert np.isnan(accuracy(np.zeros((3, 1)), np.zeros(3), reading))
    reading = read_outputs(default_experiment())
    assert np.isnan(accuracy(np.zeros((0, 1)), np.zeros(0), reading))


def test_the_first_points_train_where_they_are_split_as_given_and_a_seed_asks_for_a_draw() -> None:
    experiment = default_experiment()
    given = edits.set_split(experiment, order="given", training_share=0.3)
    points = materialize(given)
    np.testing.assert_array_equal(points.train, np.arange(150))
    np.testing.assert_array_equal(points.test, np.arange(150, 500))
    assert edits.set_split(given, seed=4).split.order == "random"
    assert edits.set_split(given, training_share=0.5).split.order == "given"
