"""Which batches are passed in parts, and how the parts are put together.

A batch of 50,000 samples has millions of activations, and each call of NumPy would fetch them all
from memory and write them all back.  The same calls for a thousand samples at a time find them in
the processor's cache: such a pass takes three fifths of the time, its memory does not grow with
the batch, and between two parts others can be heard.  A part's loss and gradient are means over
its samples, so those of the batch are the parts' means, each weighted by its share of the samples.

Sums of floating-point numbers depend on their order.  So the cuts depend on nothing but the counts
of samples and units, and whoever passes a batch cuts it as `parts_of` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from .arrays import Vector

LARGE = 1_000_000
"""Activations in a batch, all layers together, from which it is passed in parts."""
PART = 125_000
"""Activations in a part, a megabyte; between half and twice as many nothing changes."""
LEAST = 250
"""Samples in a part: with fewer, matrix products of wide layers do not reach their speed."""

Pass: TypeAlias = Callable[[Vector, Vector], tuple[float, Vector]]
"""From inputs and targets to the mean loss and its gradient."""


def is_large(n_samples: int, sizes: Sequence[int]) -> bool:
    """Whether a batch is passed in parts by a network of these sizes."""
    return n_samples * sum(sizes[1:]) >= LARGE and n_samples > most_samples(sizes)


def most_samples(sizes: Sequence[int]) -> int:
    """The samples that a part may have."""
    return max(LEAST, PART // sum(sizes[1:]))


def parts_of(n_samples: int, sizes: Sequence[int]) -> list[slice]:
    """A batch's parts, of equal length but for the last; one if the batch is not large."""
    if not is_large(n_samples, sizes):
        return [slice(0, n_samples)]
    n_parts = -(-n_samples // most_samples(sizes))
    length = -(-n_samples // n_parts)
    starts = range(0, n_samples, length)
    return [slice(start, min(start + length, n_samples)) for start in starts]


def mean_of_parts(
    compute: Pass, inputs: Vector, targets: Vector, parts: Sequence[slice]
) -> tuple[float, Vector]:
    """The mean loss and gradient of all samples, from those of each part."""
    loss, gradient = 0.0, None
    for part in parts:
        share = (part.stop - part.start) / len(inputs)
        loss_of_part, gradient_of_part = compute(inputs[part], targets[part])
        loss += share * loss_of_part
        weighted = share * gradient_of_part
        gradient = weighted if gradient is None else gradient + weighted
    assert gradient is not None  # there is a part
    return loss, gradient
