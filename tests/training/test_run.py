"""A run trains exactly as a bare trainer does, and follows every edit."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from engine import ACTIVATIONS, Trainer
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network, parameter_index, trainer_options
from nnfs_gui.experiment.encoding import encode_targets
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.materialize import materialize
from nnfs_gui.experiment.model import (
    Experiment,
    GeneratedData,
    Link,
    PointArray,
    PointsData,
    default_experiment,
    make_layer,
)
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.training.run import NO_POINTS, Run
from nnfs_gui.training.snapshot import RunState

LONG = 60.0
"""Seconds that no test takes: the number of steps or epochs ends it."""


def bare_trainer(experiment: Experiment) -> Trainer:
    points = materialize(experiment)
    inputs = feature_matrix(experiment.network.features, points.inputs[points.train])
    targets = encode_targets(points, read_outputs(experiment))[points.train]
    network = build_network(experiment, with_hand_set=True)
    return Trainer(network, inputs, targets, **trainer_options(experiment))


def trained(experiment: Experiment, epochs: int = 20) -> Run:
    run = Run(1, experiment)
    train(run, epochs)
    return run


def train(run: Run, epochs: int) -> None:
    run.play(epochs)
    while run.state is RunState.RUNNING:
        run.train(LONG)


def parameters(run: Run) -> list[float]:
    return run.snapshot().parameters.tolist()


# --- exactness -----------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("clip", ["none", "value", "neuron", "norm"])
def test_a_run_trains_to_the_bit_as_a_bare_trainer(
    experiment: Experiment, optimizer: str, clip: str
) -> None:
    experiment = edits.set_training(
        experiment, optimizer=optimizer, clip=clip, clip_threshold=0.05, batch_size=7
    )
    run, bare = Run(1, experiment), bare_trainer(experiment)
    run.play()
    for count in (1, 3, 40, 200):
        run.train(LONG, count)
        for _ in range(count):
            bare.step()
        found = run.snapshot()
        assert (found.step, found.epoch) == (bare.steps, bare.epoch)
        assert found.parameters.tolist() == bare.network.parameters.tolist()
        assert found.raw_gradient.tolist() == bare.raw_gradient.tolist()
        assert found.applied_gradient.tolist() == bare.applied_gradient.tolist()


def test_pausing_and_playing_changes_nothing(experiment: Experiment) -> None:
    straight, broken = Run(1, experiment), Run(2, experiment)
    straight.play()
    straight.train(LONG, 57)
    for count in (10, 30, 17):
        broken.play()
        broken.train(LONG, count)
        broken.pause()
        broken.train(LONG, 5)  # does nothing: it is paused
        broken.snapshot()
    assert parameters(broken) == parameters(straight)


def test_a_batch_step_is_one_step_of_the_trainer(experiment: Experiment) -> None:
    run, bare = Run(1, experiment), bare_trainer(experiment)
    for _ in range(5):
        run.step("batch")
        bare.step()
        assert run.state is RunState.PAUSED
        assert parameters(run) == bare.network.parameters.tolist()


def test_a_sample_step_takes_the_next_point_of_the_order(experiment: Experiment) -> None:
    run = Run(1, experiment)
    bare = bare_trainer(edits.set_training(experiment, batch_size=1))
    for _ in range(40):
        run.step("sample")
        bare.step()
    found = run.snapshot()
    assert found.parameters.tolist() == bare.network.parameters.tolist()
    assert (found.step, found.epoch) == (40, 1)


def test_after_sample_steps_the_rest_of_the_epoch_comes_in_batches(experiment: Experiment) -> None:
    run = Run(1, experiment)
    assert len(materialize(experiment).train) == 30
    for _ in range(4):
        run.step("sample")
    train(run, 1)
    found = run.snapshot()
    assert (found.epoch, found.step) == (1, 4 + 3)  # 26 points are left, in batches of ten


def test_training_epochs_ends_exactly_there(experiment: Experiment) -> None:
    run = Run(1, experiment)
    run.step("batch")
    train(run, 2)
    found = run.snapshot()
    assert (found.epoch, found.step, found.state) == (2, 6, RunState.PAUSED)
    train(run, 0)
    assert run.snapshot().step == 6


def test_rewinding_restores_weights_data_and_shuffle_to_the_bit(experiment: Experiment) -> None:
    run = Run(1, experiment)
    begin = run.snapshot()
    train(run, 3)
    after = run.snapshot()
    run.rewind(2)
    found = run.snapshot()
    assert found.parameters.tolist() == begin.parameters.tolist()
    assert (found.run, found.epoch, found.step) == (2, 0, 0)
    assert found.curve.step.tolist() == [0.0]
    assert not len(found.trail.step)
    assert not found.raw_gradient.any()
    train(run, 3)
    assert parameters(run) == after.parameters.tolist()


# --- stop conditions -----------------------------------------------------------------------------


def test_a_stop_condition_ends_training_with_its_reason(experiment: Experiment) -> None:
    run = trained(edits.set_stop(experiment, loss_below=0.1), 10_000)
    found = run.snapshot()
    assert found.state is RunState.STOPPED
    assert found.test_loss < 0.1
    assert f"after epoch {found.epoch}" in found.message
    assert "loss fell below 0.1" in found.message


def test_play_continues_past_a_stop_condition(experiment: Experiment) -> None:
    run = trained(edits.set_stop(experiment, loss_below=0.1), 10_000)
    stopped = run.snapshot().epoch
    train(run, 50)
    found = run.snapshot()
    assert (found.epoch, found.state, found.message) == (stopped + 50, RunState.PAUSED, "")


def test_a_changed_stop_condition_counts_again_and_so_it_does_after_a_rewind(
    experiment: Experiment,
) -> None:
    first = edits.set_stop(experiment, loss_below=0.1)
    run = trained(first, 10_000)
    run.apply(edits.set_stop(first, loss_below=0.05))
    assert run.state is RunState.PAUSED
    train(run, 10_000)
    assert run.state is RunState.STOPPED
    run.rewind(2)
    train(run, 10_000)
    assert run.state is RunState.STOPPED


def test_no_improvement_stops_a_network_that_cannot_learn(experiment: Experiment) -> None:
    idle = edits.freeze(edits.set_stop(experiment, no_improvement=3), ["L1", "L2", "output"], True)
    run = trained(idle, 10_000)
    assert run.state is RunState.STOPPED
    assert run.snapshot().epoch in {3, 4}


def test_without_test_points_the_training_loss_counts(experiment: Experiment) -> None:
    everything = edits.set_split(experiment, training_share=1.0)
    run = trained(edits.set_stop(everything, accuracy_above=0.9), 10_000)
    assert run.state is RunState.STOPPED
    assert math.isnan(run.snapshot().test_loss)


# --- divergence ----------------------------------------------------------------------------------


def explosive(experiment: Experiment) -> Experiment:
    deep = replace(
        experiment.network,
        hidden=tuple(replace(make_layer(n, 6), activation="relu") for n in (1, 2, 3)),
    )
    return edits.set_training(
        edits.set_output_activation(replace(experiment, network=deep), "linear"),
        loss="mse",
        learning_rate=50.0,
    )


def diverged(experiment: Experiment) -> Run:
    run = trained(explosive(experiment), 200)
    assert run.state is RunState.DIVERGED
    return run


def test_divergence_is_told_in_words_that_help(experiment: Experiment) -> None:
    run = diverged(experiment)
    failure = run.take_failure()
    assert failure is not None
    assert failure.diverged
    assert run.take_failure() is None
    for word in ("diverged at step", "gradient", "layer", "learning rate below 50", "clip"):
        assert word in failure.message
    assert run.snapshot().message == failure.message


def test_after_divergence_everything_shown_is_finite(experiment: Experiment) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = diverged(experiment).snapshot()
    assert np.isfinite(found.parameters).all()
    assert np.isfinite(found.curve.train_loss).all()
    for maps in (*found.maps, found.boundary, found.predictions, found.point_losses):
        assert np.isfinite(maps).all()


@pytest.mark.parametrize(
    "remedy", [{"learning_rate": 1e-3}, {"clip": "norm", "clip_threshold": 0.001}]
)
def test_after_a_remedy_play_works_again(experiment: Experiment, remedy: dict[str, object]) -> None:
    run = diverged(experiment)
    before = run.snapshot()
    run.apply(edits.set_training(run.experiment, **remedy))
    assert run.state is RunState.PAUSED
    assert run.snapshot().message == ""
    train(run, 100)
    after = run.snapshot()
    assert after.state is RunState.PAUSED
    assert after.step > before.step
    assert after.train_loss < 2 * before.train_loss + 1
    assert (np.diff(after.curve.step) > 0).all()


def test_after_divergence_a_rewind_begins_as_ever(experiment: Experiment) -> None:
    run = diverged(experiment)
    run.rewind(2)
    assert run.state is RunState.PAUSED
    assert parameters(run) == build_network(run.experiment).parameters.tolist()


def test_divergence_goes_back_to_the_last_calm_step_of_the_very_run(experiment: Experiment) -> None:
    run = diverged(experiment)
    found = run.snapshot()
    bare = bare_trainer(explosive(experiment))
    for _ in range(found.step):
        bare.step()
    assert found.parameters.tolist() == bare.network.parameters.tolist()


def test_no_numpy_warning_escapes_from_a_diverging_run(experiment: Experiment) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            run = diverged(experiment)
            run.play()
            run.train(LONG)
            assert run.state is RunState.DIVERGED


# --- edits while it runs -------------------------------------------------------------------------


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


def test_other_points_keep_weights_and_history(experiment: Experiment) -> None:
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


# --- without points ------------------------------------------------------------------------------


def test_without_points_maps_are_drawn_and_a_message_says_why_nothing_trains(
    without_points: Experiment,
) -> None:
    run = Run(1, without_points)
    found = run.snapshot()
    assert [len(maps) for maps in found.maps] == [2, 4, 2, 1]
    assert found.predictions.shape == (0, 1)
    assert [values.shape for values in found.activations] == [(2, 0), (4, 0), (2, 0), (1, 0)]
    assert found.message == NO_POINTS
    assert math.isnan(found.train_loss)
    assert run.play() == NO_POINTS
    assert run.state is RunState.PAUSED
    run.step("batch")
    run.train(LONG)
    assert run.snapshot().step == 0


def test_erasing_all_points_pauses_and_new_ones_go_on_where_it_stood(
    experiment: Experiment, without_points: Experiment
) -> None:
    run = trained(experiment, 5)
    before = run.snapshot()
    run.play()
    run.apply(without_points)
    assert run.state is RunState.PAUSED
    assert run.snapshot().message == NO_POINTS
    run.apply(edits.add_neuron(without_points, "L1"))
    run.apply(edits.add_neuron(experiment, "L1"))
    found = run.snapshot()
    assert found.message == ""
    assert (found.step, found.epoch) == (before.step, before.epoch)
    train(run, 2)
    assert run.snapshot().epoch == before.epoch + 2


def test_a_single_point_can_be_learned(experiment: Experiment) -> None:
    data = PointsData(points=PointArray([[1.0, 2.0, 1.0]]))
    run = trained(replace(experiment, data=data), 200)
    found = run.snapshot()
    assert found.train_accuracy == 1.0
    assert math.isnan(found.test_loss)


# --- snapshots -----------------------------------------------------------------------------------


def test_a_snapshot_is_complete_and_nothing_in_it_can_be_written(experiment: Experiment) -> None:
    run = trained(experiment, 3)
    found = run.snapshot()
    arrays = [
        *(getattr(found, name) for name in ("parameters", "raw_gradient", "applied_gradient")),
        *(getattr(found.curve, name) for name in found.curve.__slots__),
        *(getattr(found.trail, name) for name in found.trail.__slots__),
        *found.maps,
        *found.activations,
        *(getattr(found, name) for name in ("boundary", "sample", "predictions", "point_losses")),
    ]
    assert len(arrays) > 20
    assert not any(array.flags.writeable for array in arrays)
    kept = [array.copy() for array in arrays]
    train(run, 5)
    run.snapshot()
    assert all(np.array_equal(a, b) for a, b in zip(arrays, kept, strict=True))


def test_losses_in_a_snapshot_are_those_of_its_parameters(experiment: Experiment) -> None:
    experiment = edits.set_training(experiment, regularizer="l2", regularization_rate=0.1)
    run = trained(experiment, 5)
    found, points = run.snapshot(), materialize(experiment)
    network = build_network(experiment)
    network.parameters[:] = found.parameters
    features = feature_matrix(experiment.network.features, points.inputs)
    targets = encode_targets(points, read_outputs(experiment))
    for part, loss in ((points.train, found.train_loss), (points.test, found.test_loss)):
        assert loss == pytest.approx(network.evaluate(features[part], targets[part]), rel=1e-12)
    weights = [layer.weights for layer in network.layers]
    penalty = 0.05 * sum(float(np.square(w).sum()) for w in weights)
    assert found.penalty == pytest.approx(penalty)
    assert found.curve.train_loss[-1] == found.train_loss
    assert found.curve.step[-1] == found.step


@pytest.mark.parametrize("clip", ["value", "neuron", "norm", "none"])
def test_the_trail_tells_norms_and_angles_of_single_steps(
    experiment: Experiment, clip: str
) -> None:
    experiment = edits.set_training(experiment, clip=clip, clip_threshold=0.02)
    run, bare = Run(1, experiment), bare_trainer(experiment)
    expected = []
    for _ in range(20):
        run.step("batch")
        bare.step()
        raw, applied = bare.raw_gradient, bare.applied_gradient
        lengths = np.linalg.norm(raw), np.linalg.norm(applied)
        cosine = raw.dot(applied) / (lengths[0] * lengths[1])
        expected.append((bare.steps, *lengths, cosine, bare.clipped))
    trail = run.snapshot().trail
    found = np.column_stack([trail.step, trail.raw, trail.applied, trail.cosine, trail.clipped])
    np.testing.assert_allclose(found, np.array(expected, dtype=float), rtol=1e-9)
    assert trail.clipped.any() == (clip != "none")


@pytest.mark.parametrize("name", ["softmax", *ACTIVATIONS.names()])
def test_every_activation_can_be_run_and_shown(experiment: Experiment, name: str) -> None:
    if ACTIVATIONS[name].output_only:
        experiment = edits.set_output_activation(experiment, name)
    else:
        experiment = edits.set_activation(experiment, "L1", name)
    found = trained(experiment, 2).snapshot()
    assert np.isfinite(found.parameters).all()
    assert found.boundary.shape[0] == found.sizes[-1]


def test_of_many_points_a_sample_is_drawn_and_judged(experiment: Experiment) -> None:
    many = edits.set_data(default_experiment(), PointsData(points=_cloud(30_000)))
    run = Run(1, many)
    run.play()
    run.train(0.01)
    found = run.snapshot()
    assert len(found.data.inputs) == 30_000
    assert len(found.sample) == 2_000 == len(found.predictions) == len(found.point_losses)
    assert (np.diff(found.sample) > 0).all()
    assert found.sample[-1] > 29_000
    assert math.isfinite(found.test_loss)


def _cloud(count: int) -> PointArray:
    rng = np.random.default_rng(0)
    points = rng.uniform(-6, 6, (count, 2))
    return PointArray(np.column_stack([points, points[:, 0] > points[:, 1]]))


def test_the_side_of_maps_and_boundary_can_be_chosen(experiment: Experiment) -> None:
    run = Run(1, experiment)
    run.set_detail(16, 30)
    run.apply(edits.add_neuron(experiment, "L1"))
    found = run.snapshot()
    assert [maps.shape for maps in found.maps] == [(n, 16, 16) for n in (2, 5, 2, 1)]
    assert found.boundary.shape == (1, 30, 30)
