"""From a network to what a snapshot shows of it: maps, boundary, and the drawn points' values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine import Network
from nnfs_gui.experiment.data.encoding import encode
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.data.sample import drawn_points
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.experiment.plane import grid_points

from .maps import MapEvaluator
from .snapshot import Maps

MAP_SIZE = 40
"""Side of a neuron's map. Evaluating all maps of 2-8×6-1 takes 0.1 ms at 40, 0.4 ms at 80."""
BOUNDARY_SIZE = 100
"""Side of the boundary's grid, fine enough to be scaled up smoothly."""


@dataclass(frozen=True, eq=False, slots=True)
class Pictures:
    """The drawn part of a `Snapshot`; the fields are described there."""

    maps: tuple[Maps, ...]
    boundary: Maps
    predictions: Maps
    point_losses: Maps
    activations: tuple[Maps, ...]


class PictureMaker:
    """Evaluates a network over the plane and at the drawn points, in float32.

    Features, and buffers for every layer's activations, are made once, here; so a new maker is
    needed when network, features, points or sizes change, and only then.
    """

    def __init__(
        self,
        network: Network,
        experiment: Experiment,
        points: PlaneData,
        map_size: int,
        boundary_size: int,
    ) -> None:
        formulas = experiment.network.features
        self.sample = drawn_points(len(points.inputs))
        self._network = network
        self._map_size, self._boundary_size = map_size, boundary_size
        self._targets = encode(points.targets[self.sample], read_outputs(experiment))
        map_features = feature_matrix(formulas, grid_points(map_size))
        sample_features = feature_matrix(formulas, points.inputs[self.sample])
        self._maps = MapEvaluator(network, map_features)
        self._boundary = MapEvaluator(network, feature_matrix(formulas, grid_points(boundary_size)))
        self._points = MapEvaluator(network, sample_features) if len(self.sample) else None
        # The features never change, so every snapshot shares the same read-only pictures of them.
        self._feature_maps = self._shaped(copied(map_features.T), map_size)
        self._feature_values = copied(sample_features.T)

    def take(self) -> Pictures:
        """Pictures of the network as it is now; read-only copies."""
        maps = [self._shaped(copied(a), self._map_size) for a in self._maps.evaluate()]
        outputs = self._boundary.evaluate()[-1]
        values = self._sample_values()
        predictions = copied(values[-1].T)
        return Pictures(
            maps=(self._feature_maps, *maps),
            boundary=self._shaped(copied(outputs), self._boundary_size),
            predictions=predictions,
            point_losses=self._losses(predictions),
            activations=(self._feature_values, *values),
        )

    def _sample_values(self) -> list[Maps]:
        if self._points is None:
            return [copied(np.empty((size, 0))) for size in self._network.sizes[1:]]
        return [copied(values) for values in self._points.evaluate()]

    def _losses(self, predictions: Maps) -> Maps:
        if not len(predictions):
            return copied(np.empty(0))
        return copied(self._network.loss.per_sample(predictions, self._targets))

    @staticmethod
    def _shaped(values: Maps, side: int) -> Maps:
        maps = values.reshape(len(values), side, side)
        maps.flags.writeable = False
        return maps


def copied(values: npt.NDArray[np.floating]) -> Maps:
    """A contiguous, read-only float32 copy; what is too large for it becomes infinite."""
    with np.errstate(over="ignore"):  # a run about to diverge is shown as long as it lasts
        copy = np.array(values, dtype=np.float32, order="C")
    copy.flags.writeable = False
    return copy
