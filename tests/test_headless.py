from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import (
    Experiment,
    GeneratedData,
    Link,
    PointArray,
    PointsData,
    default_experiment,
)
from nnfs_gui.headless import train


@pytest.fixture
def experiment() -> Experiment:
    """Two clouds and no hidden layer: learned in a moment."""
    experiment = edits.set_data(default_experiment(), GeneratedData("gaussians", size=200))
    for layer in ("L1", "L2"):
        experiment = edits.remove_layer(experiment, layer)
    return edits.set_training(experiment, learning_rate=0.1)


def test_training_learns_and_says_how_well(experiment: Experiment) -> None:
    result = train(experiment, 20)
    assert (result.epochs, result.steps) == (20, 200)
    assert result.train_loss < 0.1
    assert result.test_loss < 0.1
    assert result.train_accuracy == result.test_accuracy == 1.0
    assert result.parameters.shape == (3,)
    assert (result.message, result.diverged) == ("", False)


def test_the_same_experiment_gives_the_same_network(experiment: Experiment) -> None:
    np.testing.assert_array_equal(train(experiment, 5).parameters, train(experiment, 5).parameters)


def test_weights_set_by_hand_are_part_of_the_beginning(experiment: Experiment) -> None:
    by_hand = edits.set_weight(experiment, Link("x1", "out0"), -3.0, 0.0)
    assert train(by_hand, 0).parameters[0] == -3.0


def test_progress_is_told_after_each_epoch(experiment: Experiment) -> None:
    told: list[tuple[int, float]] = []
    train(experiment, 4, lambda epoch, loss: told.append((epoch, loss)))
    assert [epoch for epoch, _loss in told] == [1, 2, 3, 4]
    assert told[0][1] > told[-1][1] > 0


def test_no_epochs_show_the_initial_network(experiment: Experiment) -> None:
    result = train(experiment, 0)
    assert (result.epochs, result.steps) == (0, 0)
    assert result.test_loss > train(experiment, 3).test_loss


@pytest.mark.parametrize(
    ("condition", "value", "reason"),
    [
        ("loss_below", 0.2, "the loss fell below 0.2"),
        ("accuracy_above", 0.99, "the accuracy rose above 99 %"),
    ],
)
def test_stop_conditions_are_honoured(
    experiment: Experiment, condition: str, value: float, reason: str
) -> None:
    result = train(edits.set_stop(experiment, **{condition: value}), 500)
    assert 0 < result.epochs < 500
    assert result.message == f"Stopped after {_epochs(result.epochs)}: {reason}."
    assert not result.diverged


def test_the_test_points_say_when_to_stop(experiment: Experiment) -> None:
    noisy = edits.set_split(edits.set_data(experiment, GeneratedData("xor", size=40)), outliers=0.4)
    reached = train(noisy, 30)
    between = (reached.train_loss + reached.test_loss) / 2
    assert abs(reached.train_loss - reached.test_loss) > 0.01
    stopped = train(edits.set_stop(noisy, loss_below=between), 30)
    assert (stopped.epochs < 30) == (reached.test_loss < between)


def _epochs(count: int) -> str:
    return f"{count} epoch" if count == 1 else f"{count} epochs"


def test_training_without_improvement_stops(experiment: Experiment) -> None:
    frozen = edits.freeze(experiment, ["output"], True)
    result = train(edits.set_stop(frozen, no_improvement=3), 100)
    assert result.epochs == 4
    assert "has not improved for 3 epochs" in result.message


def test_divergence_is_told_with_what_to_do() -> None:
    experiment = edits.set_data(default_experiment(), GeneratedData("plane"))
    for layer in ("L1", "L2"):
        experiment = edits.set_activation(experiment, layer, "linear")
    result = train(edits.set_training(experiment, learning_rate=50.0), 100)
    assert result.diverged
    assert result.epochs < 100
    assert "learning rate below 50, or clip the gradients" in result.message
    assert np.isfinite(result.parameters).all()


def test_data_without_points_is_said_to_be(experiment: Experiment) -> None:
    result = train(replace(experiment, data=PointsData()), 5)
    assert result.message == "There are no points to train on."
    assert (result.epochs, result.steps) == (0, 0)
    assert np.isnan(result.train_loss)


def test_a_single_point_can_be_learned(experiment: Experiment) -> None:
    result = train(replace(experiment, data=PointsData(points=PointArray([[1, 2, 1]]))), 50)
    assert result.train_accuracy == 1.0
    assert np.isnan(result.test_loss)


def test_regression_has_no_accuracy() -> None:
    result = train(edits.set_data(default_experiment(), GeneratedData("plane")), 3)
    assert np.isnan(result.train_accuracy)
    assert result.train_loss < 0.2


def test_stopping_looks_at_the_training_points_when_there_are_no_others(
    experiment: Experiment,
) -> None:
    whole = edits.set_split(edits.set_stop(experiment, loss_below=0.2), training_share=1.0)
    assert 0 < train(whole, 500).epochs < 500


def test_training_needs_no_qt() -> None:
    code = (
        "import sys; from nnfs_gui.headless import train;"
        "from nnfs_gui.experiment.presets import load_preset;"
        "train(load_preset('xor'), 1); assert not any('PySide6' in name for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
