"""Steps in parts: one result by every way, nothing half done, nothing done when they are left."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    CLIPPERS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    Ensemble,
    Network,
    Trainer,
    parts,
)

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
RNG = np.random.default_rng(2)
X = RNG.normal(size=(50, 2))
CLASSES = RNG.integers(0, 3, 50)


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGE", 100)
    monkeypatch.setattr(parts, "PART", 84)  # 40 samples of 12 units: 5 parts of 7, and one of 5
    monkeypatch.setattr(parts, "LEAST", 1)


def make(
    hidden: str = "tanh", output: str = "softmax", loss: str = "cce", **options: object
) -> Trainer:
    network = Network([2, 5, 4, 3], [hidden, "tanh"], output, loss, seed=3)
    network.set_muted(0, [1])
    settings = {"batch_size": 40, "learning_rate": 0.1, "clip": "norm", "optimizer": "adam"}
    return Trainer(network, X, np.eye(3)[CLASSES], **(settings | options))  # type: ignore[arg-type]


def finish(step: Iterator[float | None]) -> tuple[float, int]:
    found = list(step)
    assert all(loss is None for loss in found[:-1])
    assert found[-1] is not None
    return found[-1], len(found)


def assert_same_state(one: Trainer, other: Trainer) -> None:
    left, right = dataclasses.asdict(one.state()), dataclasses.asdict(other.state())
    for name, value in left.items():
        np.testing.assert_equal(value, right[name], err_msg=name)


def assert_nearly_same(found: Trainer, expected: Trainer) -> None:
    for name in ("raw_gradient", "applied_gradient", "gradient_norm", "clip_scale", "epoch_loss"):
        actual, wanted = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(actual, wanted, rtol=1e-9, atol=1e-13, err_msg=name)
    parameters = expected.network.parameters
    np.testing.assert_allclose(found.network.parameters, parameters, rtol=1e-7, atol=1e-9)
    assert (found.epoch, found.position) == (expected.epoch, expected.position)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), [("softmax", "cce"), ("softmax", "mse"),
                         ("tanh", "mse"), ("sigmoid", "bce"), ("linear", "huber"),
                         ("linear", "mae"), ("tanh", "hinge"), ("linear", "half_mse")])  # fmt: skip
def test_every_way_to_take_steps_gives_the_same_bits_and_nearly_those_of_whole_batches(
    hidden: str, output: str, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts, at_once, plain, other, whole = (make(hidden, output, loss) for _ in range(5))
    ensemble = Ensemble([other, make(hidden, output, loss, seed=1)])
    for _ in range(5):  # 40 samples, 10, 40, 10, 40
        expected, n_parts = finish(in_parts.step_in_parts())
        assert n_parts == (7 if in_parts.position else 3)
        assert at_once.step() == plain.plain_step() == ensemble.step()[0] == expected
    assert_same_state(at_once, in_parts)
    np.testing.assert_array_equal(plain.network.parameters, in_parts.network.parameters)
    ensemble.settle()
    assert_same_state(other, in_parts)
    monkeypatch.setattr(parts, "LARGE", 10**9)
    for _ in range(5):
        whole.step()
    assert_nearly_same(in_parts, whole)


def test_losses_of_all_kinds_were_tried() -> None:
    assert set(LOSSES) == {"cce", "mse", "bce", "huber", "mae", "hinge", "half_mse"}


@pytest.mark.parametrize("clip", CLIPPERS.names())
@pytest.mark.parametrize("regularizer", REGULARIZERS.names())
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
def test_penalty_clipping_and_frozen_weights_see_the_gradient_of_the_whole_batch(
    clip: str, regularizer: str, optimizer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"clip": clip, "regularizer": regularizer, "optimizer": optimizer,
                "regularization_rate": 0.05, "clip_threshold": 0.02}  # fmt: skip
    in_parts, whole = make(**settings), make(**settings)
    for trainer in (in_parts, whole):
        trainer.network.freeze(np.arange(trainer.network.n_parameters) % 7 == 0)
    frozen = in_parts.network.parameters[::7].copy()
    for _ in range(3):
        finish(in_parts.step_in_parts())
    np.testing.assert_array_equal(in_parts.network.parameters[::7], frozen)
    monkeypatch.setattr(parts, "LARGE", 10**9)
    for _ in range(3):
        whole.step()
    assert_nearly_same(in_parts, whole)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("steps", [0, 1, 2])  # at the beginning, within and at the end of an epoch
def test_a_step_that_is_left_has_not_been(steps: int, shuffle: bool) -> None:
    left, other, counted = (make(shuffle=shuffle) for _ in range(3))
    for trainer in (left, other, counted):
        for _ in range(steps):
            trainer.step()
    n_parts = finish(counted.step_in_parts())[1]
    for parts_done in range(1, n_parts):
        step = left.step_in_parts()
        for _ in range(parts_done):
            assert next(step) is None
        np.testing.assert_array_equal(left.raw_gradient, other.raw_gradient)
        step.close()
        assert_same_state(left, other)
    assert left.step() == other.step()
    assert finish(left.step_in_parts())[0] == other.step()
    assert_same_state(left, other)


def test_settings_changed_after_a_step_was_left_are_heeded() -> None:
    left, other = make(), make()
    step = left.step_in_parts()
    next(step)
    step.close()
    for trainer in (left, other):
        trainer.batch_size, trainer.learning_rate = 30, 0.5
        trainer.network.set_muted(0, [2])
        trainer.network.parameters *= 1.5
    assert finish(left.step_in_parts())[0] == other.step()
    assert_same_state(left, other)


def test_a_diverging_step_in_parts_changes_nothing() -> None:
    trainer = make(output="linear", loss="mse", clip=None, optimizer="sgd", learning_rate=1e160)
    before = trainer.network.parameters.copy()
    loss, _ = finish(trainer.step_in_parts())
    assert trainer.diverged
    assert not np.isfinite(loss)
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_only_large_batches_of_large_networks_have_long_steps() -> None:
    trainer = make()
    assert trainer.has_long_steps
    trainer.batch_size = 2
    assert not trainer.has_long_steps
    assert finish(trainer.step_in_parts())[1] == 1
