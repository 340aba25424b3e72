"""From a run to what a file holds."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np

from engine import TrainerState
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData

from ..snapshot import Vector
from ..tape.branch import Branch, KeyFrame
from ..tape.tape import Tape
from . import structs as s

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class PackedRun:
    """A run as bytes of JSON and arrays by name; nothing of it changes while training goes on."""

    description: bytes
    arrays: Mapping[str, Vector]


class _Table(Generic[_T]):
    """Values that are written once, however often they are named."""

    def __init__(self) -> None:
        self.values: list[_T] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, value: _T) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def pack(tape: Tape, step: int, disarmed: bool, patience: tuple[float, float] | None) -> PackedRun:
    """The tape of a run that stands at a step of the living branch."""
    packer = _Packer()
    branches = tuple(packer.branch(branch) for branch in tape.branches)
    saved = s.SavedRun(
        format=s.FORMAT,
        format_version=s.FORMAT_VERSION,
        live=tape.live.number,
        step=step,
        clock=tape.clock,
        step_seconds=tape.step_seconds,
        disarmed=disarmed,
        patience=None if patience is None else (s.or_none(patience[0]), s.or_none(patience[1])),
        generators=tuple(packer.generators.values),
        experiments=tuple(packer.experiments.values),
        points=tuple(packer.point_numbers()),
        branches=branches,
    )
    return PackedRun(msgspec.json.encode(saved, enc_hook=_without_points), packer.arrays)


def _without_points(value: object) -> list[float]:
    if isinstance(value, PointArray):
        return []
    raise NotImplementedError(type(value))  # how msgspec is told that a type is not known


class _Packer:
    def __init__(self) -> None:
        self.arrays: dict[str, Vector] = {}
        self.generators: _Table[s.SavedGenerator] = _Table()
        self.experiments: _Table[Experiment] = _Table()
        self._points: _Table[PointArray] = _Table()

    def point_numbers(self) -> Iterator[int]:
        for experiment in self.experiments.values:
            if isinstance(experiment.data, PointsData):
                points = experiment.data.points
                number = self._points.number(id(points), points)
                self.arrays[f"points{number}"] = points.values
                yield number
            else:
                yield -1

    def branch(self, branch: Branch) -> s.SavedBranch:
        vectors = [vector for frame in branch.frames for vector in _vectors(frame)]
        self.arrays[f"frames{branch.number}"] = np.concatenate(vectors)
        rows, kept, spacing = branch.history.entries()
        self.arrays[f"curve{branch.number}"] = rows
        parent = branch.parent
        return s.SavedBranch(
            number=branch.number,
            parent=None if parent is None else (parent.branch, parent.step),
            end=branch.end,
            stretches=tuple(
                s.SavedStretch(
                    stretch.start,
                    self.experiments.number(id(stretch.experiment), stretch.experiment),
                    stretch.exact,
                    tuple(stretch.singles),
                )
                for stretch in branch.stretches
            ),
            frames=tuple(self._frame(frame) for frame in branch.frames),
            marks=tuple(s.SavedMark(mark.step, mark.kind, mark.text) for mark in branch.marks),
            coarse_until=branch.coarse_until,
            best_loss=s.or_none(branch.best_loss),
            kept=kept,
            spacing=spacing,
            name=branch.name,
            pinned=branch.pinned,
        )

    def _frame(self, frame: KeyFrame) -> s.SavedFrame:
        moment = frame.moment
        return s.SavedFrame(
            step=frame.step,
            stretch=frame.stretch,
            clock=frame.clock,
            parked_epoch=moment.epoch,
            parked_steps=moment.steps,
            given=moment.given,
            in_force=tuple(sorted(moment.in_force)),
            state=None if moment.state is None else self._state(moment.state),
        )

    def _state(self, state: TrainerState) -> s.SavedState:
        shuffled_from = state.shuffled_from
        return s.SavedState(
            moments=tuple(state.moments),
            optimizer_count=state.optimizer_count,
            generator=self._generator(state.generator),
            shuffled_from=None if shuffled_from is None else self._generator(shuffled_from),
            begun=state.begun,
            cursor=state.cursor,
            position=state.position,
            epoch=state.epoch,
            epoch_loss=s.or_none(state.epoch_loss),
            loss_sum=state.loss_sum,
            has_applied=state.applied is not None,
            gradient_norm=state.gradient_norm,
            clip_scale=state.clip_scale,
        )

    def _generator(self, state: Mapping[str, Any]) -> int:
        inner = state["state"]
        saved = s.SavedGenerator(
            f"{inner['state']:x}", f"{inner['inc']:x}", state["has_uint32"], state["uinteger"]
        )
        return self.generators.number(saved, saved)


def _vectors(frame: KeyFrame) -> Iterator[Vector]:
    """Parameters, moments, raw and applied gradient, as far as there are any."""
    state = frame.moment.state
    yield frame.moment.parameters
    if state is not None:
        yield from state.moments.values()
        yield state.raw_gradient
        if state.applied is not None:
            yield state.applied
