"""The network: one vector of parameters, right gradients, freezing, muting and good errors."""

from __future__ import annotations

import copy
import math
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from engine import ACTIVATIONS, LOSSES, Network

RNG = np.random.default_rng(8)
X = RNG.normal(size=(11, 2)) * 2
Y = (X[:, :1] * X[:, 1:] > 0).astype(float)


def numeric_gradient(network: Network, inputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    gradient, parameters, h = np.empty(network.n_parameters), network.parameters, 1e-5
    for index in range(network.n_parameters):
        before = parameters[index]
        parameters[index] = before + h
        up = network.evaluate(inputs, targets)
        parameters[index] = before - h
        gradient[index] = (up - network.evaluate(inputs, targets)) / (2 * h)
        parameters[index] = before
    return gradient


# --- structure -----------------------------------------------------------------------------------


def test_all_layers_are_views_of_one_vector() -> None:
    network = Network([2, 4, 2, 1], seed=7)
    assert network.n_parameters == network.parameters.size == 4 * 3 + 2 * 5 + 1 * 3
    network.parameters[:] = np.arange(25)
    first, second, third = network.layers
    np.testing.assert_array_equal(first.weights[1], [3, 4])
    assert first.biases[1] == 5
    np.testing.assert_array_equal(second.block, np.arange(12, 22).reshape(2, 5))
    third.biases[0] = -1
    assert network.parameters[24] == -1


def through_bytes(network: Network) -> Network:
    again: Network = pickle.loads(pickle.dumps(network))  # noqa: S301 - our own bytes
    return again


@pytest.mark.parametrize("way", [copy.deepcopy, copy.copy, through_bytes])
def test_a_copy_is_whole_too(way: Callable[[Network], Network]) -> None:
    network = Network([2, 4, 2, 1], seed=7)
    neuron = network.layers[0].neurons[1]
    again = way(network)
    again.layers[0].neurons[1].bias = 0.5
    assert again.parameters[5] == 0.5
    assert (neuron.bias == 0.5) == (way is copy.copy)
    before = again.evaluate(X, Y)
    again.fit(X, Y, epochs=5)
    assert again.evaluate(X, Y) < before, "updates reach the layers"
    blocks = [layer.block.ravel() for layer in again.layers]
    np.testing.assert_array_equal(again.parameters, np.concatenate(blocks))


def test_assigning_parameters_copies_them() -> None:
    network = Network([2, 3, 1])
    vector, values = network.parameters, np.arange(13.0)
    network.parameters = values
    values[:] = 0
    assert network.parameters is vector
    assert vector[5] == 5
    with pytest.raises(ValueError, match=r"parameters must have shape \(13,\), got \(12,\)"):
        network.parameters = np.zeros(12)


def test_biases_begin_at_0_and_are_known_apart_from_weights() -> None:
    network = Network([2, 3, 2], seed=1)
    biases = network.parameters[~network.is_weight]
    assert biases.shape == (5,)
    assert not biases.any()
    assert network.parameters[network.is_weight].all()


def test_the_same_seed_makes_the_same_network() -> None:
    same = [Network([2, 4, 1], seed=3).parameters for _ in range(2)]
    np.testing.assert_array_equal(*same)
    assert (Network([2, 4, 1], seed=4).parameters != same[0])[: 4 * 3 : 3].all()
    given = Network([2, 4, 1], seed=np.random.default_rng(3)).parameters
    np.testing.assert_array_equal(given, same[0])


def test_initial_weights_suit_the_activation() -> None:
    he, glorot = (
        np.abs(Network([100, 100, 1], activation=name, seed=0).layers[0].weights).max()
        for name in ("relu", "tanh")
    )
    assert he > glorot
    assert not Network([2, 3, 1], initializer="zeros").parameters.any()


def test_one_activation_per_hidden_layer() -> None:
    network = Network(
        [2, 3, 3, 1], activation=["relu", ACTIVATIONS.create("elu", alpha=0.5)], loss="mse",
        output_activation="linear",
    )  # fmt: skip
    assert [layer.activation.name for layer in network.layers] == ["relu", "elu", "linear"]
    assert network.layers[1].activation.limits[0] == -0.5
    assert repr(network) == "Network([2, 3, 3, 1], ['relu', 'elu', 'linear'], loss='mse')"


def test_activations_take_their_parameters() -> None:
    network = Network(
        [2, 3, 3, 1], activation=["leaky_relu", "tanh"], output_activation="elu", loss="mse",
        parameters=[{"alpha": 0.3}, {}, {"alpha": 2.0}],
    )  # fmt: skip
    assert network.layers[0].activation == ACTIVATIONS.create("leaky_relu", alpha=0.3)
    assert network.layers[2].activation == ACTIVATIONS.create("elu", alpha=2.0)
    short = Network([2, 3, 1], activation="elu", parameters=[{"alpha": 3}])
    assert short.layers[0].activation == ACTIVATIONS.create("elu", alpha=3)


def test_a_network_without_hidden_layers_works() -> None:
    network = Network([2, 1], seed=1)
    loss, gradient = network.loss_and_gradient(X, Y)
    assert loss == pytest.approx(network.evaluate(X, Y))
    np.testing.assert_allclose(gradient, numeric_gradient(network, X, Y), atol=1e-9)


# --- computing -----------------------------------------------------------------------------------


def test_forward_gives_every_layers_activations() -> None:
    network = Network([2, 4, 3, 1], seed=2)
    activations = network.forward(X)
    assert [a.shape for a in activations] == [(11, 4), (11, 3), (11, 1)]
    np.testing.assert_array_equal(network.predict(X), activations[-1])
    before = X
    for layer, a in zip(network.layers, activations, strict=True):
        np.testing.assert_array_equal(a, layer.forward(before))
        before = a


@pytest.mark.parametrize("loss", LOSSES.names())
@pytest.mark.parametrize("output", ACTIVATIONS.names())
def test_every_loss_with_every_output_has_the_right_gradient(loss: str, output: str) -> None:
    low, high = LOSSES[loss].output_limits
    fits = all(low <= limit <= high for limit in ACTIVATIONS.create(output).limits)
    network = Network([2, 3, 3, 2], ["tanh", "swish"], output, loss, seed=5)
    inputs, rng = X[:6], np.random.default_rng(1)
    network.parameters += rng.normal(size=network.n_parameters) / 3
    targets = rng.uniform(0.1, 0.9, (6, 2)) if low == 0 else rng.normal(size=(6, 2))
    if not fits:
        network.layers[-1].biases = -2.0, 2.0
        with pytest.raises(ValueError, match=f"{loss} needs outputs in"):
            network.loss_and_gradient(inputs, targets)
        return
    value, gradient = network.loss_and_gradient(inputs, targets)
    assert value == pytest.approx(network.evaluate(inputs, targets))
    assert value == pytest.approx(network.loss.value(network.predict(inputs), targets))
    np.testing.assert_allclose(gradient, numeric_gradient(network, inputs, targets), atol=1e-8)


@pytest.mark.parametrize(
    "hidden",
    [["linear", "linear"], ["relu", "relu"], ["sine", "tanh"], ["tanh", "gelu"], ["step", "elu"],
     ["leaky_relu", "linear"], ["linear", "softplus"], ["swish", "swish"]],
)  # fmt: skip
@pytest.mark.parametrize("output", ["tanh", "sine", "linear", "sigmoid"])
def test_layers_of_all_kinds_mix(hidden: list[str], output: str) -> None:
    network = Network([2, 3, 4, 1], hidden, output, "mse", seed=5)
    network.layers[0].biases = 0.1, -0.2, 0.3
    _, gradient = network.loss_and_gradient(X, Y)
    np.testing.assert_allclose(gradient, numeric_gradient(network, X, Y), atol=1e-8)


def test_backward_is_the_textbooks_way_to_the_same_gradient() -> None:
    network = Network([2, 4, 3, 2], "tanh", "softmax", "cce", seed=3)
    targets = np.eye(2)[(X[:, 0] > 0).astype(int)]
    upstream = network.loss.gradient(network.predict(X), targets)
    _, gradient = network.loss_and_gradient(X, targets)
    np.testing.assert_allclose(network.backward(X, upstream), gradient, atol=1e-14)


def test_each_call_gives_fresh_arrays() -> None:
    network, inputs, targets = Network([2, 3, 1], seed=1), X.copy(), Y.copy()
    _, first = network.loss_and_gradient(inputs, targets)
    kept = first.copy()
    network.loss_and_gradient(-inputs, targets)
    network.backward(inputs, targets)
    np.testing.assert_array_equal(first, kept)
    np.testing.assert_array_equal(inputs, X)
    np.testing.assert_array_equal(targets, Y)


def test_a_confidently_wrong_network_still_learns() -> None:
    network = Network([1, 1])
    network.parameters = [100.0, 0.0]
    loss, gradient = network.loss_and_gradient([[10.0]], [0.0])
    assert loss == 1000.0 == network.evaluate([[10.0]], [0.0])
    np.testing.assert_array_equal(gradient, [10.0, 1.0])


def test_overflow_shows_in_the_numbers_and_not_as_a_warning() -> None:
    network = Network([2, 3, 1], "relu", "linear", "mse", seed=1)
    network.parameters = np.full(13, 1e200)
    loss, _ = network.loss_and_gradient(X, Y)
    assert not math.isfinite(loss)
    assert not math.isfinite(network.evaluate(X, Y))
    network.predict(X)


def test_another_loss_can_be_assigned() -> None:
    network = Network([2, 3, 1], seed=1)
    version = network.version
    network.loss = "mse"
    assert network.loss.name == "mse"
    assert network.version > version
    with pytest.raises(KeyError, match=r"unknown loss 'mes' \(did you mean 'mse'\?\)"):
        network.loss = "mes"


# --- freezing and muting -------------------------------------------------------------------------


def test_freezing_keeps_a_copy_of_the_mask() -> None:
    network = Network([2, 3, 1])
    mask = np.zeros(13, dtype=bool)
    mask[2] = True
    network.freeze(mask)
    mask[:] = False
    assert network.frozen is not None
    assert network.frozen.nonzero()[0].tolist() == [2]
    network.frozen[:] = False
    np.testing.assert_array_equal(network.fixed, network.frozen)
    assert network.frozen.any()
    network.freeze(None)
    assert network.frozen is None
    assert network.fixed is None


def test_an_empty_mask_freezes_nothing() -> None:
    network = Network([2, 3, 1])
    network.freeze(np.zeros(13, dtype=bool))
    assert network.frozen is None


def test_a_mask_that_does_not_fit_is_refused() -> None:
    network = Network([2, 3, 1])
    with pytest.raises(ValueError, match=r"mask must have shape \(13,\), one per parameter, got"):
        network.freeze(np.zeros(12, dtype=bool))
    with pytest.raises(TypeError, match="mask must hold true or false, got dtype float64"):
        network.freeze(np.zeros(13))


def test_a_muted_unit_outputs_exactly_0() -> None:
    network = Network([2, 4, 3, 1], activation="sigmoid", seed=2)
    network.set_muted(0, [1, 3])
    hidden, *_ = network.forward(X)
    assert not hidden[:, [1, 3]].any()
    assert hidden[:, [0, 2]].all()
    assert network.muted == ((1, 3), ())
    network.set_muted(0, [])
    assert network.forward(X)[0].all()


@pytest.mark.parametrize("hidden", ["sigmoid", "linear", "gelu", ["linear", "tanh"]])
def test_muting_equals_cutting_the_weights_that_lead_away(hidden: str | list[str]) -> None:
    muted, cut = (Network([2, 4, 3, 1], hidden, seed=2) for _ in range(2))
    muted.set_muted(0, [2])
    muted.set_muted(1, [0])
    cut.layers[1].weights[:, 2] = 0.0
    cut.layers[2].weights[:, 0] = 0.0
    np.testing.assert_allclose(muted.predict(X), cut.predict(X))
    loss, gradient = muted.loss_and_gradient(X, Y)
    assert loss == pytest.approx(cut.evaluate(X, Y))
    np.testing.assert_allclose(gradient, numeric_gradient(muted, X, Y), atol=1e-9)
    upstream = muted.loss.gradient(muted.predict(X), Y)
    np.testing.assert_allclose(muted.backward(X, upstream), gradient, atol=1e-14)
    fixed = muted.fixed
    assert fixed is not None
    assert not gradient[fixed].any()
    assert gradient[~fixed].all()


def test_muted_and_frozen_parameters_rest_together() -> None:
    network = Network([2, 3, 1])
    mask = np.zeros(13, dtype=bool)
    mask[0] = True
    network.freeze(mask)
    network.set_muted(0, [1])
    fixed = network.fixed
    assert fixed is not None
    # The frozen weight; the muted unit's row; the weight that leads away from it.
    assert fixed.nonzero()[0].tolist() == [0, 3, 4, 5, 10]
    assert network.frozen is not None
    assert network.frozen.sum() == 1


def test_only_units_of_hidden_layers_can_be_muted() -> None:
    network = Network([2, 3, 1])
    with pytest.raises(ValueError, match=r"layer_index must be .* hidden layer, 0 … 0, got 1"):
        network.set_muted(1, [0])
    with pytest.raises(ValueError, match="units must be in 0 … 2, got 3"):
        network.set_muted(0, [0, 3])
    with pytest.raises(ValueError, match="layer_index must be that of a hidden layer, got 0"):
        Network([2, 1]).set_muted(0, [0])
    assert network.muted == ((),)


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [[2], [], 3, "241"])
def test_sizes_that_are_none_are_refused(sizes: object) -> None:
    with pytest.raises(ValueError, match=r"sizes must name at least inputs and outputs.*, got"):
        Network(sizes)  # type: ignore[arg-type]


def test_layers_without_units_are_refused() -> None:
    with pytest.raises(ValueError, match="each of sizes must be ≥ 1, got 0"):
        Network([2, 0, 1])
    with pytest.raises(TypeError, match=r"each of sizes must be a whole number, got 2\.5"):
        Network([2, 2.5, 1])  # type: ignore[list-item]


def test_unknown_names_are_refused_with_a_suggestion() -> None:
    with pytest.raises(KeyError, match=r"unknown activation 'relo' \(did you mean 'relu'\?\)"):
        Network([2, 3, 1], activation="relo")
    with pytest.raises(KeyError, match=r"unknown loss 'bse'"):
        Network([2, 3, 1], loss="bse")
    with pytest.raises(KeyError, match="unknown initializer 'glorod'"):
        Network([2, 3, 1], initializer="glorod")
    with pytest.raises(TypeError, match="alpha"):
        Network([2, 3, 1], activation="tanh", parameters=[{"alpha": 1.0}])


def test_a_wrong_number_of_activations_is_refused() -> None:
    with pytest.raises(ValueError, match=r"one name, or one per hidden layer \(2\), got 1"):
        Network([2, 3, 3, 1], activation=["tanh"])
    with pytest.raises(ValueError, match=r"one mapping per hidden layer \(2\).*got 1"):
        Network([2, 3, 3, 1], parameters=[{}])


def test_an_activation_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="activation must be a name or an instance, got 3"):
        Network([2, 3, 1], activation=3)  # type: ignore[arg-type]


def test_softmax_is_for_outputs() -> None:
    with pytest.raises(ValueError, match="'softmax' can only be an output activation"):
        Network([2, 3, 1], activation="softmax")


def test_softmax_needs_outputs_to_compare() -> None:
    with pytest.raises(ValueError, match=r"softmax .*needs 2 or more.*got sizes \[2, 3, 1\]"):
        Network([2, 3, 1], output_activation="softmax")


def test_samples_that_do_not_fit_are_refused() -> None:
    network = Network([2, 3, 1])
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 2\).*got \(11, 3\)"):
        network.predict(np.zeros((11, 3)))
    with pytest.raises(ValueError, match=r"y must have shape \(n_samples, 1\).*got \(11, 2\)"):
        network.loss_and_gradient(X, np.zeros((11, 2)))
    with pytest.raises(ValueError, match="X and y must hold as many samples, got 11 and 10"):
        network.evaluate(X, Y[:10])
    with pytest.raises(ValueError, match=r"bce needs targets in \[0, 1\], got -1"):
        network.fit(X, Y * 2 - 1)
    with pytest.raises(ValueError, match="X must be finite, got nan in row 0, column 0"):
        network.fit(X * math.nan, Y)
    with pytest.raises(ValueError, match="y must be finite"):
        network.fit(X, Y + math.inf)
    with pytest.raises(ValueError, match="X must hold at least one sample"):
        network.fit(np.empty((0, 2)), np.empty((0, 1)))
    with pytest.raises(ValueError, match=r"upstream must have shape \(n_samples, 1\)"):
        network.backward(X, np.zeros((11, 2)))
    with pytest.raises(ValueError, match=r"upstream must have shape \(11, 1\), got \(2, 1\)"):
        network.backward(X, np.zeros((2, 1)))
