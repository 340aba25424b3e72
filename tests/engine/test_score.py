"""`Network.score` means accuracy for classes and R² for values, as in scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine import LOSSES, AccuracyAbove, Network, Trainer, r_squared, was_clipped


def says_x(output: str, loss: str) -> Network:
    """One linear unit, or its sigmoid or tanh, of one input that it passes on."""
    network = Network([1, 1], output_activation=output, loss=loss)
    network.parameters = [1.0, 0.0]
    return network


X = np.array([[-2.0], [-0.1], [0.3], [0.7], [3.0]])


@pytest.mark.parametrize(
    ("output", "loss", "targets", "share"),
    [
        ("sigmoid", "bce", [0, 0, 1, 1, 1], 1.0),
        ("sigmoid", "bce", [0, 1, 1, 1, 1], 0.8),
        ("tanh", "hinge", [-1, -1, 1, 1, 1], 1.0),  # 0.3 is positive: the border is 0
        ("tanh", "hinge", [1, 1, 1, 1, 1], 0.6),  # also where all are of one class
        ("linear", "hinge", [-1, -1, -1, 1, 1], 0.8),
    ],
)
def test_with_a_loss_for_classes_it_is_the_accuracy(
    output: str, loss: str, targets: list[float], share: float
) -> None:
    assert says_x(output, loss).score(X, targets) == share


def test_several_outputs_take_class_numbers() -> None:
    network = Network([2, 3], output_activation="softmax", loss="cce", seed=1)
    inputs = np.random.default_rng(0).normal(size=(20, 2))
    classes = network.predict(inputs).argmax(axis=1)
    assert network.score(inputs, classes) == 1.0
    assert network.score(inputs, np.eye(3)[classes]) == 1.0
    assert network.score(inputs, (classes + 1) % 3) == 0.0


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
def test_with_a_loss_for_values_it_is_r_squared(loss: str) -> None:
    network, y = says_x("linear", loss), np.array([-1.0, 0.0, 0.5, 0.5, 2.0])
    assert network.score(X, y) == r_squared(X, y)
    assert network.score(X, X) == 1.0


def test_every_loss_for_classes_names_targets_that_it_accepts() -> None:
    classes = {name: LOSSES[name].classes for name in LOSSES if LOSSES[name].classes is not None}
    assert {"bce", "hinge", "cce"} <= classes.keys()
    for name, targets in classes.items():
        LOSSES.create(name).check_targets(np.array(targets))


def test_a_stop_by_accuracy_cuts_plus_and_minus_1_at_0() -> None:
    """Outputs of 0.1 and 0.4 are on the right side of 0, and on the wrong side of ½."""
    network = says_x("linear", "mse")
    trainer = Trainer(network, [0.1, 0.4, -0.2], [1.0, 1.0, -1.0], learning_rate=1e-9)
    history = trainer.run(2, stop=[AccuracyAbove(0.99)])
    assert history.epochs == 1
    assert history.reason == "the accuracy rose above 99 %"


def test_clipped_means_smaller_by_more_than_rounding() -> None:
    raw = np.array([1.0, -1.0, 1.0, -2.0, 0.0, 1.0])
    applied = np.array([1.0, -0.5, 1.0 - 1e-12, -2.0 * (1 - 1e-7), 0.0, -0.999])
    expected = [False, True, False, True, False, True]
    assert was_clipped(raw, applied).tolist() == expected
    assert was_clipped(2.0, 1.0)
    assert not was_clipped(2.0, 2.0)


def test_everything_that_is_exported_exists_and_concrete_classes_are_among_it() -> None:
    for name in engine.__all__:
        assert hasattr(engine, name)
    for registry in ("ACTIVATIONS", "CLIPPERS", "INITIALIZERS", "LOSSES", "OPTIMIZERS",
                     "REGULARIZERS", "SCHEDULES"):  # fmt: skip
        for name in getattr(engine, registry):
            cls = getattr(engine, registry)[name]
            if cls.__module__.startswith("engine."):
                assert getattr(engine, cls.__name__) is cls
                assert cls.__name__ in engine.__all__
