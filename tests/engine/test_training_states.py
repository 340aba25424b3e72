"""The trainer: what rests, states to go back to, divergence, and validation."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from engine import OPTIMIZERS, Network, Trainer

RNG = np.random.default_rng(6)
X = RNG.normal(size=(23, 2)) * 2
Y = (X[:, :1] * X[:, 1:] > 0).astype(float)


def make(sizes: tuple[int, ...] = (2, 4, 1), seed: int = 1, **options: object) -> Trainer:
    return Trainer(Network(list(sizes), seed=seed), X, Y, **({"batch_size": 5} | options))  # type: ignore[arg-type]


def run(trainer: Trainer, steps: int) -> list[float]:
    return [trainer.step() for _ in range(steps)]


# --- what does not learn -------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("clip", ["none", "value", "neuron", "norm"])
def test_frozen_parameters_do_not_move(optimizer: str, clip: str) -> None:
    trainer = make(
        optimizer=optimizer, clip=clip, clip_threshold=0.05, regularizer="l2",
        regularization_rate=0.01,
    )  # fmt: skip
    run(trainer, 3)  # momentum is under way
    mask = np.zeros(17, dtype=bool)
    mask[[0, 4, 16]] = True
    trainer.network.freeze(mask)
    before = trainer.network.parameters.copy()
    run(trainer, 6)
    np.testing.assert_array_equal(trainer.network.parameters[mask], before[mask])
    assert (trainer.network.parameters[~mask] != before[~mask]).all()
    assert not trainer.raw_gradient[mask].any()
    assert not trainer.applied_gradient[mask].any()
    trainer.network.freeze(None)
    trainer.step()
    assert (trainer.network.parameters[mask] != before[mask]).all()


def test_the_clipping_norm_does_not_count_frozen_parameters() -> None:
    trainer = make(clip="norm", clip_threshold=0.01, shuffle=False)
    _, gradient = trainer.network.loss_and_gradient(X[:5], Y[:5])
    mask = np.abs(gradient) > np.median(np.abs(gradient))
    trainer.network.freeze(mask)
    trainer.step()
    assert trainer.gradient_norm == pytest.approx(np.linalg.norm(gradient[~mask]))
    assert np.linalg.norm(trainer.applied_gradient) == pytest.approx(0.01, rel=1e-3)


def test_a_muted_unit_rests_while_the_others_learn() -> None:
    trainer = make(sizes=(2, 4, 3, 1), optimizer="momentum", regularizer="l2",
                   regularization_rate=0.1)  # fmt: skip
    run(trainer, 3)
    network = trainer.network
    network.set_muted(0, [2])
    before, fixed = network.parameters.copy(), network.fixed
    run(trainer, 6)
    assert fixed is not None
    assert fixed.sum() == 3 + 3
    np.testing.assert_array_equal(network.parameters[fixed], before[fixed])
    assert (network.parameters[~fixed] != before[~fixed]).all()
    network.set_muted(0, [])
    trainer.step()
    assert (network.parameters[fixed] != before[fixed]).all()


# --- states --------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("steps", [0, 3, 5, 9])
def test_a_restored_state_continues_to_the_bit(optimizer: str, steps: int) -> None:
    options = {"optimizer": optimizer, "clip": "neuron", "clip_threshold": 0.1, "seed": 3}
    trainer = make(**options)
    run(trainer, steps)
    state = trainer.state()
    losses = run(trainer, 11)
    other = make(seed=9, **{key: value for key, value in options.items() if key != "seed"})
    run(other, 2)
    for again in (trainer, other):
        again.restore(state)
        assert (again.steps, again.epoch, again.position) == (steps, steps // 5, steps % 5)
        np.testing.assert_array_equal(again.raw_gradient, state.raw_gradient)
        assert run(again, 11) == losses
    np.testing.assert_array_equal(trainer.network.parameters, other.network.parameters)
    assert trainer.epoch_loss == other.epoch_loss


def test_a_state_taken_after_a_change_of_batch_size_continues_too() -> None:
    trainer = make()
    run(trainer, 2)
    trainer.batch_size = 4
    run(trainer, 1)
    state = trainer.state()
    losses = run(trainer, 9)
    trainer.restore(state)
    assert trainer.position == 3
    assert run(trainer, 9) == losses


@pytest.mark.parametrize("clip", [None, "value", "norm"])
def test_a_state_remembers_the_last_gradients(clip: str | None) -> None:
    trainer = make(clip=clip, clip_threshold=0.02)
    run(trainer, 3)
    state, applied, norm = trainer.state(), trainer.applied_gradient, trainer.gradient_norm
    clipped = trainer.clipped
    run(trainer, 3)
    trainer.restore(state)
    np.testing.assert_array_equal(trainer.applied_gradient, applied)
    assert (trainer.gradient_norm, trainer.clipped) == (norm, clipped)


def test_a_state_is_a_copy_and_can_be_restored_many_times() -> None:
    trainer = make(optimizer="adam", clip="value", clip_threshold=0.1)
    run(trainer, 3)
    state = trainer.state()
    runs = []
    for _ in range(3):
        trainer.restore(state)
        runs.append(run(trainer, 8))
    assert runs[0] == runs[1] == runs[2]


def test_a_state_of_another_optimizer_brings_no_memory() -> None:
    trainer = make(optimizer="momentum")
    run(trainer, 3)
    state = trainer.state()
    trainer.set_optimizer("adam")
    run(trainer, 3)
    trainer.restore(state)
    assert trainer.optimizer.name == "adam"
    assert trainer.optimizer.count == 0
    np.testing.assert_array_equal(trainer.network.parameters, state.parameters)


def test_a_state_that_does_not_fit_changes_nothing() -> None:
    trainer = make()
    run(trainer, 3)
    before = trainer.state()
    larger = make(sizes=(2, 5, 1)).state()
    with pytest.raises(ValueError, match="network with 17 parameters, got 21"):
        trainer.restore(larger)
    with pytest.raises(ValueError, match="training on 23 samples, got 7"):
        trainer.restore(dataclasses.replace(before, n_samples=7))
    np.testing.assert_array_equal(trainer.network.parameters, before.parameters)
    assert trainer.steps == 3


# --- divergence ----------------------------------------------------------------------------------


def diverging(**options: object) -> Trainer:
    network = Network([2, 4, 1], "relu", "linear", "mse", seed=0)
    return Trainer(network, X * 10, Y, batch_size=5, learning_rate=1e5, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
@pytest.mark.parametrize("clip", [None, "value"])
def test_divergence_leaves_the_last_finite_parameters(optimizer: str, clip: str | None) -> None:
    trainer = diverging(optimizer=optimizer, clip=clip, clip_threshold=1e100)
    while not trainer.diverged:
        before, steps = trainer.network.parameters.copy(), trainer.steps
        loss = trainer.step()
        assert np.isfinite(trainer.network.parameters).all()
        assert trainer.steps < 1000
    assert not math.isfinite(loss)
    np.testing.assert_array_equal(trainer.network.parameters, before)
    assert trainer.steps == steps
    assert not trainer.applied_gradient.any()
    assert not trainer.clipped


def test_divergence_is_met_again_until_something_changes() -> None:
    trainer = diverging()
    while not trainer.diverged:
        trainer.step()
    steps = trainer.steps
    assert not math.isfinite(trainer.step())
    assert trainer.diverged
    assert trainer.steps == steps
    trainer.network.parameters *= 0.0
    assert math.isfinite(trainer.step())
    assert not trainer.diverged
    assert trainer.steps == steps + 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e200])
def test_parameters_that_are_not_sound_are_not_trained(bad: float) -> None:
    trainer = make()
    trainer.network.loss = "mse"
    trainer.network.parameters[0] = bad
    before = trainer.network.parameters.copy()
    trainer.regularizer, trainer.regularization_rate = "l2", 1.0
    assert not math.isfinite(trainer.step())
    assert trainer.diverged
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_a_finite_loss_with_an_endless_gradient_counts_as_diverged() -> None:
    trainer = make(regularizer="l2", regularization_rate=1e160)
    assert math.isinf(trainer.step())
    assert trainer.diverged


def test_a_step_beyond_all_bounds_is_not_taken() -> None:
    trainer = make(learning_rate=1e200)
    assert trainer.step() == math.inf
    assert trainer.diverged
    assert np.isfinite(trainer.network.parameters).all()


# --- validation ----------------------------------------------------------------------------------


def test_the_validation_loss_is_that_of_the_parameters_now() -> None:
    trainer = make(validation=(X[:9], Y[:9].ravel()))
    trainer.step()
    assert trainer.validation_loss() == trainer.network.evaluate(X[:9], Y[:9])
    with pytest.raises(ValueError, match="X must be finite"):
        make(validation=(X * math.nan, Y))
