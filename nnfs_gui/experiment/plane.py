"""The grids on which the plane is drawn: where the pixels of a picture of it lie."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .model import PLANE

Vector = npt.NDArray[np.float64]


@lru_cache(maxsize=16)
def pixel_centres(side: int) -> Vector:
    """Where the centres of ``side`` pixels lie along an axis of the plane; read-only."""
    centres = np.asarray((np.arange(side) + 0.5) * (2 * PLANE / side) - PLANE, dtype=np.float64)
    centres.flags.writeable = False
    return centres


@lru_cache(maxsize=8)
def grid_points(side: int) -> Vector:
    """Pixel centres of a side × side picture of the plane, row by row from the smallest x2."""
    points = np.stack(np.meshgrid(*[pixel_centres(side)] * 2), axis=-1).reshape(-1, 2)
    points.flags.writeable = False
    return points
