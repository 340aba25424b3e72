"""What stands in ``run.json``: a run and its tape, without the arrays.

Numbers that may be NaN or infinite are None there, since JSON has neither.
"""

from __future__ import annotations

import math
from typing import Annotated

import msgspec
from msgspec import Meta

from nnfs_gui.experiment.model import Experiment, HandSetWeight

from ..tape.marks import MarkKind

FORMAT = "nnfs-run"
FORMAT_VERSION = 1

Count = Annotated[int, Meta(ge=0, le=2**53)]
Text = Annotated[str, Meta(max_length=400)]
Hex = Annotated[str, Meta(pattern="^[0-9a-f]{1,32}$")]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """A row of a table: fields in order, without their names."""


class SavedGenerator(_Part, frozen=True):
    """The state of a PCG64, in hexadecimal digits."""

    state: Hex
    inc: Hex
    has_uint32: Annotated[int, Meta(ge=0, le=1)]
    uinteger: Annotated[int, Meta(ge=0, lt=2**32)]


class SavedState(_Part, frozen=True):
    """A `TrainerState`; generators are numbers in the table of generators."""

    moments: tuple[str, ...]
    optimizer_count: Count
    generator: Count
    shuffled_from: Count | None
    begun: bool
    cursor: Count
    position: Count
    epoch: Count
    epoch_loss: float | None
    loss_sum: float
    has_applied: bool
    gradient_norm: float
    clip_scale: float


class SavedFrame(_Part, frozen=True):
    """A `KeyFrame`."""

    step: Count
    stretch: Count
    clock: float
    parked_epoch: Count
    parked_steps: Count
    given: tuple[HandSetWeight, ...]
    in_force: tuple[int, ...]
    state: SavedState | None


class SavedStretch(_Part, frozen=True):
    """A `Stretch`; its experiment is a number in the table of experiments."""

    start: Count
    experiment: Count
    exact: bool
    singles: tuple[Count, ...]


class SavedMark(_Part, frozen=True):
    """A `Mark`."""

    step: Count
    kind: MarkKind
    text: Text


class SavedBranch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `Branch`; the vectors of its frames lie one behind the other in an array of its own."""

    number: Annotated[int, Meta(ge=1, le=2**31)]
    parent: tuple[Count, Count] | None
    end: Count
    stretches: tuple[SavedStretch, ...]
    frames: tuple[SavedFrame, ...]
    marks: tuple[SavedMark, ...]
    coarse_until: Count
    best_loss: float | None
    kept: Count
    """Entries of the loss curve, but for the newest."""
    spacing: float
    """Least distance of the entries."""
    name: Text = ""
    pinned: bool = False


class SavedRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `Run` and its `Tape`.

    Attributes
    ----------
    live, step : int
        The number of the living branch, and the step at which the run stands.
    points : tuple of int
        For each experiment the number of its array of points, or -1.
    patience : tuple of two floats, or None
        Best loss and its epoch, as the stop condition "no improvement" has seen them.
    """

    format: str
    format_version: int
    live: int
    step: Count
    clock: float
    step_seconds: float
    disarmed: bool
    patience: tuple[float | None, float | None] | None
    generators: tuple[SavedGenerator, ...]
    experiments: tuple[Experiment, ...]
    points: tuple[int, ...]
    branches: tuple[SavedBranch, ...]


def or_none(number: float) -> float | None:
    """The number, or None if it is not finite."""
    return number if math.isfinite(number) else None
