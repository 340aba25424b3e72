"""A run trains exactly as a bare trainer does."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace
from training_tools import LONG, bare_trainer, parameters, train, trained

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.edits.points import clear_points
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.stopper import NO_POINTS

# --- exactness ------------------------------------------------------------------------------------


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
    assert not len(found.gradient_norms.step)
    assert not found.raw_gradient.any()
    train(run, 3)
    assert parameters(run) == after.parameters.tolist()


# --- stop conditions ------------------------------------------------------------------------------


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


# --- without points -------------------------------------------------------------------------------


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
    experiment: Experiment,
) -> None:
    run = trained(experiment, 5)
    without_points = clear_points(experiment)
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
