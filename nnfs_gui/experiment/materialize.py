"""From a data spec to the points of the plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .model import Task


@dataclass(frozen=True, eq=False, slots=True)
class PlaneData:
    """Points of the plane, divided into training and test points; read-only arrays.

    Attributes
    ----------
    inputs : ndarray of shape (n_points, 2)
    targets : ndarray of shape (n_points,)
        Class numbers 0 … n_classes − 1 (as floats), or values in [-1, 1] for regression.
    train, test : ndarray of int
        Indices into the points; disjoint, together complete.
    """

    inputs: npt.NDArray[np.float64]
    targets: npt.NDArray[np.float64]
    train: npt.NDArray[np.intp]
    test: npt.NDArray[np.intp]
    task: Task
    n_classes: int
