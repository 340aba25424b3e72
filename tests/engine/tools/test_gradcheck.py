"""The instrument itself: it finds mistakes, spares kinks, and leaves no trace."""

from __future__ import annotations

import numpy as np
import pytest

from engine import Network
from engine.tools.gradcheck import check_gradient, numeric_gradient


def make(activation: str = "tanh", **options: object) -> Network:
    network = Network([2, 3, 1], activation=activation, seed=4, **options)
    network.layers[0].biases[:] = [0.3, -0.2, 0.1]
    return network


def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(8, 2)), rng.choice([0.0, 1.0], (8, 1))


class Flawed:
    """A network whose gradient is wrong in one place by one per cent."""

    def __init__(self, network: Network, place: int) -> None:
        self.network, self.place = network, place
        self.parameters, self.n_parameters = network.parameters, network.n_parameters
        self.evaluate = network.evaluate

    def loss_and_gradient(self, X: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
        loss, gradient = self.network.loss_and_gradient(X, y)
        gradient = gradient.copy()
        gradient[self.place] *= 1.01
        return loss, gradient


class Curve:
    """A loss of one parameter, with a made-up gradient."""

    n_parameters = 1

    def __init__(self, function, at: float) -> None:  # type: ignore[no-untyped-def]
        self.function, self.parameters = function, np.array([at])

    def evaluate(self, X: object, y: object) -> float:
        return float(self.function(self.parameters[0]))

    def loss_and_gradient(self, X: object, y: object) -> tuple[float, np.ndarray]:
        return self.evaluate(X, y), np.zeros(1)


def test_a_right_gradient_passes_and_both_gradients_can_be_looked_at() -> None:
    network = make()
    X, y = data()
    check = check_gradient(network, X, y)
    assert check.relative_error < 1e-8
    assert check.analytic.shape == check.numeric.shape == (network.n_parameters,)
    np.testing.assert_allclose(check.numeric, network.loss_and_gradient(X, y)[1], atol=1e-9)
    assert not check.kinks.any()
    assert check.differences.max() < 1e-9


@pytest.mark.parametrize("place", [0, 5, 12])
def test_a_mistake_of_one_per_cent_in_one_place_is_found_and_named(place: int) -> None:
    check = check_gradient(Flawed(make(), place), *data())  # type: ignore[arg-type]
    assert check.relative_error > 1e-6
    assert check.worst == place


def test_the_parameters_are_put_back_to_the_bit() -> None:
    network = make()
    before = network.parameters.copy()
    check_gradient(network, *data())
    np.testing.assert_array_equal(network.parameters, before)


def test_the_parameters_are_put_back_even_if_the_loss_fails() -> None:
    curve = Curve(lambda p: 1 / 0 if p != 2.0 else p, 2.0)
    with pytest.raises(ZeroDivisionError):
        numeric_gradient(curve, None, None)  # type: ignore[arg-type]
    assert curve.parameters[0] == 2.0


@pytest.mark.parametrize("offset", [0.0, 1e-7, -3e-6, 5e-6, -9.9e-6])
@pytest.mark.parametrize("size", [1.0, 0.01, 30.0])
def test_a_corner_within_reach_is_a_kink(offset: float, size: float) -> None:
    curve = Curve(lambda p: size * max(0.0, p - 1.0) + p**2, 1.0 + offset)
    assert numeric_gradient(curve, None, None).kinks.all()  # type: ignore[arg-type]


@pytest.mark.parametrize("offset", [0.0, 2e-6, -8e-6])
def test_a_jump_within_reach_is_a_kink(offset: float) -> None:
    curve = Curve(lambda p: float(p > 1.0), 1.0 + offset)
    assert numeric_gradient(curve, None, None).kinks.all()  # type: ignore[arg-type]


@pytest.mark.parametrize("offset", [2e-5, -2e-5, 0.1])
def test_a_corner_out_of_reach_is_none(offset: float) -> None:
    curve = Curve(lambda p: max(0.0, p - 1.0) + p**2, 1.0 + offset)
    numeric = numeric_gradient(curve, None, None)  # type: ignore[arg-type]
    assert not numeric.kinks.any()
    assert numeric.values[0] == pytest.approx(2 * (1 + offset) + (offset > 0), rel=1e-8)


@pytest.mark.parametrize("function", [np.sin, np.exp, np.tanh, lambda p: p**4, lambda p: 5e3 + p])
def test_a_smooth_curve_has_no_kink(function) -> None:  # type: ignore[no-untyped-def]
    for at in (-2.0, 0.0, 0.5, 3.0):
        curve = Curve(function, at)
        assert not numeric_gradient(curve, None, None).kinks.any()  # type: ignore[arg-type]


def test_kinks_are_left_out_of_the_verdict() -> None:
    """All pre-activations are exactly 0, where a ReLU has no derivative."""
    network = Network([2, 3, 1], activation="relu", seed=4)
    network.layers[0].block[:] = 0.0
    network.layers[1].block[:] = 0.5
    check = check_gradient(network, *data())
    assert check.kinks[:9].all()
    assert np.isnan(check.differences[:9]).all()
    assert not check.kinks[9:].any()
    assert check.relative_error < 1e-8
    assert check.worst is not None
    assert check.worst >= 9


def test_where_there_are_only_kinks_there_is_no_verdict() -> None:
    check = check_gradient(Curve(abs, 0.0), None, None)  # type: ignore[arg-type]
    assert check.kinks.all()
    assert check.worst is None
    assert check.relative_error == 0.0


def test_a_gradient_of_nothing_is_right_where_nothing_changes() -> None:
    network = make()
    network.set_muted(0, [0, 1, 2])
    network.freeze(None)
    check = check_gradient(network, *data(), indices=[0, 1, 2])
    assert check.relative_error == 0.0


def test_what_rounding_explains_is_no_error_and_what_it_does_not_is_one() -> None:
    """The gradient that is checked against is 0; the loss is large, so its last digits are lost."""
    flat, steep = Curve(lambda p: 1e4 + 0 * p, 1.0), Curve(lambda p: 1e4 + 1e-3 * p, 1.0)
    check = check_gradient(flat, None, None)  # type: ignore[arg-type]
    assert check.relative_error == 0.0
    check = check_gradient(steep, None, None)  # type: ignore[arg-type]
    assert abs(check.numeric[0] - 1e-3) < check.rounding[0] < 1e-5
    assert check.relative_error > 0.9


def test_some_parameters_can_be_checked_alone() -> None:
    network = make()
    everything = check_gradient(network, *data())
    some = check_gradient(network, *data(), indices=[7, 2])
    np.testing.assert_array_equal(some.indices, [7, 2])
    np.testing.assert_array_equal(some.numeric, everything.numeric[[7, 2]])
    np.testing.assert_array_equal(some.analytic, everything.analytic[[7, 2]])
    nothing = check_gradient(network, *data(), indices=[])
    assert nothing.numeric.shape == (0,)
    assert nothing.relative_error == 0.0


@pytest.mark.parametrize("step", [0.0, -1e-5, float("nan"), float("inf")])
def test_a_step_that_is_none_is_refused_by_name(step: float) -> None:
    with pytest.raises(ValueError, match=r"step must be > 0 and finite, got"):
        check_gradient(make(), *data(), step=step)


@pytest.mark.parametrize("indices", [[0.5], [[1, 2]], [13], [-1]])
def test_indices_that_name_no_parameter_are_refused(indices: list[object]) -> None:
    with pytest.raises(ValueError, match=r"indices must be .*, got"):
        check_gradient(make(), *data(), indices=indices)


def test_a_check_says_briefly_how_it_went() -> None:
    said = repr(check_gradient(make(), *data()))
    assert said.startswith("GradientCheck(13 parameters, relative_error=")
    assert said.endswith("kinks=0)")
    assert len(said) < 90
    assert "worst=None" in repr(check_gradient(make(), *data(), indices=[]))
