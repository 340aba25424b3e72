"""A run follows every edit and keeps what was learned."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from training_tools import LONG, bare_trainer, parameters, train, trained

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network, parameter_index
from nnfs_gui.experiment.model import Experiment, GeneratedData, Link
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape.picture import Place


@pytest.mark.parametrize(
    "fields",
    [
        {"learning_rate": 0.5},
        {"batch_size": 3},
        {"clip": "value"},
        {"clip_threshold": 0.01},
        {"regularizer": "l2"},
        {"regularization_rate": 0.5},
        {"schedule": "cosine"},
        {"optimizer": "adam"},
        {"loss": "mse"},
        {"shuffle_seed": 9},
    ],
)
def test_training_fields_change_without_losing_a_weight(
    experiment: Experiment, fields: dict[str, object]
) -> None:
    run = trained(experiment, 4)
    before = run.snapshot()
    run.play()
    run.apply(edits.set_training(experiment, **fields))
    after = run.snapshot()
    assert after.parameters.tolist() == before.parameters.tolist()
    assert (after.step, after.epoch) == (before.step, before.epoch)
    assert run.state is RunState.RUNNING
    run.train(LONG, 20)
    assert parameters(run) != after.parameters.tolist()


def test_a_changed_learning_rate_is_heeded_by_the_very_next_step(experiment: Experiment) -> None:
    run, bare = Run(1, experiment), bare_trainer(experiment)
    run.step("batch")
    bare.step()
    run.apply(edits.set_training(experiment, learning_rate=0.7))
    bare.learning_rate = 0.7
    run.step("batch")
    bare.step()
    assert run.snapshot().learning_rate == 0.7
    assert parameters(run) == bare.network.parameters.tolist()


def test_a_schedule_shows_the_rate_of_the_moment(experiment: Experiment) -> None:
    run = trained(edits.set_training(experiment, schedule="inverse_time"), 100)
    assert run.snapshot().learning_rate == pytest.approx(0.03 / 2)


def test_the_figures_of_a_paused_run_follow_an_edit(experiment: Experiment) -> None:
    run = trained(experiment, 3)
    by_hand = edits.set_weight(experiment, Link("x1", "L1.1"), 5.0, 0.0)
    for new in (by_hand, edits.set_training(by_hand, regularizer="l2", regularization_rate=0.3)):
        run.apply(new)
        found, bare = run.snapshot(), bare_trainer(new)
        bare.network.parameters[:] = found.parameters
        assert found.train_loss == pytest.approx(bare.network.evaluate(*bare.samples))
        assert found.penalty == pytest.approx(bare.penalty)


def test_other_points_keep_weights_and_history_if_asked_to(experiment: Experiment) -> None:
    experiment = edits.set_training(experiment, keep_weights=True)
    run = trained(experiment, 10)
    before = run.snapshot()
    run.apply(edits.set_data(experiment, GeneratedData("xor", size=90)))
    after = run.snapshot()
    assert after.parameters.tolist() == before.parameters.tolist()
    assert (after.step, after.epoch) == (before.step, before.epoch)
    assert len(after.data.inputs) == 90
    assert len(after.point_losses) == 90
    assert after.curve.step[0] == 0
    train(run, 1)
    assert run.snapshot().epoch == before.epoch + 1


def test_steps_on_another_data_set_are_known_as_such(experiment: Experiment) -> None:
    experiment = edits.set_training(experiment, keep_weights=True)
    run = trained(experiment, 10)

    def until(run: Run) -> int:
        tape = run.snapshot().tape
        assert tape is not None
        return tape.other_data_until

    change = run.snapshot().step
    assert until(run) == 0
    run.apply(edits.set_training(experiment, learning_rate=0.1))
    assert until(run) == 0  # another rate, the same data
    other = edits.set_data(run.experiment, GeneratedData("xor", size=90))
    run.apply(other)
    assert until(run) == change
    train(run, 2)
    assert until(run) == change
    last = run.snapshot().step
    run.look_at(Place(1, change + 1))
    run.apply(edits.set_training(other, learning_rate=0.2))  # on a branch of its own
    train(run, 1)
    assert run.tape.live.number == 2
    assert until(run) == change
    run.apply(edits.set_data(run.experiment, experiment.data))
    assert until(run) == run.snapshot().step < last + 10
    fresh = trained(edits.set_training(experiment, keep_weights=False), 3)
    fresh.apply(edits.set_data(fresh.experiment, GeneratedData("xor", size=90)))
    train(fresh, 1)
    assert until(fresh) == 0  # a curve of its own


@pytest.mark.parametrize(
    "edit",
    [
        lambda e: edits.set_seed(e, 99),
        lambda e: edits.set_initializer(e, "uniform"),
    ],
)
def test_a_new_seed_or_initializer_gives_fresh_weights(
    experiment: Experiment, edit: Callable[[Experiment], Experiment]
) -> None:
    run = trained(experiment, 3)
    new = edit(experiment)
    run.apply(new)
    found = run.snapshot()
    assert found.parameters.tolist() == build_network(new).parameters.tolist()
    assert (found.step, found.epoch, len(found.curve.step)) == (0, 0, 1)


def test_titles_and_notes_change_nothing_but_the_experiment(experiment: Experiment) -> None:
    run = trained(edits.set_stop(experiment, loss_below=0.1), 10_000)
    before = run.snapshot()
    new = edits.set_notes(edits.set_title(run.experiment, "Other"), "Look!")
    assert run.apply(new) == ""
    after = run.snapshot()
    assert after.experiment == new
    assert (after.state, after.message) == (RunState.STOPPED, before.message)
    assert after.parameters.tolist() == before.parameters.tolist()


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_surgery_goes_on_where_training_stands(experiment: Experiment, optimizer: str) -> None:
    run = trained(edits.set_training(experiment, optimizer=optimizer), 5)
    run.play()
    run.train(LONG, 1)  # in the middle of an epoch
    before = run.snapshot()
    run.apply(edits.duplicate_neurons(edits.add_neuron(run.experiment, "L2"), ["L1.1"]))
    after = run.snapshot()
    assert (after.step, after.epoch) == (before.step, before.epoch)
    np.testing.assert_allclose(after.boundary, before.boundary, rtol=0, atol=1e-5)
    assert after.sizes == (2, 5, 3, 1)
    assert run.state is RunState.RUNNING
    run.train(LONG, 100)
    assert run.snapshot().step == before.step + 100


def test_moments_follow_their_parameters(experiment: Experiment) -> None:
    """Duplicating and undoing leaves Adam as it was: the run goes on to the bit."""
    experiment = edits.set_training(experiment, optimizer="adam")
    straight, cut = trained(experiment, 5), trained(experiment, 5)
    cut.apply(edits.add_neuron(experiment, "L1"))
    cut.apply(experiment)
    for run in (straight, cut):
        train(run, 3)
    assert parameters(cut) == parameters(straight)


def test_undo_of_a_removal_brings_learned_weights_back(experiment: Experiment) -> None:
    run = trained(experiment, 5)
    before = parameters(run)
    run.apply(edits.remove_neurons(experiment, ["L1.2", "L2.1"]))
    train(run, 1)
    run.apply(experiment)
    index = [parameter_index(experiment, Link(source, "L1.2")) for source in ("x1", "x2", "bias")]
    after = parameters(run)
    assert [after[place] for place in index] == [before[place] for place in index]


def test_fresh_weights_forget_what_was_removed_before(experiment: Experiment) -> None:
    run = trained(experiment, 5)
    before = parameters(run)
    run.apply(edits.remove_neurons(experiment, ["L1.2"]))
    run.rewind(2)
    run.apply(experiment)
    place = parameter_index(experiment, Link("x1", "L1.2"))
    assert parameters(run)[place] != before[place]


def test_frozen_parameters_do_not_move_in_a_thousand_steps(experiment: Experiment) -> None:
    link = Link("x1", "L1.3")
    experiment = edits.freeze(experiment, ["L1.1", "L2", link], True)
    run = Run(1, edits.freeze(experiment, ["L2"], False))
    run.play()
    run.train(LONG, 10)
    run.apply(experiment)
    before = run.snapshot()
    run.train(LONG, 1000)
    after = run.snapshot()
    assert after.step == before.step + 1000
    assert after.block(1)[0].tolist() == before.block(1)[0].tolist()
    assert after.block(2).tolist() == before.block(2).tolist()
    assert after.block(1)[2, 0] == before.block(1)[2, 0]
    assert after.block(1)[2, 1] != before.block(1)[2, 1]


def test_muting_shows_at_once_and_can_be_undone(experiment: Experiment) -> None:
    run = trained(experiment, 5)
    before = run.snapshot()
    run.apply(edits.mute(experiment, ["L1.2"], True))
    muted = run.snapshot()
    assert not muted.maps[1][1].any()
    assert not muted.activations[1][1].any()
    assert (muted.boundary != before.boundary).any()
    run.apply(experiment)
    assert run.snapshot().boundary.tolist() == before.boundary.tolist()


def test_a_weight_set_by_hand_is_set_taken_back_and_set_again(experiment: Experiment) -> None:
    run, link = trained(experiment, 5), Link("L1.1", "L2.2")
    place = parameter_index(experiment, link)
    learned = parameters(run)[place]
    first = edits.set_weight(experiment, link, 1.5, learned)
    second = edits.set_weight(first, link, -2.0, 1.5)
    for new, value in (
        (first, 1.5),
        (second, -2.0),
        (first, 1.5),
        (second, -2.0),
        (experiment, learned),
    ):
        run.apply(new)
        assert parameters(run)[place] == value


def test_dragging_a_weight_in_one_gesture_follows_every_value(experiment: Experiment) -> None:
    run, link = trained(experiment, 5), Link("bias", "L1.2")
    place = parameter_index(experiment, link)
    learned = parameters(run)[place]
    for value in (0.1, 0.2, 0.7):
        run.apply(edits.set_weight(experiment, link, value, learned))
        assert parameters(run)[place] == value
    run.apply(experiment)
    assert parameters(run)[place] == learned


def test_weights_set_by_hand_before_the_run_are_part_of_its_beginning(
    experiment: Experiment,
) -> None:
    link = Link("x1", "L1.1")
    given = edits.set_weight(experiment, link, 4.0, 0.0)
    run = Run(1, given)
    assert parameters(run)[0] == 4.0
    run.apply(edits.set_weight(given, link, 9.0, 4.0))
    run.rewind(2)
    assert parameters(run)[0] == 4.0


def test_a_rewind_leaves_nothing_for_undo_of_a_hand_set_weight_to_restore(
    experiment: Experiment,
) -> None:
    run = trained(experiment, 5)
    learned = parameters(run)[0]
    run.apply(edits.set_weight(experiment, Link("x1", "L1.1"), 9.0, learned))
    run.rewind(2)
    begin = parameters(run)
    run.apply(experiment)
    assert parameters(run) == begin
