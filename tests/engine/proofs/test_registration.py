"""One small class and a decorator are all that a new member of a family needs.

The generic tests take their cases from the registries when they are collected; here the same
functions are called for a class that is registered for the length of a test.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    ActivationFunction,
    Initializer,
    LossFunction,
    Network,
    Optimizer,
    Registry,
    Schedule,
    dataset,
    load_network,
)

HERE = Path(__file__).parent


def generic(name: str) -> ModuleType:
    """A module of generic tests, to call its functions by hand."""
    path = HERE.parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def registered(registry: Registry[Any], cls: type) -> Iterator[str]:
    registry.register(cls)
    try:
        yield cls.name  # type: ignore[attr-defined]
    finally:
        registry.unregister(cls.name)  # type: ignore[attr-defined]


class Arctangent(ActivationFunction):
    """What a reader of the docstrings would write."""

    name, label = "arctan", "Arctangent"
    formula, derivative_formula = "arctan(z)", "1 / (1 + z²)"
    slope_needs_z = True
    limits = (-np.pi / 2, np.pi / 2)

    def value(self, z, out=None):  # type: ignore[no-untyped-def]
        return np.arctan(z, out=out)

    def slope(self, z, a, out):  # type: ignore[no-untyped-def]
        z = np.clip(z, -1e100, 1e100)  # squares beyond overflow
        np.divide(1.0, 1.0 + z * z, out=out)


class Crooked(Arctangent):
    """The same with a wrong slope, which the generic tests must find."""

    name = "crooked"

    def slope(self, z, a, out):  # type: ignore[no-untyped-def]
        np.divide(1.0, 1.0 + np.abs(z), out=out)


class LogCosh(LossFunction):
    name, label = "log_cosh", "Log-cosh"
    formula, gradient_formula = "ln(cosh(ŷ − y))", "tanh(ŷ − y)"

    def elements(self, outputs, targets):  # type: ignore[no-untyped-def]
        return np.log(np.cosh(outputs - targets))

    def slopes(self, outputs, targets):  # type: ignore[no-untyped-def]
        return np.tanh(outputs - targets)


class SignDescent(Optimizer):
    name, label, formula = "sign", "Sign descent", "θ ← θ − η sign(g)"

    def step(self, parameters, gradient, learning_rate):  # type: ignore[no-untyped-def]
        parameters -= learning_rate * np.sign(gradient)


class Small(Initializer):
    name, label, formula = "small", "Small", "w ~ N(0, 0.01²)"

    def fill(self, weights, rng):  # type: ignore[no-untyped-def]
        weights[...] = 0.01 * rng.standard_normal(weights.shape)


class Linear(Schedule):
    name, label, formula = "linear", "Linear", "max(0, 1 − epoch / 1000)"

    def factor(self, epoch: float) -> float:
        return max(0.0, 1.0 - epoch / 1000)


def checkerboard(size, noise, rng, n_classes):  # type: ignore[no-untyped-def]
    """A board of six by six squares."""
    corner = rng.integers(-3, 3, (size, 2))
    corner[:, 1] += (corner.sum(axis=1) + np.arange(size)) % 2
    corner[:, 1] = np.where(corner[:, 1] == 3, -3, corner[:, 1])
    points = 2.0 * (corner + rng.uniform(0.1, 0.9, (size, 2)))
    moved = points + noise * rng.uniform(-1.0, 1.0, points.shape)
    return moved, (corner.sum(axis=1) % 2).astype(float)


def test_a_new_activation_passes_the_generic_tests(tmp_path: Path) -> None:
    with registered(ACTIVATIONS, Arctangent) as name:
        gradients, mistakes = (
            generic("proofs/test_gradients"),
            generic("proofs/test_known_mistakes"),
        )
        persistence = generic("tools/test_persistence")
        for loss in LOSSES:
            gradients.backpropagation_agrees_with_central_differences(loss, name, name)
            persistence.test_every_activation_and_loss_comes_back(name, loss, tmp_path)
        gradients.test_muted_neurons_get_no_gradient_and_the_others_the_right_one(name)
        mistakes.test_values_and_slopes_of_any_finite_number_are_finite(name)
        mistakes.test_values_stay_within_the_limits_that_are_promised(name)
        mistakes.test_a_derivative_is_the_derivative_of_its_function(name)
        mistakes.test_a_slope_is_taken_at_z_and_not_at_the_activation(name)
        mistakes.test_an_activation_leaves_its_argument_alone_unless_told_otherwise(name)


def test_a_new_activation_with_a_wrong_slope_does_not_pass() -> None:
    with registered(ACTIVATIONS, Crooked) as name:
        gradients, mistakes = (
            generic("proofs/test_gradients"),
            generic("proofs/test_known_mistakes"),
        )
        with pytest.raises(AssertionError):
            gradients.backpropagation_agrees_with_central_differences("mse", name, name)
        with pytest.raises(AssertionError):
            mistakes.test_a_derivative_is_the_derivative_of_its_function(name)


def test_a_new_loss_passes_the_generic_tests() -> None:
    with registered(LOSSES, LogCosh) as name:
        gradients, mistakes = (
            generic("proofs/test_gradients"),
            generic("proofs/test_known_mistakes"),
        )
        for output in ACTIVATIONS:
            gradients.backpropagation_agrees_with_central_differences(name, output, "tanh")
        mistakes.test_a_loss_has_the_gradient_of_its_value(name)
        mistakes.test_a_loss_does_not_grow_with_the_number_of_samples(name)
        mistakes.test_the_loss_is_the_mean_of_the_samples_losses(name)


def test_a_new_optimizer_passes_the_generic_tests() -> None:
    with registered(OPTIMIZERS, SignDescent) as name:
        invariances = generic("proofs/test_invariances")
        invariances.test_a_batch_that_holds_every_sample_twice_gives_the_same_update("norm", name)
        generic("proofs/test_resume").test_a_run_can_be_rewound(name, 5)
        frozen = generic("proofs/test_frozen")
        frozen.test_a_thousand_steps_leave_frozen_parameters_as_they_were_to_the_bit(name, "none")


def test_a_new_initializer_passes_the_generic_tests() -> None:
    with registered(INITIALIZERS, Small) as name:
        module = generic("functions/test_initializers")
        module.test_every_weight_is_overwritten_with_a_finite_number(name, (3, 5))
        module.test_weights_that_are_a_view_are_filled_in_place(name)
        module.test_no_number_is_used_twice(name)
        module.test_the_seed_decides(name)
        network = Network([2, 3, 1], initializer=name)
        assert 0.0 < np.abs(network.layers[0].weights).max() < 0.05


def test_a_new_schedule_passes_the_generic_tests() -> None:
    with registered(SCHEDULES, Linear) as name:
        module = generic("functions/test_schedules")
        module.test_a_schedule_starts_at_one_and_never_rises_or_passes_zero(name)
        generic("proofs/test_resume").test_another_trainer_can_take_a_run_over("adam", name)


def test_a_new_dataset_passes_the_generic_tests() -> None:
    describe = dataset(
        "Checkerboard", "Squares of two colours: the more squares, the more neurons."
    )
    assert describe(checkerboard) is checkerboard
    name, module = "checkerboard", generic("datasets/test_plane")
    try:
        module.test_a_set_has_the_shape_and_the_range_that_were_promised(name, 0.5, 400)
        module.test_a_seed_repeats_a_set_to_the_bit_and_another_seed_does_not(name)
        module.test_more_noise_disturbs_the_same_points_instead_of_dealing_new_ones(name)
        module.test_points_come_in_no_order_of_class_so_that_a_part_is_a_fair_sample(name)
        module.test_every_set_says_in_one_sentence_what_it_teaches(name)
    finally:
        DATASETS.unregister(name)


def test_a_file_with_an_activation_that_is_not_there_any_more_says_so(tmp_path: Path) -> None:
    with registered(ACTIVATIONS, Arctangent) as name:
        Network([2, 3, 1], activation=name).save(tmp_path / "net.npz")
        load_network(tmp_path / "net.npz")
    with pytest.raises(ValueError, match=r"net\.npz is damaged: unknown activation 'arctan'"):
        load_network(tmp_path / "net.npz")
