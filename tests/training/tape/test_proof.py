"""Any step that the tape leads to is, to the bit, the one that was recorded when first made.

TAPE_EXAMPLES=500 pytest tests/training/tape/test_proof.py      # a deeper search
"""

from __future__ import annotations

import os
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from storm import Storm
from training_tools import LONG, train

from engine import TrainerState
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.moment import Moment
from nnfs_gui.training.run import Run
from nnfs_gui.training.saved.files import decode_run, encode_run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape import tape as tape_module
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.tape.replay import Replay
from nnfs_gui.training.tape.tape import Tape

EXAMPLES = int(os.environ.get("TAPE_EXAMPLES", "20"))
ACTIONS = ("steps", "steps", "sample", "epoch", "edit", "edit", "go_on", "rewind")


class Recording:
    """A run that is played with, and every step of it as it was when it was first made."""

    def __init__(self, document: Document, seed: int) -> None:
        self.document, self._rng = document, np.random.default_rng(seed)
        self._storm = Storm(document, seed)
        self.run = Run(1, document.experiment)
        self.seen: dict[Place, tuple[Experiment, Moment]] = {}
        self._noted = 0
        self.note()

    def note(self) -> None:
        """Remember the step just taken, or the beginning of a line."""
        trained, live = self.run._trained, self.run.tape.live
        is_beginning = live.parent is None and trained.steps == live.start
        if trained.steps > self._noted or is_beginning:
            self.seen[Place(live.number, trained.steps)] = trained.experiment, trained.moment()
        self._noted = trained.steps

    def one_step(self) -> None:
        self._noted = self.run._trained.steps
        self.run.train(LONG, 1)
        if self.run.state is not RunState.DIVERGED:
            self.note()

    def steps(self) -> None:
        self.run.play()
        for _ in range(int(self._rng.integers(1, 12))):
            self.one_step()
        self.run.pause()

    def epoch(self) -> None:
        self.run.play(1)
        while self.run.state is RunState.RUNNING:
            self.one_step()

    def sample(self) -> None:
        for _ in range(int(self._rng.integers(1, 4))):
            self._noted = self.run._trained.steps
            self.run.step("sample")
            if self.run.state is not RunState.DIVERGED:
                self.note()

    def edit(self) -> None:
        for _ in range(self._storm.burst() // 2):
            self._storm.blow()
            self.run.apply(self.document.experiment)
            self._noted = self.run._trained.steps
            self.note()

    def rewind(self) -> None:
        self.run.rewind(self.run.number + 1)
        self.note()

    def place(self) -> Place:
        known = [place for place in self.seen if self.run.tape.knows(place.branch)]
        return known[int(self._rng.integers(len(known)))]

    def go_on(self) -> None:
        self.run.look_at(self.place())
        self.run.continue_from_past()
        self.document.edit(self.run.experiment, "Continue")


def assert_same(found: Moment, made: Moment) -> None:
    assert (found.epoch, found.steps) == (made.epoch, made.steps)
    assert (found.given, found.in_force) == (made.given, made.in_force)
    np.testing.assert_array_equal(found.parameters, made.parameters)
    assert (found.state is None) == (made.state is None)
    if found.state is None or made.state is None:
        return
    for entry in fields(TrainerState):
        one, other = getattr(found.state, entry.name), getattr(made.state, entry.name)
        np.testing.assert_equal(one, other, entry.name)


def played(
    document: Document, experiment: Experiment, seed: int, actions: list[str], budget: int
) -> Recording:
    document.open(replace(experiment, title=str(seed)), None)
    recording = Recording(document, seed)
    recording.run.tape._budget = budget
    for action in actions:
        getattr(recording, action)()
    return recording


def assert_all_found(recording: Recording, tape: Tape, seed: int, *, all_kept: bool) -> None:
    places, replay = list(recording.seen), Replay(tape)
    for index in np.random.default_rng(seed).permutation(len(places)):
        place = places[index]
        made_with, made = recording.seen[place]
        if not tape.knows(place.branch):
            continue
        found = replay.go(place)
        if found.steps != place.step:
            assert not all_kept  # it had to be forgotten
            continue
        assert found.experiment == replace(made_with, title=found.experiment.title)
        assert_same(found.moment(), made)


SEEDS = st.integers(0, 2**32)
PLAYS = st.lists(st.sampled_from(ACTIONS), max_size=14)


@pytest.mark.parametrize("budget", [10**9, 60_000])
@settings(max_examples=EXAMPLES)
@given(seed=SEEDS, actions=PLAYS)
def test_every_step_is_found_again_to_the_bit(
    experiment: Experiment,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
    budget: int,
    seed: int,
    actions: list[str],
) -> None:
    monkeypatch.setattr(tape_module, "SPACING", 5e-5)  # a key frame every few steps
    recording = played(document, experiment, seed, actions, budget)
    assert_all_found(recording, recording.run.tape, seed, all_kept=budget == 10**9)


@settings(max_examples=EXAMPLES)
@example(
    seed=238,
    actions=["steps"] * 4 + ["edit", "go_on", "steps", "steps", "go_on"],
    further=["steps", "epoch"],
)
@given(seed=SEEDS, actions=PLAYS, further=PLAYS)
def test_a_run_that_was_saved_and_opened_is_the_same_in_every_step_and_goes_on_the_same(
    experiment: Experiment,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    actions: list[str],
    further: list[str],
) -> None:
    monkeypatch.setattr(tape_module, "SPACING", 2e-4)
    recording = played(document, experiment, seed, actions, 10**9)
    once = recording.run
    opened, restored = decode_run(encode_run(document.present, once.pack()))
    again = Run(1, opened, restored=restored)
    assert_all_found(recording, again.tape, seed, all_kept=True)
    assert again.tape.picture(0).branches == once.tape.picture(0).branches
    assert_same(again._trained.moment(), once._trained.moment())
    for action in further:
        for run in (once, again):
            if action in ("steps", "sample"):
                run.step("batch" if action == "steps" else "sample")
            elif action == "epoch":
                train(run, 1)
            elif action == "edit":
                run.apply(edits.set_training(run.experiment, optimizer="adam"))
            elif action == "rewind":
                run.rewind(run.number + 1)
            run.pause()
            run.snapshot()
        assert again.state is once.state
        assert_same(again._trained.moment(), once._trained.moment())
        ends = [[(b.number, b.end) for b in run.tape.branches] for run in (once, again)]
        assert ends[0] == ends[1]
