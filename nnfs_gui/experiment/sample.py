"""Which of very many points are drawn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

SAMPLE = 2000
"""Most points that are drawn; more would be a blot, and cost more than the training."""


@lru_cache(maxsize=8)
def drawn_points(count: int) -> npt.NDArray[np.intp]:
    """Indices of the points to draw: all, or an even choice of `SAMPLE` of them, ascending.

    Each point has its luck once and for all, so while points are painted or erased at the end
    nearly all others stay drawn.
    """
    chosen = np.arange(count, dtype=np.intp)
    if count > SAMPLE:
        luck = np.random.default_rng(0).random(count)
        chosen = np.sort(np.argpartition(luck, SAMPLE)[:SAMPLE]).astype(np.intp)
    chosen.flags.writeable = False
    return chosen
