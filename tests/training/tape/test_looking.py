"""A run shows its past as it was, and goes on from it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from training_tools import LONG, train

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.tape import tape
from nnfs_gui.training.tape.picture import Place

OF_THE_RUN = {"serial", "curve", "tape", "past", "state", "gradient_norms"}


def steps(run: Run, count: int) -> list[Snapshot]:
    """Snapshots of so many mini-batches."""
    taken = []
    for _ in range(count):
        run.step("batch")
        taken.append(run.snapshot())
    return taken


def assert_same_picture(found: Snapshot, made: Snapshot) -> None:
    for entry in fields(Snapshot):
        if entry.name not in OF_THE_RUN:
            one, other = getattr(found, entry.name), getattr(made, entry.name)
            np.testing.assert_equal(one, other, entry.name)


@pytest.mark.parametrize("clip", ["none", "value", "norm"])
def test_a_step_of_the_past_is_shown_as_it_was(experiment: Experiment, clip: str) -> None:
    adapted = edits.set_training(experiment, clip=clip, clip_threshold=0.1, optimizer="adam")
    run = Run(1, adapted)
    made = steps(run, 9)
    for step in (5, 2, 8, 9, 1):
        run.look_at(Place(1, step))
        found = run.snapshot()
        assert found.past == (None if step == 9 else Place(1, step))
        assert_same_picture(found, made[step - 1])
        norms = made[step - 1].gradient_norms
        np.testing.assert_array_equal(found.gradient_norms.raw, norms.raw)
        np.testing.assert_array_equal(found.gradient_norms.applied, norms.applied)


def test_looking_shows_the_experiment_and_the_points_of_then(experiment: Experiment) -> None:
    run = Run(1, experiment)
    made = steps(run, 3)
    wider = edits.add_neuron(edits.change_data(experiment, noise=0.3), "L1")
    run.apply(edits.set_title(wider, "Wider"))
    steps(run, 2)
    run.look_at(Place(1, 3))
    found = run.snapshot()
    assert found.experiment == edits.set_title(experiment, "Wider")
    np.testing.assert_array_equal(found.data.inputs, made[2].data.inputs)
    assert found.sizes == (2, 4, 2, 1)
    run.look_at(Place(1, 4))
    assert run.snapshot().sizes == (2, 5, 2, 1)
    run.look_at(None)
    assert (run.past, run.snapshot().past, run.snapshot().step) == (None, None, 5)


def test_looking_changes_nothing_of_the_run(experiment: Experiment) -> None:
    run, undisturbed = Run(1, experiment), Run(1, experiment)
    for each in (run, undisturbed):
        train(each, 3)
    for step in (4, 0, 7):
        run.look_at(Place(1, step))
        run.snapshot()
    run.look_at(None)
    train(run, 2)
    train(undisturbed, 2)
    assert len(run.snapshot().tape.branches) == 1
    assert_same_picture(run.snapshot(), undisturbed.snapshot())


def test_going_on_from_the_past_leaves_the_old_future_on_its_branch(
    experiment: Experiment,
) -> None:
    run = Run(1, experiment)
    made = steps(run, 9)
    run.look_at(Place(1, 4))
    other = edits.set_activation(experiment, "L1", "relu")
    run.apply(other)
    branched = steps(run, 3)
    found = branched[-1].tape
    assert [branch.parent for branch in found.branches] == [None, Place(1, 4)]
    assert [branch.end for branch in found.branches] == [9, 7]
    assert found.live == Place(2, 7)
    assert [mark.text for mark in found.branches[1].marks if mark.kind == "edit"] == [
        "hidden 1: tanh → ReLU"
    ]
    assert (branched[0].step, branched[0].curve.step[-1]) == (5, 5)
    run.look_at(Place(1, 8))
    assert_same_picture(run.snapshot(), made[7])
    run.look_at(Place(2, 6))
    assert_same_picture(run.snapshot(), branched[1])
    run.look_at(Place(2, 3))
    assert_same_picture(run.snapshot(), made[2])  # the branch's past is that of its parent


def test_going_on_without_an_edit_gives_the_same_numbers(experiment: Experiment) -> None:
    run = Run(1, experiment)
    made = steps(run, 9)
    run.look_at(Place(1, 4))
    run.continue_from_past()
    assert len(run.snapshot().tape.branches) == 1  # nothing has been changed yet
    assert_same_picture(run.snapshot(), made[3])
    for again, once in zip(steps(run, 5), made[4:], strict=True):
        assert_same_picture(again, once)
    assert len(run.snapshot().tape.branches) == 2


def test_a_branch_can_be_taken_up_where_it_was_left(experiment: Experiment) -> None:
    run = Run(1, experiment)
    steps(run, 4)
    run.look_at(Place(1, 2))
    steps(run, 1)
    run.look_at(Place(1, 4))
    found = steps(run, 1)[0]
    assert [branch.end for branch in found.tape.branches] == [5, 3]
    assert found.tape.live == Place(1, 5)


def test_an_edit_that_no_step_has_seen_gives_way_where_a_branch_is_taken_up(
    experiment: Experiment,
) -> None:
    run, straight = Run(1, experiment), Run(1, experiment)
    steps(run, 4)
    run.apply(edits.set_training(edits.add_neuron(experiment, "L1"), learning_rate=0.5))
    run.look_at(Place(1, 2))
    steps(run, 1)  # on a branch; the edit is left at the end of the first one
    run.look_at(Place(1, 4))
    assert run.snapshot().experiment == experiment
    made = steps(run, 2)
    assert_same_picture(made[1], steps(straight, 6)[5])
    run.look_at(Place(1, 5))
    assert_same_picture(run.snapshot(), made[0])
    assert [mark.kind for mark in made[1].tape.branches[0].marks].count("edit") == 0


def test_a_rewind_begins_a_new_line_and_keeps_the_old_one(experiment: Experiment) -> None:
    run = Run(1, experiment)
    made = steps(run, 5)
    run.rewind(2)
    again = steps(run, 2)
    assert [branch.parent for branch in again[1].tape.branches] == [None, None]
    run.look_at(Place(1, 4))
    found = run.snapshot()
    assert found.run == 2
    np.testing.assert_array_equal(found.parameters, made[3].parameters)


@pytest.mark.parametrize("unit", ["batch", "epoch"])
def test_one_can_walk_back_and_forth(experiment: Experiment, unit: str) -> None:
    run = Run(1, experiment)
    train(run, 4)  # of three mini-batches each
    steps(run, 1)
    walk = []
    for by in (-1, -1, -1, 1, 1, 1, 1):
        run.shift(unit, by)
        walk.append(run.snapshot().step)
    expected = {"batch": [12, 11, 10, 11, 12, 13, 13], "epoch": [12, 9, 6, 9, 12, 13, 13]}
    assert walk == expected[unit]
    assert run.past is None


def test_the_nearest_key_frame_is_shown_while_the_handle_is_dragged(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tape, "SPACING", 0.0)  # a key frame each step
    run = Run(1, experiment)
    made = steps(run, 9)
    run.tape.live.frames[1:] = [frame for frame in run.tape.live.frames if frame.step == 6]
    run.look_at(Place(1, 8), near=True)
    assert_same_picture(run.snapshot(), made[5])
    run.look_at(Place(1, 8))
    assert_same_picture(run.snapshot(), made[7])


def test_a_replay_shows_the_recorded_steps_and_ends_where_the_run_is(
    experiment: Experiment,
) -> None:
    run = Run(1, experiment)
    made = steps(run, 6)
    run.look_at(Place(1, 0))
    run.replay()
    shown = []
    while run.state is RunState.RUNNING:
        run.train(LONG, 2)
        shown.append(run.snapshot())
    assert [snapshot.step for snapshot in shown] == [2, 4, 6]
    assert shown[0].state is RunState.RUNNING
    assert run.past is None
    assert_same_picture(shown[1], made[3])


def test_bookmarks_are_put_named_and_taken_away(experiment: Experiment) -> None:
    run = Run(1, experiment)
    steps(run, 3)

    def bookmarks() -> list[tuple[int, str]]:
        marks = run.snapshot().tape.branches[0].marks
        return [(mark.step, mark.text) for mark in marks if mark.kind == "bookmark"]

    run.tape.bookmark(Place(1, 2), "here")
    run.tape.bookmark(Place(1, 1), "there")
    assert bookmarks() == [(1, "there"), (2, "here")]
    run.tape.bookmark(Place(1, 2), "here it snapped")
    run.tape.bookmark(Place(1, 1), "")
    assert bookmarks() == [(2, "here it snapped")]
