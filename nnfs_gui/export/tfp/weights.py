"""The initial weights of TensorFlow Playground."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nnfs_gui.experiment.model import BIAS, HandSetWeight, Link

from .random import SeededRandom

START_BIAS = 0.1


def hand_set(layers: tuple[tuple[str, ...], ...], rng: SeededRandom) -> tuple[HandSetWeight, ...]:
    """Every weight evenly from [−½, ½), neuron by neuron, and every bias 0.1, as set by hand."""
    drawn = enumerate(_drawn(layers, rng), start=1)
    return tuple(HandSetWeight(link, value, value, serial) for serial, (link, value) in drawn)


def _drawn(layers: tuple[tuple[str, ...], ...], rng: SeededRandom) -> Iterator[tuple[Link, float]]:
    for sources, units in pairwise(layers):
        for unit in units:
            for source in sources:
                yield Link(source, unit), rng.random() - 0.5
            yield Link(BIAS, unit), START_BIAS
