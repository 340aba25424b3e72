"""Two classes and regression: the generators of TensorFlow Playground, and two moons."""

from __future__ import annotations

import numpy as np

from ..arrays import Vector
from .base import MAX_NOISE, PLANE, class_of_each_point, dataset, polar


def _shaken(points: Vector, noise: float, reach: float, rng: np.random.Generator) -> Vector:
    """The points where the noise sees them; it moves the label, not the point."""
    return points + noise * rng.uniform(-reach, reach, points.shape)


@dataset("Circle", "A disc surrounded by a ring: no straight line separates them.")
def circle(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Blue inside radius 2.5, orange between 3.5 and 5; noise swaps labels near the border."""
    radius = 5.0
    inside = class_of_each_point(size, 2) == 1.0
    low = np.where(inside, 0.0, 0.7 * radius)
    high = np.where(inside, 0.5 * radius, radius)
    points = polar(rng.uniform(low, high), rng.uniform(0.0, 2 * np.pi, size))
    seen = _shaken(points, noise, radius, rng)
    return points, (np.hypot(seen[:, 0], seen[:, 1]) < 0.5 * radius).astype(np.float64)


@dataset("Exclusive or", "Opposite quadrants share a class: each input alone says nothing.")
def xor(size: int, noise: float, rng: np.random.Generator, n_classes: int) -> tuple[Vector, Vector]:
    """Blue where x₁ and x₂ have the same sign, with a gap of 0.6 along the axes."""
    padding = 0.3
    # The quadrant follows from the class, so that the classes are equally frequent.
    same_sign = class_of_each_point(size, 2) == 1.0
    first = np.where(rng.random(size) < 0.5, -1.0, 1.0)
    signs = np.column_stack([first, np.where(same_sign, first, -first)])
    points = signs * (rng.uniform(0.0, 5.0, (size, 2)) + padding)
    seen = _shaken(points, noise, 5.0, rng)
    return points, (seen[:, 0] * seen[:, 1] >= 0.0).astype(np.float64)


@dataset("Gaussians", "Two clouds side by side: one straight line is enough.")
def gaussians(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Normal clouds about (2, 2) and (−2, −2); the variance goes from 0.5 to 4 with the noise."""
    targets = class_of_each_point(size, 2)
    centres = np.where(targets[:, None] == 1.0, 2.0, -2.0)
    variance = 0.5 + 3.5 * noise / MAX_NOISE
    return centres + np.sqrt(variance) * rng.standard_normal((size, 2)), targets


@dataset("Spiral", "Two arms wound around each other: the hardest of the classic sets.")
def spiral(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Two arms of 1¾ turns, point i of n at radius 5·i/n; noise moves the points."""
    targets = class_of_each_point(size, 2)
    along = (np.arange(size) // 2) / ((size + 1) // 2)  # 0 … 1 from the centre, on each arm
    # The blue arm leaves the centre upwards and turns clockwise; the orange one faces it.
    turn = 1.75 * 2 * np.pi * along + np.where(targets == 1.0, 0.0, np.pi)
    points = polar(5.0 * along, 0.5 * np.pi - turn)
    return points + noise * rng.uniform(-1.0, 1.0, points.shape), targets


@dataset("Moons", "Two crescents that reach into each other: a gentle curve separates them.")
def moons(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Two half circles of radius 3.2 that reach into each other; noise moves the points."""
    radius = 3.2
    targets = class_of_each_point(size, 2)
    side = np.where(targets == 1.0, 1.0, -1.0)
    points = polar(rng.uniform(0.88, 1.12, size) * radius, rng.uniform(0.0, np.pi, size))
    # The blue moon opens downwards; the orange one is the same, turned about the origin.
    centre = radius * np.array([-0.5, -0.25])
    points = side[:, None] * (points + centre)
    return points + 1.6 * noise * rng.standard_normal((size, 2)), targets


@dataset(
    "Plane",
    "A tilted plane: a single neuron without a curve can fit it.",
    "regression",
    0,
)
def plane(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Targets (x₁ + x₂) / 10, held to [-1, 1]; noise moves the place where the target is read."""
    points = rng.uniform(-PLANE, PLANE, (size, 2))
    height = _shaken(points, noise, PLANE, rng).sum(axis=1) / 10.0
    return points, np.clip(height, -1.0, 1.0)


@dataset(
    "Multi-Gaussian",
    "Three hills and three hollows: many neurons must share the work.",
    "regression",
    0,
)
def multi_gaussian(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Six cones of alternating sign and radius 2; each point takes the highest |value|."""
    centres = np.array([(x, y) for y in (2.5, -2.5) for x in (-4.0, 0.0, 4.0)])
    signs = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    points = rng.uniform(-PLANE, PLANE, (size, 2))
    seen = _shaken(points, noise, PLANE, rng)
    distance = np.linalg.norm(seen[:, None, :] - centres, axis=2)
    heights = signs * np.maximum(1.0 - distance / 2.0, 0.0)
    highest = np.abs(heights).argmax(axis=1)
    return points, heights[np.arange(size), highest]
