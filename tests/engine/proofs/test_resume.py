"""A training that was taken and restored goes on to the bit as if nothing had happened."""

from __future__ import annotations

import numpy as np
import pytest

from engine import OPTIMIZERS, SCHEDULES, Network, Trainer

STEPS = 40


def make_trainer(seed: int = 0, **options: object) -> Trainer:
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(23, 2)), rng.choice([0.0, 1.0], (23, 1))
    network = Network([2, 4, 3, 1], activation="tanh", seed=seed)
    return Trainer(network, X, y, batch_size=5, learning_rate=0.1, seed=seed, **options)


def follow(trainer: Trainer) -> tuple[list[float], np.ndarray]:
    losses = [trainer.step() for _ in range(STEPS)]
    return losses, trainer.network.parameters.copy()


def assert_same_run(first: Trainer, second: Trainer) -> None:
    losses, parameters = follow(first)
    other_losses, other_parameters = follow(second)
    assert losses == other_losses
    np.testing.assert_array_equal(parameters, other_parameters)
    assert (first.epoch, first.steps, first.position) == (
        second.epoch, second.steps, second.position,
    )  # fmt: skip
    assert first.epoch_loss == second.epoch_loss


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("steps", [0, 3, 5, 17])
def test_a_run_can_be_rewound(optimizer: str, steps: int) -> None:
    trainer = make_trainer(optimizer=optimizer, clip="norm", clip_threshold=0.2)
    for _ in range(steps):
        trainer.step()
    state = trainer.state()
    once = follow(trainer)
    trainer.restore(state)
    again = follow(trainer)
    assert once[0] == again[0]
    np.testing.assert_array_equal(once[1], again[1])


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("schedule", SCHEDULES.names())
def test_another_trainer_can_take_a_run_over(optimizer: str, schedule: str) -> None:
    options: dict[str, object] = {
        "optimizer": optimizer, "schedule": schedule, "regularizer": "l2",
        "regularization_rate": 0.01,
    }  # fmt: skip
    first, second = make_trainer(0, **options), make_trainer(99, **options)
    for _ in range(13):
        first.step()
    for _ in range(4):
        second.step()  # must leave no trace
    second.restore(first.state())
    assert_same_run(first, second)


def test_a_state_does_not_change_while_training_goes_on() -> None:
    trainer = make_trainer(optimizer="adam")
    for _ in range(7):
        trainer.step()
    state = trainer.state()
    before = trainer.network.parameters.copy()
    follow(trainer)
    trainer.restore(state)
    np.testing.assert_array_equal(trainer.network.parameters, before)
    follow(trainer)
    trainer.restore(state)  # a second time
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_layers_stay_views_of_the_parameters_after_a_restore() -> None:
    trainer = make_trainer()
    state = trainer.state()
    trainer.step()
    trainer.restore(state)
    trainer.network.layers[0].weights[0, 0] = 42.0
    assert 42.0 in trainer.network.parameters


def test_a_state_of_another_architecture_is_refused() -> None:
    other = Trainer(Network([2, 5, 1]), [[0.0, 1.0]], [[1.0]], batch_size=1)
    with pytest.raises(ValueError, match="parameters"):
        make_trainer().restore(other.state())
