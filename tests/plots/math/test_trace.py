"""Every number of the trace is the engine's own, for every loss, activation and optimizer."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from engine import ACTIVATIONS, OPTIMIZERS, Trainer
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.plots.math.trace import Memory, check, explain

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
SMOOTH = [name for name in HIDDEN if name not in ("relu", "leaky_relu", "step")]


def changed(snapshot, **fields):
    """The snapshot with other fields of its network or of its training."""
    experiment = snapshot.experiment
    network = {key: value for key, value in fields.items() if hasattr(experiment.network, key)}
    training = {key: value for key, value in fields.items() if key not in network}
    experiment = msgspec.structs.replace(
        experiment,
        network=msgspec.structs.replace(experiment.network, **network),
        training=msgspec.structs.replace(experiment.training, **training),
    )
    return replace(snapshot, experiment=experiment)


def with_activation(snapshot, name):
    hidden = tuple(
        msgspec.structs.replace(layer, activation=name)
        for layer in snapshot.experiment.network.hidden
    )
    return changed(snapshot, hidden=hidden)


def trace_of(snapshot, unit, point=5):
    return explain(snapshot.experiment, snapshot.parameters, snapshot.data, point, unit)


def engine_of(snapshot, point=5):
    """The engine's network and the point as its only sample."""
    experiment, data = snapshot.experiment, snapshot.data
    network = build_network(experiment)
    network.parameters = snapshot.parameters
    inputs = feature_matrix(experiment.network.features, data.inputs)[point : point + 1]
    targets = encode_targets(data, read_outputs(experiment))[point : point + 1]
    return network, inputs, targets


@pytest.mark.parametrize("classes", [2, 4, 0])
@pytest.mark.parametrize("activation", HIDDEN)
def test_every_neuron_is_explained_with_the_engines_numbers(train, activation, classes):
    snapshot = with_activation(train(classes=classes)[-1], activation)
    network, inputs, targets = engine_of(snapshot)
    loss, gradient = network.loss_and_gradient(inputs, targets)
    activations = [inputs, *network.forward(inputs)]
    for layer, ids in enumerate(layer_ids(snapshot.experiment)[1:], start=1):
        block = snapshot.block(layer, gradient)
        for position, unit in enumerate(ids):
            trace = trace_of(snapshot, unit)
            assert (trace.layer, trace.position) == (layer, position)
            assert trace.loss == loss
            assert trace.a == activations[layer][0, position]
            products = sum(entry.product for entry in trace.weights)
            assert trace.z == pytest.approx(products)
            assert [entry.gradient for entry in trace.weights] == list(block[position])
            values = [entry.value for entry in trace.weights]
            np.testing.assert_allclose(block[position], trace.delta * np.array(values))


@pytest.mark.parametrize("activation", HIDDEN)
def test_delta_is_the_slope_times_what_comes_from_above(train, activation):
    snapshot = with_activation(train()[-1], activation)
    for unit in ("L1.1", "L2.2"):
        trace = trace_of(snapshot, unit)
        assert trace.delta == pytest.approx(trace.slope * trace.upstream)
        summed = sum(term.weight * term.delta for term in trace.downstream)
        assert trace.upstream == pytest.approx(summed)
        assert trace.a == pytest.approx(float(trace.activation.value(np.array([trace.z]))[0]))


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
def test_an_unfused_outputs_delta_is_the_slope_times_the_losses_gradient(train, loss):
    trace = trace_of(train(classes=0, loss=loss)[-1], "out0")
    assert not trace.fused
    assert trace.delta == pytest.approx(trace.upstream * trace.slope)


def test_a_fused_outputs_delta_is_output_minus_target(train):
    trace = trace_of(train()[-1], "out0")
    assert trace.fused
    assert trace.delta == pytest.approx(trace.outputs[0] - trace.targets[0])
    assert np.isnan(trace.upstream)


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("clip", ["none", "value", "neuron", "norm"])
def test_clip_and_update_are_what_the_trainer_does(train, optimizer, clip):
    snapshot = changed(
        train()[-1], optimizer=optimizer, clip=clip, clip_threshold=0.01, regularizer="l2",
        regularization_rate=0.1, batch_size=10,
    )  # fmt: skip
    network, inputs, targets = engine_of(snapshot)
    options = trainer_options(snapshot.experiment) | {"batch_size": 1}
    trainer = Trainer(network, inputs, targets, **options)
    trainer.step()
    trace = trace_of(snapshot, "L2.1")
    row = snapshot.block(2, network.parameters)[0]
    assert [entry.new for entry in trace.weights] == list(row)
    applied = snapshot.block(2, trainer.applied_gradient)[0]
    assert [entry.applied for entry in trace.weights] == list(applied)
    gradients = trainer.raw_gradient, trainer.applied_gradient
    assert trace.norms == pytest.approx([np.linalg.norm(gradient) for gradient in gradients])
    assert trace.trainer.clipped == (clip != "none")


def test_the_step_of_plain_sgd_worked_by_hand(train):
    snapshot = changed(train()[-1], learning_rate=0.5)
    trace = trace_of(snapshot, "L1.2")
    for entry in trace.weights:
        assert entry.new == pytest.approx(entry.weight - 0.5 * entry.gradient)
        assert entry.raw == entry.applied == entry.gradient


def test_the_penalty_is_added_to_weights_and_not_to_the_bias(train):
    snapshot = changed(train()[-1], regularizer="l2", regularization_rate=0.1)
    *weights, bias = trace_of(snapshot, "L1.1").weights
    for entry in weights:
        assert entry.raw == pytest.approx(entry.gradient + 0.1 * entry.weight)
    assert bias.raw == bias.gradient


def test_the_rate_in_force_can_be_given(train):
    snapshot = train()[-1]
    trace = explain(
        snapshot.experiment, snapshot.parameters, snapshot.data, 5, "L1.1", learning_rate=0.25
    )
    assert trace.trainer.learning_rate == 0.25
    entry = trace.weights[0]
    assert entry.new == pytest.approx(entry.weight - 0.25 * entry.gradient)


def test_frozen_weights_have_a_gradient_but_do_not_move(train):
    snapshot = train()[-1]
    layer = snapshot.experiment.network.hidden[0]
    frozen = msgspec.structs.replace(layer.neurons[0], frozen=True)
    layer = msgspec.structs.replace(layer, neurons=(frozen, *layer.neurons[1:]))
    snapshot = changed(snapshot, hidden=(layer, *snapshot.experiment.network.hidden[1:]))
    for entry in trace_of(snapshot, "L1.1").weights:
        assert entry.rests == "frozen"
        assert entry.gradient != 0
        assert (entry.raw, entry.new) == (0.0, entry.weight)


def test_a_muted_neuron_says_zero(train):
    snapshot = train()[-1]
    layer = snapshot.experiment.network.hidden[0]
    muted = msgspec.structs.replace(layer.neurons[0], muted=True)
    layer = msgspec.structs.replace(layer, neurons=(muted, *layer.neurons[1:]))
    snapshot = changed(snapshot, hidden=(layer, *snapshot.experiment.network.hidden[1:]))
    trace = trace_of(snapshot, "L1.1")
    assert trace.muted
    assert (trace.a, trace.delta) == (0.0, 0.0)


def test_what_rests_because_of_a_muted_neuron_is_not_called_frozen(train):
    snapshot = train()[-1]
    layer = snapshot.experiment.network.hidden[0]
    muted = msgspec.structs.replace(layer.neurons[0], muted=True)
    layer = msgspec.structs.replace(layer, neurons=(muted, *layer.neurons[1:]))
    snapshot = changed(snapshot, hidden=(layer, *snapshot.experiment.network.hidden[1:]))
    assert {entry.rests for entry in trace_of(snapshot, "L1.1").weights} == {"muted"}
    after = [entry.rests for entry in trace_of(snapshot, "L2.1").weights]
    assert after == ["muted", *[""] * (len(after) - 1)]


@pytest.mark.parametrize("classes", [2, 4, 0])
@pytest.mark.parametrize("activation", SMOOTH)
def test_central_differences_confirm_every_gradient(train, activation, classes):
    snapshot = with_activation(train(classes=classes)[-1], activation)
    for unit in ("L1.1", "L2.1", "out0"):
        checked = check(snapshot.experiment, snapshot.parameters, snapshot.data, 5, unit)
        trace = trace_of(snapshot, unit)
        assert list(checked.analytic) == [entry.gradient for entry in trace.weights]
        assert checked.relative_error < 1e-6
        np.testing.assert_allclose(checked.numeric, checked.analytic, rtol=1e-4, atol=1e-8)


def test_unknown_neurons_and_points_are_refused_by_name(train):
    snapshot = train()[-1]
    with pytest.raises(KeyError, match=r"L9\.1"):
        trace_of(snapshot, "L9.1")
    with pytest.raises(IndexError, match="point must be in 0 … 59, got 60"):
        trace_of(snapshot, "L1.1", point=60)


def test_the_network_of_the_run_is_left_alone(train):
    snapshot = train()[-1]
    before = snapshot.parameters.copy()
    trace_of(snapshot, "L1.1")
    np.testing.assert_array_equal(snapshot.parameters, before)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_update_goes_on_from_what_the_optimizer_has_learned(train, name):
    snapshot = changed(train()[-1], optimizer=name)
    network, inputs, targets = engine_of(snapshot)
    trainer = Trainer(network, inputs, targets, **trainer_options(snapshot.experiment))
    for _ in range(3):
        trainer.step()
    parameters, optimizer = network.parameters.copy(), trainer.optimizer
    memory = Memory(optimizer.copy_moments(), optimizer.count)
    trace = explain(snapshot.experiment, parameters, snapshot.data, 5, "L1.1", None, memory)
    trainer.step()
    assert [entry.new for entry in trace.weights] == network.parameters[:3].tolist()
    assert trace.remembers == bool(optimizer.moment_names)
    for index, entry in enumerate(trace.weights):
        before = [moment[index] for moment in memory.moments.values()]
        after = [moment[index] for moment in optimizer.moments.values()]
        assert entry.moments == tuple(zip(before, after, strict=True))


def test_a_memory_of_another_optimizer_is_not_used(train):
    snapshot = changed(train()[-1], optimizer="momentum")
    memory = Memory({"mean": np.ones(3)}, 9)
    trace = explain(
        snapshot.experiment, snapshot.parameters, snapshot.data, 5, "L1.1", None, memory
    )
    assert not trace.remembers
    assert all(entry.moments[0][0] == 0.0 for entry in trace.weights)
