"""What the worker hands to the views: complete, immutable pictures of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine.tools.metrics import r_squared
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.model import Experiment

from .tape.blow_up import BlowUp
from .tape.picture import Place, TapePicture

Vector: TypeAlias = npt.NDArray[np.float64]
Maps: TypeAlias = npt.NDArray[np.float32]


class RunState(Enum):
    """Where a run stands."""

    PAUSED = "paused"
    RUNNING = "running"
    STOPPED = "stopped"  # a stop condition was met; play continues past it
    DIVERGED = "diverged"  # a number became infinite or NaN


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """The run's history, thinned to at most 2,048 entries; every array of shape (n,)."""

    step: Vector
    epoch: Vector
    train_loss: Vector
    test_loss: Vector
    penalty: Vector
    accuracy: Vector  # on test points; NaN for regression


@dataclass(frozen=True, eq=False, slots=True)
class GradientNorms:
    """Global gradient norms of the last (at most 500) steps, oldest first; shape (n,)."""

    step: Vector
    raw: Vector
    applied: Vector
    cosine: Vector  # of the angle between raw and applied gradient
    clipped: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """One moment of a run, complete in itself; all arrays are read-only copies.

    Layer 0 means the input features, the last layer the outputs.  A layer's parameters lie in the
    flat vectors as its block of shape (n_out, n_in + 1): one row per neuron, its bias last.
    Maps cover the plane [-6, 6]²; row 0 is the smallest x2, column 0 the smallest x1, and values
    belong to pixel centres.
    """

    run: int
    serial: int
    experiment: Experiment
    data: PlaneData
    state: RunState
    epoch: int
    step: int
    learning_rate: float
    train_loss: float
    test_loss: float
    penalty: float
    train_accuracy: float  # NaN for regression
    test_accuracy: float
    sizes: tuple[int, ...]  # units per layer: features, hidden layers, outputs
    parameters: Vector
    raw_gradient: Vector  # of the last mini-batch; zeros before the first step
    applied_gradient: Vector
    curve: Curve
    gradient_norms: GradientNorms
    maps: tuple[Maps, ...]  # per layer 0 …: activations of shape (n_units, M, M)
    boundary: Maps  # (n_outputs, B, B), the outputs on a finer grid
    sample: npt.NDArray[np.intp]  # indices into data of the points that are drawn, at most 2,000
    predictions: Maps  # (n_sample, n_outputs)
    point_losses: Maps  # (n_sample,)
    activations: tuple[Maps, ...]  # per layer 0 …: (n_units, n_sample)
    message: str = ""  # why it stopped or diverged, for people
    moments: Mapping[str, Vector] = field(default_factory=dict)  # the optimizer's memory, by name
    moment_steps: int = 0  # steps since that memory was empty
    tape: TapePicture | None = None
    past: Place | None = None  # the step that is looked at, if it is not where the run is

    @property
    def test_r_squared(self) -> float:
        """R² on those test points that are drawn, for regression; else NaN."""
        tested = np.isin(self.sample, self.data.test)
        outputs, targets = self.predictions[tested], self.data.targets[self.sample[tested]]
        if self.data.task != "regression" or not len(targets) or not np.isfinite(outputs).all():
            return math.nan
        return r_squared(outputs.astype(np.float64)[:, 0], targets)

    def block(self, layer: int, of: Vector | None = None) -> Vector:
        """The block (n_out, n_in + 1) of layer 1 … of the parameters, or of a flat vector."""
        sizes = self.sizes
        start = sum(sizes[index] * (sizes[index - 1] + 1) for index in range(1, layer))
        shape = (sizes[layer], sizes[layer - 1] + 1)
        vector = self.parameters if of is None else of
        return vector[start : start + shape[0] * shape[1]].reshape(shape)


@dataclass(frozen=True)
class Failure:
    """Something that went wrong, in words for people.

    ``bare`` is the message of a divergence without what might help.
    """

    message: str
    details: str = ""
    diverged: bool = False
    blow_up: BlowUp | None = None
    bare: str = ""
