"""`PastView`: looks at steps of the tape, and shows them as the run shows its own."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from msgspec import structs

from nnfs_gui.experiment.outputs import read_outputs

from .evaluator import Evaluator
from .history import GradientHistory
from .pictures import PictureMaker
from .snapshot import RunState, Snapshot
from .snapshots import RunFacts, take_snapshot
from .tape.picture import Place
from .tape.replay import Replay
from .tape.tape import Tape
from .trained_network import TrainedNetwork

_AT_ONCE = 0.002
"""Seconds of training between two looks at the clock."""


class PastView:
    """Where one looks at the past, and what is to be seen there.

    Attributes
    ----------
    place : Place or None
        The step that is looked at, kept on the branch it was asked for; None for the run itself.
    """

    def __init__(self, tape: Tape, detail: tuple[int, int]) -> None:
        self._tape = tape
        self._replay = Replay(tape)
        self._equipped_for: tuple[object, ...] = (None, None)
        self.place: Place | None = None
        self._near = False
        self.set_detail(detail)

    def set_detail(self, detail: tuple[int, int]) -> None:
        """Choose the side lengths of maps and boundary."""
        self._detail = detail
        self._equipped_for = (None, None)

    @property
    def trained(self) -> TrainedNetwork:
        """The network that is looked at; it stays this view's."""
        assert self.place is not None
        return self._replay.go(self.place, with_norms=False)

    @property
    def gradients(self) -> GradientHistory:
        """The norms before the step that was gone to last."""
        return self._replay.gradients

    # --- where to look -----------------------------------------------------------------------

    def look_at(self, place: Place | None, live: Place, near: bool = False) -> None:
        """Look at a step, or at the run if it is there; see `Run.look_at`."""
        self._near = near
        if place is not None and self._tape.knows(place.branch):
            place = Place(place.branch, self._tape.resolve(place)[1])
            if place != live:
                self.place = self._replay.nearest(place) if near else place
                return
        self.place = None

    def shift(self, epochs: bool, by: int, live: Place) -> None:
        """Look a mini-batch further on or back, or to the next or last end of an epoch."""
        here = self.place or live
        count = 1
        if epochs:
            trained = self._replay.go(here if by > 0 else Place(here.branch, here.step - 1))
            count = _steps_left(trained) if by > 0 else 1 + _steps_done(trained)
        self.look_at(Place(here.branch, max(0, here.step + by * count)), live)

    def replay_on(self, seconds: float, most: int | None, live: Place) -> bool:
        """Show the recorded steps again for a while; False at the end of the branch."""
        end = time.perf_counter() + seconds
        chunk = max(1, int(_AT_ONCE / self._tape.step_seconds))
        left = math.inf if most is None else most
        while self.place is not None and left > 0:
            count = int(min(chunk, left))
            step = self.place.step + count
            if step >= self._tape.branch(self.place.branch).end:
                self.look_at(Place(self.place.branch, step), live)
                return False
            self.place = Place(self.place.branch, step)
            self._replay.go(self.place)
            left -= count
            if time.perf_counter() >= end:
                break
        return self.place is not None

    def take_over(self) -> TrainedNetwork:
        """The network that is looked at, for the run to go on with."""
        assert self.place is not None
        self._replay.go(self.place)
        self.place, self._equipped_for = None, (None, None)
        return self._replay.detach()

    # --- what is to be seen ------------------------------------------------------------------

    def snapshot(self, facts: RunFacts) -> Snapshot:
        """The step that is looked at, with the whole course of its branch."""
        assert self.place is not None
        trained = self._replay.go(self.place, with_norms=not self._near)
        self._equip(trained)
        running = facts.state is RunState.RUNNING
        title, notes = facts.experiment.title, facts.experiment.notes
        facts = replace(
            facts,
            experiment=structs.replace(trained.experiment, title=title, notes=notes),
            state=RunState.RUNNING if running else RunState.PAUSED,
            message="",
            curve=self._tape.branch(self.place.branch).history.curve(),
            gradient_norms=self.gradients.norms(),
            past=self.place,
        )
        losses = self._evaluator.losses(trained.penalty())
        return take_snapshot(trained, self._pictures, losses, facts)

    def _equip(self, trained: TrainedNetwork) -> None:
        network, points, experiment = trained.network, trained.points, trained.experiment
        parts = (network, points)
        same = all(a is b for a, b in zip(parts, self._equipped_for, strict=False))
        inputs = (experiment.network.features, read_outputs(experiment))
        if same and inputs == self._equipped_for[2:]:
            return
        self._evaluator = Evaluator(network, experiment, points)
        self._pictures = PictureMaker(network, experiment, points, *self._detail)
        self._equipped_for = (*parts, *inputs)


def _steps_done(trained: TrainedNetwork) -> int:
    return 0 if trained.trainer is None else trained.trainer.position


def _steps_left(trained: TrainedNetwork) -> int:
    """Mini-batches to the end of the epoch, if none is divided anew."""
    trainer = trained.trainer
    return 1 if trainer is None else max(1, trainer.steps_per_epoch - trainer.position)
