"""Steps in parts: the same numbers, nothing half done, and nothing done when they are left."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest

from engine import ACTIVATIONS, Network, Trainer
from engine.fast import large

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
RNG = np.random.default_rng(2)
X = RNG.normal(size=(50, 2))
CLASSES = RNG.integers(0, 3, 50)


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 100)


def make(
    hidden: str = "tanh", output: str = "softmax", loss: str = "cce", **options: object
) -> Trainer:
    network = Network([2, 5, 4, 3], [hidden, "tanh"], output, loss, seed=3)
    network.set_muted(0, [1])
    settings = {"batch_size": 40, "learning_rate": 0.1, "clip": "norm", "optimizer": "adam"}
    return Trainer(network, X, np.eye(3)[CLASSES], **(settings | options))  # type: ignore[arg-type]


def finish(parts: Iterator[float | None]) -> tuple[float, int]:
    found = list(parts)
    assert all(loss is None for loss in found[:-1])
    assert found[-1] is not None
    return found[-1], len(found)


def assert_same_state(one: Trainer, other: Trainer) -> None:
    left, right = dataclasses.asdict(one.state()), dataclasses.asdict(other.state())
    for name, value in left.items():
        np.testing.assert_equal(value, right[name], err_msg=name)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), [("softmax", "cce"), ("softmax", "mse"),
                         ("tanh", "mse"), ("sigmoid", "bce"), ("linear", "huber")])  # fmt: skip
def test_steps_in_parts_are_the_same_to_the_bit(
    hidden: str, output: str, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts, whole = make(hidden, output, loss), make(hidden, output, loss)
    monkeypatch.setattr(large, "LARGE", 10**9)
    plain = make(hidden, output, loss)
    expected = [plain.step() for _ in range(5)]  # 40 samples, 10, 40, 10, 40
    monkeypatch.setattr(large, "LARGE", 100)
    results = [finish(in_parts.step_in_parts()) for _ in range(5)]
    assert [result for result, _ in results] == expected == [whole.step() for _ in range(5)]
    assert all(parts > 10 for _, parts in results)
    assert_same_state(in_parts, plain)
    assert_same_state(whole, plain)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("steps", [0, 1, 2])  # at the beginning, within and at the end of an epoch
def test_a_step_that_is_left_has_not_been(steps: int, shuffle: bool) -> None:
    left, other = make(shuffle=shuffle), make(shuffle=shuffle)
    for trainer in (left, other):
        for _ in range(steps):
            trainer.step()
    n_parts = finish(make().step_in_parts())[1]
    for parts_done in range(1, n_parts):
        parts = left.step_in_parts()
        for _ in range(parts_done):
            assert next(parts) is None
        np.testing.assert_array_equal(left.raw_gradient, other.raw_gradient)
        parts.close()
        assert_same_state(left, other)
    assert left.step() == other.step()
    assert finish(left.step_in_parts())[0] == other.step()
    assert_same_state(left, other)


def test_settings_changed_after_a_step_was_left_are_heeded() -> None:
    left, other = make(), make()
    parts = left.step_in_parts()
    next(parts)
    parts.close()
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
