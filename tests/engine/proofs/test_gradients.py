"""Backpropagation against central differences, for every loss × output × hidden activation.

The output layer is set so that its values lie where the loss has a meaning: cross-entropies want
shares between 0 and 1, which also a linear unit can give.
"""

from __future__ import annotations

from itertools import product
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import ACTIVATIONS, LOSSES, Network
from engine.tools.gradcheck import GradientCheck, check_gradient

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
TRIPLES = list(product(LOSSES, ACTIVATIONS, HIDDEN))
TOLERANCE = 1e-6


def place_outputs(network: Network, inputs: np.ndarray, rng: np.random.Generator) -> None:
    """Spread the outputs a little about ½, where every loss has a meaning."""
    output = network.layers[-1]
    where = np.linspace(-3.0, 3.0, 601)
    values = output.activation.value(where.reshape(-1, 1)).ravel()
    reached = where[np.abs(values - 0.5).argmin()]
    before = network.forward(inputs)[-2] if len(network.layers) > 1 else inputs
    output.weights[:] *= 0.3 / (0.3 + np.abs(before @ output.weights.T).max())
    output.biases[:] = reached + rng.uniform(-0.1, 0.1, output.n_out)


def make_case(
    loss: str, output: str, hidden: list[str], units: list[int], n_samples: int, seed: int
) -> tuple[Network, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n_outputs = 3 if output == "softmax" or loss == "cce" else int(rng.integers(1, 3))
    network = Network(
        [2, *units, n_outputs],
        activation=hidden,
        output_activation=output,
        loss=loss,
        seed=int(rng.integers(2**32)),
    )
    # Random biases too: with zero biases a mistake in them would hide at symmetric points.
    network.parameters[:] += rng.normal(0.0, 0.2, network.n_parameters)
    inputs = rng.normal(0.0, 1.0, (n_samples, 2))
    if LOSSES[loss].output_limits == (0.0, 1.0) and output not in ("sigmoid", "softmax"):
        place_outputs(network, inputs, rng)
    return network, inputs, make_targets(loss, (n_samples, n_outputs), rng)


def make_targets(loss: str, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    if loss == "hinge":
        return rng.choice([-1.0, 1.0], shape)
    if loss == "cce":
        shares = rng.random(shape)
        return shares / shares.sum(axis=1, keepdims=True)
    if loss == "bce":
        return rng.random(shape).round(int(rng.integers(0, 3)))
    return rng.uniform(-1.0, 1.0, shape)


def assert_agrees(check: GradientCheck) -> None:
    assert check.relative_error < TOLERANCE, (check.worst, check.analytic, check.numeric)


def backpropagation_agrees_with_central_differences(loss: str, output: str, hidden: str) -> None:
    seed = crc32(f"{loss} {output} {hidden}".encode())
    check = check_gradient(*make_case(loss, output, [hidden, hidden], [3, 2], 5, seed))
    try:
        assert_agrees(check)
        assert (~check.kinks).mean() > 0.5
    except AssertionError as error:
        error.add_note(f"loss {loss}, output {output}, hidden {hidden}")
        raise


@pytest.mark.parametrize("output", ACTIVATIONS.names())
def test_backpropagation_agrees_with_central_differences(output: str) -> None:
    for triple in TRIPLES:
        if triple[1] == output:
            backpropagation_agrees_with_central_differences(*triple)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, np.ndarray, np.ndarray]:
    units = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    hidden = [draw(st.sampled_from(HIDDEN)) for _ in units]
    return make_case(
        draw(st.sampled_from(LOSSES.names())),
        draw(st.sampled_from(ACTIVATIONS.names())),
        hidden,
        units,
        draw(st.integers(1, 12)),
        draw(st.integers(0, 2**32 - 1)),
    )


@given(cases())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_backpropagation_agrees_for_any_architecture_and_data(
    case: tuple[Network, np.ndarray, np.ndarray],
) -> None:
    assert_agrees(check_gradient(*case))


@pytest.mark.parametrize("output", ACTIVATIONS.names())
def test_a_network_without_hidden_layers_agrees_too(output: str) -> None:
    assert_agrees(check_gradient(*make_case("mse", output, [], [], 7, 3)))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_muted_neurons_get_no_gradient_and_the_others_the_right_one(hidden: str) -> None:
    network, inputs, targets = make_case("mse", "tanh", [hidden, hidden], [4, 3], 6, 11)
    network.set_muted(0, [1, 3])
    network.set_muted(1, [0])
    check = check_gradient(network, inputs, targets)
    assert_agrees(check)
    first = check.analytic[:12].reshape(4, 3)
    assert not first[[1, 3]].any()
    if ACTIVATIONS.create(hidden).derivative(np.linspace(-3.0, 3.0, 50)).any():
        assert first[[0, 2]].any()
