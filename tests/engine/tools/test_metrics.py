from __future__ import annotations

import numpy as np
import pytest

from engine import accuracy, class_numbers, confusion_matrix, r_squared
from engine.tools.metrics import halfway


def test_one_column_is_cut_at_the_threshold() -> None:
    assert class_numbers([[0.2], [0.5], [0.51]]).tolist() == [0, 0, 1]
    assert class_numbers([-1.0, 0.1], threshold=0.0).tolist() == [0, 1]


def test_of_several_columns_the_largest_counts_and_of_equals_the_first() -> None:
    assert class_numbers([[0.1, 0.7, 0.2], [0.4, 0.2, 0.4]]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("outputs", "targets", "threshold"),
    [
        ([[0.9], [0.2], [0.6], [0.4]], [[1], [0], [0], [0]], 0.5),
        ([[0.9], [-0.2], [0.6], [-0.4]], [1, -1, -1, -1], 0.0),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]], [0, 1, 2, 2], 0.5),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]],
         [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], 0.5),
    ],
)  # fmt: skip
def test_three_of_four_right_is_three_quarters_however_targets_are_coded(
    outputs: list[list[float]], targets: list[float], threshold: float
) -> None:
    assert accuracy(outputs, targets, threshold) == 0.75


def test_a_confusion_matrix_has_actual_rows_and_predicted_columns() -> None:
    matrix = confusion_matrix([[0.9], [0.8], [0.1], [0.7]], [1, 0, 0, 1])
    np.testing.assert_array_equal(matrix, [[1, 1], [0, 2]])
    labels = confusion_matrix(np.eye(3)[[0, 2, 2]], [0, 1, 2])
    np.testing.assert_array_equal(labels, [[1, 0, 0], [0, 0, 1], [0, 0, 1]])


def test_a_confusion_matrix_may_be_asked_to_be_larger_but_not_smaller() -> None:
    assert confusion_matrix([[0.9]], [1], n_classes=4).shape == (4, 4)
    with pytest.raises(ValueError, match=r"n_classes must be at least 3 to hold class 2, got 2"):
        confusion_matrix(np.eye(3), [0, 1, 2], n_classes=2)


def test_accuracy_is_the_trace_of_the_confusion_matrix() -> None:
    rng = np.random.default_rng(0)
    outputs, labels = rng.random((200, 5)), rng.integers(0, 5, 200)
    matrix = confusion_matrix(outputs, labels)
    assert matrix.sum() == 200
    assert accuracy(outputs, labels) == pytest.approx(np.trace(matrix) / 200)


def test_r_squared_by_hand() -> None:
    targets = [[1.0], [2.0], [3.0]]
    assert r_squared(targets, targets) == 1.0
    assert r_squared([[2.0], [2.0], [2.0]], targets) == 0.0
    assert r_squared([3.0, 2.0, 1.0], targets) == pytest.approx(-3.0)


def test_r_squared_of_targets_that_are_all_alike() -> None:
    assert r_squared([2.0, 2.0], [2.0, 2.0]) == 1.0
    assert r_squared([2.0, 2.1], [2.0, 2.0]) == 0.0


@pytest.mark.parametrize("empty", [[], np.empty((0, 2)), np.empty((2, 0)), np.empty((1, 1, 1)), 3])
def test_no_samples_or_a_wrong_number_of_axes_is_refused(empty: object) -> None:
    with pytest.raises(ValueError, match=r"values must have shape \(n_samples, n_outputs\), got"):
        class_numbers(empty)  # type: ignore[arg-type]


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="outputs have 2 samples and targets 3"):
        accuracy([[1.0], [0.0]], [1, 0, 1])
    with pytest.raises(ValueError, match="must match in columns"):
        accuracy([[1.0], [0.0]], [[1, 0], [0, 1]])
    with pytest.raises(ValueError, match="must match in shape"):
        r_squared([1.0, 2.0], [[1.0, 2.0]])


@pytest.mark.parametrize("label", [0.5, -1, 3])
def test_a_class_number_that_is_none_is_refused(label: float) -> None:
    with pytest.raises(ValueError, match=rf"targets must hold class numbers 0 … 2, got {label:g}"):
        accuracy(np.eye(3), [0, 1, label])


def test_halfway_lies_between_the_targets() -> None:
    assert halfway([0.0, 1.0]) == 0.5
    assert halfway([[1.0], [-1.0]]) == 0.0
    assert halfway([1.0, 1.0]) == 0.5
