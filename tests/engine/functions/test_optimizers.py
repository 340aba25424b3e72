"""Each optimizer against its rule written out, step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from engine import OPTIMIZERS, Optimizer

START = np.array([1.0, -2.0, 0.5])
GRADIENTS = [np.array([0.5, -1.0, 0.0]), np.array([-0.25, 3.0, 1e-3]), np.array([2.0, 0.1, -1.0])]
RATE = 0.1


def run(optimizer: Optimizer, gradients: list[np.ndarray] = GRADIENTS) -> list[np.ndarray]:
    optimizer.start(3)
    parameters, path = START.copy(), []
    for gradient in gradients:
        before = gradient.copy()
        optimizer.step(parameters, gradient, RATE)
        np.testing.assert_array_equal(gradient, before)
        path.append(parameters.copy())
    return path


def by_hand(name: str) -> Iterator[np.ndarray]:
    """The rules one parameter at a time, in plain Python."""
    theta = START.tolist()
    v, m = [0.0] * 3, [0.0] * 3
    for t, gradient in enumerate(GRADIENTS, start=1):
        for i, g in enumerate(gradient.tolist()):
            if name == "sgd":
                theta[i] -= RATE * g
            elif name == "momentum":
                v[i] = 0.9 * v[i] + g
                theta[i] -= RATE * v[i]
            elif name == "rmsprop":
                v[i] = 0.9 * v[i] + 0.1 * g * g
                theta[i] -= RATE * g / (math.sqrt(v[i]) + 1e-8)
            else:
                m[i] = 0.9 * m[i] + 0.1 * g
                v[i] = 0.999 * v[i] + 0.001 * g * g
                m_hat, v_hat = m[i] / (1 - 0.9**t), v[i] / (1 - 0.999**t)
                theta[i] -= RATE * m_hat / (math.sqrt(v_hat) + 1e-8)
        yield np.array(theta)


@pytest.mark.parametrize("name", OPTIMIZERS.names())
def test_three_steps_agree_with_the_rule(name: str) -> None:
    for ours, expected in zip(run(OPTIMIZERS.create(name)), by_hand(name), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-13)


@pytest.mark.parametrize("scale", [1e-3, 0.3, 0.7, 0.999, 1.0])
@pytest.mark.parametrize("name", OPTIMIZERS.names())
def test_a_scaled_step_is_the_step_with_a_scaled_gradient(name: str, scale: float) -> None:
    scaled, path = OPTIMIZERS.create(name), run(OPTIMIZERS.create(name), scaled_by(scale))
    scaled.start(3)
    parameters = START.copy()
    for gradient, expected in zip(GRADIENTS, path, strict=True):
        scaled.scaled_step(parameters, gradient, scale, RATE)
        np.testing.assert_allclose(parameters, expected, rtol=1e-13)


def scaled_by(scale: float) -> list[np.ndarray]:
    return [scale * gradient for gradient in GRADIENTS]


def test_adams_first_step_has_the_length_of_the_learning_rate() -> None:
    [first] = run(OPTIMIZERS.create("adam"), [np.array([1e-3, -50.0, 2.0])])
    np.testing.assert_allclose(START - first, [RATE, -RATE, RATE], rtol=1e-4)


@pytest.mark.parametrize("name", OPTIMIZERS.names())
def test_a_gradient_of_0_from_the_start_moves_nothing(name: str) -> None:
    [first] = run(OPTIMIZERS.create(name), [np.zeros(3)])
    np.testing.assert_array_equal(first, START)


@pytest.mark.parametrize("name", OPTIMIZERS.names())
@pytest.mark.parametrize("scale", [0.0, 0.3, 0.5, 0.75, 0.999, 1.0])
def test_a_scaled_step_is_a_step_with_the_scaled_gradient(name: str, scale: float) -> None:
    first, second = OPTIMIZERS.create(name), OPTIMIZERS.create(name)
    plain, scaled = START.copy(), START.copy()
    first.start(3)
    second.start(3)
    for gradient in GRADIENTS:
        before = gradient.copy()
        first.step(plain, scale * gradient, 0.1)
        second.scaled_step(scaled, gradient, scale, 0.1)
        np.testing.assert_allclose(scaled, plain, rtol=1e-14, atol=1e-16)
        np.testing.assert_array_equal(gradient, before)
    assert first.count == second.count
    for moment, expected in zip(second.moments.values(), first.moments.values(), strict=True):
        np.testing.assert_array_equal(moment, expected)


@pytest.mark.parametrize("name", OPTIMIZERS.names())
def test_a_restored_memory_continues_to_the_bit(name: str) -> None:
    path = run(OPTIMIZERS.create(name))
    first, second = OPTIMIZERS.create(name), OPTIMIZERS.create(name)
    parameters = START.copy()
    first.start(3)
    first.step(parameters, GRADIENTS[0], RATE)
    second.start(3)
    moments = first.copy_moments()
    second.restore(moments, first.count)
    first.step(np.zeros(3), GRADIENTS[1], RATE)  # the copies must not follow
    for gradient, expected in zip(GRADIENTS[1:], path[1:], strict=True):
        second.step(parameters, gradient, RATE)
        np.testing.assert_array_equal(parameters, expected)


def test_starting_again_forgets() -> None:
    optimizer = OPTIMIZERS.create("adam")
    once = run(optimizer)
    again = run(optimizer)
    np.testing.assert_array_equal(once, again)


def test_hyperparameters_are_checked_and_shown() -> None:
    assert repr(OPTIMIZERS.create("momentum", momentum=0.5)) == "Momentum(momentum=0.5)"
    wrong = [
        ("momentum", {"momentum": 1.5}, r"momentum must be in \[0, 1\]"),
        ("rmsprop", {"decay": -0.1}, r"decay must be in \[0, 1\]"),
        ("rmsprop", {"epsilon": 0}, "epsilon must be > 0"),
        ("adam", {"beta1": 1.0}, r"beta1 must be in \[0, 1\), got 1.0"),
        ("adam", {"beta2": -0.1}, r"beta2 must be in \[0, 1\)"),
        ("adam", {"epsilon": -1}, "epsilon must be > 0"),
    ]
    for name, parameters, message in wrong:
        with pytest.raises(ValueError, match=message):
            OPTIMIZERS.create(name, **parameters)
