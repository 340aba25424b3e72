"""Toy problems in the plane with two to eight classes: blobs, rings and pinwheel.

They follow the rules of `datasets` and register themselves in `DATASETS`.  Class k of every set
lies at the k-th place anticlockwise, or outwards, so that a number more or less only changes how
the plane is divided.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Vector
from .base import class_of_each_point, dataset, polar

MAX_CLASSES = 8


@dataset(
    "Blobs",
    "One round cloud for each class: the simplest problem with many classes.",
    max_classes=MAX_CLASSES,
)
def blobs(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Normal clouds around a circle of radius 3.7; the noise widens them."""
    targets = class_of_each_point(size, n_classes)
    centres = polar(np.full(size, 3.7), 2 * np.pi * (targets / n_classes + 0.125))
    deviation = 0.5 + 2.0 * noise
    return centres + deviation * rng.standard_normal((size, 2)), targets


@dataset(
    "Rings",
    "A target with one ring for each class: only the distance from the centre counts.",
    max_classes=MAX_CLASSES,
)
def rings(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """A disc and rings about it, of equal width and with gaps; the noise blurs their borders."""
    filled = 0.6  # Share of each ring's width that has points in it when there is no noise.
    targets = class_of_each_point(size, n_classes)
    width = 5.6 / n_classes
    radius = width * (targets + filled * rng.random(size))
    blur = noise * width * rng.standard_normal(size)
    return polar(radius + blur, rng.uniform(0.0, 2 * np.pi, size)), targets


@dataset(
    "Pinwheel",
    "Bent sails around a hub: distance and direction must be combined.",
    max_classes=MAX_CLASSES,
)
def pinwheel(
    size: int, noise: float, rng: np.random.Generator, n_classes: int
) -> tuple[Vector, Vector]:
    """Bent sails about the centre; the noise makes them broader.

    After the pinwheel of Johnson et al., "Composing graphical models with neural networks for
    structured representations and fast inference", NeurIPS 2016: a normal cloud in each sail's
    direction, turned by an angle that grows with the distance from the centre.
    """
    targets = class_of_each_point(size, n_classes)
    outwards = rng.uniform(0.9, 5.4, size)
    breadth = 1.2 / n_classes + 1.6 * noise
    aside = breadth * rng.standard_normal(size)
    sail = np.column_stack([outwards, aside])
    turn = 2 * np.pi * targets / n_classes + 0.28 * outwards
    rotated = np.column_stack(
        [
            sail[:, 0] * np.cos(turn) - sail[:, 1] * np.sin(turn),
            sail[:, 0] * np.sin(turn) + sail[:, 1] * np.cos(turn),
        ]
    )
    return rotated, targets
