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
from typing import ClassVar, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from .checks import generator
from .registry import Registry

Array: TypeAlias = npt.NDArray[np.float64]
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

    inputs: Array
    targets: Array
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
    ) -> tuple[Array, Array]:
        """Inputs of shape (size, 2) and targets of shape (size,); `generate` clips and shuffles.

        Draw the same random numbers for every noise.
        """


DATASETS: Registry[DatasetGenerator] = Registry("dataset")


def class_of_each_point(size: int, n_classes: int) -> Array:
    """Class numbers 0, 1, …, 0, 1, … of shape (size,): as even as the size allows."""
    return (np.arange(size) % n_classes).astype(np.float64)


def polar(radius: Array, angle: Array) -> Array:
    """Points of shape (n, 2) at these radii and angles (anticlockwise from the x₁ axis)."""
    points: Array = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
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


def _shaken(points: Array, noise: float, reach: float, rng: np.random.Generator) -> Array:
    """The points where the noise sees them; it moves the label, not the point."""
    return points + noise * rng.uniform(-reach, reach, points.shape)


@DATASETS.register
class Circle(DatasetGenerator):
    """Blue inside radius 2.5, orange between 3.5 and 5; noise swaps labels near the border."""

    name, label = "circle", "Circle"
    description = "A disc surrounded by a ring: no straight line separates them."
    radius: ClassVar[float] = 5.0

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        inside = class_of_each_point(size, 2) == 1.0
        low = np.where(inside, 0.0, 0.7 * cls.radius)
        high = np.where(inside, 0.5 * cls.radius, cls.radius)
        points = polar(rng.uniform(low, high), rng.uniform(0.0, 2 * np.pi, size))
        seen = _shaken(points, noise, cls.radius, rng)
        return points, (np.hypot(seen[:, 0], seen[:, 1]) < 0.5 * cls.radius).astype(np.float64)


@DATASETS.register
class Xor(DatasetGenerator):
    """Blue where x₁ and x₂ have the same sign, with a gap of 0.6 along the axes."""

    name, label = "xor", "Exclusive or"
    description = "Opposite quadrants share a class: each input alone says nothing."
    padding: ClassVar[float] = 0.3

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        # The quadrant follows from the class, so that the classes are equally frequent.
        same_sign = class_of_each_point(size, 2) == 1.0
        first = np.where(rng.random(size) < 0.5, -1.0, 1.0)
        signs = np.column_stack([first, np.where(same_sign, first, -first)])
        points = signs * (rng.uniform(0.0, 5.0, (size, 2)) + cls.padding)
        seen = _shaken(points, noise, 5.0, rng)
        return points, (seen[:, 0] * seen[:, 1] >= 0.0).astype(np.float64)


@DATASETS.register
class Gaussians(DatasetGenerator):
    """Normal clouds about (2, 2) and (−2, −2); the variance goes from 0.5 to 4 with the noise."""

    name, label = "gaussians", "Gaussians"
    description = "Two clouds side by side: one straight line is enough."

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        targets = class_of_each_point(size, 2)
        centres = np.where(targets[:, None] == 1.0, 2.0, -2.0)
        variance = 0.5 + 3.5 * noise / MAX_NOISE
        return centres + np.sqrt(variance) * rng.standard_normal((size, 2)), targets


@DATASETS.register
class Spiral(DatasetGenerator):
    """Two arms of 1¾ turns, point i of n at radius 5·i/n; noise moves the points."""

    name, label = "spiral", "Spiral"
    description = "Two arms wound around each other: the hardest of the classic sets."

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        targets = class_of_each_point(size, 2)
        along = (np.arange(size) // 2) / ((size + 1) // 2)  # 0 … 1 from the centre, on each arm
        # The blue arm leaves the centre upwards and turns clockwise; the orange one faces it.
        turn = 1.75 * 2 * np.pi * along + np.where(targets == 1.0, 0.0, np.pi)
        points = polar(5.0 * along, 0.5 * np.pi - turn)
        return points + noise * rng.uniform(-1.0, 1.0, points.shape), targets


@DATASETS.register
class Moons(DatasetGenerator):
    """Two half circles of radius 3.2 that reach into each other; noise moves the points."""

    name, label = "moons", "Moons"
    description = "Two crescents that reach into each other: a gentle curve separates them."
    radius: ClassVar[float] = 3.2

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        targets = class_of_each_point(size, 2)
        side = np.where(targets == 1.0, 1.0, -1.0)
        points = polar(rng.uniform(0.88, 1.12, size) * cls.radius, rng.uniform(0.0, np.pi, size))
        # The blue moon opens downwards; the orange one is the same, turned about the origin.
        centre = cls.radius * np.array([-0.5, -0.25])
        points = side[:, None] * (points + centre)
        return points + 1.6 * noise * rng.standard_normal((size, 2)), targets


@DATASETS.register
class Plane(DatasetGenerator):
    """Targets (x₁ + x₂) / 10, held to [-1, 1]; noise moves the place where the target is read."""

    name, label, task, max_classes = "plane", "Plane", "regression", 0
    description = "A tilted plane: a single neuron without a curve can fit it."

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        points = rng.uniform(-PLANE, PLANE, (size, 2))
        height = _shaken(points, noise, PLANE, rng).sum(axis=1) / 10.0
        return points, np.clip(height, -1.0, 1.0)


@DATASETS.register
class MultiGaussian(DatasetGenerator):
    """Six cones of alternating sign and radius 2; each point takes the highest |value|."""

    name, label, task, max_classes = "multi_gaussian", "Multi-Gaussian", "regression", 0
    description = "Three hills and three hollows: many neurons must share the work."
    centres: ClassVar[Array] = np.array([(x, y) for y in (2.5, -2.5) for x in (-4.0, 0.0, 4.0)])
    signs: ClassVar[Array] = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Array, Array]:
        points = rng.uniform(-PLANE, PLANE, (size, 2))
        seen = _shaken(points, noise, PLANE, rng)
        distance = np.linalg.norm(seen[:, None, :] - cls.centres, axis=2)
        heights = cls.signs * np.maximum(1.0 - distance / 2.0, 0.0)
        highest = np.abs(heights).argmax(axis=1)
        return points, heights[np.arange(size), highest]
