"""What the session asks of the worker, and what the worker reports, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from queue import SimpleQueue
from typing import Literal, TypeAlias

from nnfs_gui.experiment.model import Experiment

from ..learned import Learned
from ..saved import PackedRun, Restored
from ..snapshot import Failure
from ..step_walk import PreparedStep
from ..tape.picture import Place

StepUnit: TypeAlias = Literal["sample", "batch", "epoch"]


@dataclass(frozen=True)
class Begin:
    """Start a new run of an experiment, paused."""

    run: int
    experiment: Experiment
    restored: Restored | None = None
    """Where the run stood when it was saved."""


@dataclass(frozen=True)
class Pack:
    """Put the run, packed for a file, into the reply; None if there is none.

    With a ``budget``, the key frames that are packed take so many bytes at most.
    """

    reply: SimpleQueue[PackedRun | None]
    budget: int | None = None


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
    """Back to the initial weights, as a new run, or to where these led elsewhere."""

    run: int
    learned: Learned | None = None


@dataclass(frozen=True)
class TrainEpochs:
    """Train this many epochs, at full speed or at so many steps per second, then pause."""

    epochs: int
    rate: float | None = None


@dataclass(frozen=True)
class LookAt:
    """Pause, and show a step of the tape, or None for the run itself.

    With ``near`` it is the last key frame up to the step, which is shown at once.
    """

    place: Place | None
    near: bool = False


@dataclass(frozen=True)
class Shift:
    """Look a mini-batch or an epoch further on (1) or back (-1)."""

    unit: StepUnit
    by: int


@dataclass(frozen=True)
class Replay:
    """Show the recorded steps again, from the one that is looked at, at the chosen speed."""


@dataclass(frozen=True)
class ContinueFrom:
    """Make a step of the tape the run's own: its next change begins a branch there."""

    place: Place


@dataclass(frozen=True)
class Bookmark:
    """Put a mark on a step; without a name, take it away."""

    place: Place
    name: str


@dataclass(frozen=True)
class NoteRun:
    """Call a branch of the tape something, or let its curve stay in sight."""

    branch: int
    name: str | None = None
    pinned: bool | None = None


@dataclass(frozen=True)
class RemoveRun:
    """Forget a branch of the tape."""

    branch: int


@dataclass(frozen=True)
class Prepare:
    """Compute the next step on a copy, with one sample if it is ``single``, and report it."""

    single: bool


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


LeavesPast: TypeAlias = Begin | Change | Play | Step | Rewind | TrainEpochs | ContinueFrom
"""After these the run itself is shown."""

Command: TypeAlias = (
    LeavesPast
    | Pause
    | LookAt
    | Shift
    | Replay
    | Bookmark
    | NoteRun
    | RemoveRun
    | Pack
    | Prepare
    | SetSpeed
    | SetDetail
    | Turn
    | Stop
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
    prepared : PreparedStep or None
        What `Prepare` asked for.
    """

    run: int
    command: int
    failure: Failure | None = None
    notice: str = ""
    finished: bool = False
    prepared: PreparedStep | None = None
