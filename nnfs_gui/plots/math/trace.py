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
    GradientCheck,
    Network,
    Optimizer,
    Trainer,
    check_gradient,
)
from engine.stack import blocks_in
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import BIAS, Experiment
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
    id: str = ""
    """The unit that it comes from, or ``bias``."""
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
    network : Network
        As it is before the step.
    trainer : Trainer
        As it is after the step, with a network of its own.
    remembers : bool
        Whether the optimizer went on from what it had learned in the run.
    """

    unit: str
    layer: int
    position: int
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
    network: Network
    trainer: Trainer
    remembers: bool

    @property
    def activation(self) -> ActivationFunction:
        """The neuron's own."""
        return self.network.layers[self.layer - 1].activation

    @property
    def muted(self) -> bool:
        """Whether the neuron counts as 0."""
        return self.position in self.network.layers[self.layer - 1].muted

    @property
    def is_output(self) -> bool:
        """Whether the neuron is one of the network's outputs."""
        return self.layer == len(self.network.layers)

    @property
    def fused(self) -> bool:
        """Whether the loss is differentiated by z at once."""
        return self.is_output and self.network.output_loss.fused

    @property
    def norms(self) -> tuple[float, float]:
        """Of the gradient of all parameters, before and after clipping."""
        raw, applied = self.trainer.raw_gradient, self.trainer.applied_gradient
        return float(np.linalg.norm(raw)), float(np.linalg.norm(applied))

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


class _Pass:
    """One data point's way through the network and back."""

    def __init__(
        self, experiment: Experiment, parameters: Vector, data: PlaneData, point: int
    ) -> None:
        if not 0 <= point < len(data.inputs):
            raise IndexError(f"point must be in 0 … {len(data.inputs) - 1}, got {point}")
        self.experiment, self.network = experiment, build_network(experiment)
        self.network.parameters = parameters
        one = slice(point, point + 1)
        self.inputs = feature_matrix(experiment.network.features, data.inputs[one].copy())
        targets = encode_targets(data, read_outputs(experiment))
        self.targets = targets.reshape(len(data.targets), -1)[one]
        self.activations = [self.inputs, *self.network.forward(self.inputs)]
        self.loss, self.gradient = self.network.loss_and_gradient(self.inputs, self.targets)
        self.blocks = blocks_in(self.gradient, self.network.layers)

    def place(self, unit: str) -> tuple[int, int]:
        """The layer (1 …) of a neuron, and where in it the neuron is."""
        for layer, ids in enumerate(layer_ids(self.experiment)):
            if layer and unit in ids:
                return layer, ids.index(unit)
        raise KeyError(f"there is no neuron {unit!r}")

    def row(self, layer: int, position: int) -> npt.NDArray[np.intp]:
        """Where the neuron's weights and bias lie in the flat vector."""
        before = sum(part.n_out for part in self.network.layers[: layer - 1]) + position
        start, length = self.network.rows.starts[before], self.network.rows.lengths[before]
        return np.arange(start, start + length)

    def downstream(self, layer: int, position: int) -> tuple[DownstreamTerm, ...]:
        """The summands of a hidden neuron's ∂L/∂a."""
        if layer == len(self.blocks):
            return ()
        weights, deltas = self.network.layers[layer].weights[:, position], self.blocks[layer][:, -1]
        return tuple(
            DownstreamTerm(f"{layer + 1}.{index}", float(weight), float(delta))
            for index, (weight, delta) in enumerate(zip(weights, deltas, strict=True), start=1)
        )

    def upstream(self, layer: int, position: int) -> float:
        """∂L/∂a of the neuron; NaN where the loss is differentiated by z at once."""
        if layer < len(self.blocks):
            return sum(term.weight * term.delta for term in self.downstream(layer, position))
        network = self.network
        if network.output_loss.fused:
            return float("nan")
        return float(network.loss.gradient(self.activations[-1], self.targets)[0, position])

    def step(
        self, learning_rate: float | None, memory: Memory | None
    ) -> tuple[Trainer, Mapping[str, Vector]]:
        """A trainer that took one step on this point, and the moments that it began with."""
        network = build_network(self.experiment)
        network.parameters = self.network.parameters
        options = trainer_options(self.experiment)
        options["batch_size"] = 1
        if learning_rate is not None and learning_rate > 0:
            options["learning_rate"], options["schedule"] = learning_rate, "constant"
        trainer = Trainer(network, self.inputs, self.targets, **options)
        if memory is not None and memory.fits(trainer.optimizer, network.n_parameters):
            trainer.optimizer.restore(memory.moments, memory.steps)
        before = trainer.optimizer.copy_moments()
        trainer.step()
        return trainer, before


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
    seen = _Pass(experiment, parameters, data, point)
    layer, position = seen.place(unit)
    part = seen.network.layers[layer - 1]
    z = part.pre_activations(seen.activations[layer - 1])[:, position]
    slope = np.array([np.nan]) if part.activation.output_only else part.activation.derivative(z)
    trainer, before = seen.step(learning_rate, memory)
    return Explanation(
        unit=unit,
        layer=layer,
        position=position,
        point=point,
        weights=_weights(seen, (layer, position), trainer, before),
        z=float(z[0]),
        a=float(seen.activations[layer][0, position]),
        slope=float(slope[0]),
        upstream=seen.upstream(layer, position),
        delta=float(seen.blocks[layer - 1][position, -1]),  # ∂z/∂b = 1, so ∂L/∂b is δ itself
        downstream=seen.downstream(layer, position),
        outputs=tuple(seen.activations[-1][0].tolist()),
        targets=tuple(seen.targets[0].tolist()),
        loss=seen.loss,
        network=seen.network,
        trainer=trainer,
        remembers=any(moment.any() for moment in before.values()),
    )


def check(
    experiment: Experiment, parameters: Vector, data: PlaneData, point: int, unit: str
) -> GradientCheck:
    """Compare the neuron's gradient for this point with central differences of the loss."""
    seen = _Pass(experiment, parameters, data, point)
    row = seen.row(*seen.place(unit))
    return check_gradient(seen.network, seen.inputs, seen.targets, indices=row)


def _weights(
    seen: _Pass, place: tuple[int, int], trainer: Trainer, before: Mapping[str, Vector]
) -> tuple[WeightTrace, ...]:
    layer, _ = place
    row, after = seen.row(*place), trainer.optimizer.moments
    numbers = np.stack([
        np.append(seen.activations[layer - 1][0], 1.0),
        *(vector[row] for vector in (
            seen.network.parameters, seen.gradient, trainer.raw_gradient,
            trainer.applied_gradient, trainer.network.parameters,
        )),
    ])  # fmt: skip
    moments = [
        tuple((float(before[name][at]), float(after[name][at])) for name in after) for at in row
    ]
    sources, reasons = (*source_names(seen.experiment, layer), "b"), _rests(seen.network, row)
    ids = (*layer_ids(seen.experiment)[layer - 1], BIAS)
    return tuple(
        WeightTrace(source, value, weight, gradient, raw, applied, new, rests, name, pairs)
        for source, (value, weight, gradient, raw, applied, new), rests, name, pairs in zip(
            sources, numbers.T.tolist(), reasons, ids, moments, strict=True
        )
    )


def _rests(network: Network, row: npt.NDArray[np.intp]) -> list[str]:
    """Why each weight of a row does not move; empty for those that do."""
    fixed, frozen = network.fixed, network.frozen
    if fixed is None:
        return [""] * len(row)
    still = np.zeros(len(row), dtype=bool) if frozen is None else frozen[row]
    return [
        "frozen" if by_hand else "muted" if rests else ""
        for by_hand, rests in zip(still, fixed[row], strict=True)
    ]
