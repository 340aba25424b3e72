"""Which of very many points are drawn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

SAMPLE = 2000
"""Most points that are drawn; more would be a blot, and cost more than the training."""

FRESH = 100
"""Of these, the last ones: what has just been painted is always seen."""


@lru_cache(maxsize=8)
def drawn_points(count: int) -> npt.NDArray[np.intp]:
    """Indices of the points to draw, ascending: all, or `SAMPLE` of them.

    Those are the last `FRESH` and an even choice of the others.  The draws are always
    the same, so while points are painted or erased at the end nearly all others stay drawn.
    """
    chosen = np.arange(count, dtype=np.intp)
    if count > SAMPLE:
        older, wanted = count - FRESH, SAMPLE - FRESH
        draws = np.random.default_rng(0).random(older)
        even = np.sort(np.argpartition(draws, wanted)[:wanted])
        chosen = np.concatenate([even, chosen[older:]]).astype(np.intp)
    chosen.flags.writeable = False
    return chosen
