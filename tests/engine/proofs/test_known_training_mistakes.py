"""Mistakes in training that networks from scratch are known for; see `test_known_mistakes`."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import INITIALIZERS, OPTIMIZERS, REGULARIZERS, Network, Trainer


def line(loss: str, output: str, weight: float, bias: float) -> Network:
    """One input, one output: z = weight·x + bias."""
    network = Network([1, 1], output_activation=output, loss=loss)
    network.parameters[:] = [weight, bias]
    return network


def data(n_samples: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_samples, 2)), rng.choice([0.0, 1.0], (n_samples, 1))


# --- the order of things in an update ---------------------------------------------------------


def test_the_delta_is_propagated_through_the_weights_of_before_the_update() -> None:
    """1-1-1, linear: ∂L/∂w₁ = 2(ŷ − y)·w₂·x with the old w₂ = 3, not with the new one."""
    network = Network([1, 1, 1], activation="linear", output_activation="linear", loss="mse")
    network.parameters[:] = [1.0, 0.0, 3.0, 0.0]
    Trainer(network, [[1.0]], [[2.0]], batch_size=1, learning_rate=0.1).step()
    np.testing.assert_allclose(network.parameters, [1 - 0.6, -0.6, 3 - 0.2, -0.2], rtol=1e-14)


def test_the_slope_of_the_output_activation_is_not_forgotten() -> None:
    network = line("mse", "tanh", 0.5, 0.0)
    _, gradient = network.loss_and_gradient([[1.0]], [[1.0]])
    a = math.tanh(0.5)
    np.testing.assert_allclose(gradient, 2 * (a - 1) * (1 - a * a), rtol=1e-14)


def test_gradients_do_not_pile_up_from_call_to_call() -> None:
    network = Network([2, 4, 1], seed=1)
    X, y = data(9)
    first_loss, first = network.loss_and_gradient(X, y)
    kept = first.copy()
    for _ in range(3):
        loss, again = network.loss_and_gradient(X, y)
        np.testing.assert_array_equal(again, kept)
        assert loss == first_loss
    network.loss_and_gradient(-X, y)
    np.testing.assert_array_equal(first, kept)


def test_every_buffer_has_memory_of_its_own() -> None:
    """Not ``weights = gradients = np.zeros(…)``, nor two layers in one place."""
    network = Network([2, 3, 3, 1], seed=1)
    X, y = data(9)
    trainer = Trainer(network, X, y, optimizer="adam", clip="norm", clip_threshold=0.01)
    trainer.step()
    assert not np.shares_memory(network.parameters, trainer.raw_gradient)
    assert not np.shares_memory(trainer.raw_gradient, trainer.applied_gradient)
    assert not np.shares_memory(network.parameters, network.loss_and_gradient(X, y)[1])
    blocks = [layer.block for layer in network.layers]
    for block in blocks:
        assert np.shares_memory(block, network.parameters)
    for number, block in enumerate(blocks):
        for other in blocks[number + 1 :]:
            assert not np.shares_memory(block, other)
    activations = network.forward(X)
    for number, array in enumerate(activations):
        for other in activations[number + 1 :]:
            assert not np.shares_memory(array, other)


def test_training_leaves_the_data_alone() -> None:
    network = Network([2, 4, 1], activation="relu", seed=1)
    X, y = data(30)
    before = X.copy(), y.copy()
    network.fit(X, y, epochs=3, batch_size=7, clip="norm")
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])


def test_no_two_weights_begin_with_the_same_random_number() -> None:
    for name in INITIALIZERS:
        if name != "zeros":
            network = Network([5, 8, 8, 1], initializer=name, seed=3)
            weights = np.concatenate([layer.weights.ravel() for layer in network.layers])
            assert len(np.unique(weights)) == weights.size


# --- clipping ---------------------------------------------------------------------------------


def clipped_trainer(clip: str | None, **options: object) -> Trainer:
    network = Network([2, 4, 3, 1], activation="tanh", seed=1)
    X, y = data(20)
    return Trainer(network, X, y, clip=clip, clip_threshold=0.01, batch_size=20, **options)


def test_norm_clipping_is_not_value_clipping() -> None:
    trainer = clipped_trainer("norm")
    trainer.step()
    raw, applied = trainer.raw_gradient, trainer.applied_gradient
    cosine = raw @ applied / (np.linalg.norm(raw) * np.linalg.norm(applied))
    assert cosine == pytest.approx(1.0, abs=1e-14)


def test_norm_clipping_has_one_norm_for_all_layers_and_not_one_for_each() -> None:
    trainer = clipped_trainer("norm")
    trainer.step()
    ratios = trainer.applied_gradient / trainer.raw_gradient
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-12)
    assert np.linalg.norm(trainer.applied_gradient) == pytest.approx(0.01, rel=1e-3)


@pytest.mark.parametrize("clip", ["value", "neuron", "norm"])
def test_what_is_clipped_is_the_finished_gradient_and_never_a_delta(clip: str) -> None:
    unclipped, clipped = clipped_trainer(None), clipped_trainer(clip)
    unclipped.step()
    clipped.step()
    np.testing.assert_array_equal(clipped.raw_gradient, unclipped.raw_gradient)
    assert clipped.clipped
    assert not np.array_equal(clipped.applied_gradient, clipped.raw_gradient)


def test_clipping_comes_before_the_optimizer_so_that_its_memory_is_clipped_too() -> None:
    trainer = clipped_trainer("norm", optimizer="momentum", learning_rate=1.0)
    before = trainer.network.parameters.copy()
    trainer.step()  # the first velocity is the clipped gradient
    moved = np.linalg.norm(trainer.network.parameters - before)
    assert moved == pytest.approx(0.01, rel=1e-3)


@pytest.mark.parametrize("clip", ["value", "neuron", "norm"])
def test_a_gradient_of_nothing_is_clipped_to_nothing(clip: str) -> None:
    network = line("mse", "linear", 1.0, 0.0)
    trainer = Trainer(network, [[2.0]], [[2.0]], batch_size=1, clip=clip)
    trainer.step()
    np.testing.assert_array_equal(trainer.applied_gradient, [0.0, 0.0])
    np.testing.assert_array_equal(network.parameters, [1.0, 0.0])
    assert not trainer.clipped


@pytest.mark.parametrize("clip", ["neuron", "norm"])
def test_clipping_never_lengthens(clip: str) -> None:
    network = line("mse", "linear", 1.0, 0.0)
    trainer = Trainer(network, [[1.0]], [[0.999]], batch_size=1, clip=clip, clip_threshold=5.0)
    trainer.step()
    np.testing.assert_array_equal(trainer.applied_gradient, trainer.raw_gradient)


# --- optimizers -------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [1, 10])
def test_adams_first_step_is_the_rate_because_its_means_are_corrected_by_division(
    batch_size: int,
) -> None:
    """And t counts steps, not samples; and biases are Adam's too."""
    network = Network([2, 3, 1], activation="tanh", seed=1)
    before = network.parameters.copy()
    X, y = data(10)
    Trainer(network, X, y, batch_size=batch_size, learning_rate=0.01, optimizer="adam").step()
    np.testing.assert_allclose(np.abs(network.parameters - before), 0.01, rtol=1e-4)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
def test_an_optimizer_moves_biases_as_it_moves_weights(optimizer: str) -> None:
    network = line("mse", "linear", 1.0, 1.0)
    trainer = Trainer(network, [[1.0]], [[0.0]], batch_size=1, optimizer=optimizer)
    for _ in range(4):
        trainer.step()
    assert network.parameters[0] == network.parameters[1] < 1.0


# --- penalties --------------------------------------------------------------------------------


@pytest.mark.parametrize("regularizer", [name for name in REGULARIZERS if name != "none"])
@pytest.mark.parametrize("batch_size", [1, 5, 20])
def test_a_penalty_pulls_alike_for_every_batch_size_and_spares_biases(
    regularizer: str, batch_size: int
) -> None:
    """With inputs of 0 and outputs that are right, only the penalty is left."""
    network = line("mse", "linear", 2.0, 1.0)
    trainer = Trainer(
        network, np.zeros((20, 1)), np.ones((20, 1)), batch_size=batch_size, learning_rate=0.1,
        regularizer=regularizer, regularization_rate=0.5,
    )  # fmt: skip
    trainer.step()
    pull = {"l1": 1.0, "l2": 2.0}[regularizer]
    np.testing.assert_allclose(network.parameters, [2.0 - 0.1 * 0.5 * pull, 1.0], rtol=1e-14)


def test_the_shown_loss_is_the_datas_and_has_no_penalty_in_it() -> None:
    plain, punished = line("mse", "linear", 2.0, 1.0), line("mse", "linear", 2.0, 1.0)
    options = {"batch_size": 1, "learning_rate": 0.1}
    loss = Trainer(plain, [[1.0]], [[0.0]], **options).step()
    same = Trainer(
        punished, [[1.0]], [[0.0]], regularizer="l2", regularization_rate=3.0, **options
    ).step()
    assert loss == same == 9.0


def test_a_weight_of_zero_under_l1_comes_back_to_life() -> None:
    network = line("mse", "linear", 0.0, 0.0)
    trainer = Trainer(
        network, [[1.0], [-1.0]], [[1.0], [-1.0]], batch_size=2, learning_rate=0.1,
        regularizer="l1", regularization_rate=0.1,
    )  # fmt: skip
    trainer.step()
    assert network.parameters[0] == pytest.approx(0.2)


# --- samples left over ------------------------------------------------------------------------


def test_the_last_short_batch_is_used_and_nothing_is_carried_over() -> None:
    """Of 25 samples in tens, each epoch's third batch holds five, and each sample comes once."""
    y = 2.0 ** np.arange(25)
    network = line("mse", "linear", 0.0, 0.0)
    trainer = Trainer(network, np.zeros((25, 1)), y, batch_size=10, learning_rate=1e-300)
    assert trainer.steps_per_epoch == 3
    for _ in range(2):
        held = []
        for size in (10, 10, 5):
            trainer.step()
            # A batch's mean gradient of the bias, −2 Σy / size, has one bit for each sample.
            held.append(round(-trainer.raw_gradient[-1] * size / 2))
        assert [number.bit_count() for number in held] == [10, 10, 5]
        assert sum(held) == 2**25 - 1
    assert (trainer.epoch, trainer.steps) == (2, 6)


def test_a_batch_larger_than_the_data_is_the_whole_data() -> None:
    X, y = data(7)
    network = Network([2, 3, 1], seed=0)
    expected = network.loss_and_gradient(X, y)[1].copy()
    trainer = Trainer(network, X, y, batch_size=100, shuffle=False)
    trainer.step()
    np.testing.assert_allclose(trainer.raw_gradient, expected, rtol=1e-10, atol=1e-15)
    assert trainer.epoch == 1


def test_the_loss_of_an_epoch_weighs_batches_by_their_size() -> None:
    """Losses 1, 1, 1 | 16 in batches of 3 and 1: (3·1 + 1·16) / 4, not (1 + 16) / 2."""
    network = line("mse", "linear", 0.0, 0.0)
    trainer = Trainer(
        network, np.zeros((4, 1)), [[1.0], [1.0], [1.0], [4.0]], batch_size=3,
        learning_rate=1e-300, shuffle=False,
    )  # fmt: skip
    assert [trainer.step(), trainer.step()] == [1.0, 16.0]
    assert trainer.epoch_loss == pytest.approx(19 / 4)


def test_every_epoch_is_shuffled_anew() -> None:
    X, y = data(40)
    trainer = Trainer(Network([2, 3, 1], seed=0), X, y, batch_size=5, learning_rate=1e-300)
    epochs = [[trainer.step() for _ in range(8)] for _ in range(3)]
    assert epochs[0] != epochs[1] != epochs[2]
