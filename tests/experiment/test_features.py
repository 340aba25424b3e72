from __future__ import annotations

import numpy as np
import pytest

from nnfs_gui.experiment.features import (
    BUILT_IN,
    feature_label,
    feature_matrix,
    normal_form,
    undefined_share,
)


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(0).uniform(-6, 6, size=(50, 2))


def test_the_built_in_features_are_what_they_say(points: np.ndarray) -> None:
    x1, x2 = points.T
    expected = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2), np.cos(x1), np.cos(x2)]
    formulas = tuple(formula for formula, _label in BUILT_IN)
    np.testing.assert_allclose(feature_matrix(formulas, points), np.transpose(expected))


@pytest.mark.parametrize(("formula", "label"), BUILT_IN)
def test_built_in_labels_mean_their_formula(formula: str, label: str) -> None:
    assert feature_label(formula) == label
    assert normal_form(formula) == formula


@pytest.mark.parametrize(
    ("formula", "label"),
    [
        ("x^2", "x₁²"),
        ("x1 * x2 - 1", "x₁·x₂ − 1"),
        ("sin(2*x1)", "sin(2·x₁)"),
        ("x1**2 + x2**3", "x₁² + x₂³"),
        ("x1**0.5", "x₁^0.5"),
        ("x1**x2", "x₁^x₂"),
        ("x1**(-1)", "x₁^(−1)"),
    ],
)
def test_own_formulas_get_readable_labels(formula: str, label: str) -> None:
    assert feature_label(formula) == label


@pytest.mark.parametrize(
    ("typed", "known"),
    [("x^2", "x1**2"), (" y ", "x2"), ("x₁x₂", "x1*x2"), ("sin x₁", "sin(x1)"), ("x1²", "x1**2")],
)
def test_other_spellings_of_built_in_features_are_recognised(typed: str, known: str) -> None:
    assert normal_form(typed) == known


def test_a_feature_without_a_finite_value_is_zero_and_can_be_asked_about() -> None:
    points = np.array([[-1.0, 0.0], [0.0, 0.0], [1.0, 0.0], [np.e, 0.0]])
    assert feature_matrix(("log(x1)",), points)[:, 0].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert undefined_share("log(x1)", points) == 0.5
    assert undefined_share("log(x1)", points[:0]) == 0.0


def test_no_points_give_an_empty_matrix() -> None:
    assert feature_matrix(("x1", "x2", "x1*x2"), np.empty((0, 2))).shape == (0, 3)


def test_the_same_read_only_points_are_computed_once(points: np.ndarray) -> None:
    points.flags.writeable = False
    first = feature_matrix(("x1", "sin(x2)"), points)
    assert feature_matrix(("x1", "sin(x2)"), points) is first
    assert feature_matrix(("x1",), points) is not first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0


def test_points_that_may_change_are_computed_anew(points: np.ndarray) -> None:
    before = feature_matrix(("x1",), points).copy()
    points[0, 0] += 1.0
    assert feature_matrix(("x1",), points)[0, 0] == before[0, 0] + 1.0
