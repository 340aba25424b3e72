"""The data sets of TensorFlow Playground, number by number as it draws them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .random import SeededRandom

Point: TypeAlias = tuple[float, float, float]
Generator: TypeAlias = Callable[[int, float, SeededRandom], list[Point]]

CLASSIFY, REGRESS = 500, 1200
"""How many points it draws for either problem."""
_PLANE, _REACH = 6.0, 5.0
_BUMPS = (
    (-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0),
)  # fmt: skip


def points(name: str, noise: float, rng: SeededRandom) -> npt.NDArray[np.float64]:
    """Points x, y, label of shape (n_points, 3), shuffled; labels are ±1, or values around it.

    ``name`` is a key of `CLASSIFICATION` or `REGRESSION`, ``noise`` a fraction.
    """
    if name in CLASSIFICATION:
        drawn = CLASSIFICATION[name](CLASSIFY, noise, rng)
    else:
        drawn = REGRESSION[name](REGRESS, noise, rng)
    for last in range(len(drawn) - 1, -1, -1):
        chosen = math.floor(rng.random() * (last + 1))
        drawn[last], drawn[chosen] = drawn[chosen], drawn[last]
    return np.array(drawn)


def _circle(size: int, noise: float, rng: SeededRandom) -> list[Point]:
    """A disc of radius 2.5 within a ring from 3.5 to 5; noise moves points before they are told."""
    drawn = []
    for low, high in ((0.0, 0.5 * _REACH), (0.7 * _REACH, _REACH)):
        for _ in range(size // 2):
            radius, angle = rng.uniform(low, high), rng.uniform(0.0, 2 * math.pi)
            x, y = radius * math.sin(angle), radius * math.cos(angle)
            seen_x, seen_y = _moved(x, y, _REACH, noise, rng)
            seen = math.sqrt(seen_x * seen_x + seen_y * seen_y)
            drawn.append((x, y, 1.0 if seen < 0.5 * _REACH else -1.0))
    return drawn


def _xor(size: int, noise: float, rng: SeededRandom) -> list[Point]:
    """Four squares with a gap between them."""
    drawn = []
    for _ in range(size):
        x, y = (_apart(rng.uniform(-_REACH, _REACH)) for _ in range(2))
        seen_x, seen_y = _moved(x, y, _REACH, noise, rng)
        drawn.append((x, y, 1.0 if seen_x * seen_y >= 0 else -1.0))
    return drawn


def _apart(value: float) -> float:
    return value + (0.3 if value > 0 else -0.3)


def _gaussians(size: int, noise: float, rng: SeededRandom) -> list[Point]:
    """Two clouds; noise is their variance."""
    spread = math.sqrt(_scaled(noise, 0.0, 0.5, 0.5, 4.0))
    return [
        (_normal(centre, spread, rng), _normal(centre, spread, rng), label)
        for centre, label in ((2.0, 1.0), (-2.0, -1.0))
        for _ in range(size // 2)
    ]


def _normal(mean: float, deviation: float, rng: SeededRandom) -> float:
    while True:  # Marsaglia's polar method, with one of its two numbers
        first, second = 2 * rng.random() - 1, 2 * rng.random() - 1
        square = first * first + second * second
        if square <= 1:
            return mean + deviation * (math.sqrt(-2 * math.log(square) / square) * first)


def _spiral(size: int, noise: float, rng: SeededRandom) -> list[Point]:
    """Two arms of 1.75 turns; noise moves points themselves."""
    half, drawn = size / 2, []
    for start, label in ((0.0, 1.0), (math.pi, -1.0)):
        for index in range(size // 2):
            radius = index / half * _REACH
            angle = 1.75 * index / half * 2 * math.pi + start
            x = radius * math.sin(angle) + rng.uniform(-1.0, 1.0) * noise
            y = radius * math.cos(angle) + rng.uniform(-1.0, 1.0) * noise
            drawn.append((x, y, label))
    return drawn


def _plane(size: int, noise: float, rng: SeededRandom) -> list[Point]:
    """The value is a tenth of x + y."""
    return _over_the_plane(size, noise, rng, lambda x, y: _scaled(x + y, -10.0, 10.0, -1.0, 1.0))


def _bumps(size: int, noise: float, rng: SeededRandom) -> list[Point]:
    """Six cones of height ±1, of which the highest counts."""

    def value(x: float, y: float) -> float:
        highest = 0.0
        for centre_x, centre_y, sign in _BUMPS:
            distance = math.sqrt((x - centre_x) ** 2 + (y - centre_y) ** 2)
            height = sign * (1.0 - min(1.0, distance / 2.0))
            highest = height if abs(height) > abs(highest) else highest
        return highest

    return _over_the_plane(size, noise, rng, value)


def _over_the_plane(
    size: int, noise: float, rng: SeededRandom, value: Callable[[float, float], float]
) -> list[Point]:
    drawn = []
    for _ in range(size):
        x, y = rng.uniform(-_PLANE, _PLANE), rng.uniform(-_PLANE, _PLANE)
        drawn.append((x, y, value(*_moved(x, y, _PLANE, noise, rng))))
    return drawn


def _moved(
    x: float, y: float, reach: float, noise: float, rng: SeededRandom
) -> tuple[float, float]:
    """Where noise sees a point: labels are told there, and the point stays."""
    return x + rng.uniform(-reach, reach) * noise, y + rng.uniform(-reach, reach) * noise


def _scaled(value: float, low: float, high: float, first: float, last: float) -> float:
    """From [low, high] to [first, last], and on in a straight line beyond."""
    share = (value - low) / (high - low)
    return first * (1 - share) + last * share


CLASSIFICATION: dict[str, Generator] = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gaussians,
    "spiral": _spiral,
}
REGRESSION: dict[str, Generator] = {"reg-plane": _plane, "reg-gauss": _bumps}
