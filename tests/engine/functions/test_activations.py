"""Every activation: its value, its derivative, and its calm at extreme inputs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import ACTIVATIONS, ActivationFunction

NAMES = ACTIVATIONS.names()
ELEMENTWISE = [name for name in NAMES if not ACTIVATIONS[name].output_only]
EXTREMES = np.array(
    [-1.7e308, -1e200, -1e5, -1000, -710, -40, -1.3, -1e-9, -0.0,
     0.0, 1e-9, 0.7, 40, 710, 1000, 1e5, 1e200, 1.7e308]
)  # fmt: skip
Z = np.linspace(-4, 4, 81).reshape(27, 3) + 0.013


def central_difference(f: ActivationFunction, z: np.ndarray, h: float = 1e-6) -> np.ndarray:
    return (f.value(z + h) - f.value(z - h)) / (2 * h)


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_extreme_inputs_give_finite_values_and_no_warnings(name: str) -> None:
    f = ACTIVATIONS.create(name)
    assert np.isfinite(f.value(EXTREMES)).all()
    assert np.isfinite(f.derivative(EXTREMES)).all()


@pytest.mark.parametrize("name", NAMES)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_finite_input_gives_a_value_within_the_limits(name: str, z: float) -> None:
    f = ACTIVATIONS.create(name)
    low, high = f.limits
    [a] = f.value(np.array([z]))
    assert low <= a <= high
    assert math.isfinite(f.derivative([z])[0])


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_derivative_agrees_with_central_differences(name: str) -> None:
    f = ACTIVATIONS.create(name)
    np.testing.assert_allclose(f.derivative(Z), central_difference(f, Z), atol=1e-8)


@pytest.mark.parametrize(("name", "alpha"), [("leaky_relu", 0.3), ("elu", 0.4), ("elu", 2.5)])
def test_the_derivative_follows_the_parameter(name: str, alpha: float) -> None:
    f = ACTIVATIONS.create(name, alpha=alpha)
    np.testing.assert_allclose(f.derivative(Z), central_difference(f, Z), atol=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_the_value_may_be_written_in_place(name: str) -> None:
    f = ACTIVATIONS.create(name)
    expected = f.value(Z)
    z = Z.copy()
    assert f.value(z, z) is z
    np.testing.assert_array_equal(z, expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_value_may_be_written_elsewhere_and_leaves_the_input_alone(name: str) -> None:
    f = ACTIVATIONS.create(name)
    z, out = Z.copy(), np.empty_like(Z)
    assert f.value(z, out) is out
    np.testing.assert_array_equal(z, Z)
    np.testing.assert_array_equal(out, f.value(Z))
    assert not np.shares_memory(f.value(z), z)


@pytest.mark.parametrize("name", NAMES)
def test_single_precision_stays_single(name: str) -> None:
    f = ACTIVATIONS.create(name)
    z = Z.astype(np.float32)
    assert f.value(z).dtype == np.float32
    np.testing.assert_allclose(f.value(z), f.value(Z), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_bound_calls_do_what_the_methods_do(name: str) -> None:
    f = ACTIVATIONS.create(name)
    z, a, slope = Z.copy(), np.empty_like(Z), np.empty_like(Z)
    f.bind_value(z, a)()
    np.testing.assert_array_equal(a, f.value(Z))
    f.bind_slope(z if f.slope_needs_z else a, a, slope)()
    np.testing.assert_array_equal(slope, f.derivative(Z))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_backpropagation_multiplies_by_the_slope(name: str) -> None:
    f = ACTIVATIONS.create(name)
    upstream, delta = np.cos(Z), np.empty_like(Z)
    f.backpropagate(upstream, Z, f.value(Z), delta)
    np.testing.assert_allclose(delta, upstream * f.derivative(Z))


@pytest.mark.parametrize("name", NAMES)
def test_formulas_and_parameters_are_told(name: str) -> None:
    f = ACTIVATIONS.create(name)
    assert f.formula
    assert f.derivative_formula
    assert all(math.isfinite(getattr(f, parameter)) for parameter in f.parameters)


def test_equal_means_same_kind_and_parameters() -> None:
    make = ACTIVATIONS.create
    assert make("tanh") == make("tanh")
    assert make("tanh") != make("sigmoid")
    assert make("leaky_relu", alpha=0.1) != make("leaky_relu", alpha=0.2)
    assert len({make("elu"), make("elu"), make("elu", alpha=0.5)}) == 2
    assert repr(make("leaky_relu", alpha=0.1)) == "LeakyReLU(alpha=0.1)"


# --- one by one ----------------------------------------------------------------------------------


def test_sigmoid_of_large_inputs_is_exactly_0_and_1() -> None:
    f = ACTIVATIONS.create("sigmoid")
    assert f.value(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]


def test_known_values() -> None:
    def at(name: str, z: float, **parameters: float) -> float:
        return float(ACTIVATIONS.create(name, **parameters).value(np.array([z]))[0])

    assert at("linear", 3.25) == 3.25
    assert at("sigmoid", math.log(3)) == pytest.approx(0.75)
    assert at("tanh", 0.5) == math.tanh(0.5)
    assert at("relu", -2.0) == 0.0
    assert at("leaky_relu", -2.0) == -0.02
    assert at("leaky_relu", -2.0, alpha=0.5) == -1.0
    assert at("elu", -1.0, alpha=2.0) == pytest.approx(2 * (math.exp(-1) - 1))
    assert at("gelu", 1.0) == pytest.approx(0.841192, abs=1e-6)
    assert at("softplus", 0.0) == pytest.approx(math.log(2))
    assert at("swish", 1.0) == pytest.approx(1 / (1 + math.exp(-1)))
    assert at("sine", math.pi / 2) == 1.0
    assert [at("step", z) for z in (-0.1, 0.0, 0.1)] == [0.0, 1.0, 1.0]


def test_the_slope_at_a_kink_is_that_of_the_left_side() -> None:
    assert ACTIVATIONS.create("relu").derivative([0.0]) == [0.0]
    assert ACTIVATIONS.create("leaky_relu", alpha=0.25).derivative([0.0]) == [0.25]
    assert ACTIVATIONS.create("elu", alpha=0.5).derivative([0.0]) == [0.5]


def test_softplus_keeps_its_digits_far_from_zero() -> None:
    f = ACTIVATIONS.create("softplus")
    np.testing.assert_allclose(f.value(np.array([-40.0])), math.exp(-40), rtol=1e-12)
    np.testing.assert_allclose(f.derivative([-40.0]), math.exp(-40), rtol=1e-12)
    assert f.value(np.array([1e6])) == [1e6]


def test_the_step_does_not_learn() -> None:
    assert not ACTIVATIONS.create("step").derivative(Z).any()


@pytest.mark.parametrize("alpha", [-0.1, 1.5, math.nan, math.inf])
def test_leaky_relu_refuses_a_slope_out_of_range(alpha: float) -> None:
    with pytest.raises(ValueError, match=r"alpha must be in \[0, 1\], got"):
        ACTIVATIONS.create("leaky_relu", alpha=alpha)


@pytest.mark.parametrize("alpha", [-0.1, math.nan, math.inf])
def test_elu_refuses_a_limit_out_of_range(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha must be ≥ 0 and finite"):
        ACTIVATIONS.create("elu", alpha=alpha)


def test_alpha_has_to_be_a_number() -> None:
    with pytest.raises(TypeError, match="alpha must be a number, got 'steep'"):
        ACTIVATIONS.create("elu", alpha="steep")  # type: ignore[arg-type]


# --- softmax -------------------------------------------------------------------------------------


def test_softmax_gives_shares_of_each_row() -> None:
    f = ACTIVATIONS.create("softmax")
    a = f.value(np.array([[0.0, math.log(3)], [5.0, 5.0]]))
    np.testing.assert_allclose(a, [[0.25, 0.75], [0.5, 0.5]])


def test_softmax_does_not_mind_a_common_shift() -> None:
    f = ACTIVATIONS.create("softmax")
    z = np.array([[1.0, 2.0, 4.0]])
    np.testing.assert_allclose(f.value(z + 1e6), f.value(z))
    np.testing.assert_array_equal(f.value(z * 1e300), [[0, 0, 1]])


def test_softmax_backpropagates_the_whole_jacobian() -> None:
    f = ACTIVATIONS.create("softmax")
    upstream, h = np.cos(Z), 1e-6
    expected = np.empty_like(Z)
    for j in range(Z.shape[1]):
        move = np.zeros(Z.shape[1])
        move[j] = h
        difference = (f.value(Z + move) - f.value(Z - move)) / (2 * h)
        expected[:, j] = (upstream * difference).sum(axis=1)
    delta = upstream.copy()
    f.backpropagate(delta, Z, f.value(Z), delta)  # in place, as the network does
    np.testing.assert_allclose(delta, expected, atol=1e-8)


def test_the_derivative_of_softmax_is_the_diagonal() -> None:
    f = ACTIVATIONS.create("softmax")
    a = f.value(Z)
    np.testing.assert_allclose(f.derivative(Z), a * (1 - a))
