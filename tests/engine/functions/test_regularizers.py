from __future__ import annotations

import numpy as np
import pytest

from engine import REGULARIZERS

WEIGHTS = np.array([[1.5, -2.0, 0.25], [-0.5, 3.0, 0.75]])


@pytest.mark.parametrize("name", REGULARIZERS.names())
def test_the_gradient_agrees_with_central_differences_of_the_penalty(name: str) -> None:
    regularizer = REGULARIZERS.create(name)
    gradient = np.full_like(WEIGHTS, np.nan)
    regularizer.gradient(WEIGHTS, gradient)
    for place in np.ndindex(WEIGHTS.shape):
        step = np.zeros_like(WEIGHTS)
        step[place] = 1e-5
        rise = regularizer.penalty(WEIGHTS + step) - regularizer.penalty(WEIGHTS - step)
        assert gradient[place] == pytest.approx(rise / 2e-5, abs=1e-9)


@pytest.mark.parametrize("name", REGULARIZERS.names())
def test_the_weights_are_not_touched_and_the_penalty_is_a_number(name: str) -> None:
    weights = WEIGHTS.copy()
    regularizer = REGULARIZERS.create(name)
    regularizer.gradient(weights, np.empty_like(weights))
    assert type(regularizer.penalty(weights)) is float
    np.testing.assert_array_equal(weights, WEIGHTS)


def test_penalties_by_hand() -> None:
    weights = np.array([[3.0, -4.0]])
    assert REGULARIZERS.create("none").penalty(weights) == 0.0
    assert REGULARIZERS.create("l1").penalty(weights) == 7.0
    assert REGULARIZERS.create("l2").penalty(weights) == 12.5


def test_l1_leaves_a_weight_of_zero_alone() -> None:
    gradient = np.empty(3)
    REGULARIZERS.create("l1").gradient(np.array([-2.0, 0.0, 0.1]), gradient)
    np.testing.assert_array_equal(gradient, [-1.0, 0.0, 1.0])


@pytest.mark.parametrize("name", REGULARIZERS.names())
def test_a_gradient_can_be_written_into_a_strided_view(name: str) -> None:
    block = np.zeros((2, 4))
    REGULARIZERS.create(name).gradient(WEIGHTS, block[:, :-1])
    assert not block[:, -1].any()
