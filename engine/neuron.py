"""`Neuron`: a weighted sum, a bias and an activation, and how it learns from a mistake."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .arrays import Array, Vector
from .checks import count_from_one, generator, number, positive_number, samples, vector
from .functions.activations import ACTIVATIONS, ActivationFunction
from .functions.clipping import CLIPPERS, Clipper, NeuronRows
from .functions.initializers import INITIALIZERS


class Neuron:
    """One neuron: a = f(z) with z = w · x + b.

    ``Neuron(3)`` stands alone; ``network.layers[0].neurons[1]`` is a live view of one row of a
    layer, and writing to it writes to the network.  A layer computes all its neurons in one matrix
    product, which may add in another order, so its results can differ from a neuron's in the last
    digit.

    Parameters
    ----------
    n_inputs : int
    activation : str or ActivationFunction
        Any but softmax, which needs the other neurons of its layer.
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
        row = np.zeros(count_from_one("n_inputs", n_inputs) + 1)
        self._start(row, ACTIVATIONS.create(activation))
        self._check_works_alone()
        initializer = INITIALIZERS.create(self.activation.initializer)
        initializer.fill(row[None, :-1], generator(seed))  # as a layer of one neuron

    def _start(self, row: Vector, activation: ActivationFunction) -> None:
        self._row = row
        self.activation = activation
        self.muted = False
        """Whether the output counts as 0; see `Network.set_muted`."""
        self.weight_gradient: Vector = np.zeros(len(row) - 1)
        """∂L/∂w of the last `backward`, of shape (n_inputs,)."""
        self.bias_gradient = 0.0
        """∂L/∂b of the last `backward`."""
        self._inputs: Vector | None = None
        self._single = True

    def forward(self, inputs: npt.ArrayLike) -> Array | float:
        """a = f(w · x + b).

        For one sample of shape (n_inputs,) a float; for many, of shape (n_samples, n_inputs), an
        array of shape (n_samples,).
        """
        self._check_works_alone()
        x = np.array(inputs, dtype=np.float64)
        self._single = x.ndim == 1
        x = samples("inputs", x[None, :] if self._single else x, len(self.weights), "input")
        self._inputs = x
        z = x @ self.weights + self.bias  # z = w · x + b
        a = self.activation.value(z)  # a = f(z)
        if self.muted:
            a = np.zeros_like(a)
        return float(a[0]) if self._single else a

    def backward(self, upstream: npt.ArrayLike) -> Array:
        """Backpropagation: from ∂L/∂a to ∂L/∂x, keeping ∂L/∂w and ∂L/∂b for `update`.

        Parameters
        ----------
        upstream : float, or array of shape (n_samples,)
            ∂L/∂a, of as many numbers as the last `forward` gave.

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
        x = self._inputs
        z = x @ self.weights + self.bias  # with the weights as they are now
        slope = 0.0 if self.muted else self.activation.derivative(z)
        delta = vector("upstream", np.atleast_1d(upstream), len(x)) * slope  # δ = ∂L/∂a · f′(z)
        self.weight_gradient = delta @ x  # ∂L/∂w = δ x, summed over the samples
        self.bias_gradient = float(delta.sum())  # ∂L/∂b = δ, summed likewise
        inputs_gradient = np.outer(delta, self.weights)  # ∂L/∂x = δ w
        return inputs_gradient[0] if self._single else inputs_gradient

    def update(
        self,
        learning_rate: float,
        clip: str | Clipper | None = None,
        clip_threshold: float = 1.0,
    ) -> None:
        """One step of gradient descent with the gradients of `backward`, clipped if wanted."""
        rate = positive_number("learning_rate", learning_rate)
        gradient = self.clipped_gradient(clip, clip_threshold)
        self._row -= rate * gradient  # w ← w − η ∂L/∂w and b ← b − η ∂L/∂b, as one row

    def clipped_gradient(self, clip: str | Clipper | None, clip_threshold: float = 1.0) -> Vector:
        """The gradient of weights and bias (last), clipped; of shape (n_inputs + 1,).

        ``clip`` is None or a name of `CLIPPERS`.  ``"norm"`` and ``"neuron"`` are the same here:
        both go by the norm of this neuron's gradient.
        """
        threshold = positive_number("clip_threshold", clip_threshold)
        gradient = np.append(self.weight_gradient, self.bias_gradient)
        rows = NeuronRows(np.array([0]), np.array([len(gradient)]))  # one neuron: all of it
        return CLIPPERS.create("none" if clip is None else clip).clipped(gradient, threshold, rows)

    # --- parameters ----------------------------------------------------------------------------

    @property
    def weights(self) -> Vector:
        """w, of shape (n_inputs,); a view, so that writing to it changes the neuron."""
        return self._row[:-1]

    @weights.setter
    def weights(self, values: npt.ArrayLike) -> None:
        self._row[:-1] = vector("weights", values, len(self.weights))

    @property
    def bias(self) -> float:
        """b, a number that is not a view: assign to it."""
        return float(self._row[-1])

    @bias.setter
    def bias(self, value: float) -> None:
        self._row[-1] = number("bias", value)

    @classmethod
    def of(cls, row: Vector, activation: ActivationFunction, muted: bool = False) -> Neuron:
        """A neuron that keeps its weights and bias (the last number) in ``row``: no copy."""
        neuron = cls.__new__(cls)
        neuron._start(row, activation)  # noqa: SLF001 -- of its own class
        neuron.muted = muted
        return neuron

    def _check_works_alone(self) -> None:
        if self.activation.output_only:
            rule = "it needs neighbours in a layer"
            raise ValueError(f"a single neuron cannot use {self.activation.name!r}: {rule}")

    def __repr__(self) -> str:
        return f"Neuron({len(self.weights)}, {self.activation!r})"
