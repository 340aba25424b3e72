"""Classes are cut where their targets meet, whatever the targets are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.encoding import accuracy, decode_classes, encode
from nnfs_gui.experiment.model import Experiment, GeneratedData, default_experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.headless import train
from nnfs_gui.training.evaluator import Evaluator
from nnfs_gui.training.trained_network import TrainedNetwork


@pytest.fixture
def experiment() -> Experiment:
    return default_experiment()


CLASSES = np.array([0.0, 0.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("loss", "output", "outputs", "share"),
    [
        ("bce", "sigmoid", [0.4, 0.6, 0.6, 0.9], 0.75),
        ("mse", "sigmoid", [0.4, 0.1, 0.2, 0.9], 0.75),
        ("hinge", "tanh", [-0.4, 0.1, 0.2, 0.4], 0.75),  # 0.2 and 0.4 are nearer to 1 than to −1
        ("mse", "tanh", [-0.4, -0.1, 0.2, 0.4], 1.0),
        ("hinge", "linear", [-7.0, 0.1, -0.1, 0.4], 0.5),
    ],
)
def test_a_single_output_is_cut_halfway_between_its_targets(
    experiment: Experiment, loss: str, output: str, outputs: list[float], share: float
) -> None:
    reading = read_outputs(edits.set_loss(edits.set_output_activation(experiment, output), loss))
    table = np.array(outputs)[:, None]
    assert accuracy(table, CLASSES, reading) == share
    middle = encode(np.array([0.0, 1.0]), reading).mean()
    assert decode_classes(table, reading).tolist() == (table[:, 0] > middle).astype(int).tolist()


def test_of_several_outputs_the_largest_counts(experiment: Experiment) -> None:
    three = edits.set_data(experiment, GeneratedData("blobs", classes=3))
    reading = read_outputs(three)
    table = np.array([[0.4, 0.3, 0.3], [0.2, 0.5, 0.3], [0.1, 0.5, 0.4]])
    assert accuracy(table, np.array([0.0, 1.0, 2.0]), reading) == pytest.approx(2 / 3)
    assert decode_classes(np.empty((0, 3)), reading).tolist() == []


def test_values_and_nothing_have_no_accuracy(experiment: Experiment) -> None:
    reading = read_outputs(experiment)
    assert math.isnan(accuracy(np.empty((0, 1)), np.empty(0), reading))
    plane = read_outputs(edits.set_data(experiment, GeneratedData("plane")))
    assert math.isnan(accuracy(np.ones((2, 1)), np.ones(2), plane))


@pytest.mark.parametrize("output", ["tanh", "linear"])
def test_window_and_command_line_cut_small_scores_at_zero(
    experiment: Experiment, output: str
) -> None:
    """Scores of ±0.1 are all that so weak a network says: cut at ½ it would always say the same."""
    weak = edits.set_loss(edits.set_output_activation(experiment, output), "hinge")
    trained = TrainedNetwork(weak)
    trained.network.parameters[:] *= 0.01
    everything = np.arange(len(trained.points.inputs))
    signs = np.sign(trained.network.predict(trained.samples(everything)[0])[:, 0])
    right = (signs > 0) == (trained.points.targets > 0)
    found = Evaluator(trained.network, weak, trained.points).losses(0.0)
    assert found.train_accuracy == pytest.approx(right[trained.points.train].mean())
    assert found.test_accuracy == pytest.approx(right[trained.points.test].mean())
    begun = train(weak, 0)
    full = TrainedNetwork(weak)
    signs = np.sign(full.network.predict(full.samples(everything)[0])[:, 0])
    right = (signs > 0) == (full.points.targets > 0)
    assert begun.train_accuracy == pytest.approx(right[full.points.train].mean())
