"""`Network`: layers one after another."""

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
    output_activation : str or ActivationFunction
    loss : str or LossFunction
    seed : int or numpy.random.Generator
        For the initial weights; biases begin at 0.
    initializer : str or Initializer
        ``"auto"`` takes He's for layers of the ReLU family and Glorot's for the others.
    parameters : sequence of mappings, optional
        Parameters of activations given by name, one mapping per hidden layer, and if wanted one
        more for the output: ``[{"alpha": 0.1}, {}]``.

    Examples
    --------
    >>> network = Network([2, 4, 1], activation="tanh", seed=7)
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> history = network.fit(X, [0, 1, 1, 0], epochs=300, learning_rate=1.0)
    >>> network.predict(X).round().ravel()
    array([0., 1., 1., 0.])
    """

    # Training and files are built on networks and offered by them: `training` and `persistence`
    # add these methods, so that neither has to be known here and nothing imports in a circle.
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
        super().__init__(self.sizes, functions)
        rng = generator(seed)
        for layer in self.layers:
            chosen = layer.activation.initializer if initializer == "auto" else initializer
            INITIALIZERS.create(chosen).fill(layer.weights, rng)

    @property
    def loss(self) -> LossFunction:
        """The loss function; another one may be assigned, also while training."""
        return self._loss

    @loss.setter
    def loss(self, loss: str | LossFunction) -> None:
        self._loss = LOSSES.create(loss)
        self.version += 1

    # --- computing -----------------------------------------------------------------------------

    @np.errstate(all="ignore")  # a diverged network has outputs too: NaN
    def forward(self, X: npt.ArrayLike) -> list[Array]:
        """The activations of every layer, outputs last; each of shape (n_samples, n_units)."""
        befores = self._befores(X)
        output = self.layers[-1]
        return [*befores[1:], output.activate(output.pre_activations(befores[-1]))]

    def _befores(self, X: npt.ArrayLike) -> list[Array]:
        """What each layer is given: the inputs, then the activations of the layer before it."""
        befores: list[Array] = [samples("X", X, self.sizes[0], "input")]
        for layer in self.layers[:-1]:
            befores.append(layer.activate(layer.pre_activations(befores[-1])))
        return befores

    def predict(self, X: npt.ArrayLike) -> Array:
        """The outputs, of shape (n_samples, n_outputs), for X of shape (n_samples, n_inputs)."""
        return self.forward(X)[-1]

    @np.errstate(all="ignore")
    def logits(self, X: npt.ArrayLike) -> Array:
        """z of the output layer, of shape (n_samples, n_outputs): what its activation is given."""
        return self.layers[-1].pre_activations(self._befores(X)[-1])

    @property
    def output_loss(self) -> OutputLoss:
        """The loss as a function of `logits`: the one place where both may be fused."""
        return self.loss.after(self.layers[-1].activation)

    @np.errstate(all="ignore")
    def evaluate(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """The mean loss over the samples."""
        inputs, targets = self.check_samples(X, y)
        return self.output_loss.value(self.logits(inputs), targets)

    def score(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """How well the network does, as scikit-learn's ``score``: at best 1.

        The loss tells what targets mean.  With one for classes (the cross-entropies, hinge) it is
        the accuracy, where a single output is cut halfway between its two targets; with any other,
        the share R² of the variance that is explained.
        """
        inputs, targets = self.check_samples(X, y)
        if self.loss.classes is None:
            return r_squared(self.predict(inputs), targets)
        return accuracy(self.predict(inputs), targets, threshold=sum(self.loss.classes) / 2)

    @np.errstate(all="ignore")  # overflow shows as inf or NaN in what is returned
    def loss_and_gradient(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[float, Vector]:
        """The mean loss over the samples, and its gradient, of shape (n_parameters,).

        `Trainer` gets the same to the bit for a mini-batch, faster, from `fast.Workspace`.
        """
        inputs, targets = self.check_samples(X, y)
        targets = np.asfortranarray(targets)  # in memory as the outputs are, to sum up alike
        befores, loss = self._befores(inputs), self.output_loss
        z = self.layers[-1].pre_activations(befores[-1])
        return loss.value(z, targets), self._carry_back(befores, loss.delta(z, targets))

    def backward(self, X: npt.ArrayLike, upstream: npt.ArrayLike) -> Vector:
        """The gradient of all parameters by the chain rule, for any ∂L/∂outputs.

        Parameters
        ----------
        X : array of shape (n_samples, n_inputs)
        upstream : array of shape (n_samples, n_outputs)
            ∂L/∂outputs.

        Returns
        -------
        gradient : ndarray of shape (n_parameters,)
        """
        befores = self._befores(X)
        upstream = samples("upstream", upstream, self.sizes[-1], "output")
        return self._carry_back(befores, self.layers[-1].delta(befores[-1], upstream))

    def _carry_back(self, befores: Sequence[Array], delta: Array) -> Vector:
        """Backpropagation: from δ of the output layer back, layer by layer."""
        upstream, gradient = self.layers[-1].carry_back(befores[-1], delta)
        gradients = [gradient]
        for layer, before in zip(self.layers[-2::-1], befores[-2::-1], strict=True):
            delta = layer.delta(before, upstream)  # δ = ∂L/∂a · f′(z)
            upstream, gradient = layer.carry_back(before, delta)  # Wᵀ δ, and δ xᵀ
            gradients.append(gradient)
        return np.concatenate([gradient.ravel() for gradient in reversed(gradients)])

    # --- checks --------------------------------------------------------------------------------

    def check_samples(
        self, X: npt.ArrayLike, y: npt.ArrayLike, of: str = ""
    ) -> tuple[Vector, Vector]:
        """X and y as float64 arrays of two dimensions; `ValueError` if they cannot be that.

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
