"""Four points to paint upon, and what became of them."""

from __future__ import annotations

import numpy as np

from nnfs_gui.document import Document
from nnfs_gui.experiment.edits import set_data
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData, default_experiment

SQUARE = np.array([[-3.0, -3.0, 0], [3.0, -3.0, 1], [3.0, 3.0, 0], [-3.0, 3.0, 1]])


def painted(points: np.ndarray = SQUARE, names: tuple[str, ...] = ("orange", "blue")) -> Experiment:
    data = PointsData(points=PointArray(points), class_names=names)
    return set_data(default_experiment(), data)


def rows(document: Document) -> np.ndarray:
    assert isinstance(document.experiment.data, PointsData)
    return document.experiment.data.points.values


def steps(document: Document) -> int:
    return document.undo_stack.count()
