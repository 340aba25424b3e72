"""What must not change when something that does not matter does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import ACTIVATIONS, OPTIMIZERS, Network, Neuron, Trainer

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
CLIPS = ["none", "value", "neuron", "norm"]


def data(n_samples: int = 12, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_samples, 2)), rng.choice([0.0, 1.0], (n_samples, 1))


def make(**options: object) -> Network:
    return Network([2, 4, 3, 1], **{"activation": "tanh", "seed": 5} | options)


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
def test_a_batch_that_holds_every_sample_twice_gives_the_same_update(
    clip: str, optimizer: str
) -> None:
    X, y = data(8)
    once, twice = make(), make()
    for network, repeats in ((once, 1), (twice, 2)):
        Trainer(
            network,
            np.tile(X, (repeats, 1)),
            np.tile(y, (repeats, 1)),
            batch_size=8 * repeats,
            clip=clip,
            clip_threshold=0.1,
            optimizer=optimizer,
            shuffle=False,
        ).step()
    np.testing.assert_allclose(once.parameters, twice.parameters, rtol=1e-9)
    assert not np.array_equal(once.parameters, make().parameters)


@pytest.mark.parametrize("loss", ["mse", "mae", "bce", "huber"])
def test_the_gradient_of_a_set_is_the_mean_of_the_gradients_of_its_samples(loss: str) -> None:
    X, y = data(10)
    network = make(loss=loss)
    together = network.loss_and_gradient(X, y)[1].copy()
    alone = [network.loss_and_gradient(X[[i]], y[[i]])[1].copy() for i in range(10)]
    np.testing.assert_allclose(together, np.mean(alone, axis=0), rtol=1e-10, atol=1e-15)


@given(st.permutations(range(4)), st.sampled_from(HIDDEN), st.integers(0, 1000))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_permuting_hidden_neurons_permutes_the_gradient(
    order: list[int], hidden: str, seed: int
) -> None:
    X, y = data(9, seed)
    network, permuted = make(activation=hidden, seed=seed), make(activation=hidden, seed=seed)
    permuted.layers[0].block[:] = network.layers[0].block[order]
    permuted.layers[1].weights[:] = network.layers[1].weights[:, order]
    loss, gradient = network.loss_and_gradient(X, y)
    permuted_loss, permuted_gradient = permuted.loss_and_gradient(X, y)
    assert permuted_loss == pytest.approx(loss, rel=1e-12)

    first, second = gradient[:12].reshape(4, 3), gradient[12:27].reshape(3, 5)
    expected = np.concatenate([first[order].ravel(), second[:, [*order, 4]].ravel(), gradient[27:]])
    np.testing.assert_allclose(permuted_gradient, expected, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_neuron_and_the_layer_it_is_a_row_of_agree_to_the_bit(hidden: str) -> None:
    network = Network([2, 1], output_activation=hidden, loss="mse", seed=3)
    alone = Neuron(2, activation=hidden, seed=0)
    alone.weights[:] = network.layers[0].weights[0]
    alone.bias = float(network.layers[0].biases[0])
    x = np.array([0.7, -1.3])
    output = alone.forward(x)
    assert float(output) == network.predict(x[None])[0, 0]
    assert float(network.layers[0].neurons[0].forward(x)) == float(output)

    target = 0.25
    _, gradient = network.loss_and_gradient(x[None], [[target]])
    alone.backward(2.0 * (float(output) - target))
    np.testing.assert_array_equal([*alone.weight_gradient, alone.bias_gradient], gradient)


@pytest.mark.parametrize("clip", CLIPS)
def test_a_neuron_and_a_network_of_one_make_the_same_update_to_the_bit(clip: str) -> None:
    network = Network([2, 1], output_activation="tanh", loss="mse", seed=3)
    neuron = Neuron(2, activation="tanh", seed=0)
    neuron.weights[:] = network.layers[0].weights[0]
    x, target = np.array([[0.7, -1.3]]), -2.0
    trainer = Trainer(
        network, x, [[target]], batch_size=1, learning_rate=0.1, clip=clip, clip_threshold=0.05
    )
    for _ in range(5):
        output = float(neuron.forward(x[0]))
        neuron.backward(2.0 * (output - target))
        neuron.update(0.1, clip, 0.05)
        trainer.step()
    np.testing.assert_allclose(
        network.parameters, [*neuron.weights, neuron.bias], rtol=1e-14, atol=0
    )


def test_without_shuffling_batches_come_in_the_order_of_the_data() -> None:
    X, y = data(10)
    network = make()
    trainer = Trainer(network, X, y, batch_size=4, shuffle=False)
    for batch in (slice(0, 4), slice(4, 8), slice(8, 10)) * 2:
        expected = network.loss_and_gradient(X[batch], y[batch])
        assert trainer.step() == pytest.approx(expected[0], rel=1e-12)
        np.testing.assert_allclose(trainer.raw_gradient, expected[1], rtol=1e-9, atol=1e-15)


def test_shuffling_deals_every_sample_once_per_epoch_and_anew_each_time() -> None:
    """With a bias alone and a rate of nothing, a batch's gradient tells which samples it held."""
    y = 2.0 ** np.arange(6)
    network = Network([1, 1], output_activation="linear", loss="mse", initializer="zeros")
    trainer = Trainer(
        network, np.zeros((6, 1)), y[:, None], batch_size=1, learning_rate=1e-300, seed=4
    )
    epochs = []
    for _ in range(5):
        seen = []
        for _ in range(6):
            trainer.step()
            seen.append(-trainer.raw_gradient[-1] / 2)
        epochs.append(seen)
        assert sorted(seen) == sorted(y)
    assert len({tuple(epoch) for epoch in epochs}) > 1


def test_seeds_repeat_a_whole_run_to_the_bit() -> None:
    X, y = data(37)

    def run(seed: int) -> np.ndarray:
        network = make(seed=seed)
        network.fit(X, y, epochs=5, batch_size=5, optimizer="adam", clip="norm", seed=seed)
        return network.parameters.copy()

    np.testing.assert_array_equal(run(1), run(1))
    assert not np.array_equal(run(1), run(2))


def test_fit_is_nothing_but_a_trainer_that_is_drained() -> None:
    X, y = data(23)
    fitted, stepped = make(), make()
    fitted.fit(X, y, epochs=3, batch_size=5, learning_rate=0.1, clip="norm", seed=9)
    trainer = Trainer(stepped, X, y, batch_size=5, learning_rate=0.1, clip="norm", seed=9)
    for _ in range(3 * trainer.steps_per_epoch):
        trainer.step()
    np.testing.assert_array_equal(fitted.parameters, stepped.parameters)
