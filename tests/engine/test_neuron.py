"""A neuron works alone, and as a live row of a layer."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest

from engine import ACTIVATIONS, Network, Neuron, Trainer

X = np.array([[1.0, 2.0, -1.0], [-1.0, 0.5, 0.25], [0.0, -3.0, 2.0], [0.7, 0.1, -0.2]])
ELEMENTWISE = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


# --- alone ---------------------------------------------------------------------------------------


def test_a_neuron_alone_is_a_weighted_sum_and_an_activation() -> None:
    neuron = Neuron(3, activation="tanh", seed=0)
    neuron.weights = [0.5, -0.25, 1.0]
    neuron.bias = 0.1
    assert neuron.forward([1.0, 2.0, -1.0]) == pytest.approx(math.tanh(0.5 - 0.5 - 1.0 + 0.1))
    np.testing.assert_allclose(neuron.forward(X), np.tanh(X @ [0.5, -0.25, 1.0] + 0.1))
    assert isinstance(neuron.forward(X[0]), float)


def test_one_update_by_hand() -> None:
    neuron = Neuron(2, activation="linear")
    neuron.weights, neuron.bias = [1.0, 2.0], 0.5
    assert neuron.forward([3.0, -1.0]) == 1.5
    np.testing.assert_array_equal(neuron.backward(2.0), [2.0, 4.0])  # upstream times weights
    np.testing.assert_array_equal(neuron.weight_gradient, [6.0, -2.0])
    assert neuron.bias_gradient == 2.0
    neuron.update(learning_rate=0.1)
    np.testing.assert_allclose(neuron.weights, [0.4, 2.2])
    assert neuron.bias == pytest.approx(0.3)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_backward_agrees_with_central_differences(name: str) -> None:
    neuron = Neuron(3, activation=name, seed=5)
    neuron.bias = 0.3
    upstream, h = np.array([1.0, -0.5, 2.0, 0.25]), 1e-6
    neuron.forward(X)
    inputs_gradient = neuron.backward(upstream)
    weight_gradient, bias_gradient = neuron.weight_gradient, neuron.bias_gradient

    def total(inputs: np.ndarray = X) -> float:
        return float((upstream * neuron.forward(inputs)).sum())

    for i in range(3):
        before = neuron.weights[i]
        neuron.weights[i] = before + h
        up = total()
        neuron.weights[i] = before - h
        down = total()
        neuron.weights[i] = before
        assert weight_gradient[i] == pytest.approx((up - down) / (2 * h), abs=1e-7)
        move = h * np.eye(3)[i]
        rise = (total(X + move) - total(X - move)) / (2 * h)
        assert inputs_gradient[:, i].sum() == pytest.approx(rise, abs=1e-7)
    neuron.bias += h
    up = total()
    neuron.bias -= 2 * h
    assert bias_gradient == pytest.approx((up - total()) / (2 * h), abs=1e-7)


def test_the_seed_makes_the_weights() -> None:
    np.testing.assert_array_equal(Neuron(4, seed=3).weights, Neuron(4, seed=3).weights)
    assert (Neuron(4, seed=3).weights != Neuron(4, seed=4).weights).any()
    assert (
        Neuron(4, seed=np.random.default_rng(3)).weights.tolist()
        == Neuron(4, seed=3).weights.tolist()
    )
    assert Neuron(4).bias == 0.0


def update_with(clip: str | None, threshold: float = 1.0) -> np.ndarray:
    """The step a neuron takes for the gradient (3, 4) and 12 for its bias; its norm is 13."""
    neuron = Neuron(2, activation="linear")
    neuron.weights, neuron.bias = [0.0, 0.0], 0.0
    neuron.weight_gradient, neuron.bias_gradient = np.array([3.0, 4.0]), 12.0
    neuron.update(1.0, clip=clip, clip_threshold=threshold)
    return -np.append(neuron.weights, neuron.bias)


def test_an_update_can_be_clipped() -> None:
    np.testing.assert_array_equal(update_with(None), [3, 4, 12])
    np.testing.assert_array_equal(update_with("none"), [3, 4, 12])
    np.testing.assert_array_equal(update_with("value", 3.5), [3, 3.5, 3.5])
    np.testing.assert_allclose(update_with("norm"), np.array([3, 4, 12]) / 13, rtol=1e-6)
    np.testing.assert_array_equal(update_with("norm"), update_with("neuron"))
    np.testing.assert_array_equal(update_with("norm", 20.0), [3, 4, 12])


def test_wrong_use_is_refused() -> None:
    neuron = Neuron(3)
    with pytest.raises(RuntimeError, match="backward needs a forward first"):
        neuron.backward(1.0)
    with pytest.raises(ValueError, match=r"inputs must have shape \(n_samples, 3\)"):
        neuron.forward([1.0, 2.0])
    neuron.forward(X)
    with pytest.raises(ValueError, match=r"upstream must have shape \(4,\), got \(1,\)"):
        neuron.backward(1.0)
    with pytest.raises(ValueError, match="learning_rate must be > 0"):
        neuron.update(0.0)
    with pytest.raises(ValueError, match="clip_threshold must be > 0"):
        neuron.update(0.1, clip="norm", clip_threshold=0.0)
    with pytest.raises(KeyError, match=r"unknown clipping 'nrom' \(did you mean 'norm'\?\)"):
        neuron.update(0.1, clip="nrom")
    with pytest.raises(ValueError, match="n_inputs must be ≥ 1, got 0"):
        Neuron(0)
    with pytest.raises(ValueError, match="a single neuron cannot use 'softmax'"):
        Neuron(2, activation="softmax")
    with pytest.raises(ValueError, match=r"weights must have shape \(3,\), got \(2,\)"):
        neuron.weights = [1.0, 2.0]


def test_inputs_are_remembered_as_a_copy() -> None:
    neuron, inputs = Neuron(3, seed=1), X.copy()
    neuron.forward(inputs)
    inputs[:] = 99.0
    neuron.backward(np.ones(4))
    spoilt = neuron.weight_gradient
    neuron.forward(X)
    neuron.backward(np.ones(4))
    np.testing.assert_array_equal(spoilt, neuron.weight_gradient)


# --- as a row of a layer -------------------------------------------------------------------------


def test_writing_to_a_neuron_writes_to_the_network() -> None:
    network = Network([3, 2, 1], seed=7)
    network.layers[0].neurons[1].bias = 0.5
    network.layers[0].neurons[1].weights = [1.0, 2.0, 3.0]
    network.layers[0].neurons[1].weights[0] = 9.0
    np.testing.assert_array_equal(network.parameters[4:8], [9.0, 2.0, 3.0, 0.5])


def test_a_neuron_follows_the_network() -> None:
    network = Network([3, 2, 1], seed=7)
    neuron = network.layers[0].neurons[0]
    network.parameters[:] = 0.25
    np.testing.assert_array_equal(neuron.weights, [0.25] * 3)
    assert neuron.bias == 0.25
    assert neuron.activation is network.layers[0].activation
    assert repr(neuron) == "Neuron(3, Tanh())"


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_neurons_and_their_layer_agree_but_for_the_last_place(name: str, size: int) -> None:
    network = Network([3, size, 1], activation=name, seed=2)
    layer = network.layers[0]
    upstream = np.random.default_rng(0).normal(size=(4, size))
    outputs, (_, gradient) = layer.forward(X), layer.backward(X, upstream)
    np.testing.assert_array_equal(network.forward(X)[0], outputs)
    close = partial(np.testing.assert_allclose, rtol=1e-14, atol=1e-14)
    for row, neuron in enumerate(layer.neurons):
        close(neuron.forward(X), outputs[:, row])
        neuron.backward(upstream[:, row])
        close(neuron.weight_gradient, gradient[row, :-1])
        close(neuron.bias_gradient, gradient[row, -1])


def test_a_muted_neuron_says_0_and_learns_nothing() -> None:
    network = Network([3, 2, 1], seed=2)
    neuron, other = network.layers[0].neurons
    network.set_muted(0, [0])
    assert not np.any(neuron.forward(X))
    assert np.all(other.forward(X))
    assert not neuron.backward(np.ones(4)).any()
    assert not neuron.weight_gradient.any()
    assert neuron.bias_gradient == 0.0
    network.set_muted(0, [])
    assert np.all(neuron.forward(X))


def test_a_row_of_a_softmax_layer_cannot_answer_alone() -> None:
    neuron = Network([3, 2], output_activation="softmax", loss="cce").layers[0].neurons[0]
    with pytest.raises(ValueError, match="a single neuron cannot use 'softmax': it needs neigh"):
        neuron.forward(X)


def test_the_parts_of_the_inputs_gradient_add_up_to_the_layers() -> None:
    layer = Network([3, 4, 1], seed=2).layers[0]
    upstream = np.random.default_rng(0).normal(size=(4, 4))
    whole, _ = layer.backward(X, upstream)
    parts = 0.0
    for row, neuron in enumerate(layer.neurons):
        neuron.forward(X)
        parts = parts + neuron.backward(upstream[:, row])
    np.testing.assert_allclose(parts, whole)


@pytest.mark.parametrize("clip", [None, "value", "neuron"])
def test_a_networks_step_is_the_update_of_each_of_its_neurons(clip: str | None) -> None:
    y = np.array([0.5, -1.0, 0.25, 2.0])
    trained = Network([3, 1], output_activation="tanh", loss="mse", seed=4)
    alone = Network([3, 1], output_activation="tanh", loss="mse", seed=4).layers[0].neurons[0]
    Trainer(
        trained, X, y, batch_size=4, learning_rate=0.5, shuffle=False, clip=clip, clip_threshold=0.1
    ).step()
    outputs = alone.forward(X)
    alone.backward(2 * (outputs - y) / 4)
    alone.update(0.5, clip=clip, clip_threshold=0.1)
    np.testing.assert_allclose(np.append(alone.weights, alone.bias), trained.parameters, rtol=1e-14)


@pytest.mark.parametrize("wrong", ["x", [1.0, 2.0], None])
def test_a_bias_that_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="bias must be a number, got"):
        Neuron(2).bias = wrong  # type: ignore[assignment]
