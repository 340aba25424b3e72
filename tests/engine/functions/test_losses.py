"""Every loss: means, not sums, the right gradient, and none lost at saturated outputs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import ACTIVATIONS, LOSSES
from engine.functions.losses import LogitLoss, LossFunction

NAMES = LOSSES.names()
FUSED = [name for name in NAMES if issubclass(LOSSES[name], LogitLoss)]


def make_samples(loss: LossFunction, n: int = 7, k: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Outputs and targets for which the loss has a meaning, away from kinks."""
    rng = np.random.default_rng(4)
    if loss.output_limits == (0.0, 1.0):
        return rng.uniform(0.05, 0.95, (n, k)), rng.uniform(0.0, 1.0, (n, k))
    outputs, targets = rng.normal(size=(n, k)) * 2, rng.choice([-1.0, 1.0], (n, k))
    return outputs, targets


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_agrees_with_central_differences(name: str) -> None:
    loss = LOSSES.create(name)
    outputs, targets = make_samples(loss)
    gradient, h = loss.gradient(outputs, targets), 1e-6
    for index in np.ndindex(outputs.shape):
        move = np.zeros_like(outputs)
        move[index] = h
        rise = loss.value(outputs + move, targets) - loss.value(outputs - move, targets)
        assert gradient[index] == pytest.approx(rise / (2 * h), abs=1e-7)


@pytest.mark.parametrize("name", NAMES)
def test_the_value_is_the_mean_over_the_samples(name: str) -> None:
    loss = LOSSES.create(name)
    outputs, targets = make_samples(loss)
    per_sample = loss.per_sample(outputs, targets)
    assert per_sample.shape == (7,)
    assert loss.value(outputs, targets) == pytest.approx(per_sample.mean())
    alone = [loss.value(outputs[i : i + 1], targets[i : i + 1]) for i in range(7)]
    np.testing.assert_allclose(per_sample, alone)


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_same_samples_give_the_same_loss_and_half_the_gradient(name: str) -> None:
    loss = LOSSES.create(name)
    outputs, targets = make_samples(loss)
    twice = np.vstack([outputs, outputs]), np.vstack([targets, targets])
    assert loss.value(*twice) == pytest.approx(loss.value(outputs, targets))
    np.testing.assert_allclose(loss.gradient(*twice)[:7], loss.gradient(outputs, targets) / 2)


@pytest.mark.parametrize("name", NAMES)
def test_a_bound_loss_does_what_the_methods_do(name: str) -> None:
    loss = LOSSES.create(name)
    outputs, targets = make_samples(loss)
    feature_major = np.ascontiguousarray(outputs.T)
    gradient = np.empty_like(feature_major)
    value = loss.bind(feature_major, gradient)(np.ascontiguousarray(targets.T))
    assert isinstance(value, float)
    assert value == pytest.approx(loss.value(outputs, targets))
    np.testing.assert_allclose(gradient.T, loss.gradient(outputs, targets))
    np.testing.assert_array_equal(feature_major.T, outputs)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_of_numbers_is_as_good_as_one_column(name: str) -> None:
    loss = LOSSES.create(name)
    outputs, targets = make_samples(loss, k=1)
    row, target_row = outputs.ravel(), targets.ravel()
    assert loss.value(row, target_row) == pytest.approx(loss.value(outputs, targets))
    assert loss.gradient(row, target_row).shape == (7,)
    np.testing.assert_allclose(loss.per_sample(row, target_row), loss.per_sample(outputs, targets))


@pytest.mark.parametrize("name", NAMES)
def test_shapes_that_numpy_would_stretch_are_refused(name: str) -> None:
    loss = LOSSES.create(name)
    with pytest.raises(ValueError, match=r"same shape|both have shape .* got \(3,\) and \(3, 1\)"):
        loss.value(np.full(3, 0.5), np.full((3, 1), 0.5))
    with pytest.raises(ValueError, match="at least one sample"):
        loss.value(np.empty((0, 1)), np.empty((0, 1)))


@pytest.mark.parametrize("name", ["bce", "cce"])
def test_targets_that_are_no_shares_are_refused_by_every_method(name: str) -> None:
    loss = LOSSES.create(name)
    for method in (loss.value, loss.gradient, loss.per_sample):
        with pytest.raises(ValueError, match=rf"{name} needs targets in \[0, 1\], got 7"):
            method([[0.25, 0.75]], [[0.0, 7.0]])


@pytest.mark.parametrize("name", NAMES)
def test_formulas_are_told(name: str) -> None:
    loss = LOSSES.create(name)
    assert loss.formula
    assert loss.gradient_formula


# --- worked by hand ------------------------------------------------------------------------------


def test_mean_squared_error_by_hand() -> None:
    loss = LOSSES.create("mse")
    outputs, targets = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 1.0]])
    assert loss.value(outputs, targets) == (1 + 0 + 4 + 1) / 4
    np.testing.assert_array_equal(loss.gradient(outputs, targets), [[0.5, 0.0], [1.0, -0.5]])


def test_the_half_squared_error_is_half_of_the_squared_one_and_its_slope_the_difference() -> None:
    loss = LOSSES.create("half_mse")
    outputs, targets = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 1.0]])
    assert loss.value(outputs, targets) == (1 + 0 + 4 + 1) / 8
    np.testing.assert_array_equal(loss.gradient(outputs, targets) * 4, [[1.0, 0.0], [2.0, -1.0]])
    np.testing.assert_array_equal(loss.per_sample(outputs, targets), [0.25, 1.25])


def test_mean_absolute_error_has_slope_0_where_it_is_right() -> None:
    loss = LOSSES.create("mae")
    outputs, targets = np.array([[1.0], [2.0], [5.0]]), np.array([[2.0], [2.0], [2.0]])
    assert loss.value(outputs, targets) == pytest.approx(4 / 3)
    np.testing.assert_allclose(loss.gradient(outputs, targets).ravel(), [-1 / 3, 0, 1 / 3])


def test_binary_cross_entropy_has_both_its_terms() -> None:
    loss = LOSSES.create("bce")
    outputs = np.array([[0.8], [0.8]])
    one, zero = loss.per_sample(outputs, np.array([[1.0], [0.0]]))
    assert one == pytest.approx(-math.log(0.8))
    assert zero == pytest.approx(-math.log(0.2))


def test_huber_is_quadratic_near_and_linear_far() -> None:
    loss = LOSSES.create("huber", delta=2.0)
    outputs, targets = np.array([[1.0], [5.0], [-5.0]]), np.zeros((3, 1))
    np.testing.assert_allclose(loss.per_sample(outputs, targets), [0.5, 8.0, 8.0])
    np.testing.assert_allclose(loss.gradient(outputs, targets).ravel() * 3, [1.0, 2.0, -2.0])
    assert repr(loss) == "Huber(delta=2.0)"
    with pytest.raises(ValueError, match="delta must be > 0 and finite, got 0"):
        LOSSES.create("huber", delta=0)


def test_hinge_lets_points_beyond_the_margin_rest() -> None:
    loss = LOSSES.create("hinge")
    outputs, targets = np.array([[2.0], [0.5], [-1.0]]), np.array([[1.0], [1.0], [1.0]])
    np.testing.assert_allclose(loss.per_sample(outputs, targets), [0.0, 0.5, 2.0])
    np.testing.assert_allclose(loss.gradient(outputs, targets).ravel() * 3, [0.0, -1.0, -1.0])


def test_categorical_cross_entropy_sums_classes_and_means_samples() -> None:
    loss = LOSSES.create("cce")
    outputs = np.array([[0.7, 0.2, 0.1], [0.25, 0.5, 0.25]])
    targets = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    assert loss.value(outputs, targets) == pytest.approx(-(math.log(0.2) + math.log(0.25)) / 2)
    np.testing.assert_allclose(loss.gradient(outputs, targets) * 2, [[0, -5, 0], [-4, 0, 0]])


# --- the edges of the range ----------------------------------------------------------------------


@pytest.mark.parametrize("name", FUSED)
def test_logarithms_of_0_are_bounded(name: str) -> None:
    loss = LOSSES.create(name)
    outputs, targets = np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])
    assert 99 < loss.value(outputs, targets) <= 100
    assert np.isfinite(loss.gradient(outputs, targets)).all()


@pytest.mark.parametrize("name", FUSED)
@pytest.mark.parametrize("bad", [-0.25, 1.25])
def test_outputs_that_are_no_probabilities_are_refused(name: str, bad: float) -> None:
    loss = LOSSES.create(name)
    outputs, targets = np.array([[0.5], [bad]]), np.array([[1.0], [0.0]])
    for method in (loss.value, loss.gradient, loss.per_sample):
        with pytest.raises(ValueError, match=rf"{name} needs outputs in \[0, 1\], got {bad}"):
            method(outputs, targets)
    with pytest.raises(ValueError, match="needs outputs"):
        loss.bind(outputs.T, np.empty((1, 2)))(targets.T)


@pytest.mark.parametrize("name", FUSED)
def test_targets_that_are_no_probabilities_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"needs targets in \[0, 1\], got -1"):
        LOSSES.create(name).check_targets(np.array([[0.5], [-1.0]]))


def test_nan_outputs_give_a_nan_loss() -> None:
    assert math.isnan(LOSSES.create("bce").value(np.array([[math.nan]]), np.array([[1.0]])))


# --- fused pairs ---------------------------------------------------------------------------------


def bound_logits(name: str, z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Loss and δ through the fused path, both sample-major."""
    loss = LOSSES.create(name)
    assert isinstance(loss, LogitLoss)
    logits = np.ascontiguousarray(z.T)
    outputs = np.ascontiguousarray(ACTIVATIONS.create(loss.partner).value(z).T)
    delta = np.empty_like(logits)
    value = loss.bind_logits(logits, outputs, delta)(np.ascontiguousarray(y.T))
    return value, delta.T


def test_only_the_partner_fuses() -> None:
    sigmoid, softmax = ACTIVATIONS.create("sigmoid"), ACTIVATIONS.create("softmax")
    assert LOSSES.create("bce").after(sigmoid).fused
    assert not LOSSES.create("bce").after(softmax).fused
    assert LOSSES.create("cce").after(softmax).fused
    assert not LOSSES.create("cce").after(sigmoid).fused
    assert not LOSSES.create("mse").after(sigmoid).fused


@pytest.mark.parametrize("name", FUSED)
def test_the_fused_pair_agrees_with_the_chain_rule(name: str) -> None:
    loss = LOSSES.create(name)
    partner = ACTIVATIONS.create(loss.partner)  # type: ignore[attr-defined]
    rng = np.random.default_rng(1)
    z, y = rng.normal(size=(6, 3)) * 2, rng.uniform(size=(6, 3))
    outputs, delta = partner.value(z), np.empty_like(z)
    partner.backpropagate(loss.gradient(outputs, y), z, outputs, delta)
    value, fused = bound_logits(name, z, y)
    assert value == pytest.approx(loss.value(outputs, y))
    assert value == pytest.approx(loss.after(partner).value(z, y))
    np.testing.assert_allclose(fused, delta, atol=1e-12)
    np.testing.assert_array_equal(fused, loss.after(partner).delta(z, y))


@pytest.mark.parametrize("z", [40.0, 1000.0, 1e300])
def test_a_confidently_wrong_sigmoid_still_has_its_gradient(z: float) -> None:
    value, delta = bound_logits("bce", np.array([[z], [-z]]), np.array([[0.0], [1.0]]))
    assert value == z
    np.testing.assert_array_equal(delta, [[0.5], [-0.5]])


def test_a_confidently_right_sigmoid_keeps_a_loss_above_0() -> None:
    value, _ = bound_logits("bce", np.array([[40.0]]), np.array([[1.0]]))
    assert value == pytest.approx(math.exp(-40), rel=1e-12)


@pytest.mark.parametrize("z", [40.0, 1000.0, 1e300])
def test_a_confidently_wrong_softmax_still_has_its_gradient(z: float) -> None:
    value, delta = bound_logits("cce", np.array([[z, 0.0, 0.0]]), np.array([[0.0, 1.0, 0.0]]))
    assert value == z
    np.testing.assert_allclose(delta, [[1.0, -1.0, 0.0]], atol=1e-15)


def test_the_classic_softmax_mistake_is_not_made() -> None:
    z = np.log([[0.7, 0.2, 0.1]])
    _, delta = bound_logits("cce", z, np.array([[0.0, 1.0, 0.0]]))
    np.testing.assert_allclose(delta, [[0.7, -0.8, 0.1]])


def test_after_any_other_activation_a_loss_is_that_of_the_outputs() -> None:
    z, y = np.array([[0.3], [-2.0]]), np.array([[1.0], [0.0]])
    for name in NAMES:
        after, a = LOSSES.create(name).after(ACTIVATIONS.create("step")), (z > 0).astype(float)
        assert not after.fused
        np.testing.assert_array_equal(after.elements(z, y), after.loss.elements(a, y))
