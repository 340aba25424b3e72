"""A prepared step is the step that training takes, and preparing it changes nothing."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from msgspec.structs import replace
from training_tools import trained

from engine import CLIPPERS, LOSSES, OPTIMIZERS, REGULARIZERS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits.points import clear_points
from nnfs_gui.experiment.model import Experiment, OutputSpec
from nnfs_gui.training.run import Run
from nnfs_gui.training.step_walk import PreparedStep, prepare_step
from nnfs_gui.training.tape.picture import Place

OUTPUTS = ("linear", "sigmoid", "tanh", "softmax")


def prepared(run: Run, *, single: bool = False) -> PreparedStep:
    made = prepare_step(run.shown, single=single)
    assert made is not None
    return made


def with_output(experiment: Experiment, output: str, loss: str) -> Experiment:
    network = replace(experiment.network, output=OutputSpec(output))
    training = replace(experiment.training, loss=loss)
    return replace(experiment, network=network, training=training)


def fits(output: str, loss: str) -> bool:
    low, high = LOSSES[loss].output_limits
    return (low, high) == (-np.inf, np.inf) or output in ("sigmoid", "softmax")


def assert_is_what_training_does(made: PreparedStep, run: Run, unit: str = "batch") -> None:
    run.step(unit)  # type: ignore[arg-type]  # a unit by name
    found = run.snapshot()
    np.testing.assert_array_equal(found.parameters, made.after)
    np.testing.assert_array_equal(found.raw_gradient, made.raw)
    np.testing.assert_array_equal(found.applied_gradient, made.applied)
    assert found.moment_steps == made.count
    for name, moment in found.moments.items():
        np.testing.assert_array_equal(moment, made.moments_after[name])


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("clip", CLIPPERS.names())
def test_the_step_that_is_taken_is_the_prepared_one_to_the_bit(
    experiment: Experiment, optimizer: str, clip: str
) -> None:
    for number, (output, loss) in enumerate(product(OUTPUTS, LOSSES)):
        if not fits(output, loss):
            continue
        run = Run(1, with_output(experiment, output, loss))
        run.apply(
            edits.set_training(
                run.experiment, optimizer=optimizer, clip=clip, clip_threshold=0.02, batch_size=7,
                regularizer=REGULARIZERS.names()[number % 3], regularization_rate=0.01,
            )
        )  # fmt: skip
        run.step("batch")
        before = run.snapshot()
        made = prepared(run)
        np.testing.assert_array_equal(made.before, before.parameters)
        assert_is_what_training_does(made, run)


@pytest.mark.parametrize("loss", LOSSES.names())
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_number_on_the_way_is_the_engines(
    experiment: Experiment, output: str, loss: str
) -> None:
    if not fits(output, loss):
        pytest.skip(f"{loss} has no meaning for {output}")
    made = prepared(Run(1, with_output(experiment, output, loss)))
    passes, network = made.passes, made.network
    expected, gradient = network.loss_and_gradient(passes.inputs, passes.targets)
    assert passes.loss == expected
    np.testing.assert_array_equal(made.data_gradient, gradient)
    for known, again in zip(passes.a, network.forward(passes.inputs), strict=True):
        np.testing.assert_array_equal(known, again)
    losses = network.loss.per_sample(passes.a[-1], passes.targets)
    np.testing.assert_allclose(passes.losses, losses, rtol=1e-9, atol=1e-12)
    assert passes.losses.mean() == pytest.approx(passes.loss)
    for layer, part in enumerate(network.layers, start=1):
        for position in range(part.n_out):
            row = made.row(layer, position)
            sums = [made.shares(layer, position, at).sum() for at in range(part.n_in)]
            sums.append(made.shares(layer, position, -1).sum())
            np.testing.assert_allclose(sums, gradient[row], rtol=1e-9, atol=1e-15)
    for upstream, slope, delta in zip(passes.upstream, passes.slope, passes.delta, strict=True):
        known = ~np.isnan(upstream * slope)
        np.testing.assert_allclose((upstream * slope)[known], delta[known], rtol=1e-12)


def test_the_sum_of_the_parts_is_the_raw_gradient(experiment: Experiment) -> None:
    experiment = edits.set_training(experiment, regularizer="l2", regularization_rate=0.3)
    made = prepared(Run(1, experiment))
    assert made.penalty_gradient.any()
    np.testing.assert_array_equal(made.raw, made.data_gradient + made.penalty_gradient)


def test_preparing_changes_nothing(experiment: Experiment) -> None:
    looked, left = Run(1, experiment), Run(1, experiment)
    for _ in range(3 * looked.shown.trainer.steps_per_epoch):  # over the ends of epochs
        prepare_step(looked.shown)
        prepare_step(looked.shown, single=True)
        looked.step("batch")
        left.step("batch")
    assert looked.snapshot().parameters.tolist() == left.snapshot().parameters.tolist()
    assert looked.shown.trainer.state().generator == left.shown.trainer.state().generator


def test_the_batch_is_of_training_points_with_their_own_numbers(experiment: Experiment) -> None:
    run = trained(experiment, 2)
    for _ in range(4):
        made = prepared(run)
        inputs, _ = run.shown.samples(made.points)
        np.testing.assert_array_equal(made.passes.inputs, inputs)
        assert set(made.points) <= set(made.data.train)
        run.step("batch")


def test_a_single_sample_is_the_next_of_the_epoch(experiment: Experiment) -> None:
    run = Run(1, experiment)
    run.step("batch")
    made = prepared(run, single=True)
    assert len(made.points) == 1
    assert made.points[0] == prepared(run).points[0]
    assert_is_what_training_does(made, run, "sample")


def test_a_step_of_the_past_can_be_prepared_too(experiment: Experiment) -> None:
    run, first = Run(1, experiment), []
    for _ in range(5):
        first.append(prepared(run))
        run.step("batch")
    run.look_at(Place(run.tape.live.number, 2))
    again = prepared(run)
    np.testing.assert_array_equal(again.after, first[2].after)
    np.testing.assert_array_equal(again.points, first[2].points)


def test_without_points_there_is_nothing_to_prepare(experiment: Experiment) -> None:
    assert prepare_step(Run(1, clear_points(experiment)).shown) is None


def test_a_step_that_training_refuses_is_told(experiment: Experiment) -> None:
    experiment = edits.set_training(experiment, loss="mse")
    experiment = with_output(experiment, "linear", "mse")
    run = Run(1, experiment)
    run.shown.network.parameters[:] = 1e200
    made = prepared(run)
    assert made.refused
    np.testing.assert_array_equal(made.after, made.before)


def test_muted_neurons_have_no_slope_and_no_error(experiment: Experiment) -> None:
    unit = experiment.network.hidden[0].neurons[1].id
    run = Run(1, experiment)
    run.apply(edits.mute(experiment, {unit}, True))
    made = prepared(run)
    assert not made.passes.slope[0][:, 1].any()
    assert not made.passes.delta[0][:, 1].any()
    assert made.passes.delta[0][:, 0].any()
