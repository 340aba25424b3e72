"""What the session asks of the worker, and what the worker reports, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from nnfs_gui.experiment.model import Experiment

from ..snapshot import Failure

StepUnit: TypeAlias = Literal["sample", "batch", "epoch"]


@dataclass(frozen=True)
class Begin:
    """Start a new run of an experiment, paused."""

    run: int
    experiment: Experiment


@dataclass(frozen=True)
class Change:
    """Go on with a changed experiment, keeping what was learned."""

    experiment: Experiment


@dataclass(frozen=True)
class Play:
    """Train until told otherwise."""


@dataclass(frozen=True)
class Pause:
    """Stop training for now."""


@dataclass(frozen=True)
class Step:
    """Pause, and train with one sample, one mini-batch, or to the end of the epoch."""

    unit: StepUnit


@dataclass(frozen=True)
class Rewind:
    """Back to the initial weights, as a new run."""

    run: int


@dataclass(frozen=True)
class TrainEpochs:
    """Train this many epochs at full speed, then pause."""

    epochs: int


@dataclass(frozen=True)
class SetSpeed:
    """0 … 1; 1 is full speed."""

    speed: float


@dataclass(frozen=True)
class SetDetail:
    """Side lengths of the neurons' maps and of the boundary."""

    map_size: int
    boundary_size: int


@dataclass(frozen=True)
class Turn:
    """The picture has been drawn: train for so long, then show the next one."""

    seconds: float


@dataclass(frozen=True)
class Stop:
    """End the thread."""


Command: TypeAlias = (
    Begin | Change | Play | Pause | Step | Rewind | TrainEpochs | SetSpeed | SetDetail | Turn | Stop
)


@dataclass(frozen=True)
class Order:
    """A command and its number, by which the session knows which answer belongs to it."""

    number: int
    command: Command


@dataclass(frozen=True)
class Report:
    """News from the worker that is no picture.

    Attributes
    ----------
    run : int
        The run it is about.
    command : int
        Number of the last command that had been obeyed.
    failure : Failure or None
    notice : str
        Something worth knowing that is no failure; "" for none.
    finished : bool
        The epochs of the last `TrainEpochs` are done, or cannot be.
    """

    run: int
    command: int
    failure: Failure | None = None
    notice: str = ""
    finished: bool = False
