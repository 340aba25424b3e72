"""`Network`: layers one after another, a loss, and backpropagation through them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from .arrays import Array, Vector
from .checks import generator, layer_sizes, samples, targets
from .functions.activations import Activation, layer_activations
from .functions.initializers import INITIALIZERS, Initializer
from .functions.losses import LOSSES, LossFunction, OutputLoss
from .parts import mean_of_parts, parts_of
from .stack import LayerStack
from .tools.history import History
from .tools.metrics import accuracy, r_squared


class Network(LayerStack):
    """A feed-forward network of fully connected layers.

    All parameters are one flat float64 vector; layers and neurons are views of it (`LayerStack`).

    Parameters
    ----------
    sizes : sequence of int
        Number of inputs, of neurons of each hidden layer, and of outputs: ``[2, 4, 2, 1]``.
    activation : str, ActivationFunction, or a sequence with one of them per hidden layer
        A name of `ACTIVATIONS` (``"tanh"``, ``"relu"`` …) or an instance.
    output_activation : str or ActivationFunction
    loss : str or LossFunction
        A name of `LOSSES` or an instance: ``"bce"`` is binary cross-entropy, for targets 0 and 1;
        ``"cce"`` the categorical one, for softmax; ``"mse"`` the mean squared error.
    seed : int or numpy.random.Generator
        For the initial weights; biases begin at 0.
    initializer : str or Initializer
        ``"auto"`` takes He's for layers of the ReLU family and Glorot's for the others.
    parameters : sequence of mappings, optional
        Not weights, but the parameters of activations given by name: one mapping per hidden
        layer, and if wanted one more for the output, as in ``[{"alpha": 0.1}, {}]``.

    Examples
    --------
    >>> network = Network([2, 4, 1], activation="tanh", seed=7)
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> history = network.fit(X, [0, 1, 1, 0], epochs=300, learning_rate=1.0)
    >>> network.predict(X).round().ravel()
    array([0., 1., 1., 0.])
    """

    # `training` adds the first of these methods, and `tools.persistence` the others: both import
    # this module, so it cannot import them.
    fit: ClassVar[Callable[..., History]]
    save: ClassVar[Callable[..., None]]
    load: ClassVar[Callable[..., Network]]

    def __init__(
        self,
        sizes: Sequence[int],
        activation: Activation | Sequence[Activation] = "tanh",
        output_activation: Activation = "sigmoid",
        loss: str | LossFunction = "bce",
        seed: int | np.random.Generator | None = 0,
        initializer: str | Initializer = "auto",
        parameters: Sequence[Mapping[str, float]] | None = None,
    ) -> None:
        self.sizes = layer_sizes(sizes)
        self._loss = LOSSES.create(loss)
        functions = layer_activations(
            len(self.sizes) - 2, activation, output_activation, parameters
        )
        if functions[-1].output_only and self.sizes[-1] == 1:
            rule = f"{functions[-1].name} compares outputs, and needs 2 or more (or use sigmoid)"
            raise ValueError(f"{rule}, got sizes {list(self.sizes)}")
        super().__init__(self.sizes, functions)
        rng = generator(seed)
        for layer in self.layers:
            chosen = layer.activation.initializer if initializer == "auto" else initializer
            INITIALIZERS.create(chosen).fill(layer.weights, rng)

    # --- computing -----------------------------------------------------------------------------

    @np.errstate(all="ignore")  # a diverged network has outputs too: NaN
    def forward(self, X: npt.ArrayLike) -> list[Array]:
        """The activations of every layer, outputs last; each of shape (n_samples, n_units)."""
        layer_inputs = self._layer_inputs(X)
        output = self.layers[-1]
        return [*layer_inputs[1:], output.activate(output.pre_activations(layer_inputs[-1]))]

    def _layer_inputs(self, X: npt.ArrayLike) -> list[Array]:
        """What each layer is given: X, then the activations of the layer before it."""
        layer_inputs: list[Array] = [samples("X", X, self.sizes[0], "input")]
        for layer in self.layers[:-1]:
            layer_inputs.append(layer.activate(layer.pre_activations(layer_inputs[-1])))
        return layer_inputs

    def predict(self, X: npt.ArrayLike) -> Array:
        """The outputs, of shape (n_samples, n_outputs), for X of shape (n_samples, n_inputs)."""
        return self.forward(X)[-1]

    @np.errstate(all="ignore")  # overflow shows as inf or NaN in what is returned
    def loss_and_gradient(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[float, Vector]:
        """The mean loss over the samples, and its gradient, of shape (n_parameters,).

        `Trainer` gets the same numbers faster, to the bit, from `fast.workspace`.  Of very many
        samples it is found part by part, see `parts`.
        """
        inputs, targets = self.check_samples(X, y)
        parts = parts_of(len(inputs), self.sizes)
        if len(parts) > 1:
            return mean_of_parts(self.loss_and_gradient, inputs, targets, parts)
        targets = np.asfortranarray(targets)  # ordered as the outputs are, to be added alike
        layer_inputs, loss = self._layer_inputs(inputs), self.output_loss
        z = self.layers[-1].pre_activations(layer_inputs[-1])
        delta = loss.delta(z, targets)  # δ = ∂L/∂z of the output layer
        return loss.value(z, targets), self._carry_back(layer_inputs, delta)

    def _carry_back(self, layer_inputs: Sequence[Array], delta: Array) -> Vector:
        """Backpropagation: from δ of the output layer to the gradient of all parameters."""
        upstream, gradient = self.layers[-1].carry_back(layer_inputs[-1], delta)
        gradients = [gradient]
        for layer, inputs in zip(self.layers[-2::-1], layer_inputs[-2::-1], strict=True):
            delta = layer.delta(inputs, upstream)  # δ = ∂L/∂a · f′(z), last hidden layer first
            upstream, gradient = layer.carry_back(inputs, delta)  # Wᵀ δ, the next ∂L/∂a; and δ xᵀ
            gradients.append(gradient)
        return np.concatenate([gradient.ravel() for gradient in reversed(gradients)])

    def backward(self, X: npt.ArrayLike, upstream: npt.ArrayLike) -> Vector:
        """The gradient of all parameters, for any ∂L/∂outputs in place of the loss's own.

        Parameters
        ----------
        X : array of shape (n_samples, n_inputs)
        upstream : array of shape (n_samples, n_outputs)
            ∂L/∂outputs.

        Returns
        -------
        gradient : ndarray of shape (n_parameters,)
        """
        layer_inputs = self._layer_inputs(X)
        upstream = samples("upstream", upstream, self.sizes[-1], "output", like=layer_inputs[0])
        return self._carry_back(layer_inputs, self.layers[-1].delta(layer_inputs[-1], upstream))

    # --- judging -------------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def evaluate(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """The mean loss over the samples."""
        inputs, targets = self.check_samples(X, y)
        return self.output_loss.value(self.logits(inputs), targets)

    def score(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """How good the predictions are, as scikit-learn's ``score``: at best 1.

        With a loss for classes (the cross-entropies, hinge) it is the accuracy, where a single
        output is cut halfway between its two targets; with any other, R², the share of the
        targets' variance that is explained.
        """
        inputs, targets = self.check_samples(X, y)
        if self.loss.classes is None:
            return r_squared(self.predict(inputs), targets)
        return accuracy(self.predict(inputs), targets, threshold=sum(self.loss.classes) / 2)

    @np.errstate(all="ignore")
    def logits(self, X: npt.ArrayLike) -> Array:
        """z of the output layer, of shape (n_samples, n_outputs), before its activation."""
        X = samples("X", X, self.sizes[0], "input")
        parts = parts_of(len(X), self.sizes)
        if len(parts) > 1:
            return np.concatenate([self.logits(X[part]) for part in parts])
        return self.layers[-1].pre_activations(self._layer_inputs(X)[-1])

    # --- loss ----------------------------------------------------------------------------------

    @property
    def loss(self) -> LossFunction:
        """The loss function; another one may be assigned, also while training."""
        return self._loss

    @loss.setter
    def loss(self, loss: str | LossFunction) -> None:
        self._loss = LOSSES.create(loss)
        self.version += 1  # see `LayerStack`

    @property
    def output_loss(self) -> OutputLoss:
        """The loss as a function of z of the output layer.

        For sigmoid with bce and softmax with cce both are *fused* into one formula, whose ∂L/∂z is
        simply a − y (for the mean, divided by the count), with no division by what may be 0.
        """
        return self.loss.after(self.layers[-1].activation)

    # --- checks --------------------------------------------------------------------------------

    def check_samples(
        self, X: npt.ArrayLike, y: npt.ArrayLike, of: str = ""
    ) -> tuple[Vector, Vector]:
        """X and y as float64 arrays of two dimensions; `ValueError` if they are not fit for it.

        ``of`` stands before their names in messages, such as ``"validation "``.
        """
        inputs = samples(f"{of}X", X, self.sizes[0], "input")
        y = targets(f"{of}y", y, self.sizes[-1])
        if len(inputs) != len(y):
            counts = f"{len(inputs)} and {len(y)}"
            raise ValueError(f"{of}X and y must hold as many samples, got {counts}")
        self.loss.check_targets(y)
        return inputs, y

    def __repr__(self) -> str:
        names = [layer.activation.name for layer in self.layers]
        return f"Network({list(self.sizes)}, {names}, loss={self.loss.name!r})"
