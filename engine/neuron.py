"""`Neuron`: the textbook's neuron, alone or as a row of a layer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .arrays import Array, Vector
from .checks import count_from_one, generator, number, positive_number, vector
from .functions.activations import ACTIVATIONS, ActivationFunction
from .functions.clipping import CLIPPERS, Clipper, NeuronRows
from .functions.initializers import INITIALIZERS
from .layer import Layer


class Neuron:
    """A weighted sum with a bias, and an activation: a = f(w · x + b).

    ``Neuron(3)`` stands alone; ``network.layers[0].neurons[1]`` is a live view of one row of a
    layer, and writing to it writes to the network.  Either way the arithmetic is the layer's, so
    that a neuron and its layer agree to the last bit.

    Parameters
    ----------
    n_inputs : int
    activation : str or ActivationFunction
        Any that works on one unit by itself, that is, not softmax.
    seed : int or numpy.random.Generator
        For the initial weights, which suit the activation; the bias begins at 0.

    Examples
    --------
    One step of gradient descent towards an output of 1:

    >>> neuron = Neuron(2, activation="tanh", seed=0)
    >>> output = neuron.forward([1.0, -2.0])
    >>> _ = neuron.backward(2 * (output - 1.0))    # ∂L/∂a of L = (a − 1)²
    >>> neuron.update(learning_rate=0.1)
    """

    def __init__(
        self,
        n_inputs: int,
        activation: str | ActivationFunction = "tanh",
        seed: int | np.random.Generator | None = 0,
    ) -> None:
        function = ACTIVATIONS.create(activation)
        if function.output_only:
            raise ValueError(f"a single neuron cannot use {function.name!r}: it needs neighbours")
        block = np.zeros((1, count_from_one("n_inputs", n_inputs) + 1))
        rng = generator(seed)
        INITIALIZERS.create(function.initializer).fill(block[:, :-1], rng)
        self._see(Layer(block, function), 0)

    @classmethod
    def of(cls, layer: Layer, row: int) -> Neuron:
        """The neuron that is one row of a layer, as a live view."""
        neuron = cls.__new__(cls)
        neuron._see(layer, row)
        return neuron

    def _see(self, layer: Layer, row: int) -> None:
        self._layer, self._row = layer, row
        self._inputs: Vector | None = None
        self._single = True
        self.weight_gradient: Vector = np.zeros(layer.n_in)
        """∂L/∂w of the last `backward`, of shape (n_inputs,)."""
        self.bias_gradient = 0.0
        """∂L/∂b of the last `backward`."""

    @property
    def weights(self) -> Vector:
        """A view of shape (n_inputs,)."""
        return self._layer.block[self._row, :-1]

    @weights.setter
    def weights(self, values: npt.ArrayLike) -> None:
        self._layer.block[self._row, :-1] = vector("weights", values, self._layer.n_in)

    @property
    def bias(self) -> float:
        """The bias."""
        return float(self._layer.block[self._row, -1])

    @bias.setter
    def bias(self, value: float) -> None:
        self._layer.block[self._row, -1] = number("bias", value)

    @property
    def activation(self) -> ActivationFunction:
        """The activation function."""
        return self._layer.activation

    def forward(self, inputs: npt.ArrayLike) -> Array | float:
        """f(w · x + b): a float for one sample of shape (n_inputs,), else of shape (n_samples,)."""
        array = np.array(inputs, dtype=np.float64)
        single = array.ndim == 1
        rows = array[None, :] if single else array
        outputs = self._layer.forward(rows)[:, self._row]
        self._inputs, self._single = rows, single
        return float(outputs[0]) if single else outputs

    def backward(self, upstream: npt.ArrayLike) -> Array:
        """Carry ∂L/∂a of the last `forward` back, and store the neuron's own gradients.

        Parameters
        ----------
        upstream : float, or array of shape (n_samples,)
            As many numbers as the last `forward` gave.

        Returns
        -------
        inputs_gradient : ndarray of the shape of the inputs
            ∂L/∂x.

        Raises
        ------
        RuntimeError
            If there was no `forward`.
        """
        if self._inputs is None:
            raise RuntimeError("backward needs a forward first: gradients depend on the inputs")
        # The layer's own pass, in which all other neurons were told that nothing was wrong.
        whole = np.zeros((len(self._inputs), self._layer.n_out))
        whole[:, self._row] = vector("upstream", np.atleast_1d(upstream), len(whole))
        inputs_gradient, block_gradient = self._layer.backward(self._inputs, whole)
        self.weight_gradient = block_gradient[self._row, :-1].copy()
        self.bias_gradient = float(block_gradient[self._row, -1])
        return inputs_gradient[0] if self._single else inputs_gradient

    def update(
        self,
        learning_rate: float,
        clip: str | Clipper | None = None,
        clip_threshold: float = 1.0,
    ) -> None:
        """One step of gradient descent with the stored gradients, clipped first.

        ``"norm"`` and ``"neuron"`` mean the same here: the norm of this neuron's gradient.
        """
        rate = positive_number("learning_rate", learning_rate)
        threshold = positive_number("clip_threshold", clip_threshold)
        gradient = np.append(self.weight_gradient, self.bias_gradient)
        clipped = np.empty_like(gradient)
        rows = NeuronRows(np.array([0]), np.array([len(gradient)]))
        CLIPPERS.create("none" if clip is None else clip).clip(gradient, threshold, rows, clipped)
        self._layer.block[self._row] -= rate * clipped

    def __repr__(self) -> str:
        return f"Neuron({self._layer.n_in}, {self.activation!r})"
