"""Large batches are cut into parts: all samples once, of a size that does not grow."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from engine import Network, Trainer
from engine.parts import LARGE, LEAST, PART, is_large, mean_of_parts, parts_of


@pytest.mark.parametrize("n_units", [1, 7, 129, 5000])
@pytest.mark.parametrize("n_samples", [1, 249, 10_000, 50_000, 1_000_000])
def test_parts_hold_each_sample_once_and_are_alike(n_samples: int, n_units: int) -> None:
    parts = parts_of(n_samples, [2, n_units - 1, 1] if n_units > 1 else [2, 1])
    lengths = [part.stop - part.start for part in parts]
    assert [part.start for part in parts] == [0, *np.cumsum(lengths)[:-1]]
    assert sum(lengths) == n_samples
    assert (len(parts) > 1) == is_large(n_samples, [2, n_units])
    if n_samples * n_units < LARGE:
        assert len(parts) == 1
    else:
        assert max(lengths) * n_units <= max(PART, LEAST * n_units)
        assert len(set(lengths[:-1])) <= 1
        assert lengths[0] - len(parts) < lengths[-1] <= lengths[0]


def test_the_mean_of_parts_counts_each_by_its_samples() -> None:
    X, y = np.arange(10.0).reshape(5, 2), np.arange(5.0).reshape(5, 1)

    def means(inputs: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
        return float(targets.mean()), inputs.mean(axis=0)

    loss, gradient = mean_of_parts(means, X, y, [slice(0, 3), slice(3, 5)])
    assert loss == pytest.approx(2.0)
    np.testing.assert_allclose(gradient, [4.0, 5.0])


def test_the_outputs_of_many_samples_are_those_of_each() -> None:
    X, network = np.random.default_rng(0).normal(size=(30_001, 2)), Network([2, 20, 20, 2])
    assert is_large(len(X), network.sizes)
    logits = network.logits(X)
    for part in (slice(0, 9), slice(14_990, 15_010), slice(29_995, None)):
        np.testing.assert_allclose(logits[part], network.logits(X[part]))
    y = (network.predict(X) > 0.5).astype(float)
    assert network.evaluate(X, y) == pytest.approx(network.loss.value(network.predict(X), y))


def most_memory(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_batch() -> None:
    X, y = np.random.default_rng(0).normal(size=(40_000, 2)), np.zeros((40_000, 1))
    network = Network([2, 40, 40, 1])
    trainer = Trainer(network, X, y, batch_size=len(X))
    trainer.next_batch()
    whole = len(X) * 81 * X.itemsize  # the activations of all samples, kept at once
    assert most_memory(trainer.step) < whole / 4
    assert most_memory(lambda: network.loss_and_gradient(X, y)) < whole / 4
    assert most_memory(lambda: network.evaluate(X, y)) < whole / 4
