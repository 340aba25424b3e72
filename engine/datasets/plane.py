"""Two classes and regression: the generators of TensorFlow Playground, and two moons."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..arrays import Vector
from .base import DATASETS, MAX_NOISE, PLANE, DatasetGenerator, class_of_each_point, polar


def _shaken(points: Vector, noise: float, reach: float, rng: np.random.Generator) -> Vector:
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
    ) -> tuple[Vector, Vector]:
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
    ) -> tuple[Vector, Vector]:
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
    ) -> tuple[Vector, Vector]:
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
    ) -> tuple[Vector, Vector]:
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
    ) -> tuple[Vector, Vector]:
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
    ) -> tuple[Vector, Vector]:
        points = rng.uniform(-PLANE, PLANE, (size, 2))
        height = _shaken(points, noise, PLANE, rng).sum(axis=1) / 10.0
        return points, np.clip(height, -1.0, 1.0)


@DATASETS.register
class MultiGaussian(DatasetGenerator):
    """Six cones of alternating sign and radius 2; each point takes the highest |value|."""

    name, label, task, max_classes = "multi_gaussian", "Multi-Gaussian", "regression", 0
    description = "Three hills and three hollows: many neurons must share the work."
    centres: ClassVar[Vector] = np.array([(x, y) for y in (2.5, -2.5) for x in (-4.0, 0.0, 4.0)])
    signs: ClassVar[Vector] = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])

    @classmethod
    def points(
        cls, size: int, noise: float, rng: np.random.Generator, n_classes: int
    ) -> tuple[Vector, Vector]:
        points = rng.uniform(-PLANE, PLANE, (size, 2))
        seen = _shaken(points, noise, PLANE, rng)
        distance = np.linalg.norm(seen[:, None, :] - cls.centres, axis=2)
        heights = cls.signs * np.maximum(1.0 - distance / 2.0, 0.0)
        highest = np.abs(heights).argmax(axis=1)
        return points, heights[np.arange(size), highest]
