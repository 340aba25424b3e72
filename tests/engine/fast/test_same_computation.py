"""The reading path and the fast path are one computation: they agree to the bit."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from engine import ACTIVATIONS, CLIPPERS, LOSSES, OPTIMIZERS, REGULARIZERS, Network, Trainer
from engine.fast.batches import EpochBatches
from engine.fast.workspace import Workspace

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
SHAPES = ([2, 1], [3, 5, 1], [2, 3, 4, 3], [2, 8, 8, 8, 10])


def samples(size: int, sizes: list[int], loss: str) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(size)
    low, high = LOSSES[loss].target_limits
    targets = rng.uniform(max(low, -1.0), min(high, 1.0), (size, sizes[-1]))
    return 2 * rng.normal(size=(size, sizes[0])), targets


def assert_same(network: Network, X: np.ndarray, y: np.ndarray) -> None:
    gradient = np.full(network.n_parameters, np.nan)
    work = Workspace(network.layers, network.loss, gradient, len(X))
    loss = work.compute(EpochBatches(X, y).cut(0, len(X))[0])
    plain_loss, plain_gradient = network.loss_and_gradient(X, y)
    assert loss == plain_loss == pytest.approx(network.evaluate(X, y), rel=1e-14)
    np.testing.assert_array_equal(gradient, plain_gradient)
    assert np.isfinite(gradient).all()


@pytest.mark.parametrize("output", ACTIVATIONS.names())
def test_every_activation_loss_and_output_gives_the_same_loss_and_gradient(output: str) -> None:
    for hidden, loss in product(HIDDEN, LOSSES):
        bounded = ACTIVATIONS[output].limits == (0.0, 1.0)
        if LOSSES[loss].output_limits == (0.0, 1.0) and not bounded:
            continue
        for sizes, size in zip(SHAPES, (1, 7, 10, 33), strict=True):
            if ACTIVATIONS[output].output_only and sizes[-1] == 1:
                continue
            network = Network(sizes, hidden, output, loss, seed=3)
            assert_same(network, *samples(size, sizes, loss))


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("size", [1, 2, 10, 128])
def test_muted_units_and_mixed_layers_make_no_difference(hidden: str, size: int) -> None:
    network = Network([2, 4, 5, 4, 2], [hidden, "tanh", hidden], "tanh", "mse", seed=5)
    for layer, units in enumerate([(1, 3), (0,), (2,)]):
        network.set_muted(layer, units)
    assert_same(network, *samples(size, [2, 4, 5, 4, 2], "mse"))


@pytest.mark.parametrize("clip", CLIPPERS.names())
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("threshold", [0.05, 100.0])
def test_plain_and_prepared_steps_take_the_same_course(
    clip: str, optimizer: str, threshold: float
) -> None:
    for regularizer, sizes in product(REGULARIZERS, ([2, 4, 1], [2, 6, 6, 3])):
        trainers = []
        for _ in range(2):
            network = Network(sizes, "tanh", "softmax" if sizes[-1] > 1 else "sigmoid", "mse")
            network.set_muted(0, [1])
            network.freeze(np.arange(network.n_parameters) % 7 == 0)
            trainers.append(
                Trainer(network, *samples(23, sizes, "bce"), batch_size=5, optimizer=optimizer,
                        clip=clip, clip_threshold=threshold, regularizer=regularizer,
                        regularization_rate=0.01, schedule="cosine", learning_rate=0.1)
            )  # fmt: skip
        fast, plain = trainers
        for number in range(12):
            if number == 7:
                fast.batch_size = plain.batch_size = 4
            assert fast.step() == plain.plain_step()
            for name in ("raw_gradient", "applied_gradient", "gradient_norm", "clip_scale"):
                np.testing.assert_array_equal(getattr(fast, name), getattr(plain, name))
            assert fast.clipped == plain.clipped
        np.testing.assert_array_equal(fast.network.parameters, plain.network.parameters)
        assert (fast.epoch, fast.position, fast.steps) == (plain.epoch, plain.position, plain.steps)
        assert fast.epoch_loss == plain.epoch_loss


def test_both_kinds_of_step_may_take_turns() -> None:
    mixed, fast = (
        Trainer(Network([2, 4, 1]), *samples(9, [2, 4, 1], "bce"), batch_size=4, clip="neuron")
        for _ in range(2)
    )
    for number in range(10):
        assert fast.step() == (mixed.plain_step() if number % 3 == 1 else mixed.step())
    np.testing.assert_array_equal(mixed.network.parameters, fast.network.parameters)


def test_both_refuse_a_step_that_is_not_finite() -> None:
    for step in ("step", "plain_step"):
        network = Network([1, 1], output_activation="linear", loss="mse")
        trainer = Trainer(network, [1e200], [0.0])
        before = network.parameters.copy()
        assert getattr(trainer, step)() == np.inf
        assert trainer.diverged
        assert not trainer.clipped
        assert not trainer.applied_gradient.any()
        np.testing.assert_array_equal(network.parameters, before)
