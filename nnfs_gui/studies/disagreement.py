"""Where two networks say different things of the plane."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs

Maps: TypeAlias = npt.NDArray[np.float32]
Map: TypeAlias = npt.NDArray[np.float64]


def disagreement(one: Maps, other: Maps, first: Experiment, second: Experiment) -> Map | None:
    """How much two networks disagree, 0 … 1, of shape (side, side); None if that has no meaning.

    For classes it is 1 where they decide for different ones; for values the difference, as a share
    of the whole range.

    Parameters
    ----------
    one, other : ndarray of shape (n_outputs, side, side)
    first, second : Experiment
        What they are of; only the outputs' meaning counts.
    """
    here, there = read_outputs(first), read_outputs(second)
    if (here.task, here.n_classes) != (there.task, there.n_classes):
        return None
    if here.n_classes:
        differ = _classes(one, first) != _classes(other, second)
        return np.asarray(differ, dtype=np.float64)
    span = here.high - here.low
    found: Map = np.clip(np.abs(one[0].astype(float) - other[0]) / span, 0.0, 1.0)
    return found


def _classes(maps: Maps, experiment: Experiment) -> npt.NDArray[np.intp]:
    single = maps[0] >= read_outputs(experiment).threshold
    return np.asarray(single if len(maps) == 1 else maps.argmax(axis=0), dtype=np.intp)
