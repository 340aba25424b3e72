"""The prepared pass computes what the layers compute, whatever is prepared for it."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ACTIVATIONS, Network
from engine.fast.batches import EpochBatches
from engine.fast.workspace import Workspace
from engine.functions.activations import ActivationFunction, Tanh

X = np.random.default_rng(0).normal(size=(6, 2))
Y = np.random.default_rng(1).uniform(size=(6, 2))


def compute(network: Network) -> tuple[float, np.ndarray]:
    gradient = np.full(network.n_parameters, np.nan)
    return Workspace(network.layers, network.loss, gradient, 6).compute(
        EpochBatches(X, Y).cut(0, 6)[0]
    ), gradient


def by_layers(network: Network) -> tuple[float, np.ndarray]:
    outputs = network.predict(X)
    gradient = network.backward(X, network.loss.gradient(outputs, Y))
    return network.loss.value(outputs, Y), gradient


ELEMENTWISE = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


@pytest.mark.parametrize("hidden", ELEMENTWISE)
@pytest.mark.parametrize(("output", "loss"), [("sigmoid", "bce"), ("softmax", "cce"),
                         ("softmax", "mse"), ("tanh", "mse"), ("swish", "huber")])  # fmt: skip
def test_the_prepared_pass_agrees_with_the_layers(hidden: str, output: str, loss: str) -> None:
    network = Network([2, 3, 4, 3, 2], [hidden, hidden, "tanh"], output, loss, seed=3)
    value, gradient = compute(network)
    expected, expected_gradient = by_layers(network)
    assert value == pytest.approx(expected)
    np.testing.assert_allclose(gradient, expected_gradient, atol=1e-13)


def test_a_pass_can_be_repeated_and_follows_the_parameters() -> None:
    network = Network([2, 3, 3, 2], ["gelu", "tanh"], seed=3)
    gradient = np.empty(network.n_parameters)
    workspace, batch = (
        Workspace(network.layers, network.loss, gradient, 6),
        EpochBatches(X, Y).cut(0, 6)[0],
    )
    first, kept = workspace.compute(batch), gradient.copy()
    assert workspace.compute(batch) == first
    np.testing.assert_array_equal(gradient, kept)
    network.parameters *= 2
    assert workspace.compute(batch) == compute(network)[0] != first
    np.testing.assert_array_equal(gradient, compute(network)[1])


class CountingTanh(Tanh):
    """Counts how often its slope is asked for in a pass."""

    calls = 0

    def slope(self, z: np.ndarray, a: np.ndarray, out: np.ndarray) -> None:
        CountingTanh.calls += 1
        super().slope(z, a, out)

    bind_slope = ActivationFunction.bind_slope


def test_neighbours_with_the_same_activation_share_one_call_for_their_slopes() -> None:
    tanh = CountingTanh()
    alike = Network([2, 3, 4, 2], tanh, tanh, "mse", seed=3)
    apart = Network([2, 3, 4, 2], [tanh, "relu"], tanh, "mse", seed=3)
    for network, calls in ((alike, 1), (apart, 2)):
        CountingTanh.calls = 0
        value, gradient = compute(network)
        assert CountingTanh.calls == calls
        expected, expected_gradient = by_layers(network)
        assert value == pytest.approx(expected)
        np.testing.assert_allclose(gradient, expected_gradient, atol=1e-13)


def test_layers_whose_parameters_differ_do_not_share() -> None:
    make = ACTIVATIONS.create
    network = Network([2, 3, 3, 2], [make("elu", alpha=0.2), make("elu", alpha=2.0)], seed=3)
    np.testing.assert_allclose(compute(network)[1], by_layers(network)[1], atol=1e-13)
