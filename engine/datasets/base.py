"""Toy problems in the plane: the generators of TensorFlow Playground and two moons.

Inputs lie in [-6, 6]².  A classification target is the class number, 0 (drawn orange) or 1 (blue);
a regression target lies in [-1, 1].

Each generator draws all its random numbers whatever the noise is, and the noise only scales the
disturbance: with the same seed, turning the noise up moves the same points or swaps labels near the
border, and never deals a new set.

The shapes and ranges are those of TensorFlow Playground
(https://github.com/tensorflow/playground/blob/master/src/dataset.ts), so that a result found there
can be repeated here.  Sets with more classes are in `multiclass`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from numbers import Integral
from typing import ClassVar, Literal

import numpy as np

from ..arrays import Vector
from ..checks import generator
from ..functions.registry import Registry

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


class DatasetGenerator(ABC):
    """A recipe for points; everything is on the class: ``DATASETS["circle"].generate(500)``.

    A subclass gives `name`, `label`, `description` and `points`.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    description: ClassVar[str]
    """One sentence for a learner."""
    task: ClassVar[Task] = "classification"
    max_classes: ClassVar[int] = 2
    """2 for binary sets, more if the number can be chosen, 0 for regression."""

    @classmethod
    def generate(
        cls,
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
        _check_request(cls, size, noise, n_classes)
        classes = n_classes if cls.task == "classification" else 0
        rng = generator(rng)
        inputs, targets = cls.points(size, noise, rng, classes)
        order = rng.permutation(size)
        inputs = np.clip(inputs, -PLANE, PLANE)
        return Dataset(inputs[order], targets[order], cls.task, classes)

    @classmethod
    @abstractmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Vector, Vector]:
        """Inputs of shape (size, 2) and targets of shape (size,); `generate` clips and shuffles.

        Draw the same random numbers for every noise.
        """


DATASETS: Registry[DatasetGenerator] = Registry("dataset")


def class_of_each_point(size: int, n_classes: int) -> Vector:
    """Class numbers 0, 1, …, 0, 1, … of shape (size,): as even as the size allows."""
    return (np.arange(size) % n_classes).astype(np.float64)


def polar(radius: Vector, angle: Vector) -> Vector:
    """Points of shape (n, 2) at these radii and angles (anticlockwise from the x₁ axis)."""
    points: Vector = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points


def _check_request(
    generator: type[DatasetGenerator], size: int, noise: float, n_classes: int
) -> None:
    if not isinstance(size, Integral) or size < 1:
        raise ValueError(f"size must be a whole number >= 1, got {size!r}")
    if not 0.0 <= noise <= MAX_NOISE:
        raise ValueError(f"noise must be between 0 and {MAX_NOISE}, got {noise!r}")
    most = generator.max_classes
    if generator.task == "regression":
        return
    if not isinstance(n_classes, Integral) or not 2 <= n_classes <= most:
        rule = "be 2" if most == 2 else f"be between 2 and {most}"
        raise ValueError(f"n_classes of {generator.name!r} must {rule}, got {n_classes!r}")
