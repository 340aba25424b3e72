"""The landscape is the engine's own loss, on planes that are what they say."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from engine import ACTIVATIONS
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.plots.landscape.compute import (
    BatchedLoss,
    Landscape,
    compute_landscape,
    principal_plane,
    random_plane,
)

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


def engine_loss(snapshot, parameters):
    """The loss on all training points, by the engine's network."""
    experiment, data = snapshot.experiment, snapshot.data
    network = build_network(experiment)
    network.parameters = parameters
    inputs = feature_matrix(experiment.network.features, data.inputs)
    targets = encode_targets(data, read_outputs(experiment))
    return network.evaluate(inputs[data.train], targets[data.train])


@pytest.mark.parametrize("classes", [2, 4, 0])
@pytest.mark.parametrize("activation", HIDDEN)
def test_many_losses_at_once_are_the_engines_one_by_one(train, classes, activation):
    snapshot = train(classes=classes)[-1]
    network = snapshot.experiment.network
    hidden = tuple(
        msgspec.structs.replace(layer, activation=activation) for layer in network.hidden
    )
    experiment = msgspec.structs.replace(
        snapshot.experiment, network=msgspec.structs.replace(network, hidden=hidden)
    )
    rng = np.random.default_rng(1)
    vectors = snapshot.parameters + rng.normal(0, 0.5, (7, snapshot.parameters.size))
    losses = BatchedLoss(experiment, snapshot.data)(vectors.astype(np.float32))
    expected = [
        engine_loss(_with(snapshot, experiment), vector.astype(np.float32)) for vector in vectors
    ]
    np.testing.assert_allclose(losses, expected, rtol=2e-4, atol=1e-6)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
def test_losses_that_are_not_fused_agree_too(train, loss):
    snapshot = train(classes=0, loss=loss)[-1]
    values = BatchedLoss(snapshot.experiment, snapshot.data)(
        snapshot.parameters[None].astype(np.float32)
    )
    assert values[0] == pytest.approx(engine_loss(snapshot, snapshot.parameters), rel=1e-4)


def test_a_muted_neuron_is_silent_on_the_landscape_too(train):
    snapshot = train()[-1]
    layer = snapshot.experiment.network.hidden[0]
    muted = msgspec.structs.replace(layer.neurons[0], muted=True)
    layer = msgspec.structs.replace(layer, neurons=(muted, *layer.neurons[1:]))
    network = msgspec.structs.replace(
        snapshot.experiment.network, hidden=(layer, *snapshot.experiment.network.hidden[1:])
    )
    quiet = _with(snapshot, msgspec.structs.replace(snapshot.experiment, network=network))
    value = BatchedLoss(quiet.experiment, quiet.data)(quiet.parameters[None].astype(np.float32))[0]
    assert value == pytest.approx(engine_loss(quiet, quiet.parameters), rel=1e-4)
    assert value != pytest.approx(engine_loss(snapshot, snapshot.parameters), rel=1e-3)


def test_the_grid_holds_the_loss_at_its_places(train):
    snapshot = train()[-1]
    plane = random_plane(snapshot, seed=4)
    landscape = compute_landscape(snapshot.experiment, snapshot.data, plane, side=9)
    assert landscape.loss.shape == (9, 9)
    for row, column in ((0, 0), (4, 4), (2, 7), (8, 3)):
        there = plane.origin + landscape.x[column] * plane.first + landscape.y[row] * plane.second
        expected = engine_loss(snapshot, there)
        assert landscape.loss[row, column] == pytest.approx(expected, rel=1e-3)
    first, second = landscape.profiles()
    assert first[4] == second[4] == landscape.loss[4, 4]


def test_random_directions_are_as_long_for_each_neuron_as_its_weights(train):
    snapshot = train()[-1]
    plane = random_plane(snapshot, seed=0)
    for layer in range(1, len(snapshot.sizes)):
        own = np.linalg.norm(snapshot.block(layer), axis=1)
        for direction in (plane.first, plane.second):
            part = np.linalg.norm(snapshot.block(layer, direction), axis=1)
            np.testing.assert_allclose(part, own)
    assert not np.allclose(plane.first, plane.second)
    assert np.array_equal(plane.first, random_plane(snapshot, seed=0).first)


def test_frozen_weights_stay_where_they_are(train):
    snapshot = train()[-1]
    layer = snapshot.experiment.network.hidden[0]
    frozen = msgspec.structs.replace(layer.neurons[1], frozen=True)
    layer = msgspec.structs.replace(layer, neurons=(layer.neurons[0], frozen, *layer.neurons[2:]))
    network = msgspec.structs.replace(
        snapshot.experiment.network, hidden=(layer, *snapshot.experiment.network.hidden[1:])
    )
    snapshot = _with(snapshot, msgspec.structs.replace(snapshot.experiment, network=network))
    direction = random_plane(snapshot, seed=0).first
    assert not snapshot.block(1, direction)[1].any()
    assert snapshot.block(1, direction)[0].all()


def test_the_runs_own_directions_hold_most_of_its_movement(train):
    snapshots = train(steps=150, learning_rate=0.1)
    history = np.array([snapshot.parameters for snapshot in snapshots])
    plane = principal_plane(snapshots[-1], history)
    assert sum(plane.explained) > 0.9
    assert plane.first @ plane.second == pytest.approx(0, abs=1e-9)
    places = plane.project(history)
    for axis in (0, 1):
        assert np.abs(places[:, axis] - plane.centre[axis]).max() <= plane.reach
    np.testing.assert_allclose(places[-1], 0, atol=1e-9)


def test_shares_of_the_movement_are_those_of_its_squares(train):
    snapshot = train(steps=1)[-1]
    first, second = np.eye(snapshot.parameters.size)[:2]
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)[:, None]
    history = snapshot.parameters + 3 * np.cos(turns) * first + np.sin(turns) * second
    plane = principal_plane(snapshot, history)
    np.testing.assert_allclose(plane.explained, (0.9, 0.1))
    np.testing.assert_allclose(np.abs([plane.first @ first, plane.second @ second]), 1.0)


def test_profiles_go_through_the_network_and_not_through_the_middle(train):
    plane = random_plane(train(steps=1)[-1], seed=0)
    heights = np.arange(12.0).reshape(3, 4)
    landscape = Landscape(
        plane, np.array([-1.0, 0.1, 5.0, 9.0]), np.array([0.0, 4.0, 8.0]), heights
    )
    along_first, along_second = landscape.profiles()
    assert along_first.tolist() == [0, 1, 2, 3]
    assert along_second.tolist() == [1, 5, 9]


def test_a_short_trail_has_no_directions(train):
    snapshots = train(steps=20)
    history = np.array([snapshot.parameters for snapshot in snapshots])
    assert principal_plane(snapshots[-1], history) is None


def test_projecting_a_point_of_the_plane_gives_its_coordinates(train):
    plane = random_plane(train()[-1], seed=2)
    there = plane.origin + 0.3 * plane.first - 0.7 * plane.second
    np.testing.assert_allclose(plane.project(there[None])[0], (0.3, -0.7))
    assert plane.distance(there) == pytest.approx(0, abs=1e-9)
    assert plane.distance(there + 1.0) > 0


def test_a_cancelled_computation_gives_nothing(train):
    snapshot = train()[-1]
    plane = random_plane(snapshot, seed=0)
    assert compute_landscape(snapshot.experiment, snapshot.data, plane, lambda: True) is None


def test_far_out_values_overflow_without_a_warning(train):
    snapshot = train(classes=0)[-1]
    plane = random_plane(snapshot, seed=0, extent=1e20)
    landscape = compute_landscape(snapshot.experiment, snapshot.data, plane, side=5)
    assert np.isfinite(landscape.loss[2, 2])


def _with(snapshot, experiment):
    return replace(snapshot, experiment=experiment)
