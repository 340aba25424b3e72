"""`PreparedStep`: one whole step of training as numbers, computed on a copy and not taken; no Qt.

Every number comes from the engine: what a layer, a loss, a clipper or an optimizer computes is
asked of the very object, in the order of `Trainer.plain_step`, and the step itself is that
method's.  It agrees to the bit with the step that training takes, see ``tests/engine/fast``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine import Network, Trainer
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.model import Experiment

from .snapshot import Vector
from .tape.picture import Place
from .trained_network import TrainedNetwork

PerLayer: TypeAlias = tuple[Vector, ...]
"""An array of shape (n_samples, n_units) for each layer 1 …; index 0 is layer 1."""


@dataclass(frozen=True, eq=False)
class Passes:
    """What goes forward through the network, and the error that comes back.

    Attributes
    ----------
    inputs, targets : ndarray of shape (n_samples, n_inputs) and (n_samples, n_outputs)
    z, a, delta : tuple of ndarray
        Pre-activation, activation, and δ = ∂L/∂z, where L is the mean over the samples.
    upstream : tuple of ndarray
        ∂L/∂a; NaN where the loss is differentiated by z at once.
    slope : tuple of ndarray
        f′(z), 0 for muted neurons; NaN where the function has none of its own (softmax).
    losses : ndarray of shape (n_samples,)
        The loss of each sample, of which ``loss`` is the mean.
    """

    inputs: Vector
    targets: Vector
    z: PerLayer
    a: PerLayer
    upstream: PerLayer
    slope: PerLayer
    delta: PerLayer
    losses: Vector
    loss: float

    def sources(self, layer: int) -> Vector:
        """What layer 1 … is given, of shape (n_samples, n_in)."""
        return self.inputs if layer == 1 else self.a[layer - 2]


@dataclass(frozen=True, eq=False)
class PreparedStep:
    """The step that training would take next.

    Vectors have the shape (n_parameters,) and the layout of the network's own.

    Attributes
    ----------
    run, step, place : int, int, Place or None
        Which run, how many steps it has done, and the step of its past that is looked at, if any.
    points : ndarray of int of shape (n_samples,)
        The mini-batch, as indices of ``data``.
    data_gradient, penalty_gradient : ndarray
        Of the loss, and of the penalty times its rate; ``raw`` is their sum, and 0 where a weight
        is frozen or muted.
    applied : ndarray
        The clipped gradient, which the optimizer is given.
    before, after : ndarray
        The parameters; equal if the step is ``refused``.
    moments_before, moments_after : dict of str to ndarray
        The optimizer's memory, by name.
    network : Network
        As it is before the step.
    trainer : Trainer
        As it is after the step, with a network of its own.
    refused : bool
        The loss or its gradient is not finite, so that training diverges here.
    """

    run: int
    step: int
    place: Place | None
    single: bool
    experiment: Experiment
    data: PlaneData
    points: npt.NDArray[np.intp]
    passes: Passes
    data_gradient: Vector
    penalty_gradient: Vector
    raw: Vector
    applied: Vector
    before: Vector
    after: Vector
    moments_before: Mapping[str, Vector]
    moments_after: Mapping[str, Vector]
    count: int
    learning_rate: float
    network: Network
    trainer: Trainer
    refused: bool

    @property
    def clipped(self) -> bool:
        """Whether clipping changes the gradient."""
        return self.trainer.clipped

    def row(self, layer: int, position: int) -> slice:
        """Where a neuron's weights and bias lie in the vectors."""
        before = sum(part.n_out for part in self.network.layers[: layer - 1]) + position
        rows = self.network.rows
        start, length = int(rows.starts[before]), int(rows.lengths[before])
        return slice(start, start + length)

    def norms(self, part: slice = slice(None)) -> tuple[float, float]:
        """Lengths of the gradient, or of a part of it, before and after clipping."""
        return float(np.linalg.norm(self.raw[part])), float(np.linalg.norm(self.applied[part]))

    def shares(self, layer: int, position: int, source: int) -> Vector:
        """What each sample adds to ∂L/∂w of one weight, or of the bias (-1); their sum is it."""
        delta = self.passes.delta[layer - 1][:, position]
        return delta if source < 0 else delta * self.passes.sources(layer)[:, source]


def prepare_step(
    trained: TrainedNetwork, *, single: bool = False, run: int = 1, place: Place | None = None
) -> PreparedStep | None:
    """The step that ``trained`` would take next, with one sample if it is ``single``.

    It is computed on a copy.  None if there are no points to train with.
    """
    if trained.trainer is None:
        return None
    copy, before = (_copy_of(trained) for _ in range(2))
    trainer = copy.trainer
    assert trainer is not None
    if single:
        trainer.batch_size = 1
    points = trained.points.train[trainer.next_indices()]
    inputs, targets = (part.copy() for part in trainer.next_batch())
    rate, moments = trainer.current_learning_rate, trainer.optimizer.copy_moments()
    trainer.plain_step()
    network = before.network
    with np.errstate(all="ignore"):
        passes = _passes(network, inputs, targets)
        _, gradient = network.loss_and_gradient(inputs, targets)
        penalty = np.empty_like(gradient)
        trainer.regularizer.gradient(network.parameters, penalty)
        penalty *= trainer.regularization_rate * network.is_weight
    return PreparedStep(
        run=run,
        step=trained.steps,
        place=place,
        single=single,
        experiment=trained.experiment,
        data=trained.points,
        points=points,
        passes=passes,
        data_gradient=gradient,
        penalty_gradient=penalty,
        raw=trainer.raw_gradient,
        applied=trainer.applied_gradient,
        before=network.parameters.copy(),
        after=trainer.network.parameters.copy(),
        moments_before=moments,
        moments_after=trainer.optimizer.copy_moments(),
        count=trainer.optimizer.count,
        learning_rate=rate,
        network=network,
        trainer=trainer,
        refused=trainer.diverged,
    )


def _copy_of(trained: TrainedNetwork) -> TrainedNetwork:
    copy = TrainedNetwork(trained.experiment)
    copy.return_to(trained.moment())
    return copy


def _passes(network: Network, inputs: Vector, targets: Vector) -> Passes:
    """Forward and back, a layer at a time, as `Network.loss_and_gradient` does."""
    z, a, given = [], [], inputs
    for layer in network.layers:
        z.append(layer.pre_activations(given))
        a.append(layer.activate(z[-1]))
        given = a[-1]
    loss, ordered = network.output_loss, np.asfortranarray(targets)
    delta, upstream = [loss.delta(z[-1], ordered)], [_output_upstream(network, z[-1], ordered)]
    for index in range(len(network.layers) - 1, 0, -1):
        back, _ = network.layers[index].carry_back(a[index - 1], delta[0])
        below = inputs if index == 1 else a[index - 2]
        upstream.insert(0, back)
        delta.insert(0, network.layers[index - 1].delta(below, back))
    shares = loss.elements(z[-1], ordered).sum(axis=1)
    return Passes(
        inputs=inputs,
        targets=targets,
        z=tuple(z),
        a=tuple(a),
        upstream=tuple(upstream),
        slope=tuple(_slopes(network, z)),
        delta=tuple(delta),
        losses=shares / (1 if network.loss.sums_outputs else targets.shape[1]),
        loss=loss.value(z[-1], ordered),
    )


def _output_upstream(network: Network, z: Vector, targets: Vector) -> Vector:
    """∂L/∂ŷ, or NaN where loss and activation are one function."""
    if network.output_loss.fused:
        return np.full_like(z, np.nan)
    return network.loss.gradient(network.layers[-1].activation.value(z), targets)


def _slopes(network: Network, z: list[Vector]) -> list[Vector]:
    slopes = []
    for layer, numbers in zip(network.layers, z, strict=True):
        if layer.activation.output_only:
            slopes.append(np.full_like(numbers, np.nan))
            continue
        slope = layer.activation.derivative(numbers)
        slope[:, list(layer.muted)] = 0.0
        slopes.append(slope)
    return slopes
