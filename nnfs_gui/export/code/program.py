"""`Program`: what is written as code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine import Network
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.materialize import PlaneData, materialize
from nnfs_gui.experiment.model import Experiment, LayerSpec, OutputSpec
from nnfs_gui.experiment.outputs import OutputReading, layer_ids, read_outputs

from ..errors import ExportError

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Program:
    """An experiment, and how far it was trained.

    Attributes
    ----------
    epochs : int
        How long the program trains from the initial weights, or was trained before it begins.
    trained : ndarray of shape (n_parameters,) or None
        Weights to begin with in place of the initial ones; such a program trains no further.
    """

    experiment: Experiment
    epochs: int
    trained: Vector | None = None

    def __post_init__(self) -> None:
        if not len(self.points.train):
            raise ExportError("There are no points to train on, so there is nothing to write.")
        if self.trained is not None and len(self.trained) != self.network.n_parameters:
            count = self.network.n_parameters
            raise ExportError(f"The network has {count} weights, got {len(self.trained)}.")

    @cached_property
    def points(self) -> PlaneData:
        """The points of the experiment."""
        return materialize(self.experiment)

    @cached_property
    def network(self) -> Network:
        """The network with its initial weights, those set by hand among them."""
        return build_network(self.experiment, with_hand_set=True)

    @cached_property
    def reading(self) -> OutputReading:
        """How outputs are read."""
        return read_outputs(self.experiment)

    @property
    def sizes(self) -> list[int]:
        """Units of each layer, inputs first."""
        return [len(units) for units in layer_ids(self.experiment)]

    @property
    def layers(self) -> list[LayerSpec | OutputSpec]:
        """What has an activation: hidden layers, and the output."""
        network = self.experiment.network
        return [*network.hidden, network.output]

    @property
    def muted(self) -> list[list[int]]:
        """For each layer with an activation, the positions of muted neurons."""
        return [list(layer.muted) for layer in self.network.layers]

    @property
    def frozen(self) -> list[int]:
        """Places of weights that do not move: frozen ones, and those of muted neurons."""
        fixed = self.network.fixed
        return [] if fixed is None else np.flatnonzero(np.asarray(fixed)).tolist()

    @property
    def title(self) -> str:
        """The title on one line."""
        return " ".join(self.experiment.title.split()) or "Untitled"
