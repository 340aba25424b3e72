"""Bad input is refused with an error that names the thing, the rule and the value."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import checks


@pytest.mark.parametrize("value", [0, -0.1, math.nan, math.inf])
def test_a_rate_has_to_be_positive_and_finite(value: float) -> None:
    with pytest.raises(ValueError, match=rf"learning_rate must be > 0 and finite, got {value!r}"):
        checks.positive_number("learning_rate", value)


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf])
def test_an_amount_may_be_0_but_not_less(value: float) -> None:
    assert checks.number_from_zero("rate", 0) == 0.0
    with pytest.raises(ValueError, match="rate must be ≥ 0 and finite"):
        checks.number_from_zero("rate", value)


@pytest.mark.parametrize("value", ["much", None, [1.0]])
def test_what_is_no_number_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="rate must be a number"):
        checks.positive_number("rate", value)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [-1, 1.5, "seven"])
def test_a_seed_that_is_none_is_refused(seed: object) -> None:
    with pytest.raises((TypeError, ValueError), match=f"seed must be .*, got {seed!r}"):
        checks.generator(seed)  # type: ignore[arg-type]


def test_complex_numbers_are_refused_and_not_halved() -> None:
    with pytest.raises(ValueError, match="X must be an array of numbers: got complex ones"):
        checks.samples("X", np.ones((3, 2)) * 1j, 2, "input")


def test_a_count_is_a_whole_number_from_1() -> None:
    assert checks.count_from_one("batch_size", np.int64(3)) == 3
    for wrong in (0, -2):
        with pytest.raises(ValueError, match=f"batch_size must be ≥ 1, got {wrong}"):
            checks.count_from_one("batch_size", wrong)
    for strange in (2.0, "3", True, None):
        with pytest.raises(TypeError, match="batch_size must be a whole number"):
            checks.count_from_one("batch_size", strange)  # type: ignore[arg-type]


def test_one_column_may_come_as_a_row_of_numbers() -> None:
    assert checks.samples("y", [1, 2, 3], 1, "output").shape == (3, 1)


@pytest.mark.parametrize("shape", [(4,), (4, 3), (2, 4, 2), ()])
def test_samples_of_the_wrong_shape_are_refused(shape: tuple[int, ...]) -> None:
    rule = r"X must have shape \(n_samples, 2\), one column per input, got"
    with pytest.raises(ValueError, match=rule):
        checks.samples("X", np.zeros(shape), 2, "input")


def test_no_samples_are_refused() -> None:
    with pytest.raises(ValueError, match=r"X must hold at least one sample, got shape \(0, 2\)"):
        checks.samples("X", np.empty((0, 2)), 2, "input")


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_found(bad: float) -> None:
    X = np.zeros((3, 2))
    X[2, 1] = bad
    with pytest.raises(ValueError, match=f"X must be finite, got {bad} in row 2, column 1"):
        checks.samples("X", X, 2, "input")


@pytest.mark.parametrize("values", ["abc", [[1], [1, 2]], {"a": 1}])
def test_what_is_no_array_of_numbers_is_refused(values: object) -> None:
    with pytest.raises(ValueError, match="X must be an array of numbers"):
        checks.samples("X", values, 1, "input")  # type: ignore[arg-type]


def test_a_vector_has_to_have_its_length() -> None:
    assert checks.vector("v", [1, 2], 2).dtype == np.float64
    with pytest.raises(ValueError, match=r"v must have shape \(3,\), got \(2,\)"):
        checks.vector("v", [1, 2], 3)


def test_class_numbers_become_one_hot_rows_and_anything_else_stays_what_it_is() -> None:
    one_hot = [[0, 0, 1], [1, 0, 0]]
    np.testing.assert_array_equal(checks.targets("y", [2, 0], 3), one_hot)
    np.testing.assert_array_equal(checks.targets("y", one_hot, 3), one_hot)
    np.testing.assert_array_equal(checks.targets("y", [2, 0], 1), [[2], [0]])


@pytest.mark.parametrize("label", [-1.0, 3.0, 0.5, float("nan"), float("inf")])
def test_a_class_number_that_is_none_is_refused(label: float) -> None:
    with pytest.raises(ValueError, match=rf"y must hold class numbers 0 … 2, got {label:g}"):
        checks.targets("y", [0.0, label], 3)


def test_no_class_numbers_are_no_samples() -> None:
    with pytest.raises(ValueError, match=r"y must have shape \(n_samples, 3\)"):
        checks.targets("y", [], 3)
