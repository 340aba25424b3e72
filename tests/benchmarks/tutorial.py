"""The network as tutorials write it: the yardstick of the benchmarks.

A class per kind of layer, each with forward and backward; samples in rows; an activation's slope
computed from the input that it kept; losses, clipping and the optimizer as functions and classes of
their own; a fresh array for every result.  It computes what the engine computes (mean losses,
sigmoid and binary cross-entropy fused, clipping by the global norm, SGD) and is meant to be read.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


class Dense:
    """A fully connected layer without an activation."""

    def __init__(self, n_inputs: int, n_neurons: int, rng: np.random.Generator) -> None:
        self.weights = rng.standard_normal((n_inputs, n_neurons)) * np.sqrt(1 / n_inputs)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs: Array) -> Array:
        self.inputs = inputs
        return np.dot(inputs, self.weights) + self.biases

    def backward(self, upstream: Array) -> Array:
        self.weights_gradient = np.dot(self.inputs.T, upstream)
        self.biases_gradient = np.sum(upstream, axis=0, keepdims=True)
        return np.dot(upstream, self.weights.T)


class Tanh:
    """tanh(z), with the slope 1 − tanh²(z)."""

    def forward(self, inputs: Array) -> Array:
        self.inputs = inputs
        return np.tanh(inputs)

    def backward(self, upstream: Array) -> Array:
        return upstream * (1 - np.tanh(self.inputs) ** 2)


class Relu:
    """max(0, z), with the slope 1 where z > 0."""

    def forward(self, inputs: Array) -> Array:
        self.inputs = inputs
        return np.maximum(0, inputs)

    def backward(self, upstream: Array) -> Array:
        return upstream * (self.inputs > 0)


class MeanSquaredError:
    """The mean of the squared differences."""

    def value(self, outputs: Array, targets: Array) -> float:
        return float(np.mean((outputs - targets) ** 2))

    def backward(self, outputs: Array, targets: Array) -> Array:
        return 2 * (outputs - targets) / outputs.size


class SigmoidCrossEntropy:
    """Binary cross-entropy of a sigmoid; ``outputs`` are the logits."""

    def value(self, outputs: Array, targets: Array) -> float:
        shares = np.clip(1 / (1 + np.exp(-outputs)), 1e-7, 1 - 1e-7)
        return float(-np.mean(targets * np.log(shares) + (1 - targets) * np.log(1 - shares)))

    def backward(self, outputs: Array, targets: Array) -> Array:
        return (1 / (1 + np.exp(-outputs)) - targets) / outputs.size


class Sgd:
    """Plain gradient descent."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate

    def update(self, layer: Dense) -> None:
        layer.weights -= self.learning_rate * layer.weights_gradient
        layer.biases -= self.learning_rate * layer.biases_gradient


def clip_gradients(layers: list[Dense], max_norm: float) -> None:
    """Scale all gradients so that their common norm is at most ``max_norm``."""
    total = sum(
        np.sum(layer.weights_gradient**2) + np.sum(layer.biases_gradient**2) for layer in layers
    )
    scale = max_norm / (np.sqrt(total) + 1e-6)
    if scale < 1:
        for layer in layers:
            layer.weights_gradient *= scale
            layer.biases_gradient *= scale


class TutorialNetwork:
    """Layers one after another.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, hidden units, and one output.
    activation : "tanh" or "relu"
        Of the hidden layers.
    loss : "mse" or "bce"
        With a tanh output, or with a sigmoid.
    """

    def __init__(self, sizes: list[int], activation: str, loss: str, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.layers: list[Dense | Tanh | Relu] = []
        for n_inputs, n_neurons in pairwise(sizes):
            self.layers.append(Dense(n_inputs, n_neurons, rng))
            self.layers.append(Tanh() if activation == "tanh" else Relu())
        self.layers.pop()
        if loss == "mse":
            self.layers.append(Tanh())
        self.loss = MeanSquaredError() if loss == "mse" else SigmoidCrossEntropy()
        self.dense = [layer for layer in self.layers if isinstance(layer, Dense)]

    def forward(self, inputs: Array) -> Array:
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def activations(self, inputs: Array) -> list[Array]:
        """What every unit of a network with a tanh output says, layer by layer."""
        maps = []
        for layer in self.layers:
            inputs = layer.forward(inputs)
            if not isinstance(layer, Dense):
                maps.append(inputs)
        return maps

    def train_step(self, inputs: Array, targets: Array, optimizer: Sgd, max_norm: float) -> float:
        """Forward, backward, clipping, update; returns the loss."""
        outputs = self.forward(inputs)
        loss = self.loss.value(outputs, targets)
        upstream = self.loss.backward(outputs, targets)
        for layer in reversed(self.layers):
            upstream = layer.backward(upstream)
        clip_gradients(self.dense, max_norm)
        for layer in self.dense:
            optimizer.update(layer)
        return loss


class TutorialTrainer:
    """Draws shuffled mini-batches, as the epoch loop of a tutorial does."""

    def __init__(
        self,
        network: TutorialNetwork,
        inputs: Array,
        targets: Array,
        batch_size: int,
        learning_rate: float,
        max_norm: float = 1.0,
    ) -> None:
        self.network, self.inputs, self.targets = network, inputs, targets
        self.batch_size, self.optimizer, self.max_norm = batch_size, Sgd(learning_rate), max_norm
        self.rng = np.random.default_rng(0)
        self.position = len(inputs)

    def step(self) -> float:
        if self.position >= len(self.inputs):
            order = self.rng.permutation(len(self.inputs))
            self.inputs, self.targets = self.inputs[order], self.targets[order]
            self.position = 0
        batch = slice(self.position, self.position + self.batch_size)
        self.position += self.batch_size
        return self.network.train_step(
            self.inputs[batch], self.targets[batch], self.optimizer, self.max_norm
        )
