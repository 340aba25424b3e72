"""Marks: what the app finds in a run, at the right step and in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from training_tools import LONG, bare_trainer, train

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment, GeneratedData, LayerSpec, make_layer
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape.marks import Mark
from nnfs_gui.training.tape.picture import Place


def marks(run: Run, kind: str, branch: int = -1) -> list[Mark]:
    tape = run.snapshot().tape
    assert tape is not None
    return [mark for mark in tape.branches[branch].marks if mark.kind == kind]


def wild(experiment: Experiment) -> Experiment:
    """A set-up whose numbers run away within a few steps."""
    layers = tuple(replace(make_layer(n, 6), activation="relu") for n in (1, 2, 3))
    deep = replace(experiment, network=replace(experiment.network, hidden=layers))
    linear = edits.set_output_activation(deep, "linear")
    return edits.set_training(linear, loss="mse", learning_rate=50.0)


def test_the_first_clipped_step_is_marked(experiment: Experiment) -> None:
    lively = replace(experiment, data=GeneratedData("xor", size=60))
    bare, steps = bare_trainer(lively), 300
    norms = [(bare.step(), bare.gradient_norm)[1] for _ in range(steps)]
    limit = (norms[0] + max(norms)) / 2
    first = 1 + next(index for index, norm in enumerate(norms) if norm > limit)
    assert first > 1
    clipped = edits.set_training(lively, clip="norm", clip_threshold=limit)
    run = Run(1, clipped)
    run.play()
    run.train(LONG, steps)
    assert marks(run, "clipping") == [Mark(first, "clipping", "clipping began")]


def test_accuracies_are_marked_once_and_the_best_loss_moves(experiment: Experiment) -> None:
    run = Run(1, edits.set_training(experiment, learning_rate=0.1))
    train(run, 40)
    texts = [mark.text for mark in marks(run, "accuracy")]
    assert texts == ["90 % accuracy", "99 % accuracy"][: len(texts)]
    assert texts
    curve = run.snapshot().curve
    good = curve.step[(curve.accuracy >= 0.9) & (curve.step > 0)]
    assert marks(run, "accuracy")[0].step == good[0]
    (best,) = marks(run, "best")
    assert best.step == curve.step[curve.test_loss.argmin()]
    assert best.text == f"best test loss: {curve.test_loss.min():.4g}"


def test_the_last_step_before_numbers_ran_away_is_marked(experiment: Experiment) -> None:
    run = Run(1, wild(experiment))
    train(run, 200)
    assert run.state is RunState.DIVERGED
    (mark,) = marks(run, "diverged")
    tape = run.snapshot().tape
    assert tape is not None
    assert mark.step == tape.branches[0].end
    bare = bare_trainer(run.experiment)
    while not bare.diverged:
        bare.step()
    assert mark.step == bare.steps
    run.look_at(Place(tape.live.branch, mark.step))
    assert run.snapshot().parameters.tolist() == bare.network.parameters.tolist()


def test_a_neuron_that_dies_is_marked_by_its_name(experiment: Experiment) -> None:
    relu: LayerSpec = replace(make_layer(1, 3), activation="relu")
    alone = replace(experiment, network=replace(experiment.network, hidden=(relu,)))
    run = Run(1, alone)
    run.step("batch")
    assert marks(run, "dead") == []
    run._trained.network.parameters[3:6] = (0.0, 0.0, -5.0)  # of the second neuron
    run.step("batch")
    (mark,) = marks(run, "dead")
    assert (mark.step, mark.text) == (2, "hidden 1, neuron 2 died")


def test_a_branch_keeps_what_was_found_before_it_left(experiment: Experiment) -> None:
    clipped = edits.set_training(experiment, clip="norm", clip_threshold=0.001)
    run = Run(1, clipped)
    train(run, 3)
    run.look_at(Place(1, 5))
    run.step("batch")
    assert marks(run, "clipping", branch=0) == [Mark(1, "clipping", "clipping began")]
    assert marks(run, "clipping", branch=1) == []  # it began before


# --- edits in words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda e: edits.set_training(e, learning_rate=0.012), "learning rate 0.03 → 0.012"),
        (lambda e: edits.set_training(e, optimizer="adam"), "optimizer SGD → Adam"),
        (lambda e: edits.set_activation(e, "L1", "relu"), "hidden 1: tanh → ReLU"),
        (lambda e: edits.add_neuron(e, "L2"), "hidden 2: 2 → 3 neurons"),
        (lambda e: edits.add_layer(e, 1, 3, "tanh"), "hidden 2 added"),
        (lambda e: edits.remove_layer(e, "L1"), "hidden 1 removed"),
        (lambda e: edits.toggle_feature(e, "x1*x2"), "feature x₁x₂ added"),
        (lambda e: edits.freeze(e, ["L1.2"], True), "hidden 1, neuron 2 frozen"),
        (lambda e: edits.mute(e, ["L1.2"], True), "hidden 1, neuron 2 muted"),
        (lambda e: edits.change_data(e, noise=0.25), "noise 0.1 → 0.25"),
        (lambda e: edits.set_split(e, training_share=0.7), "training share 0.5 → 0.7"),
    ],
)
def test_an_edit_is_marked_in_words(experiment: Experiment, change: object, words: str) -> None:
    run = Run(1, experiment)
    train(run, 2)
    run.apply(change(experiment))  # type: ignore[operator]
    (mark,) = marks(run, "edit")
    assert mark.step == 6
    assert words in mark.text


def test_another_data_set_begins_a_new_line(experiment: Experiment) -> None:
    run = Run(1, experiment)
    train(run, 2)
    run.apply(edits.set_data(experiment, GeneratedData("spiral")))
    tape = run.snapshot().tape
    assert tape is not None
    assert [branch.parent for branch in tape.branches] == [None, None]
    assert tape.live == Place(2, 0)


def test_edits_without_a_step_between_them_are_one_and_one_that_is_taken_back_is_none(
    experiment: Experiment,
) -> None:
    run = Run(1, experiment)
    train(run, 2)
    for rate in (0.1, 0.2, 0.3):
        run.apply(edits.set_training(run.experiment, learning_rate=rate))
    assert [mark.text for mark in marks(run, "edit")] == ["learning rate 0.03 → 0.3"]
    run.apply(experiment)
    assert marks(run, "edit") == []


def test_before_the_first_step_nothing_is_an_edit(experiment: Experiment) -> None:
    run = Run(1, experiment)
    run.apply(edits.add_neuron(experiment, "L1"))
    assert marks(run, "edit") == []
