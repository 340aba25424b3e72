"""Undo and the tape: what each does to the other, as `TapeControls` says."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from training_tools import Listener, first_snapshot, train_epochs, wait_for

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.thread.session import TrainingSession


class Person:
    """Does things, and waits until they are shown."""

    def __init__(
        self, qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener
    ) -> None:
        self.qtbot, self.document, self.session, self.heard = qtbot, document, session, heard
        first_snapshot(qtbot, session)

    def train(self, epochs: int) -> Snapshot:
        return train_epochs(self.qtbot, self.session, self.heard, epochs)

    def look_at(self, step: int, branch: int = 1) -> Snapshot:
        self.session.tape.look_at(step, branch)
        return self.shows(lambda shown: shown.past == Place(branch, step))

    def edit(self, new: Experiment) -> None:
        self.document.edit(new, "Edit")

    def shows(self, condition: object) -> Snapshot:
        def met() -> bool:
            return self.session.snapshot is not None and condition(self.session.snapshot)  # type: ignore[operator]

        wait_for(self.qtbot, met)
        assert self.session.snapshot is not None
        return self.session.snapshot

    @property
    def undo_text(self) -> str:
        return self.document.undo_stack.undoText()


@pytest.fixture
def person(qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener) -> Person:
    """Somebody who trained three epochs, widened layer 1, and trained three more."""
    person = Person(qtbot, document, session, heard)
    person.train(3)
    person.edit(edits.add_neuron(document.experiment, "L1"))
    person.train(3)
    assert person.session.snapshot.step == 18
    return person


def widths(experiment: Experiment) -> list[int]:
    return [len(layer.neurons) for layer in experiment.network.hidden]


def test_looking_shows_the_experiment_of_then_and_is_no_edit(person: Person) -> None:
    document, seen = person.document, []
    document.experiment_changed.connect(lambda old, new: seen.append(widths(new)))
    shown = person.look_at(5)
    assert widths(document.experiment) == widths(shown.experiment) == [4, 2]
    assert widths(document.present) == [5, 2]
    assert seen == [[4, 2]]
    assert person.undo_text == "Edit"
    person.session.tape.look_at_now()
    shown = person.shows(lambda found: found.past is None)
    assert (shown.step, widths(document.experiment)) == (18, [5, 2])
    assert len(shown.tape.branches) == 1


def test_playing_from_a_step_is_one_undo_step_and_a_branch(person: Person) -> None:
    person.look_at(5)
    person.session.play()
    assert person.session.state is RunState.RUNNING
    shown = person.shows(lambda found: found.past is None and len(found.tape.branches) == 2)
    person.session.pause()
    assert person.undo_text == "Continue from step 5"
    assert widths(person.document.present) == widths(shown.experiment) == [4, 2]
    assert shown.tape.branches[1].parent == Place(1, 5)
    person.document.undo_stack.undo()
    shown = person.shows(lambda found: widths(found.experiment) == [5, 2])
    assert shown.tape.live.branch == 2  # undo has the experiment, not the run
    assert shown.tape.branches[0].end == 18
    person.document.undo_stack.redo()
    person.shows(lambda found: widths(found.experiment) == [4, 2])


def test_going_on_from_the_same_experiment_is_no_undo_step(person: Person) -> None:
    person.look_at(14)
    person.session.step("batch")
    shown = person.shows(lambda found: len(found.tape.branches) == 2)
    assert (shown.step, shown.tape.branches[1].parent) == (15, Place(1, 14))
    assert person.undo_text == "Edit"
    assert widths(person.document.present) == [5, 2]


def test_an_edit_at_a_step_is_one_undo_step_and_a_branch(person: Person) -> None:
    person.look_at(5)
    person.edit(edits.set_activation(person.document.experiment, "L1", "relu"))
    person.shows(lambda found: found.experiment.network.hidden[0].activation == "relu")
    shown = person.train(1)
    assert widths(shown.experiment) == [4, 2]
    assert shown.tape.branches[1].parent == Place(1, 5)
    assert person.document.undo_stack.count() == 2
    person.document.undo_stack.undo()
    shown = person.shows(lambda found: widths(found.experiment) == [5, 2])
    assert shown.experiment.network.hidden[0].activation == "tanh"


def test_undo_at_a_step_returns_to_now(person: Person) -> None:
    person.look_at(5)
    person.document.undo_stack.undo()
    shown = person.shows(lambda found: found.past is None and widths(found.experiment) == [4, 2])
    assert (shown.step, len(shown.tape.branches)) == (18, 1)
    person.document.undo_stack.redo()
    shown = person.shows(lambda found: widths(found.experiment) == [5, 2])
    assert person.document.experiment is person.document.present


def test_undo_of_continuing_brings_back_what_the_lost_neuron_had_learned(
    person: Person,
) -> None:
    learned = person.session.snapshot.block(1)[4]
    person.look_at(5)
    person.session.tape.continue_from_here()
    person.shows(lambda found: found.past is None and found.step == 5)
    person.document.undo_stack.undo()
    shown = person.shows(lambda found: widths(found.experiment) == [5, 2])
    np.testing.assert_array_equal(shown.block(1)[4], learned)


def test_renaming_at_a_step_returns_to_now_and_makes_no_branch(person: Person) -> None:
    person.look_at(5)
    person.edit(edits.set_title(person.document.experiment, "A name"))
    shown = person.shows(lambda found: found.past is None)
    assert widths(person.document.present) == [5, 2]
    assert person.document.present.title == "A name"
    person.document.undo_stack.undo()
    shown = person.train(1)
    assert len(shown.tape.branches) == 1
    assert widths(shown.experiment) == [5, 2]


def test_a_rewind_at_a_step_begins_anew_with_the_present_experiment(person: Person) -> None:
    person.look_at(5)
    person.session.rewind()
    shown = person.shows(lambda found: found.run == 2)
    assert (shown.step, shown.past, widths(shown.experiment)) == (0, None, [5, 2])
    assert [branch.end for branch in shown.tape.branches] == [18, 0]
    assert widths(person.document.experiment) == [5, 2]


def test_opening_another_experiment_begins_another_tape(
    person: Person, experiment: Experiment
) -> None:
    person.look_at(5)
    person.document.open(edits.set_title(experiment, "Other"), None)
    shown = person.shows(lambda found: found.experiment.title == "Other")
    assert (shown.step, len(shown.tape.branches), shown.past) == (0, 1, None)
    assert person.document.experiment is person.document.present


def test_looking_pauses_and_the_keys_walk(person: Person) -> None:
    person.session.play()
    person.session.tape.step_back()
    shown = person.shows(lambda found: found.past is not None)
    assert person.session.state is not RunState.RUNNING
    end = shown.tape.live.step
    assert shown.step == end - 1
    person.session.tape.step_back("epoch")
    person.session.tape.step_back("epoch")
    person.session.tape.step_forward("epoch")
    shown = person.shows(lambda found: found.step % 3 == 0 and found.past is not None)
    person.session.tape.look_at_start()
    person.shows(lambda found: found.past == Place(1, 0))


def test_a_replay_runs_at_the_chosen_speed_to_where_the_run_is(person: Person) -> None:
    person.session.set_speed(0.75)  # 1,000 steps a second
    seen: list[int] = []
    person.session.snapshot_changed.connect(lambda shown: seen.append(shown.step))
    person.session.tape.replay()
    assert person.session.state is RunState.RUNNING
    person.shows(lambda found: bool(seen) and found.step == 18 and found.past is None)
    assert seen[0] < 18
    assert seen == sorted(seen)
    assert person.session.state is not RunState.RUNNING


@pytest.mark.parametrize("what", ["play", "edit"])
def test_what_follows_a_look_that_nobody_has_seen_yet_goes_on_from_now(
    person: Person, what: str
) -> None:
    """Or the run would follow the experiment of then, and the document the present one."""
    person.session.tape.look_at(5)
    assert person.session.tape.is_looking
    if what == "play":
        person.session.play()
    else:
        person.edit(edits.set_activation(person.document.experiment, "L1", "relu"))
        person.session.step("batch")
    shown = person.shows(lambda found: found.past is None and found.step > 18)
    person.session.pause()
    assert widths(shown.experiment) == widths(person.document.present) == [5, 2]
    assert len(shown.tape.branches) == 1
