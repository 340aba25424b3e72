"""Branches of the tape as runs: outlined, named, pinned, kept in files, and deleted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.saved import load_run, save_run


def trained_twice() -> Run:
    """Two epochs as opened, then from new initial weights at another rate."""
    run = Run(1, default_experiment())
    trained(run, 2)
    run.rewind(2)
    experiment = run.experiment
    run.apply(replace(experiment, training=replace(experiment.training, learning_rate=0.3)))
    trained(run, 3)
    return run


def trained(run: Run, epochs: int) -> None:
    run.play(epochs)
    while run.has_goal:
        run.train(1.0)


def test_each_run_says_what_it_tried_and_how_far_it_came() -> None:
    run = trained_twice()
    first, second = run.snapshot().tape.branches
    assert (first.title, first.outline.words) == ("Run 1", "as opened")
    assert (second.title, second.outline.words) == ("Run 2", "learning rate 0.03 → 0.3")
    assert (first.outline.epoch, second.outline.epoch) == (2.0, 3.0)
    curve = run.snapshot().curve
    assert second.outline.test_loss == curve.test_loss[-1]
    assert second.outline.train_loss == curve.train_loss[-1]
    assert second.outline.accuracy == curve.accuracy[-1]
    np.testing.assert_array_equal(second.outline.test_losses, curve.test_loss)
    np.testing.assert_array_equal(second.outline.epochs, curve.epoch)


def test_a_branch_says_where_it_left_and_a_divergence_that_it_was_one() -> None:
    run = trained_twice()
    place = run.snapshot().tape.live
    run.look_at(replace_step(place, 30))
    run.continue_from_past()
    experiment = run.experiment
    training = replace(experiment.training, loss="mse", learning_rate=1e6)
    run.apply(replace(experiment, training=training))
    run.play(3)
    while run.has_goal:
        run.train(1.0)
    outline = run.snapshot().tape.branches[-1].outline
    assert outline.words.endswith("branched at step 30")
    assert outline.diverged == (str(run.state) == str(type(run.state).DIVERGED))


def replace_step(place, step):
    return type(place)(place.branch, step)


def test_the_outline_is_made_anew_only_when_something_has_changed() -> None:
    run = trained_twice()
    one, other = run.snapshot().tape, run.snapshot().tape
    assert [a.outline is b.outline for a, b in zip(one.branches, other.branches, strict=True)] == [
        True, True,
    ]  # fmt: skip
    trained(run, 1)
    again = run.snapshot().tape
    assert again.branches[0].outline is one.branches[0].outline
    assert again.branches[1].outline.epoch == 4.0


def test_long_curves_are_outlined_from_their_first_to_their_last_entry() -> None:
    run = Run(1, default_experiment())
    trained(run, 200)
    outline, curve = run.snapshot().tape.branches[0].outline, run.snapshot().curve
    assert len(outline.epochs) == 128
    assert (outline.epochs[0], outline.epochs[-1]) == (curve.epoch[0], curve.epoch[-1])


def test_names_and_pins_are_kept_in_files(tmp_path: Path) -> None:
    run = trained_twice()
    before = run.snapshot().tape.content
    run.tape.note(1, name="slow one")
    run.tape.note(1, pinned=True)
    assert run.snapshot().tape.content != before  # so that the window asks before it closes
    path = tmp_path / "run.nnfs"
    save_run(run.experiment, run.pack(), path)
    _, restored = load_run(path)
    first, second = restored.tape.picture(restored.trained.steps).branches
    assert (first.title, first.pinned) == ("slow one", True)
    assert (second.title, second.pinned) == ("Run 2", False)
    run.tape.note(1, name="")
    assert run.snapshot().tape.branches[0].title == "Run 1"


def test_only_a_run_that_nothing_needs_can_be_deleted() -> None:
    run = trained_twice()
    assert run.tape.remove(2) == "The run that is going on cannot be deleted."
    run.look_at(replace_step(run.snapshot().tape.live, 30))
    run.continue_from_past()
    trained(run, 1)
    assert run.tape.remove(2).endswith("another run branched off it at step 30.")
    nbytes = run.tape.nbytes
    assert run.tape.remove(1) == ""
    assert [branch.number for branch in run.snapshot().tape.branches] == [2, 3]
    assert run.tape.nbytes < nbytes


@pytest.mark.parametrize("number", [1, 2])
def test_every_run_can_be_shown_again_at_its_end(number: int) -> None:
    run = trained_twice()
    branch = run.snapshot().tape.branch(number)
    run.look_at(type(run.snapshot().tape.live)(number, branch.end))
    snapshot = run.snapshot()
    assert snapshot.step == branch.end
    assert snapshot.test_loss == pytest.approx(branch.outline.test_loss, rel=1e-12)
