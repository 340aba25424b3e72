"""`State`: a program's network with the weights that are drawn, and what its units answer."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import PLANE
from nnfs_gui.experiment.outputs import layer_ids

from ..code.program import Program, Vector

Maps = npt.NDArray[np.float64]


class State:
    """What figures show of a program."""

    def __init__(self, program: Program) -> None:
        self.program, self.experiment = program, program.experiment
        self.reading, self.points = program.reading, program.points
        self.network = build_network(program.experiment, with_hand_set=True)
        if program.trained is not None:
            self.network.parameters[:] = program.trained

    @property
    def blocks(self) -> list[Vector]:
        """Weights, and the biases last, of each layer."""
        return [layer.block for layer in self.network.layers]

    @cached_property
    def units(self) -> tuple[tuple[str, ...], ...]:
        """Ids of all units, layer by layer."""
        return layer_ids(self.experiment)

    def maps(self, size: int) -> list[Maps]:
        """What each layer answers over the plane: arrays (size, size, n_units), top row first."""
        features = feature_matrix(self.experiment.network.features, _grid(size))
        answers = [features, *self.network.forward(features)]
        return [answer.reshape(size, size, -1) for answer in answers]

    def outputs(self, size: int) -> Maps:
        """The last of `maps`."""
        features = feature_matrix(self.experiment.network.features, _grid(size))
        return self.network.predict(features).reshape(size, size, -1)

    def centred(self, outputs: Maps) -> Maps:
        """Outputs of a single unit, with the threshold at 0 and the ends at ±1."""
        low, high = self.reading.low, self.reading.high
        scaled: Maps = (2.0 * outputs - (low + high)) / (high - low)
        return scaled


def _grid(size: int) -> Maps:
    """The middles of pixels of the plane, row by row from the top."""
    places = PLANE * (2.0 * (np.arange(size) + 0.5) / size - 1.0)
    x1, x2 = np.meshgrid(places, -places)
    return np.column_stack([x1.ravel(), x2.ravel()])
