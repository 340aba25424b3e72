"""Dead and saturated neurons are found, for every activation, and for the right reason."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from engine import ACTIVATIONS
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.model import Experiment, NetworkSpec, default_experiment, make_layer
from nnfs_gui.training.health import describe_health, neuron_health
from nnfs_gui.training.snapshot import Curve, GradientNorms, RunState, Snapshot

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


def snapshot_with(activation: str, values: np.ndarray, experiment: Experiment | None = None):
    """A snapshot of one hidden layer with these activations, of shape (n_units, n_points)."""
    units, points = values.shape
    layer = make_layer(1, units, activation)
    network = NetworkSpec(hidden=(layer,))
    experiment = experiment or msgspec.structs.replace(default_experiment(), network=network)
    empty = np.zeros(0)
    data = PlaneData(
        np.zeros((points, 2)), np.zeros(points), np.arange(0), np.arange(0), "classification", 2
    )
    curve = Curve(empty, empty, empty, empty, empty, empty)
    norms = GradientNorms(empty, empty, empty, empty, empty > 0)
    zeros = np.zeros(3 * units + units + 1)
    values = values.astype(np.float32)
    layers = (np.zeros((2, points), np.float32), values, np.zeros((1, points), np.float32))
    return Snapshot(
        run=1, serial=1, experiment=experiment, data=data, state=RunState.PAUSED, epoch=0, step=0,
        learning_rate=0.1, train_loss=0.0, test_loss=0.0, penalty=0.0, train_accuracy=1.0,
        test_accuracy=1.0, sizes=(2, units, 1), parameters=zeros, raw_gradient=zeros,
        applied_gradient=zeros, curve=curve, gradient_norms=norms, maps=(),
        boundary=np.zeros((1, 1, 1)), sample=np.arange(points), predictions=np.zeros((points, 1)),
        point_losses=np.zeros(points), activations=layers,
    )  # fmt: skip


def values_of(activation: str, z: np.ndarray) -> np.ndarray:
    return ACTIVATIONS.create(activation).value(z)


@pytest.mark.parametrize("activation", HIDDEN)
def test_a_neuron_that_answers_to_its_input_is_healthy(activation):
    z = np.linspace(-1.5, 1.5, 100)[None]
    assert neuron_health(snapshot_with(activation, values_of(activation, z))) == {}


@pytest.mark.parametrize("activation", ["relu", "softplus", "gelu", "swish"])
def test_a_neuron_pushed_far_below_zero_is_dead(activation):
    z = np.stack([np.full(100, -60.0), np.linspace(-1, 1, 100)])
    health = neuron_health(snapshot_with(activation, values_of(activation, z)))
    assert [(unit, entry.kind) for unit, entry in health.items()] == [("L1.1", "dead")]
    assert "0 for every sample point" in health["L1.1"].reason


def test_a_relu_that_fires_for_one_point_is_not_dead():
    values = np.zeros((1, 100))
    values[0, 7] = 0.3
    assert neuron_health(snapshot_with("relu", values)) == {}


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_a_neuron_at_the_ends_of_its_range_is_saturated_and_the_reason_counts(activation):
    z = np.where(np.arange(100) % 2, 9.0, -9.0)
    z[:4] = 0.1
    health = neuron_health(snapshot_with(activation, values_of(activation, z[None])))
    assert health["L1.1"].kind == "saturated"
    assert health["L1.1"].share == pytest.approx(0.96)
    assert "96\u2009% of the points" in health["L1.1"].reason


def test_the_reason_names_the_level_of_tanh():
    health = neuron_health(snapshot_with("tanh", np.full((1, 50), -0.999)))
    assert health["L1.1"].reason.startswith("saturated: |a| > 0.97 for every sample point")


def test_94_percent_of_the_points_are_not_enough():
    values = np.full((1, 100), 0.999)
    values[0, :6] = 0.0
    assert neuron_health(snapshot_with("tanh", values)) == {}


def test_an_elu_at_its_floor_is_saturated():
    health = neuron_health(snapshot_with("elu", np.full((1, 50), -0.9999)))
    assert health["L1.1"].kind == "saturated"
    assert "a < \u22120.97" in health["L1.1"].reason


def test_a_muted_neuron_is_not_called_dead():
    values = np.zeros((2, 50))
    layer = make_layer(1, 2, "relu")
    muted = msgspec.structs.replace(layer.neurons[0], muted=True)
    layer = msgspec.structs.replace(layer, neurons=(muted, layer.neurons[1]))
    experiment = msgspec.structs.replace(default_experiment(), network=NetworkSpec(hidden=(layer,)))
    assert list(neuron_health(snapshot_with("relu", values, experiment))) == ["L1.2"]


def test_without_points_nothing_is_judged():
    assert neuron_health(snapshot_with("relu", np.zeros((3, 0)))) == {}


def test_the_findings_in_one_sentence():
    snapshot = snapshot_with("relu", np.zeros((2, 10)))
    health = neuron_health(snapshot)
    assert describe_health(snapshot.experiment, health) == "2 dead, of 2 hidden neurons."
    assert describe_health(snapshot.experiment, {}) == "All 2 hidden neurons work."
