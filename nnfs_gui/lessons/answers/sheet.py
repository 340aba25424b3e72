"""`Sheet`: every number of one pass forward and back, as the engine has it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine import CLIPPERS, Network, Trainer
from engine.arrays import Array
from nnfs_gui.experiment.building import block_positions, build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import BIAS, Experiment, Link
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.training.snapshot import Vector

from .expression import Expression, ExpressionError


class Sheet:
    """A network with its weights, and some of the experiment's points.

    Parameters
    ----------
    experiment : Experiment
    points : tuple of int, or None
        Indices of the points; None for all training points.
    parameters : ndarray of shape (n_parameters,), optional
        Without them the weights are the initial ones, and those set by hand.

    Attributes
    ----------
    inputs, targets : ndarray of shape (n_points, n_features) and (n_points, n_outputs)
    """

    def __init__(
        self,
        experiment: Experiment,
        points: tuple[int, ...] | None = (0,),
        parameters: Vector | None = None,
    ) -> None:
        self.experiment = experiment
        self.network = build_network(experiment, with_hand_set=True)
        if parameters is not None:
            self.network.parameters[:] = parameters
        plane = materialize(experiment)
        chosen: npt.NDArray[np.intp] = plane.train
        if points is not None:
            if not points or max(points) >= len(plane.targets):
                count = len(plane.targets)
                raise ExpressionError(f"there are {count} points, so there is no such point")
            chosen = np.array(points, dtype=np.intp)
        if not len(chosen):
            raise ExpressionError("there are no training points to compute with")
        self.inputs = feature_matrix(experiment.network.features, plane.inputs[chosen])
        self.targets = encode(plane.targets[chosen], read_outputs(experiment))
        self._layers, self._positions = layer_ids(experiment), block_positions(experiment)
        self._later: dict[int, Sheet] = {}

    # --- where -------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Number of points."""
        return len(self.inputs)

    def place(self, unit: str) -> tuple[int, int]:
        """Layer (1 …) and place in it of a neuron or an output; else ExpressionError."""
        for layer, units in enumerate(self._layers[1:], start=1):
            if unit in units:
                return layer, units.index(unit)
        names = ", ".join(unit for units in self._layers[1:] for unit in units)
        raise ExpressionError(f"there is no neuron {unit[:40]}; there are {names[:120]}")

    def sources(self, unit: str) -> tuple[str, ...]:
        """What a unit is given, without the bias."""
        return self._layers[self.place(unit)[0] - 1]

    def sources_of_layer(self, layer: int) -> tuple[str, ...]:
        """The units before layer 1 …"""
        return self._layers[layer - 1]

    def position(self, source: str, unit: str) -> int:
        """The place of a link in the flat vector; ExpressionError if there is none."""
        self.place(unit)
        found = self._positions.index(Link(source, unit))
        if found is None:
            names = ", ".join((*self.sources(unit), BIAS))
            raise ExpressionError(f"no link leads from {source[:40]} to {unit}; from {names[:120]}")
        return found

    # --- forward -----------------------------------------------------------------------------

    @cached_property
    def activations(self) -> list[Array]:
        """Of each layer, features first; (n_points, n_units)."""
        return [self.inputs, *self.network.forward(self.inputs)]

    @cached_property
    def sums(self) -> list[Array]:
        """z of layers 1 …; (n_points, n_units)."""
        pairs = zip(self.network.layers, self.activations, strict=False)
        return [layer.pre_activations(np.asarray(given)) for layer, given in pairs]

    # --- backward ----------------------------------------------------------------------------

    @cached_property
    def deltas(self) -> list[Array]:
        """∂L/∂z of layers 1 …, for the mean loss over the points; (n_points, n_units)."""
        layers, found = self.network.layers, []
        delta = self.network.output_loss.delta(self.sums[-1], self.targets)
        found.append(delta)
        for index in range(len(layers) - 2, -1, -1):
            upstream = delta @ layers[index + 1].weights
            delta = layers[index].activation.backpropagate(
                upstream, self.sums[index], self.activations[index + 1]
            )
            delta[:, list(layers[index].muted)] = 0.0
            found.append(delta)
        return found[::-1]

    def upstream(self, unit: str) -> Vector:
        """∂L/∂a of a unit, of shape (n_points,)."""
        layer, place = self.place(unit)
        if layer == len(self.network.layers):
            outputs = self.activations[-1]
            return self.network.loss.gradient(outputs, self.targets)[:, place]
        following = self.network.layers[layer]
        return self.deltas[layer] @ following.weights[:, place]

    @cached_property
    def gradient(self) -> Vector:
        """Of the mean loss over the points; of shape (n_parameters,)."""
        return self.network.loss_and_gradient(self.inputs, self.targets)[1]

    @cached_property
    def finished(self) -> Vector:
        """The gradient with the penalty's, and 0 for what does not move: what is clipped."""
        trainer = self.trainer(self.network_copy())
        penalty = np.empty_like(self.gradient)
        trainer.regularizer.gradient(self.network.parameters, penalty)
        rate = self.experiment.training.regularization_rate
        gradient: Vector = self.gradient + penalty * rate * self.network.is_weight
        if self.network.fixed is not None:
            gradient[self.network.fixed] = 0.0
        return gradient

    def clipped(self, way: str | None = None) -> Vector:
        """The finished gradient, clipped as the experiment has it or in another way."""
        training = self.experiment.training
        clipper = CLIPPERS.create(training.clip if way is None else way)
        return clipper.clipped(self.finished, training.clip_threshold, self.network.rows)

    # --- steps -------------------------------------------------------------------------------

    def network_copy(self) -> Network:
        """Another network with the same parameters."""
        network = build_network(self.experiment)
        network.parameters[:] = self.network.parameters
        return network

    def trainer(self, network: Network) -> Trainer:
        """Trains a network with all the points in each step."""
        options = {**trainer_options(self.experiment), "batch_size": self.count}
        return Trainer(network, self.inputs, self.targets, **options)

    def after(self, steps: int) -> Sheet:
        """The sheet after so many steps; made once."""
        if steps not in self._later:
            self._later[steps] = self._trained(steps)
        return self._later[steps]

    def _trained(self, steps: int) -> Sheet:
        network = self.network_copy()
        trainer = self.trainer(network)
        for _ in range(steps):
            trainer.step()
        other = object.__new__(Sheet)
        other.__dict__.update(
            experiment=self.experiment,
            network=network,
            inputs=self.inputs,
            targets=self.targets,
            _layers=self._layers,
            _positions=self._positions,
            _later={},
        )
        return other


def evaluate(sheet: Sheet, expression: Expression) -> float:
    """The value of an expression; ExpressionError if the network has no such thing."""
    kind = expression.kind
    if expression.steps:
        sheet = sheet.after(expression.steps)
    if kind == "loss":
        return sheet.network.evaluate(sheet.inputs, sheet.targets)
    if kind in ("norm", "turn"):
        return float(np.linalg.norm(sheet.finished)) if kind == "norm" else _turn(sheet)
    if kind == "share":
        return _share(sheet, expression.shown)
    if kind in ("gradient", "clipped", "new"):
        vectors = {"gradient": sheet.gradient, "new": sheet.network.parameters}
        vector = sheet.clipped() if kind == "clipped" else vectors[kind]
        return float(vector[sheet.position(expression.source, expression.unit)])
    if kind in ("input", "target"):
        return _of_point(sheet, kind, expression.unit)
    return _of_unit(sheet, kind, expression.unit)


def _of_point(sheet: Sheet, kind: str, feature: str) -> float:
    if sheet.count != 1:
        raise ExpressionError(f"{kind} is of a single point")
    if kind == "target":
        return float(sheet.targets[0, 0])
    features = sheet.sources_of_layer(1)
    if feature not in features:
        names = ", ".join(features)
        raise ExpressionError(f"there is no input {feature[:40]}; there are {names[:120]}")
    return float(sheet.inputs[0, features.index(feature)])


def _of_unit(sheet: Sheet, kind: str, unit: str) -> float:
    if sheet.count != 1:
        raise ExpressionError(f"{kind} is of a single point")
    layer, place = sheet.place(unit)
    if kind == "upstream":
        return float(sheet.upstream(unit)[0])
    if kind == "slope":
        activation = sheet.network.layers[layer - 1].activation
        return float(activation.derivative(sheet.sums[layer - 1])[0, place])
    lists = {"z": sheet.sums, "delta": sheet.deltas, "a": sheet.activations[1:]}
    return float(lists[kind][layer - 1][0, place])


def _share(sheet: Sheet, number: int) -> float:
    outputs = sheet.activations[-1][0]
    shares = outputs if len(outputs) > 1 else np.array([1.0 - outputs[0], outputs[0]])
    if number > len(shares):
        raise ExpressionError(f"there are {len(shares)} classes, so there is no class {number}")
    return float(shares[number - 1])


def _turn(sheet: Sheet) -> float:
    """Degrees between the finished gradient and the clipped one."""
    raw, clipped = sheet.finished, sheet.clipped()
    lengths = float(np.linalg.norm(raw) * np.linalg.norm(clipped))
    cosine = float(raw.dot(clipped)) / lengths if lengths > 0.0 else 1.0
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
