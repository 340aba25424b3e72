"""Numbers that can be followed with pencil and paper, in the form PyTorch gives each rule.

The network of the first part has two inputs, two ReLU neurons and a linear output:

    x = (2, 1)    z₁ =  ½·2 − 1·1 + ¼ = ¼      a₁ = ¼
                  z₂ =  1·2 + 1·1 − ½ = 2½     a₂ = 2½
    ŷ = 2·¼ − 1·2½ + ½ = −1½                   y = −1,  loss = (−½)² = ¼

    ∂L/∂ŷ = 2·(−½) = −1                        output gradient: −1·(¼, 2½, 1)
    δ₁ = −1·2 = −2                             first neuron:    −2·(2, 1, 1)
    δ₂ = −1·(−1) = 1                           second neuron:    1·(2, 1, 1)
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import Network, Neuron, Trainer

X, Y = np.array([[2.0, 1.0]]), np.array([[-1.0]])
PARAMETERS = [0.5, -1.0, 0.25, 1.0, 1.0, -0.5, 2.0, -1.0, 0.5]
GRADIENT = np.array([-4.0, -2.0, -2.0, 2.0, 1.0, 1.0, -0.25, -2.5, -1.0])
NORM = math.sqrt(16 + 4 + 4 + 4 + 1 + 1 + 0.0625 + 6.25 + 1)


def two_two_one() -> Network:
    network = Network([2, 2, 1], activation="relu", output_activation="linear", loss="mse")
    network.parameters[:] = PARAMETERS
    return network


def stepped(**options: object) -> Trainer:
    trainer = Trainer(two_two_one(), X, Y, batch_size=1, learning_rate=0.1, **options)
    trainer.step()
    return trainer


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))


# --- one update of a 2-2-1 network -------------------------------------------------------------


def test_the_forward_pass() -> None:
    hidden, output = two_two_one().forward(X)[-2:]
    np.testing.assert_array_equal(hidden, [[0.25, 2.5]])
    np.testing.assert_array_equal(output, [[-1.5]])


def test_the_loss_and_the_gradient() -> None:
    loss, gradient = two_two_one().loss_and_gradient(X, Y)
    assert loss == 0.25
    np.testing.assert_array_equal(gradient, GRADIENT)


def test_one_update_changes_every_parameter_at_once() -> None:
    trainer = stepped()
    layers = trainer.network.layers
    np.testing.assert_allclose(layers[0].weights, [[0.9, -0.8], [0.8, 0.9]], rtol=1e-15)
    np.testing.assert_allclose(layers[0].biases, [0.45, -0.6], rtol=1e-15)
    np.testing.assert_allclose(layers[1].weights, [[2.025, -0.75]], rtol=1e-15)
    np.testing.assert_allclose(layers[1].biases, [0.6], rtol=1e-15)


def test_one_update_of_a_sigmoid_with_binary_cross_entropy() -> None:
    # ŷ = σ(2·1 − 1) = 0.7310586, δ = ŷ − 1 = −0.2689414, and z = 1 becomes
    # (2 + 0.0268941)·1 − 1 + 0.0268941.
    network = Network([1, 1], output_activation="sigmoid", loss="bce")
    network.parameters[:] = [2.0, -1.0]
    trainer = Trainer(network, [[1.0]], [[1.0]], batch_size=1, learning_rate=0.1)
    assert trainer.step() == pytest.approx(-math.log(0.7310585786300049), rel=1e-14)
    np.testing.assert_allclose(
        network.parameters, [2.026894142136999, -0.973105857863001], rtol=1e-14
    )


def test_one_update_of_a_neuron_that_stands_alone() -> None:
    neuron = Neuron(2, activation="relu")
    neuron.weights[:], neuron.bias = [0.5, -1.0], 0.25
    assert float(neuron.forward(X[0])) == 0.25
    neuron.backward(-2.0)
    np.testing.assert_array_equal(neuron.weight_gradient, [-4.0, -2.0])
    assert neuron.bias_gradient == -2.0
    neuron.update(0.1)
    np.testing.assert_allclose(neuron.weights, [0.9, -0.8], rtol=1e-15)
    assert neuron.bias == pytest.approx(0.45)


# --- clipping ----------------------------------------------------------------------------------


def test_clipping_by_norm_shortens_and_keeps_the_direction() -> None:
    trainer = stepped(clip="norm", clip_threshold=1.5)
    np.testing.assert_array_equal(trainer.raw_gradient, GRADIENT)
    np.testing.assert_allclose(trainer.applied_gradient, GRADIENT * 1.5 / NORM, rtol=1e-6)
    assert trainer.gradient_norm == pytest.approx(NORM, rel=1e-15)
    assert trainer.clip_scale == pytest.approx(1.5 / NORM, rel=1e-6)
    assert trainer.clipped
    assert cosine(trainer.raw_gradient, trainer.applied_gradient) == pytest.approx(1.0, abs=1e-15)
    assert np.linalg.norm(trainer.applied_gradient) <= 1.5


def test_clipping_by_value_holds_each_component_and_turns_the_gradient() -> None:
    trainer = stepped(clip="value", clip_threshold=1.0)
    expected = np.array([-1.0, -1.0, -1.0, 1.0, 1.0, 1.0, -0.25, -1.0, -1.0])
    np.testing.assert_array_equal(trainer.applied_gradient, expected)
    # (4+2+2 + 2+1+1 + 1/16 + 2.5 + 1) / (NORM · √(8 + 1/16))
    assert cosine(trainer.raw_gradient, trainer.applied_gradient) == pytest.approx(
        15.5625 / (NORM * math.sqrt(8.0625)), rel=1e-14
    )


def test_clipping_by_neuron_shortens_only_neurons_that_are_too_long() -> None:
    # Norms of the rows: √24 = 4.90, √6 = 2.45, √7.3125 = 2.70.
    trainer = stepped(clip="neuron", clip_threshold=2.5)
    first, second, output = trainer.applied_gradient.reshape(3, 3)
    np.testing.assert_allclose(first, GRADIENT[:3] * 2.5 / math.sqrt(24), rtol=1e-6)
    np.testing.assert_array_equal(second, GRADIENT[3:6])
    np.testing.assert_allclose(output, GRADIENT[6:] * 2.5 / math.sqrt(7.3125), rtol=1e-6)
    turned = cosine(trainer.raw_gradient, trainer.applied_gradient)
    assert 0.9 < turned < 0.999
    for raw, applied in zip(GRADIENT.reshape(3, 3), (first, second, output), strict=True):
        assert cosine(raw, applied) == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize("clip", ["norm", "value", "neuron"])
def test_the_update_is_the_applied_gradient_times_the_rate(clip: str) -> None:
    trainer = stepped(clip=clip, clip_threshold=0.7)
    moved = np.array(PARAMETERS) - trainer.network.parameters
    np.testing.assert_allclose(moved, 0.1 * trainer.applied_gradient, rtol=1e-12)


@pytest.mark.parametrize("clip", [None, "none", "norm", "value", "neuron"])
def test_a_gradient_within_the_threshold_is_left_alone(clip: str | None) -> None:
    trainer = stepped(clip=clip, clip_threshold=100.0)
    np.testing.assert_array_equal(trainer.applied_gradient, GRADIENT)
    assert not trainer.clipped


# --- optimizers, on L = (w + b)² from w = 1, b = 0 with rate 0.1: both gradients are 2 (w + b) -


def three_steps(optimizer: str) -> np.ndarray:
    network = Network([1, 1], output_activation="linear", loss="mse")
    network.parameters[:] = [1.0, 0.0]
    trainer = Trainer(
        network, [[1.0]], [[0.0]], batch_size=1, learning_rate=0.1, optimizer=optimizer
    )
    path = []
    for _ in range(3):
        trainer.step()
        path.append(network.parameters.copy())
    return np.array(path)


def test_three_steps_of_sgd() -> None:
    # The gradients are 2, 1.2 and 0.72.
    np.testing.assert_allclose(
        three_steps("sgd"), [[0.8, -0.2], [0.68, -0.32], [0.608, -0.392]], rtol=1e-14
    )


def test_three_steps_of_momentum() -> None:
    # g = 2, 1.2, 0;  v = 2,  0.9·2 + 1.2 = 3,  0.9·3 + 0 = 2.7
    np.testing.assert_allclose(
        three_steps("momentum"), [[0.8, -0.2], [0.5, -0.5], [0.23, -0.77]], rtol=1e-14
    )


def test_three_steps_of_rmsprop() -> None:
    # g = 2:        v = 0.1·4 = 0.4                     2 / √0.4      = 3.1622776
    # g = 0.735089: v = 0.36 + 0.1·0.540356 = 0.414036  0.735089 / √v = 1.1424075
    # g = 0.278126: v = 0.380367                        0.278126 / √v = 0.4509619
    np.testing.assert_allclose(
        three_steps("rmsprop"),
        [
            [0.683772238983162, -0.316227761016838],
            [0.5695314850083738, -0.4304685149916262],
            [0.5244352970639969, -0.47556470293600306],
        ],
        rtol=1e-13,
    )


def test_three_steps_of_adam() -> None:
    # g = 2:        m̂ = 2            v̂ = 4            m̂ / √v̂ = 1
    # g = 1.6:      m̂ = 0.34 / 0.19  v̂ = 0.006556 / 0.001999      0.9881258
    # g = 1.204750: m̂ = 1.5737084    v̂ = 2.6696240                0.9631617
    np.testing.assert_allclose(
        three_steps("adam"),
        [
            [0.9000000005, -0.09999999950000008],
            [0.80118742062343, -0.1988125793765701],
            [0.7048712509707237, -0.2951287490292764],
        ],
        rtol=1e-13,
    )


# --- penalties ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regularizer", "pull"), [("l1", [1, -1, 0, 1, 1, 0, 1, -1, 0]),
                              ("l2", [0.5, -1, 0, 1, 1, 0, 2, -1, 0])],
)  # fmt: skip
def test_a_penalty_pulls_at_weights_and_never_at_biases(
    regularizer: str, pull: list[float]
) -> None:
    trainer = stepped(regularizer=regularizer, regularization_rate=0.01)
    expected = np.array(PARAMETERS) - 0.1 * (GRADIENT + 0.01 * np.array(pull))
    np.testing.assert_allclose(trainer.network.parameters, expected, rtol=1e-14)
