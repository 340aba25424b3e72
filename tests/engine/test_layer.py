"""A layer is one block of memory, seen as weights, biases and neurons."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ACTIVATIONS, Layer

X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -3.0]])


@pytest.fixture
def layer() -> Layer:
    block = np.array([[0.5, -0.25, 0.1], [1.0, 1.0, -1.0]])
    return Layer(block, ACTIVATIONS.create("tanh"))


def test_weights_and_biases_are_views_of_the_block(layer: Layer) -> None:
    assert (layer.n_in, layer.n_out) == (2, 2)
    assert layer.weights.shape == (2, 2)
    assert layer.biases.shape == (2,)
    layer.weights[0, 1] = 7.0
    layer.biases[1] = 8.0
    np.testing.assert_array_equal(layer.block, [[0.5, 7.0, 0.1], [1.0, 1.0, 8.0]])


def test_assigning_copies_into_the_block(layer: Layer) -> None:
    block, weights, biases = layer.block, np.eye(2), np.array([3.0, 4.0])
    layer.weights, layer.biases = weights, biases
    weights[0, 0] = biases[0] = 99.0
    assert layer.block is block
    np.testing.assert_array_equal(block, [[1, 0, 3], [0, 1, 4]])


def test_wrong_shapes_are_refused(layer: Layer) -> None:
    with pytest.raises(ValueError, match=r"weights must have shape \(2, 2\), got \(2, 3\)"):
        layer.weights = np.zeros((2, 3))
    with pytest.raises(ValueError, match=r"biases must have shape \(2,\), got \(1,\)"):
        layer.biases = [1.0]
    with pytest.raises(ValueError, match=r"inputs must have shape \(n_samples, 2\)"):
        layer.forward(np.zeros((3, 3)))
    with pytest.raises(ValueError, match=r"upstream must have shape \(n_samples, 2\)"):
        layer.backward(X, np.zeros((3, 1)))
    with pytest.raises(ValueError, match=r"upstream must have shape \(3, 2\), got \(1, 2\)"):
        layer.backward(X, np.zeros((1, 2)))


def test_forward_is_the_activation_of_the_weighted_sum(layer: Layer) -> None:
    z = X @ layer.weights.T + layer.biases
    np.testing.assert_allclose(layer.pre_activations(X), z)
    np.testing.assert_allclose(layer.forward(X), np.tanh(z))


def test_backward_agrees_with_central_differences(layer: Layer) -> None:
    upstream, h = np.cos(np.arange(6.0)).reshape(3, 2), 1e-6

    def total(inputs: np.ndarray) -> float:
        return float((upstream * layer.forward(inputs)).sum())

    inputs_gradient, block_gradient = layer.backward(X, upstream)
    for index in np.ndindex(X.shape):
        move = np.zeros_like(X)
        move[index] = h
        numeric = (total(X + move) - total(X - move)) / (2 * h)
        assert inputs_gradient[index] == pytest.approx(numeric, abs=1e-8)
    for index in np.ndindex(layer.block.shape):
        layer.block[index] += h
        up = total(X)
        layer.block[index] -= 2 * h
        down = total(X)
        layer.block[index] += h
        assert block_gradient[index] == pytest.approx((up - down) / (2 * h), abs=1e-8)


def test_backward_sums_over_samples(layer: Layer) -> None:
    upstream = np.ones((3, 2))
    _, once = layer.backward(X, upstream)
    _, twice = layer.backward(np.vstack([X, X]), np.vstack([upstream, upstream]))
    np.testing.assert_allclose(twice, 2 * once)


def test_a_muted_unit_says_0_and_hears_nothing(layer: Layer) -> None:
    layer.muted = (1,)
    outputs = layer.forward(X)
    assert not outputs[:, 1].any()
    assert outputs[:, 0].all()
    inputs_gradient, block_gradient = layer.backward(X, np.ones((3, 2)))
    assert not block_gradient[1].any()
    assert block_gradient[0].all()
    delta = 1 - outputs[:, :1] ** 2
    np.testing.assert_allclose(inputs_gradient, delta * layer.weights[:1])


def test_inputs_are_left_alone(layer: Layer) -> None:
    inputs = X.copy()
    layer.backward(inputs, layer.forward(inputs))
    np.testing.assert_array_equal(inputs, X)


def test_neurons_are_made_once_and_the_layer_tells_its_shape(layer: Layer) -> None:
    assert len(layer.neurons) == 2
    assert layer.neurons is layer.neurons
    assert repr(layer) == "Layer(2 → 2, Tanh())"
