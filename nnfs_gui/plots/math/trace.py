"""One neuron's computation for one data point, with every number taken from the engine; no Qt.

Nothing is computed here that the engine computes: activations come from the network's forward
pass, gradients from its backward pass, and clipping and update from one step of the engine's
`Trainer` on a copy.  What is left is to say which number is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine import (
    ActivationFunction,
    Clipper,
    GradientCheck,
    LogitLoss,
    LossFunction,
    Network,
    Optimizer,
    Regularizer,
    Trainer,
    check_gradient,
)
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.training.snapshot import Vector

from ..shared.units import source_names


@dataclass(frozen=True)
class WeightTrace:
    """One incoming weight, or the bias (whose ``value`` is the 1 that it multiplies)."""

    source: str
    """What it comes from: ``x₁``, ``1.2``, or ``b``."""
    value: float
    weight: float
    gradient: float
    """∂L/∂w of this point's data loss."""
    raw: float
    """With the penalty's gradient added; 0 if the weight rests."""
    applied: float
    """After clipping."""
    new: float
    """The weight after one step."""
    rests: str = ""
    """Why the weight does not move: ``frozen``, ``muted`` (either neuron), or empty if it does."""
    moments: tuple[tuple[float, float], ...] = ()
    """The optimizer's moments of this weight, before and after the step, in its own order."""

    @property
    def product(self) -> float:
        """w · a, its share of z."""
        return self.weight * self.value


@dataclass(frozen=True)
class DownstreamTerm:
    """One summand of a hidden neuron's ∂L/∂a: a weight to the next layer, and the δ there."""

    target: str
    weight: float
    delta: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """The whole computation of one neuron for one point.

    Attributes
    ----------
    unit, layer, position : str, int, int
        The neuron's id, its layer (1 …) and its place in it.
    point : int
        Index of the data point.
    weights : tuple of WeightTrace
        Incoming weights in the order of the sources, the bias last.
    z, a, slope : float
        Pre-activation, activation, and f′(z); the slope is NaN where the function has none of
        its own (softmax).
    upstream, delta : float
        ∂L/∂a and δ = ∂L/∂z; ``upstream`` is NaN where loss and activation are fused.
    downstream : tuple of DownstreamTerm
        The summands of ``upstream`` of a hidden neuron.
    outputs, targets : tuple of float
    loss : float
        Data loss of this point.
    raw_norm, applied_norm : float
        Global norm over all parameters, before and after clipping.
    remembers : bool
        Whether the optimizer went on from what it had learned in the run.
    """

    experiment: Experiment
    unit: str
    layer: int
    position: int
    is_output: bool
    fused: bool
    muted: bool
    point: int
    weights: tuple[WeightTrace, ...]
    z: float
    a: float
    slope: float
    upstream: float
    delta: float
    downstream: tuple[DownstreamTerm, ...]
    outputs: tuple[float, ...]
    targets: tuple[float, ...]
    loss: float
    raw_norm: float
    applied_norm: float
    remembers: bool
    learning_rate: float
    activation: ActivationFunction
    loss_function: LossFunction
    clipper: Clipper
    optimizer: Optimizer
    regularizer: Regularizer

    @property
    def clipped(self) -> bool:
        """Whether clipping changed the gradient of this point."""
        return self.applied_norm < self.raw_norm * (1 - 1e-9)

    @property
    def steepest(self) -> int:
        """Which of `weights` has the largest gradient, biases aside: the one worth following."""
        return int(np.argmax([abs(entry.gradient) for entry in self.weights[:-1]]))


@dataclass(frozen=True, eq=False)
class Memory:
    """What an optimizer remembers: its moments by name, and for how many steps it has."""

    moments: Mapping[str, Vector]
    steps: int

    def fits(self, optimizer: Optimizer, n_parameters: int) -> bool:
        """Whether it is the memory of such an optimizer, for so many parameters."""
        return tuple(self.moments) == optimizer.moment_names and all(
            len(moment) == n_parameters for moment in self.moments.values()
        )


@dataclass(frozen=True, eq=False)
class _Step:
    """A trainer that has just taken one step on one point, and the moments it began with."""

    trainer: Trainer
    before: Mapping[str, Vector]
    remembers: bool


@dataclass(frozen=True, eq=False)
class _Point:
    """One data point as the network sees it."""

    network: Network
    inputs: Vector  # (1, n_features)
    targets: Vector  # (1, n_outputs)


def explain(
    experiment: Experiment,
    parameters: Vector,
    data: PlaneData,
    point: int,
    unit: str,
    learning_rate: float | None = None,
    memory: Memory | None = None,
) -> Explanation:
    """Trace neuron ``unit`` for data point ``point``.

    The update is one step on this point alone, as the run's optimizer would take it next.

    Parameters
    ----------
    learning_rate : float, optional
        The rate in force (after its schedule); the experiment's own unless given.
    memory : Memory, optional
        What the optimizer remembers; it begins with an empty memory unless given.

    Raises
    ------
    KeyError
        If there is no such neuron.
    IndexError
        If there is no such point.
    """
    seen = _look(experiment, parameters, data, point)
    layer, position = _place(experiment, unit)
    network = seen.network
    activations = [seen.inputs, *network.forward(seen.inputs)]
    loss, gradient = network.loss_and_gradient(seen.inputs, seen.targets)
    part = network.layers[layer - 1]
    z = float(part.weighted_sums(activations[layer - 1])[0, position])
    is_output = layer == len(network.layers)
    fused = is_output and _fused(network)
    gradients = _blocks(network, gradient)
    step = _one_step(experiment, seen, learning_rate, memory)
    trainer = step.trainer
    return Explanation(
        experiment=experiment,
        unit=unit,
        layer=layer,
        position=position,
        is_output=is_output,
        fused=fused,
        muted=position in part.muted,
        point=point,
        weights=_weights(experiment, seen, activations, (layer, position), (gradient, step)),
        z=z,
        a=float(activations[layer][0, position]),
        slope=_slope(part.activation, z),
        upstream=_upstream(seen, activations, gradients, (layer, position)),
        delta=float(gradients[layer - 1][position, -1]),  # ∂z/∂b = 1, so ∂L/∂b is δ itself
        downstream=_downstream(network, gradients, (layer, position)),
        outputs=tuple(float(value) for value in activations[-1][0]),
        targets=tuple(float(value) for value in seen.targets[0]),
        loss=loss,
        raw_norm=float(np.linalg.norm(trainer.raw_gradient)),
        applied_norm=float(np.linalg.norm(trainer.applied_gradient)),
        remembers=step.remembers,
        learning_rate=trainer.learning_rate,
        activation=part.activation,
        loss_function=network.loss,
        clipper=trainer.clip,
        optimizer=trainer.optimizer,
        regularizer=trainer.regularizer,
    )


def check(
    experiment: Experiment, parameters: Vector, data: PlaneData, point: int, unit: str
) -> GradientCheck:
    """Compare the neuron's gradient for this point with central differences of the loss."""
    seen = _look(experiment, parameters, data, point)
    layer, position = _place(experiment, unit)
    return check_gradient(
        seen.network, seen.inputs, seen.targets, indices=_row(seen.network, layer, position)
    )


def _look(experiment: Experiment, parameters: Vector, data: PlaneData, point: int) -> _Point:
    if not 0 <= point < len(data.inputs):
        raise IndexError(f"point must be in 0 … {len(data.inputs) - 1}, got {point}")
    network = build_network(experiment)
    network.parameters = parameters
    one = slice(point, point + 1)
    inputs = feature_matrix(experiment.network.features, data.inputs[one].copy())
    targets = encode_targets(data, read_outputs(experiment)).reshape(len(data.targets), -1)[one]
    return _Point(network, inputs, targets)


def _place(experiment: Experiment, unit: str) -> tuple[int, int]:
    for layer, ids in enumerate(layer_ids(experiment)):
        if layer and unit in ids:
            return layer, ids.index(unit)
    raise KeyError(f"there is no neuron {unit!r}")


def _row(network: Network, layer: int, position: int) -> npt.NDArray[np.intp]:
    """Where the neuron's weights and bias lie in the flat vector."""
    before = sum(part.n_out for part in network.layers[: layer - 1]) + position
    start, length = network.rows.starts[before], network.rows.lengths[before]
    return np.arange(start, start + length)


def _blocks(network: Network, vector: Vector) -> list[Vector]:
    """A flat vector as one block (n_out, n_in + 1) per layer."""
    ends = np.cumsum([part.block.size for part in network.layers])[:-1]
    parts = np.split(vector, ends)
    return [
        part.reshape(layer.block.shape) for part, layer in zip(parts, network.layers, strict=True)
    ]


def _fused(network: Network) -> bool:
    loss = network.loss
    return isinstance(loss, LogitLoss) and loss.fuses_with(network.layers[-1].activation)


def _one_step(
    experiment: Experiment, seen: _Point, learning_rate: float | None, memory: Memory | None
) -> _Step:
    """One step on this point by the experiment's trainer; its network is a copy."""
    network = build_network(experiment)
    network.parameters = seen.network.parameters
    options = trainer_options(experiment)
    options["batch_size"] = 1
    if learning_rate is not None and learning_rate > 0:
        options["learning_rate"], options["schedule"] = learning_rate, "constant"
    trainer = Trainer(network, seen.inputs, seen.targets, **options)
    optimizer = trainer.optimizer
    fits = memory is not None and memory.fits(optimizer, network.n_parameters)
    if memory is not None and fits:
        optimizer.restore(memory.moments, memory.steps)
    before = optimizer.copy_moments()
    trainer.step()
    remembers = fits and any(moment.any() for moment in before.values())
    return _Step(trainer, before, remembers)


def _weights(
    experiment: Experiment,
    seen: _Point,
    activations: list[Vector],
    place: tuple[int, int],
    results: tuple[Vector, _Step],
) -> tuple[WeightTrace, ...]:
    (layer, position), (gradient, step) = place, results
    trainer, after = step.trainer, step.trainer.optimizer.moments
    row = _row(seen.network, layer, position)
    columns = zip(
        (*source_names(experiment, layer), "b"),
        (*activations[layer - 1][0], 1.0),
        seen.network.parameters[row],
        gradient[row],
        trainer.raw_gradient[row],
        trainer.applied_gradient[row],
        trainer.network.parameters[row],
        _rests(seen.network, layer, row),
        row,
        strict=True,
    )
    return tuple(
        WeightTrace(
            source=source,
            value=float(value),
            weight=float(weight),
            gradient=float(slope),
            raw=float(raw),
            applied=float(applied),
            new=float(new),
            rests=rests,
            moments=tuple((float(step.before[name][at]), float(after[name][at])) for name in after),
        )
        for source, value, weight, slope, raw, applied, new, rests, at in columns
    )


def _rests(network: Network, layer: int, row: npt.NDArray[np.intp]) -> list[str]:
    """Why each weight of a row does not move; empty for those that do."""
    resting, frozen = network.resting(), network.frozen
    if resting is None:
        return [""] * len(row)
    still = np.zeros(len(row), dtype=bool) if frozen is None else frozen[row]
    return [
        "frozen" if by_hand else "muted" if rests else ""
        for by_hand, rests in zip(still, resting[row], strict=True)
    ]


def _slope(activation: ActivationFunction, z: float) -> float:
    if activation.output_only:
        return float("nan")
    return float(activation.derivative(np.array([[z]]))[0, 0])


def _upstream(
    seen: _Point, activations: list[Vector], gradients: list[Vector], place: tuple[int, int]
) -> float:
    """∂L/∂a of the neuron; NaN where the loss is differentiated by z at once."""
    layer, position = place
    if layer < len(gradients):
        weights = seen.network.layers[layer].weights[:, position]
        return float(weights @ gradients[layer][:, -1])
    if _fused(seen.network):
        return float("nan")
    return float(seen.network.loss.gradient(activations[-1], seen.targets)[0, position])


def _downstream(
    network: Network, gradients: list[Vector], place: tuple[int, int]
) -> tuple[DownstreamTerm, ...]:
    layer, position = place
    if layer == len(gradients):
        return ()
    weights, deltas = network.layers[layer].weights[:, position], gradients[layer][:, -1]
    return tuple(
        DownstreamTerm(f"{layer + 1}.{index + 1}", float(weight), float(delta))
        for index, (weight, delta) in enumerate(zip(weights, deltas, strict=True))
    )
