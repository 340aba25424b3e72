"""What is said of neurons while there is little to say."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from nnfs_gui.canvas.readout import Readout
from nnfs_gui.experiment.model import PointsData, default_experiment
from nnfs_gui.training.run import Run


def test_without_points_there_are_no_mean_activations() -> None:
    empty = replace(default_experiment(), data=PointsData())
    readout = Readout(empty, Run(1, empty).snapshot())
    for unit, before in (("x1", 0), ("L1.1", 2), ("L2.1", 4), ("out0", 2)):
        below, own = readout.mean_activations(unit)
        assert len(below) == before
        assert np.isnan([*below, own]).all()
