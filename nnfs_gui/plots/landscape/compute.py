"""The loss on a plane through the weights, computed for many weight vectors at once; no Qt.

The plane is spanned by two directions d₁, d₂ in weight space: the loss is drawn at θ + x d₁ + y d₂.
Random directions are *filter-normalised* (Li et al. 2018, "Visualizing the Loss Landscape of
Neural Nets"): each neuron's part of a direction is made as long as that neuron's own weights, so
that a step of 1 means the same for every neuron.  Principal directions are those along which the
run itself has moved most: the first two right singular vectors of its history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from engine import ACTIVATIONS, ActivationFunction, LossFunction
from nnfs_gui.experiment.building import frozen_mask, make_loss, muted_units
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment, LayerSpec, OutputSpec
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.training.snapshot import Snapshot, Vector

Single = npt.NDArray[np.float32]
Kind = Literal["random", "principal"]

POINTS = 300
"""Training points that the loss is taken over, at most."""
SIDE, SIDE_LARGE, LARGE = 41, 25, 3000
"""Grid points along each axis; fewer for networks of more than `LARGE` parameters."""
CHUNK = 2_000_000
"""Activations computed at once, at most: some 8 MB, between two looks at the cancel flag."""
LEAST_MOMENTS = 8
"""Moments of a history from which it has principal directions."""


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in weight space.

    Attributes
    ----------
    kind : "random" or "principal"
    origin, first, second : ndarray of shape (n_parameters,)
    reach : float
        The plane is drawn from −reach to +reach around the centre, in units of the directions.
    centre : (float, float)
    explained : (float, float) or None
        Share of the history's movement along each principal direction.
    """

    kind: Kind
    origin: Vector
    first: Vector
    second: Vector
    reach: float
    centre: tuple[float, float] = (0.0, 0.0)
    explained: tuple[float, float] | None = None

    def project(self, vectors: Vector) -> Vector:
        """Coordinates (n, 2) of the points of the plane nearest to ``vectors``."""
        return np.asarray((vectors - self.origin) @ self._inverse.T)

    def distance(self, vector: Vector) -> float:
        """How far a weight vector lies beside the plane."""
        x, y = self.project(vector[None])[0]
        return float(np.linalg.norm(vector - self.origin - x * self.first - y * self.second))

    @cached_property
    def _inverse(self) -> Vector:
        """From a difference of weights to coordinates, by least squares; (2, n_parameters)."""
        return np.asarray(np.linalg.pinv(np.stack([self.first, self.second], axis=1)))


@dataclass(frozen=True, eq=False)
class Landscape:
    """The loss over a plane.

    Attributes
    ----------
    plane : Plane
    x, y : ndarray of shape (side,)
    loss : ndarray of shape (side, side)
        Row index is y, column index x; data loss on training points, without the penalty.
    """

    plane: Plane
    x: Vector
    y: Vector
    loss: Vector

    def profiles(self) -> tuple[Vector, Vector]:
        """The loss along the first and along the second direction, through the origin."""
        row, column = int(np.abs(self.y).argmin()), int(np.abs(self.x).argmin())
        return self.loss[row], self.loss[:, column]


class BatchedLoss:
    """The data loss of an experiment's network for many parameter vectors at once.

    Values come from the engine's own activation and loss objects, in single precision.
    """

    def __init__(self, experiment: Experiment, data: PlaneData, points: int = POINTS) -> None:
        chosen = data.train if len(data.train) else np.arange(len(data.inputs))
        every = max(1, -(-len(chosen) // points))
        chosen = chosen[::every]
        targets = encode_targets(data, read_outputs(experiment))
        targets = targets.reshape(len(data.targets), -1)
        inputs = feature_matrix(experiment.network.features, data.inputs)
        self._inputs: Single = inputs[chosen].astype(np.float32)
        self._targets: Single = targets[chosen].astype(np.float32)
        self._sizes = tuple(len(units) for units in layer_ids(experiment))
        parts: list[LayerSpec | OutputSpec] = [*experiment.network.hidden]
        parts.append(experiment.network.output)
        self._activations: list[ActivationFunction] = [
            ACTIVATIONS.create(part.activation, **part.parameters) for part in parts
        ]
        self._muted = muted_units(experiment)
        self._loss: LossFunction = make_loss(experiment.training)

    @property
    def per_vector(self) -> int:
        """Numbers that one parameter vector needs, for choosing how many to compute at once."""
        return len(self._inputs) * max(self._sizes)

    def __call__(self, vectors: Single) -> Vector:
        """The loss of each of ``vectors`` (n_vectors, n_parameters); (n_vectors,)."""
        z = self._inputs
        start = 0
        for layer, activation in enumerate(self._activations, start=1):
            n_in, n_out = self._sizes[layer - 1], self._sizes[layer]
            stop = start + n_out * (n_in + 1)
            blocks = vectors[:, start:stop].reshape(-1, n_out, n_in + 1)
            start = stop
            a = z
            z = np.matmul(a, blocks[:, :, :-1].transpose(0, 2, 1))
            z += blocks[:, None, :, -1]
            if layer < len(self._activations):
                activation.value(z, z)
                for unit in self._muted[layer - 1]:
                    z[:, :, unit] = 0.0
        return self._losses(z)

    def _losses(self, logits: Single) -> Vector:
        count, points, outputs = logits.shape
        flat = logits.reshape(count * points, outputs)
        targets = np.tile(self._targets, (count, 1))
        elements = self._loss.after(self._activations[-1]).elements(flat, targets)
        total = elements.reshape(count, -1).sum(axis=1, dtype=np.float64)
        return np.asarray(total / self._loss.count(self._targets))


def random_plane(snapshot: Snapshot, seed: int, extent: float = 1.0) -> Plane:
    """Two random directions through the snapshot's parameters, filter-normalised.

    Parameters that are frozen stay where they are on any plane, as they do in training.
    """
    rng = np.random.default_rng(seed)
    frozen = frozen_mask(snapshot.experiment)
    moves = 1.0 if frozen is None else (~frozen).astype(np.float64)
    first, second = (_filter_normalised(snapshot, rng) * moves for _ in range(2))
    return Plane("random", snapshot.parameters, first, second, extent)


def principal_plane(snapshot: Snapshot, history: Vector, extent: float = 1.0) -> Plane | None:
    """The two directions along which the history (n_moments, n_parameters) moved most.

    None if the history is too short to have any.  ``extent`` 1 just holds the whole history.
    """
    if len(history) < LEAST_MOMENTS or history.shape[1] != snapshot.parameters.size:
        return None
    moves = history - snapshot.parameters
    _, sizes, directions = np.linalg.svd(moves, full_matrices=False)
    total = float(np.square(sizes).sum())
    if total <= 0.0 or len(sizes) < 2:
        return None
    first, second = directions[0], directions[1]
    places = moves @ np.stack([first, second], axis=1)
    low = np.minimum(places.min(axis=0), 0.0)
    high = np.maximum(places.max(axis=0), 0.0)
    centre = (low + high) / 2
    reach = 0.65 * float((high - low).max()) * extent
    shares = np.square(sizes[:2]) / total
    return Plane(
        "principal",
        snapshot.parameters,
        first,
        second,
        max(reach, 1e-9),
        (float(centre[0]), float(centre[1])),
        (float(shares[0]), float(shares[1])),
    )


def compute_landscape(
    experiment: Experiment,
    data: PlaneData,
    plane: Plane,
    cancelled: Callable[[], bool] | None = None,
    side: int | None = None,
) -> Landscape | None:
    """The loss on a grid over the plane; None if it was cancelled."""
    loss = BatchedLoss(experiment, data)
    side = side or (SIDE if plane.origin.size <= LARGE else SIDE_LARGE)
    x, y = (
        np.linspace(middle - plane.reach, middle + plane.reach, side) for middle in plane.centre
    )
    grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(x, y))
    origin, first, second = (
        part.astype(np.float32) for part in (plane.origin, plane.first, plane.second)
    )
    at_once = max(1, CHUNK // max(1, loss.per_vector))
    losses = np.empty(side * side)
    for start in range(0, side * side, at_once):
        if cancelled is not None and cancelled():
            return None
        part = slice(start, start + at_once)
        steps = np.stack([grid_x[part], grid_y[part]], axis=1).astype(np.float32)
        with np.errstate(over="ignore", invalid="ignore"):  # far out a loss may be infinite
            losses[part] = loss(origin + steps @ np.stack([first, second]))
    return Landscape(plane, x, y, losses.reshape(side, side))


def _filter_normalised(snapshot: Snapshot, rng: np.random.Generator) -> Vector:
    """A random direction whose part for each neuron is as long as that neuron's own row."""
    direction = rng.standard_normal(snapshot.parameters.size)
    for layer in range(1, len(snapshot.sizes)):
        own, part = snapshot.block(layer), snapshot.block(layer, direction)
        lengths = np.linalg.norm(part, axis=1, keepdims=True)
        part *= np.linalg.norm(own, axis=1, keepdims=True) / np.maximum(lengths, 1e-12)
    return direction
