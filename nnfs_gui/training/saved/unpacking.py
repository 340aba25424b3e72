"""From what a file holds to a run that goes on; every claim of the file is checked first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from engine import OPTIMIZERS, TrainerState
from nnfs_gui.experiment.building import block_positions
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.files.reading import Asked, heed, never
from nnfs_gui.experiment.files.wording import in_words
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData
from nnfs_gui.experiment.validation import InvalidExperiment, check

from ..history import GradientHistory, History
from ..moment import Moment
from ..snapshot import Vector
from ..tape.branch import Branch, KeyFrame, Stretch
from ..tape.marks import Mark
from ..tape.picture import Place
from ..tape.replay import Replay
from ..tape.tape import Tape
from ..trained_network import TrainedNetwork
from . import structs as s


@dataclass(frozen=True, eq=False)
class Restored:
    """A run as it was when it was saved, ready to go on.

    Attributes
    ----------
    tape : Tape
    trained : TrainedNetwork
        It stands where the run stood.
    gradients : GradientHistory
        Norms of the last steps.
    disarmed : bool
        Whether a stop condition was met and play went on past it.
    patience : tuple of two floats, or None
        Best loss and its epoch, as the stop condition "no improvement" has seen them.
    """

    tape: Tape
    trained: TrainedNetwork
    gradients: GradientHistory
    disarmed: bool
    patience: tuple[float, float] | None


class _Unsound(Exception):
    """The description contradicts itself."""


def unpack(
    experiment: Experiment,
    description: bytes,
    arrays: Mapping[str, Vector],
    stop: Asked = never,
) -> Restored:
    """The run of a file whose experiment is already known; FileError says what is wrong.

    `ReadingStopped` is raised as soon as ``stop`` says that nobody waits for it.
    """
    try:
        saved = _decode(description)
        return _Unpacker(saved, arrays, stop).run(experiment)
    except msgspec.DecodeError as error:
        raise FileError(f"its run cannot be read: {in_words(str(error))[:300]}.") from error
    except InvalidExperiment as error:
        what = f"{error.path} {error.message}"
        raise FileError(f"an experiment of its run is invalid: {what[:300]}.") from error
    except (_Unsound, KeyError, IndexError, ValueError, RecursionError, RuntimeError) as error:
        raise FileError("its run contradicts itself: the file is damaged.") from error


class _Header(msgspec.Struct):
    format: Any = None
    format_version: Any = None


def _decode(description: bytes) -> s.SavedRun:
    header = msgspec.json.decode(description, type=_Header)
    if header.format != s.FORMAT or type(header.format_version) is not int:
        raise FileError("it is not a run of this playground.")
    if header.format_version > s.FORMAT_VERSION:
        raise FileError(
            f"its run was written by a newer playground (format {header.format_version}; this one "
            f"reads up to {s.FORMAT_VERSION}). Please update."
        )
    return msgspec.json.decode(description, type=s.SavedRun, dec_hook=_no_points)


def _no_points(kind: type, _value: object) -> PointArray:
    if kind is not PointArray:
        raise NotImplementedError(kind)  # how msgspec is told that a type is not known
    return PointArray()


def _demand(condition: bool) -> None:
    if not condition:
        raise _Unsound


class _Unpacker:
    def __init__(self, saved: s.SavedRun, arrays: Mapping[str, Vector], stop: Asked) -> None:
        self._saved, self._arrays, self._stop = saved, arrays, stop
        _demand(len(saved.points) == len(saved.experiments))
        pairs = zip(saved.experiments, saved.points, strict=True)
        self._experiments = [self._with_points(*pair) for pair in pairs]
        self._generators = [_generator(entry) for entry in saved.generators]
        self._n_samples = cache(self._count_samples)

    def run(self, experiment: Experiment) -> Restored:
        saved = self._saved
        branches: dict[int, Branch] = {}
        for entry in saved.branches:
            _demand(entry.number not in branches)
            branches[entry.number] = self._branch(entry, branches)
        _demand(0.0 < saved.step_seconds < math.inf)
        tape = Tape()
        tape.restore(branches, saved.live, saved.clock, saved.step_seconds)
        _demand(tape.live.frames[0].step <= saved.step)
        _demand(saved.step <= tape.live.end)
        heed(self._stop)
        replay = Replay(tape)
        replay.go(Place(saved.live, saved.step), after_edits=saved.step == tape.live.end)
        trained, patience = replay.detach(), saved.patience
        _demand(_same_training(trained.experiment, experiment))
        trained.apply(experiment)
        if patience is not None:
            best, epoch = patience
            patience = (math.inf if best is None else best, math.nan if epoch is None else epoch)
        return Restored(tape, trained, replay.gradients, saved.disarmed, patience)

    # --- tables ------------------------------------------------------------------------------

    def _with_points(self, experiment: Experiment, number: int) -> Experiment:
        heed(self._stop)
        data = experiment.data
        if isinstance(data, PointsData):
            points = PointArray(self._arrays[f"points{number}"])
            data = msgspec.structs.replace(data, points=points)
            experiment = msgspec.structs.replace(experiment, data=data)
        check(experiment)
        return experiment

    def _count_samples(self, experiment: int) -> int:
        return len(materialize(self._experiments[experiment]).train)

    # --- branches ----------------------------------------------------------------------------

    def _branch(self, saved: s.SavedBranch, before: Mapping[int, Branch]) -> Branch:
        parent = None if saved.parent is None else Place(*saved.parent)
        history = History()
        history.restore(self._arrays[f"curve{saved.number}"], saved.kept, saved.spacing)
        stretches = [self._stretch(entry) for entry in saved.stretches]
        branch = Branch(saved.number, parent, stretches[0], history)
        branch.stretches, branch.end = stretches, saved.end
        _check_order(saved, before)
        vectors = _Reader(self._arrays[f"frames{saved.number}"])
        branch.frames = [self._frame(entry, saved, vectors) for entry in saved.frames]
        _demand(vectors.is_read)
        branch.marks = [Mark(mark.step, mark.kind, mark.text) for mark in saved.marks]
        branch.coarse_until = saved.coarse_until
        branch.name, branch.pinned = saved.name, saved.pinned
        branch.best_loss = math.inf if saved.best_loss is None else saved.best_loss
        return branch

    def _stretch(self, saved: s.SavedStretch) -> Stretch:
        experiment = self._experiments[saved.experiment]
        return Stretch(saved.start, experiment, saved.exact, list(saved.singles))

    def _frame(self, saved: s.SavedFrame, branch: s.SavedBranch, vectors: _Reader) -> KeyFrame:
        heed(self._stop)
        number = branch.stretches[saved.stretch].experiment
        size = block_positions(self._experiments[number]).size
        parameters = vectors.take(size)
        state = None
        if saved.state is None:
            _demand(self._n_samples(number) == 0)
        else:
            state = self._state(saved, number, parameters, vectors.take)
        moment = Moment(
            state,
            parameters,
            saved.parked_epoch,
            saved.parked_steps,
            saved.given,
            frozenset(saved.in_force),
        )
        return KeyFrame(saved.step, saved.stretch, saved.clock, moment)

    def _state(
        self,
        frame: s.SavedFrame,
        number: int,
        parameters: Vector,
        take: Callable[[int], Vector],
    ) -> TrainerState:
        saved, size, n_samples = frame.state, len(parameters), self._n_samples(number)
        assert saved is not None
        optimizer = self._experiments[number].training.optimizer
        _demand(saved.moments == tuple(OPTIMIZERS[optimizer].moment_names))
        _demand(saved.cursor < n_samples and (saved.begun or saved.cursor == 0))
        _demand(saved.position <= saved.cursor)
        shuffled_from = saved.shuffled_from
        return TrainerState(
            parameters=parameters,
            optimizer=optimizer,
            moments={name: take(size) for name in saved.moments},
            optimizer_count=saved.optimizer_count,
            generator=self._generators[saved.generator],
            shuffled_from=None if shuffled_from is None else self._generators[shuffled_from],
            begun=saved.begun,
            n_samples=n_samples,
            cursor=saved.cursor,
            position=saved.position,
            epoch=saved.epoch,
            steps=frame.step,
            epoch_loss=math.nan if saved.epoch_loss is None else saved.epoch_loss,
            loss_sum=saved.loss_sum,
            raw_gradient=take(size),
            applied=take(size) if saved.has_applied else None,
            gradient_norm=saved.gradient_norm,
            clip_scale=saved.clip_scale,
            diverged=False,
        )


class _Reader:
    """Reads vectors that lie one behind the other; all of them are finite numbers."""

    def __init__(self, values: Vector) -> None:
        _demand(values.ndim == 1 and bool(np.isfinite(values).all()))
        self._values, self._start = values, 0

    @property
    def is_read(self) -> bool:
        return self._start == len(self._values)

    def take(self, size: int) -> Vector:
        start, self._start = self._start, self._start + size
        _demand(self._start <= len(self._values))
        return self._values[start : self._start].copy()


def _generator(saved: s.SavedGenerator) -> Mapping[str, Any]:
    return {
        "bit_generator": "PCG64",
        "state": {"state": int(saved.state, 16), "inc": int(saved.inc, 16)},
        "has_uint32": saved.has_uint32,
        "uinteger": saved.uinteger,
    }


def _check_order(branch: s.SavedBranch, before: Mapping[int, Branch]) -> None:
    """Whether everything comes after what it comes from."""
    stretches, frames = branch.stretches, branch.frames
    starts = [stretch.start for stretch in stretches]
    _demand(all(one < other for one, other in pairwise(starts)) and branch.end >= starts[-1])
    keys = [(frame.step, frame.stretch) for frame in frames]
    _demand(all(one < other for one, other in pairwise(keys)))
    ends = [*starts[1:], branch.end]
    for step, number in keys:
        _demand(starts[number] <= step <= ends[number])
    _demand(all(one.clock <= other.clock for one, other in pairwise(frames)))
    _demand(math.isfinite(frames[0].clock) and math.isfinite(frames[-1].clock))
    # After surgery only its own key frame leads on.
    surgery = [(entry.start, number) for number, entry in enumerate(stretches) if not entry.exact]
    _demand(set(surgery) <= set(keys) | {key for key in surgery if key < keys[0]})
    for number, stretch in enumerate(stretches):
        steps = [stretch.start, *stretch.singles]
        _demand(all(one < other for one, other in pairwise(steps)))
        _demand(steps[-1] <= ends[number])
    if branch.parent is not None:
        parent, step = branch.parent
        _demand(before[parent].start <= step <= before[parent].end and step == starts[0])


def _same_training(one: Experiment, other: Experiment) -> bool:
    """Whether two experiments differ in their texts at most."""
    return msgspec.structs.replace(one, title=other.title, notes=other.notes) == other
