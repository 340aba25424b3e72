"""Mistakes that networks written from scratch are known for, and that this one must not make.

Each was found in a public repository, many in several; some stayed for years, because training
still "worked", only worse.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    LOSSES,
    Network,
)
from engine.functions.losses import LogitLoss

EXTREMES = np.array([-1e308, -1e5, -1000.0, -40.0, -1e-300, 0.0, 1e-300, 40.0, 1000.0, 1e5, 1e308])
ELEMENTWISE = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


@pytest.fixture(autouse=True)
def _floating_point_troubles_are_errors():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        yield


def line(loss: str, output: str, weight: float, bias: float) -> Network:
    """One input, one output: z = weight·x + bias."""
    network = Network([1, 1], output_activation=output, loss=loss)
    network.parameters[:] = [weight, bias]
    return network


def data(n_samples: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_samples, 2)), rng.choice([0.0, 1.0], (n_samples, 1))


# --- overflow, logarithms of nothing, and gradients that get lost -----------------------------


@pytest.mark.parametrize("name", ACTIVATIONS.names())
def test_values_and_slopes_of_any_finite_number_are_finite(name: str) -> None:
    function = ACTIVATIONS.create(name)
    z = EXTREMES.reshape(1, -1) if function.output_only else EXTREMES
    assert np.isfinite(function.value(z)).all()
    assert np.isfinite(function.derivative(z)).all()


@pytest.mark.parametrize("name", ACTIVATIONS.names())
def test_values_stay_within_the_limits_that_are_promised(name: str) -> None:
    function = ACTIVATIONS.create(name)
    z = np.concatenate([EXTREMES, np.linspace(-10, 10, 4001)])
    values = function.value(z.reshape(1, -1) if function.output_only else z)
    low, high = function.limits
    assert low <= values.min()
    assert values.max() <= high


def test_sigmoid_of_a_thousand_is_one_without_a_warning() -> None:
    np.testing.assert_array_equal(
        ACTIVATIONS.create("sigmoid").value(np.array([-1000.0, 0.0, 1000.0])), [0.0, 0.5, 1.0]
    )


def test_softmax_is_shifted_so_that_large_scores_do_not_overflow() -> None:
    shares = ACTIVATIONS.create("softmax").value(np.array([[1000.0, 1001.0], [-1000.0, -1001.0]]))
    low, high = 1 / (1 + math.e), math.e / (1 + math.e)
    np.testing.assert_allclose(shares, [[low, high], [high, low]], rtol=1e-14)


def test_softplus_of_a_thousand_is_a_thousand() -> None:
    values = ACTIVATIONS.create("softplus").value(np.array([1000.0, -1000.0]))
    np.testing.assert_array_equal(values, [1000.0, 0.0])


@pytest.mark.parametrize(("output", "target"), [(0.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1.0, 1.0)])
@pytest.mark.parametrize("loss", ["bce", "cce"])
def test_the_logarithm_of_zero_is_never_taken(loss: str, output: float, target: float) -> None:
    function = LOSSES.create(loss)
    outputs, targets = [[output, 1 - output]], [[target, 1 - target]]
    value = function.value(outputs, targets)
    assert np.isfinite(value)
    assert (value > 10) == (output != target)
    assert np.isfinite(function.gradient(outputs, targets)).all()


def test_binary_cross_entropy_has_its_second_term() -> None:
    loss = LOSSES.create("bce")
    assert loss.value([[0.9]], [[0.0]]) == pytest.approx(-math.log(0.1))
    assert loss.value([[0.9]], [[1.0]]) == pytest.approx(-math.log(0.9))
    assert loss.gradient([[0.9]], [[0.0]])[0, 0] == pytest.approx(10.0)


@pytest.mark.parametrize("z", [40.0, 800.0, 1e6])
def test_a_confidently_wrong_sigmoid_still_has_a_gradient_and_its_true_loss(z: float) -> None:
    # σ(40) is exactly 1 in floating point, so σ′ = ŷ(1 − ŷ) is exactly 0.
    network = line("bce", "sigmoid", z, 0.0)
    loss, gradient = network.loss_and_gradient([[1.0]], [[0.0]])
    assert loss == pytest.approx(z, rel=1e-12)
    assert network.evaluate([[1.0]], [[0.0]]) == loss
    np.testing.assert_allclose(gradient, [1.0, 1.0], rtol=1e-12)


def test_a_confidently_wrong_softmax_still_has_a_gradient_and_its_true_loss() -> None:
    network = Network([1, 2], output_activation="softmax", loss="cce")
    network.parameters[:] = [900.0, 0.0, 0.0, 0.0]
    loss, gradient = network.loss_and_gradient([[1.0]], [[0.0, 1.0]])
    assert loss == pytest.approx(900.0)
    assert network.evaluate([[1.0]], [[0.0, 1.0]]) == loss
    np.testing.assert_allclose(gradient, [1.0, 1.0, -1.0, -1.0])


def test_softmax_with_cross_entropy_has_the_gradient_output_minus_target() -> None:
    """Not −y/ŷ, which would give (0, −5, 0) here."""
    network = Network([1, 3], output_activation="softmax", loss="cce")
    network.layers[0].weights[:] = 0.0
    network.layers[0].biases[:] = np.log([0.7, 0.2, 0.1])
    loss, gradient = network.loss_and_gradient([[0.0]], [[0.0, 1.0, 0.0]])
    assert loss == pytest.approx(-math.log(0.2))
    np.testing.assert_allclose(gradient.reshape(3, 2)[:, 1], [0.7, -0.8, 0.1], rtol=1e-12)


def fused_cases() -> list[tuple[str, np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(0)
    logits = np.concatenate([rng.normal(0.0, 2.0, (6, 3)), [[60.0, -60.0, 0.0]]])
    return [
        (name, logits, targets)
        for name in LOSSES
        if isinstance(LOSSES.create(name), LogitLoss)
        for targets in (rng.random((7, 3)), np.eye(3)[rng.integers(0, 3, 7)])
    ]


@pytest.mark.parametrize(("name", "logits", "targets"), fused_cases())
def test_a_fused_loss_is_the_loss_of_its_partners_outputs_and_has_its_gradient(
    name: str, logits: np.ndarray, targets: np.ndarray
) -> None:
    """The plain formulas by the logits, and the prepared call, for shares of any sum."""
    loss = LOSSES.create(name)
    assert isinstance(loss, LogitLoss)
    partner = ACTIVATIONS.create(loss.partner)
    outputs, fused = partner.value(logits), loss.after(partner)
    mild = slice(0, 6)  # where the unfused loss has all its digits, too
    assert fused.value(logits[mild], targets[mild]) == pytest.approx(
        loss.value(outputs[mild], targets[mild]), rel=1e-12
    )
    slopes = loss.logit_slopes(outputs, targets)
    for place in np.ndindex(logits.shape):
        move = np.zeros_like(logits)
        move[place] = 1e-6
        rise = loss.logit_elements(logits + move, targets).sum()
        rise -= loss.logit_elements(logits - move, targets).sum()
        assert slopes[place] == pytest.approx(rise / 2e-6, rel=1e-6, abs=1e-6)

    delta = np.full((3, 7), np.nan)
    evaluate = loss.bind_logits(logits.T.copy(), outputs.T.copy(), delta)
    assert evaluate(targets.T.copy()) == pytest.approx(fused.value(logits, targets))
    np.testing.assert_allclose(delta.T, slopes / loss.count(outputs), rtol=1e-12, atol=1e-15)


def test_absolute_error_has_no_slope_where_there_is_no_error() -> None:
    gradient = LOSSES.create("mae").gradient([[1.0, 2.0, 0.0]], [[1.0, 0.0, 3.0]])
    np.testing.assert_allclose(gradient, [[0.0, 1 / 3, -1 / 3]])


# --- functions that do not fit their derivatives ----------------------------------------------


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_derivative_is_the_derivative_of_its_function(name: str) -> None:
    kind = ACTIVATIONS[name]
    for parameter in (None, 0.1, 0.7):
        given = {} if parameter is None else dict.fromkeys(kind.parameters, parameter)
        function = ACTIVATIONS.create(name, **given)
        z = np.linspace(-6.0, 6.0, 240)  # without the kink at 0
        slope = (function.value(z + 1e-6) - function.value(z - 1e-6)) / 2e-6
        np.testing.assert_allclose(function.derivative(z), slope, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_slope_is_taken_at_z_and_not_at_the_activation(name: str) -> None:
    """The fast path may use a = f(z), but what it gives is f′(z)."""
    function = ACTIVATIONS.create(name)
    z = np.linspace(-3.0, 3.0, 40)
    a = function.value(z)
    out = np.full_like(z, np.nan)
    function.slope(z if function.slope_needs_z else np.full_like(z, np.nan), a, out)
    np.testing.assert_array_equal(out, function.derivative(z))


@pytest.mark.parametrize("name", ACTIVATIONS.names())
def test_an_activation_leaves_its_argument_alone_unless_told_otherwise(name: str) -> None:
    z = np.linspace(-3.0, 3.0, 12).reshape(3, 4)
    before = z.copy()
    function = ACTIVATIONS.create(name)
    fresh = function.value(z)
    function.derivative(z)
    np.testing.assert_array_equal(z, before)
    function.value(z, out=z)
    np.testing.assert_array_equal(z, fresh)


@pytest.mark.parametrize("name", LOSSES.names())
def test_a_loss_has_the_gradient_of_its_value(name: str) -> None:
    loss = LOSSES.create(name)
    rng = np.random.default_rng(0)
    outputs, targets = rng.uniform(0.1, 0.9, (5, 3)), rng.uniform(0.0, 1.0, (5, 3))
    numeric = np.empty_like(outputs)
    for place in np.ndindex(outputs.shape):
        move = np.zeros_like(outputs)
        move[place] = 1e-6
        rise = loss.value(outputs + move, targets) - loss.value(outputs - move, targets)
        numeric[place] = rise / 2e-6
    np.testing.assert_allclose(loss.gradient(outputs, targets), numeric, rtol=1e-6, atol=1e-9)


# --- sums where means are meant ---------------------------------------------------------------


def test_mean_squared_error_is_a_mean_over_all_elements() -> None:
    loss = LOSSES.create("mse")
    outputs, targets = [[1.0, 2.0], [3.0, 4.0]], np.zeros((2, 2))
    assert loss.value(outputs, targets) == 7.5
    np.testing.assert_array_equal(loss.gradient(outputs, targets), [[0.5, 1.0], [1.5, 2.0]])


@pytest.mark.parametrize("name", LOSSES.names())
def test_a_loss_does_not_grow_with_the_number_of_samples(name: str) -> None:
    loss = LOSSES.create(name)
    rng = np.random.default_rng(0)
    outputs, targets = rng.uniform(0.1, 0.9, (4, 3)), rng.uniform(0.0, 1.0, (4, 3))
    many = np.tile(outputs, (50, 1)), np.tile(targets, (50, 1))
    assert loss.value(*many) == pytest.approx(loss.value(outputs, targets), rel=1e-12)
    np.testing.assert_allclose(
        loss.gradient(*many)[:4] * 50, loss.gradient(outputs, targets), rtol=1e-12
    )


@pytest.mark.parametrize("name", LOSSES.names())
def test_the_loss_is_the_mean_of_the_samples_losses(name: str) -> None:
    loss = LOSSES.create(name)
    rng = np.random.default_rng(0)
    outputs, targets = rng.uniform(0.1, 0.9, (6, 3)), rng.uniform(0.0, 1.0, (6, 3))
    alone = loss.per_sample(outputs, targets)
    assert alone.shape == (6,)
    assert alone.mean() == pytest.approx(loss.value(outputs, targets), rel=1e-12)
