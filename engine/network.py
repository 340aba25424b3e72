"""`Network`: layers one after another, trained by gradient descent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .arrays import Array, Mask, Vector
from .blueprint import Activation, checked_sizes, layer_activations
from .checks import count_from_one, generator, samples, targets, vector
from .fast.batches import as_batch
from .fast.workspace import Workspace
from .functions.clipping import NeuronRows
from .functions.initializers import INITIALIZERS, Initializer
from .functions.losses import LOSSES, LogitLoss, LossFunction
from .layer import Layer, blocks_in

if TYPE_CHECKING:
    from .functions.optimizers import Optimizer
    from .tools.history import History
    from .tools.stopping import StopCondition
    from .training import Trainer

Samples: TypeAlias = tuple[npt.ArrayLike, npt.ArrayLike]


class Network:
    """A feed-forward network of fully connected layers.

    All parameters are one flat float64 vector; layers and neurons are views of it.

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
        self.sizes = checked_sizes(sizes)
        self._loss = LOSSES.create(loss)
        activations = layer_activations(
            len(self.sizes) - 2, activation, output_activation, parameters
        )
        shapes = [(n_out, n_in + 1) for n_in, n_out in pairwise(self.sizes)]
        ends = np.cumsum([rows * columns for rows, columns in shapes])
        self._parameters = np.zeros(int(ends[-1]))
        blocks = np.split(self._parameters, ends[:-1])
        self.layers = tuple(
            Layer(block.reshape(shape), function)
            for block, shape, function in zip(blocks, shapes, activations, strict=True)
        )
        self._initialize(initializer, generator(seed))
        self._frozen: Mask | None = None
        self.version = 0
        """Counts changes that prepared steps must heed: of the loss, of what is frozen or muted."""

    def _initialize(self, initializer: str | Initializer, rng: np.random.Generator) -> None:
        for layer in self.layers:
            chosen = layer.activation.initializer if initializer == "auto" else initializer
            INITIALIZERS.create(chosen).fill(layer.weights, rng)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Complete a copy (deep, or pickled): its layers look at its own parameters again.

        NumPy copies a view as an array by itself, and an update would not reach the layers then.
        """
        self.__dict__.update(state)
        for layer, block in zip(self.layers, blocks_in(self._parameters, self.layers), strict=True):
            layer.look_at(block)

    # --- parameters ----------------------------------------------------------------------------

    @property
    def parameters(self) -> Vector:
        """All weights and biases, layer by layer, neuron by neuron (each neuron's bias last).

        This is the memory that the layers look at: writing to it changes the network.  Assigning
        to the property copies into it.
        """
        return self._parameters

    @parameters.setter
    def parameters(self, values: npt.ArrayLike) -> None:
        np.copyto(self._parameters, vector("parameters", values, self.n_parameters))

    @property
    def loss(self) -> LossFunction:
        """The loss function; another one may be assigned, also while training."""
        return self._loss

    @loss.setter
    def loss(self, loss: str | LossFunction) -> None:
        self._loss = LOSSES.create(loss)
        self.version += 1

    @property
    def n_parameters(self) -> int:
        """Number of weights and biases."""
        return self._parameters.size

    @property
    def is_weight(self) -> Mask:
        """Which parameters are weights, and not biases; of shape (n_parameters,)."""
        mask = np.ones(self.n_parameters, dtype=bool)
        rows = self.rows
        mask[rows.starts + rows.lengths - 1] = False
        return mask

    @property
    def rows(self) -> NeuronRows:
        """Where each neuron's weights and bias lie in `parameters`."""
        lengths = np.concatenate([np.full(layer.n_out, layer.n_in + 1) for layer in self.layers])
        return NeuronRows(np.cumsum(lengths) - lengths, lengths)

    # --- what does not learn -------------------------------------------------------------------

    @property
    def frozen(self) -> Mask | None:
        """Which parameters do not move, of shape (n_parameters,), or None if all do; a copy."""
        return None if self._frozen is None else self._frozen.copy()

    def freeze(self, mask: npt.ArrayLike | None) -> None:
        """Hold the parameters where the mask is true; None lets all move again.

        Frozen parameters keep their value under every optimizer, and their gradient counts neither
        for clipping nor as the trainer's raw gradient.
        """
        if mask is None:
            self._frozen = None
        else:
            array = np.array(mask)
            if array.dtype != bool:
                raise TypeError(f"mask must hold true or false, got dtype {array.dtype}")
            if array.shape != (self.n_parameters,):
                rule = f"shape ({self.n_parameters},)"
                raise ValueError(f"mask must have {rule}, one per parameter, got {array.shape}")
            self._frozen = array if array.any() else None
        self.version += 1

    @property
    def muted(self) -> tuple[tuple[int, ...], ...]:
        """The muted units of each hidden layer."""
        return tuple(layer.muted for layer in self.layers[:-1])

    def set_muted(self, layer_index: int, units: Iterable[int]) -> None:
        """Make these units of a hidden layer, and no others of it, output exactly 0.

        A muted unit takes no part: neither its own parameters nor the weights that lead away from
        it get a gradient, and they rest while training goes on.

        Parameters
        ----------
        layer_index : int
            0 is the first hidden layer.
        units : iterable of int
        """
        n_hidden = len(self.layers) - 1
        if not 0 <= layer_index < n_hidden:
            rule = f"a hidden layer, 0 … {n_hidden - 1}" if n_hidden else "a hidden layer"
            raise ValueError(f"layer_index must be that of {rule}, got {layer_index}")
        layer = self.layers[layer_index]
        chosen = tuple(sorted({int(unit) for unit in units}))
        for unit in chosen:
            if not 0 <= unit < layer.n_out:
                raise ValueError(f"units must be in 0 … {layer.n_out - 1}, got {unit}")
        layer.muted = chosen
        self.version += 1

    def resting(self) -> Mask | None:
        """Which parameters an update leaves alone: frozen ones, and those of muted units."""
        if self._frozen is None and not any(self.muted):
            return None
        mask = np.zeros(self.n_parameters, dtype=bool) if self._frozen is None else self.frozen
        assert mask is not None
        start = 0
        muted_before: tuple[int, ...] = ()
        for layer in self.layers:
            block = mask[start : start + layer.block.size].reshape(layer.block.shape)
            block[list(layer.muted), :] = True
            block[:, list(muted_before)] = True
            muted_before = layer.muted
            start += layer.block.size
        return mask

    # --- computing -----------------------------------------------------------------------------

    def forward(self, X: npt.ArrayLike) -> list[Array]:
        """The activations of every layer, outputs last; each of shape (n_samples, n_units)."""
        activations: list[Array] = []
        with np.errstate(all="ignore"):  # a diverged network has outputs too: NaN
            x: Array = self._inputs(X)
            for layer in self.layers:
                x = layer.activate(layer.weighted_sums(x))
                activations.append(x)
        return activations

    def predict(self, X: npt.ArrayLike) -> Array:
        """The outputs, of shape (n_samples, n_outputs), for X of shape (n_samples, n_inputs)."""
        return self.forward(X)[-1]

    def backward(self, X: npt.ArrayLike, upstream: npt.ArrayLike) -> Vector:
        """The gradient of all parameters by the chain rule, layer by layer.

        This is the textbook's backpropagation, for any ∂L/∂outputs.  `loss_and_gradient` computes
        the same for the network's loss, faster, and more exactly where the loss is fused.

        Parameters
        ----------
        X : array of shape (n_samples, n_inputs)
        upstream : array of shape (n_samples, n_outputs)
            ∂L/∂outputs.

        Returns
        -------
        gradient : ndarray of shape (n_parameters,)
        """
        inputs = self._inputs(X)
        gradients: list[Vector] = []
        delta: npt.ArrayLike = samples("upstream", upstream, self.sizes[-1], "output")
        befores = [inputs, *self.forward(inputs)[:-1]]
        for layer, before in zip(reversed(self.layers), reversed(befores), strict=True):
            delta, block_gradient = layer.backward(before, delta)
            gradients.append(block_gradient.ravel())
        return np.concatenate(gradients[::-1])

    def loss_and_gradient(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[float, Vector]:
        """The mean loss over the samples, and its gradient, of shape (n_parameters,).

        This is what `Trainer` computes for a mini-batch, before penalty, freezing and clipping.
        """
        batch = as_batch(*self.check_samples(X, y))
        gradient = np.zeros(self.n_parameters)
        with np.errstate(all="ignore"):  # overflow shows as inf or NaN in what is returned
            size = batch.inputs.shape[1]
            loss = Workspace(self.layers, self.loss, gradient, size).compute(batch)
        return loss, gradient

    def evaluate(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """The mean loss over the samples, from the logits where the loss is fused."""
        inputs, targets = self.check_samples(X, y)
        *hidden, output = self.layers
        with np.errstate(all="ignore"):
            x: Array = inputs
            for layer in hidden:
                x = layer.activate(layer.weighted_sums(x))
            z = output.weighted_sums(x)
            if isinstance(self.loss, LogitLoss) and self.loss.fuses_with(output.activation):
                return self.loss.logit_value(z, targets)
            return self.loss.value(output.activate(z), targets)

    # --- training ------------------------------------------------------------------------------

    def fit(
        self,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        epochs: int = 100,
        batch_size: int = 10,
        learning_rate: float = 0.03,
        optimizer: str | Optimizer = "sgd",
        clip: str | None = None,
        clip_threshold: float = 1.0,
        regularizer: str | None = None,
        regularization_rate: float = 0.0,
        schedule: str = "constant",
        shuffle: bool = True,
        seed: int | np.random.Generator | None = 0,
        validation: Samples | None = None,
        callback: Callable[[Trainer], object] | None = None,
        stop: Sequence[StopCondition] = (),
    ) -> History:
        """Train for some epochs; see `Trainer` for the parameters that it shares.

        Parameters
        ----------
        X : array of shape (n_samples, n_inputs)
        y : array of shape (n_samples, n_outputs)
            Or (n_samples,): values of one output, or class numbers of several.
        epochs : int
        callback : callable, optional
            Called with the trainer after each epoch; training ends if it returns True.
        stop : sequence of StopCondition
            Looked at after each epoch, with the validation loss if there is one.

        Returns
        -------
        History
            If training diverged, it says so and the network holds its last finite parameters.
        """
        from .tools.history import drain  # training is built on networks, and offered by them
        from .training import Trainer

        trainer = Trainer(
            self,
            X,
            y,
            batch_size=batch_size,
            learning_rate=learning_rate,
            optimizer=optimizer,
            clip=clip,
            clip_threshold=clip_threshold,
            regularizer=regularizer,
            regularization_rate=regularization_rate,
            schedule=schedule,
            shuffle=shuffle,
            seed=seed,
            validation=validation,
        )
        return drain(trainer, count_from_one("epochs", epochs), callback, stop)

    # --- files ---------------------------------------------------------------------------------

    def save(self, path: str | PathLike[str]) -> None:
        """Write the network to an ``.npz`` file; see `persistence.save_network`."""
        from .tools.persistence import save_network  # persistence is built on networks

        save_network(self, path)

    @staticmethod
    def load(path: str | PathLike[str]) -> Network:
        """Read a network that `save` wrote; see `persistence.load_network`."""
        from .tools.persistence import load_network

        return load_network(path)

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

    def _inputs(self, X: npt.ArrayLike) -> Vector:
        return samples("X", X, self.sizes[0], "input")

    def __repr__(self) -> str:
        names = [layer.activation.name for layer in self.layers]
        return f"Network({list(self.sizes)}, {names}, loss={self.loss.name!r})"
