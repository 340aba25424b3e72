"""`Layer`: neurons that share their inputs, as one matrix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .arrays import Array, Vector
from .checks import samples, vector
from .functions.activations import ActivationFunction

if TYPE_CHECKING:
    from .neuron import Neuron


class Layer:
    """A fully connected layer: a = f(W x + b).

    The parameters lie in one *block* of shape (n_out, n_in + 1): one row per neuron, its bias
    last.  `weights` and `biases` are views of the block, and a network's blocks are views of the
    network's one flat vector.  With a 1 appended to each input, a single matrix product gives
    W x + b.

    Parameters
    ----------
    block : ndarray of shape (n_out, n_in + 1)
        Used as it is, not copied.
    activation : ActivationFunction
    """

    def __init__(self, block: Vector, activation: ActivationFunction) -> None:
        self._block, self._activation = block, activation
        self.muted: tuple[int, ...] = ()
        """Units whose activation counts as 0; see `Network.set_muted`."""

    @property
    def block(self) -> Vector:
        """The parameters, of shape (n_out, n_in + 1)."""
        return self._block

    def look_at(self, block: Vector) -> None:
        """Keep the parameters in that memory from now on, of the same shape; not copied."""
        self._block = block

    @property
    def activation(self) -> ActivationFunction:
        """The activation function; another one takes another network."""
        return self._activation

    @property
    def n_out(self) -> int:
        """Number of neurons."""
        return len(self.block)

    @property
    def n_in(self) -> int:
        """Number of inputs."""
        return len(self.block[0]) - 1

    @property
    def weights(self) -> Vector:
        """A view of shape (n_out, n_in); ``weights[i, j]`` leads from input j to neuron i."""
        return self.block[:, :-1]

    @weights.setter
    def weights(self, values: npt.ArrayLike) -> None:
        self.block[:, :-1] = _shaped("weights", values, (self.n_out, self.n_in))

    @property
    def biases(self) -> Vector:
        """A view of shape (n_out,)."""
        return self.block[:, -1]

    @biases.setter
    def biases(self, values: npt.ArrayLike) -> None:
        self.block[:, -1] = vector("biases", values, self.n_out)

    @cached_property
    def neurons(self) -> tuple[Neuron, ...]:
        """The layer's rows as neurons; what is written to them is written to the layer."""
        from .neuron import Neuron  # a neuron is made of a layer, and a layer of neurons

        return tuple(Neuron.of(self, row) for row in range(self.n_out))

    def pre_activations(self, inputs: npt.ArrayLike) -> Array:
        """z = W x + b, of shape (n_samples, n_out), of inputs of shape (n_samples, n_in)."""
        return self.weighted_sums(self._checked(inputs))

    def forward(self, inputs: npt.ArrayLike) -> Array:
        """a = f(z), of shape (n_samples, n_out), of inputs of shape (n_samples, n_in)."""
        return self.activate(self.pre_activations(inputs))

    def activate(self, z: Array) -> Array:
        """f(z) of shape (n_samples, n_out), with 0 for muted units."""
        a = self.activation.value(z)
        a[:, list(self.muted)] = 0.0
        return a

    def backward(self, inputs: npt.ArrayLike, upstream: npt.ArrayLike) -> tuple[Array, Vector]:
        """Carry ∂L/∂a back through the layer; nothing is remembered from `forward`.

        Parameters
        ----------
        inputs : array of shape (n_samples, n_in)
        upstream : array of shape (n_samples, n_out)
            ∂L/∂a of this layer.

        Returns
        -------
        inputs_gradient : ndarray of shape (n_samples, n_in)
            ∂L/∂x, which is the upstream of the layer before.
        block_gradient : ndarray of shape (n_out, n_in + 1)
            ∂L/∂W, with ∂L/∂b as the last column; summed over the samples, because the mean was
            taken by the loss.
        """
        x = _with_ones(self._checked(inputs))
        upstream = samples("upstream", upstream, self.n_out, "neuron")
        z: Array = self.block.dot(x).T
        delta = np.empty_like(z)
        self.activation.backpropagate(upstream, z, self.activation.value(z), delta)
        delta[:, list(self.muted)] = 0.0
        return delta.dot(self.weights), delta.T.dot(x.T)

    def weighted_sums(self, inputs: Array) -> Array:
        """As `pre_activations`, for an array that is known to be right."""
        z: Array = self.block.dot(_with_ones(inputs)).T
        return z

    def _checked(self, inputs: npt.ArrayLike) -> Vector:
        return samples("inputs", inputs, self.n_in, "input")

    def __repr__(self) -> str:
        return f"Layer({self.n_in} → {self.n_out}, {self.activation!r})"


def blocks_in(flat: Vector, layers: Sequence[Layer]) -> list[Vector]:
    """A flat vector's parts, in the shapes of the layers' blocks; views."""
    ends = np.cumsum([layer.block.size for layer in layers])[:-1]
    parts = np.split(flat, ends)
    return [part.reshape(layer.block.shape) for part, layer in zip(parts, layers, strict=True)]


def _with_ones(inputs: Vector) -> Vector:
    """Feature-major inputs of shape (n_in + 1, n_samples), with the 1 that carries the bias."""
    x = np.ones((inputs.shape[1] + 1, inputs.shape[0]))
    x[:-1] = inputs.T
    return x


def _shaped(name: str, values: npt.ArrayLike, shape: tuple[int, ...]) -> Vector:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    return array
