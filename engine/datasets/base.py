"""Toy problems in the plane: the generators of TensorFlow Playground and two moons.

Inputs lie in [-6, 6]².  A classification target is the class number, 0 (drawn orange) or 1 (blue);
a regression target lies in [-1, 1].

Each generator draws all its random numbers whatever the noise is, and the noise only scales the
disturbance: with the same seed, turning the noise up moves the same points or swaps labels near the
border, and never deals a new set.

The shapes and ranges are those of TensorFlow Playground
(https://github.com/tensorflow/playground/blob/master/src/dataset.ts), so that a result found there
can be repeated here.  Sets with more classes are in `many_classes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral
from typing import Literal, TypeAlias

import numpy as np

from ..arrays import Vector
from ..checks import generator
from ..functions.registry import Table

Task = Literal["classification", "regression"]

PLANE = 6.0
"""Inputs lie in [-PLANE, PLANE] on both axes."""
MAX_NOISE = 0.5


@dataclass(frozen=True, eq=False, slots=True)
class Dataset:
    """Points of the plane and what a network should say about them.

    Attributes
    ----------
    inputs : ndarray of shape (n_points, 2)
    targets : ndarray of shape (n_points,)
        Class numbers 0 … n_classes − 1 as floats, or values in [-1, 1].
    task : "classification" or "regression"
    n_classes : int
        0 for regression.
    """

    inputs: Vector
    targets: Vector
    task: Task
    n_classes: int


Points: TypeAlias = Callable[[int, float, np.random.Generator, int], tuple[Vector, Vector]]
"""From size, noise, source of randomness and number of classes to inputs of shape (size, 2) and
targets of shape (size,).  Draws the same random numbers for every noise."""


@dataclass(frozen=True, eq=False)
class DatasetGenerator:
    """A recipe for points: ``DATASETS["circle"].generate(500)``.

    Attributes
    ----------
    name, label : str
        For code and files, and for people.
    description : str
        One sentence for a learner.
    points : callable
        See `Points`; `generate` clips and shuffles what it gives.
    task : "classification" or "regression"
    max_classes : int
        2 for binary sets, more if the number can be chosen, 0 for regression.
    """

    name: str
    label: str
    description: str
    points: Points
    task: Task = "classification"
    max_classes: int = 2

    def generate(
        self,
        size: int,
        noise: float = 0.0,
        rng: np.random.Generator | int = 0,
        n_classes: int = 2,
    ) -> Dataset:
        """Draw a set, in random order, as evenly divided among the classes as `size` allows.

        Parameters
        ----------
        size : int
            Number of points, at least 1.
        noise : float
            0 … 0.5, as the slider of TensorFlow Playground's 0 … 50.
        rng : Generator or int
            The source of randomness, or a seed for one; the same seed gives the same points.
        n_classes : int
            For sets with a choice of classes; 2 for binary ones, without meaning for regression.

        Raises
        ------
        ValueError
            If the size, the noise or the number of classes is out of range.
        """
        self._check_request(size, noise, n_classes)
        classes = n_classes if self.task == "classification" else 0
        rng = generator(rng)
        inputs, targets = self.points(size, noise, rng, classes)
        order = rng.permutation(size)
        inputs = np.clip(inputs, -PLANE, PLANE)
        return Dataset(inputs[order], targets[order], self.task, classes)

    def _check_request(self, size: int, noise: float, n_classes: int) -> None:
        if not isinstance(size, Integral) or size < 1:
            raise ValueError(f"size must be a whole number >= 1, got {size!r}")
        if not 0.0 <= noise <= MAX_NOISE:
            raise ValueError(f"noise must be between 0 and {MAX_NOISE}, got {noise!r}")
        most = self.max_classes
        if self.task == "regression":
            return
        if not isinstance(n_classes, Integral) or not 2 <= n_classes <= most:
            rule = "be 2" if most == 2 else f"be between 2 and {most}"
            raise ValueError(f"n_classes of {self.name!r} must {rule}, got {n_classes!r}")


DATASETS: Table[DatasetGenerator] = Table("dataset")


def dataset(
    label: str, description: str, task: Task = "classification", max_classes: int = 2
) -> Callable[[Points], Points]:
    """Register a function of points as a data set, under the function's name."""

    def register(points: Points) -> Points:
        name = getattr(points, "__name__", label)
        DATASETS.register(DatasetGenerator(name, label, description, points, task, max_classes))
        return points

    return register


def class_of_each_point(size: int, n_classes: int) -> Vector:
    """Class numbers 0, 1, …, 0, 1, … of shape (size,): as even as the size allows."""
    return (np.arange(size) % n_classes).astype(np.float64)


def polar(radius: Vector, angle: Vector) -> Vector:
    """Points of shape (n, 2) at these radii and angles (anticlockwise from the x₁ axis)."""
    points: Vector = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points
