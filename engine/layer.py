"""`Layer`: what `Neuron` does, for many neurons and samples at once, as matrix products."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from .arrays import Array, Vector
from .checks import samples, shaped, vector
from .functions.activations import ActivationFunction
from .neuron import Neuron


class Layer:
    """Neurons that share their inputs: a = f(z) with z = W x + b.

    The parameters lie in one *block* [W b] of shape (n_out, n_in + 1): one row per neuron, its
    bias last.  `weights`, `biases` and `neurons` are views of the block, and a network's blocks
    are views of the network's one flat vector.  With a 1 appended to each sample, a single matrix
    product gives z.

    Parameters
    ----------
    block : ndarray of shape (n_out, n_in + 1)
        Used as it is, not copied.
    activation : ActivationFunction
    """

    def __init__(self, block: Vector, activation: ActivationFunction) -> None:
        self._block, self._activation = block, activation
        self._muted: tuple[int, ...] = ()

    def forward(self, inputs: npt.ArrayLike) -> Array:
        """a = f(W x + b), of shape (n_samples, n_out), for inputs of shape (n_samples, n_in)."""
        return self.activate(self.pre_activations(self._checked(inputs)))

    def pre_activations(self, inputs: Array) -> Array:
        """z = W x + b, of shape (n_samples, n_out); the inputs are not checked."""
        z: Array = self.block.dot(_columns(inputs))  # [W b] · [x; 1] = W x + b
        return z.T

    def activate(self, z: Array) -> Array:
        """a = f(z) of shape (n_samples, n_out), and 0 for muted units."""
        a = self.activation.value(z)
        a[:, list(self.muted)] = 0.0
        return a

    def backward(self, inputs: npt.ArrayLike, upstream: npt.ArrayLike) -> tuple[Array, Vector]:
        """Backpropagation through the layer; nothing is remembered from `forward`.

        Parameters
        ----------
        inputs : array of shape (n_samples, n_in)
        upstream : array of shape (n_samples, n_out)
            ∂L/∂a of this layer.

        Returns
        -------
        inputs_gradient, block_gradient : ndarray
            ∂L/∂x and ∂L/∂[W b], see `carry_back`.
        """
        inputs = self._checked(inputs)
        upstream = samples("upstream", upstream, self.n_out, "neuron", like=inputs)
        return self.carry_back(inputs, self.delta(inputs, upstream))

    def delta(self, inputs: Array, upstream: Array) -> Array:
        """δ = ∂L/∂z = ∂L/∂a · f′(z), of shape (n_samples, n_out); 0 for muted units."""
        z = self.pre_activations(inputs)
        delta = self.activation.backpropagate(upstream, z, self.activation.value(z))
        delta[:, list(self.muted)] = 0.0
        return delta

    def carry_back(self, inputs: Array, delta: Array) -> tuple[Array, Vector]:
        """From δ = ∂L/∂z to the gradients of the inputs and of the parameters.

        Returns
        -------
        inputs_gradient : ndarray of shape (n_samples, n_in)
            ∂L/∂x, which is ∂L/∂a of the layer before.
        block_gradient : ndarray of shape (n_out, n_in + 1)
            ∂L/∂W, with ∂L/∂b as the last column; summed over the samples, because the mean was
            taken by the loss.
        """
        columns = np.ascontiguousarray(delta.T)
        block_gradient: Vector = columns.dot(_columns(inputs).T)  # ∂L/∂W = δ xᵀ, ∂L/∂b = δ 1
        inputs_gradient: Array = self.block.T.dot(columns)  # ∂L/∂x = Wᵀ δ; last row: ∂L/∂1
        return inputs_gradient[:-1].T, block_gradient

    def _checked(self, inputs: npt.ArrayLike) -> Vector:
        return samples("inputs", inputs, self.n_in, "input")

    # --- parameters ----------------------------------------------------------------------------

    @property
    def block(self) -> Vector:
        """The parameters, of shape (n_out, n_in + 1)."""
        return self._block

    def use_block(self, block: Vector) -> None:
        """Keep the parameters in this block from now on: same shape, not copied."""
        self._block = block
        self.__dict__.pop("neurons", None)

    @property
    def activation(self) -> ActivationFunction:
        """The activation function; it stays the same for the life of the layer."""
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
        self.block[:, :-1] = shaped("weights", values, (self.n_out, self.n_in))

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
        return tuple(
            Neuron.of(row, self.activation, muted=index in self.muted)
            for index, row in enumerate(self.block)
        )

    @property
    def muted(self) -> tuple[int, ...]:
        """Neurons whose activation counts as 0; see `Network.set_muted`."""
        return self._muted

    @muted.setter
    def muted(self, units: tuple[int, ...]) -> None:
        self._muted = units
        for index, neuron in enumerate(self.neurons):
            neuron.muted = index in units

    def __repr__(self) -> str:
        return f"Layer({self.n_in} → {self.n_out}, {self.activation!r})"


def _columns(inputs: Array) -> Vector:
    """[x; 1] of shape (n_in + 1, n_samples): a column per sample, and a 1 to meet the bias."""
    x = np.ones((inputs.shape[1] + 1, inputs.shape[0]))
    x[:-1] = inputs.T
    return x
