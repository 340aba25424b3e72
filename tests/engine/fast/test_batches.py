"""Batches hold every sample once, in the order asked for."""

from __future__ import annotations

import numpy as np
import pytest

from engine.fast.batches import EpochBatches

X = np.arange(22.0).reshape(11, 2)
Y = -np.arange(11.0)[:, None]


def seen(batches: list) -> list[float]:  # type: ignore[type-arg]
    """The first input of each sample, batch after batch."""
    return [value for batch in batches for value in batch.inputs[0].tolist()]


@pytest.mark.parametrize("size", [1, 3, 4, 11, 50])
def test_every_sample_is_in_one_batch(size: int) -> None:
    batches = EpochBatches(X, Y).cut(0, size)
    assert seen(batches) == X[:, 0].tolist()
    sizes = [batch.targets.shape[1] for batch in batches]
    assert sizes[:-1] == [size] * (len(sizes) - 1)
    assert 0 < sizes[-1] <= size


def test_a_batch_is_feature_major_with_a_row_of_ones() -> None:
    batch = EpochBatches(X, Y).cut(0, 4)[1]
    np.testing.assert_array_equal(batch.inputs, [[8, 10, 12, 14], [9, 11, 13, 15], [1, 1, 1, 1]])
    np.testing.assert_array_equal(batch.inputs_t, batch.inputs.T)
    assert np.shares_memory(batch.inputs_t, batch.inputs)
    np.testing.assert_array_equal(batch.targets, [[-4, -5, -6, -7]])
    assert batch.inputs.flags.c_contiguous
    assert batch.targets.flags.c_contiguous


def test_filling_changes_the_same_batches() -> None:
    data = EpochBatches(X, Y)
    batches = data.cut(0, 4)
    order = np.random.default_rng(0).permutation(11)
    data.fill(order)
    assert seen(batches) == X[order, 0].tolist()
    targets = [value for batch in batches for value in batch.targets[0].tolist()]
    assert targets == Y[order, 0].tolist()
    assert all((batch.inputs[-1] == 1).all() for batch in batches)


def test_a_cut_in_the_middle_takes_what_is_left() -> None:
    data = EpochBatches(X, Y)
    batches = data.cut(4, 3)
    order = np.arange(11)[::-1]
    data.fill(order)
    assert [batch.targets.shape[1] for batch in batches] == [3, 3, 1]
    assert seen(batches) == X[order[4:], 0].tolist()


def test_the_samples_are_copied() -> None:
    inputs, targets = X.copy(), Y.copy()
    data = EpochBatches(inputs, targets)
    inputs[:] = targets[:] = 99
    for _ in range(2):
        ours = data.samples()
        np.testing.assert_array_equal(ours[0], X)
        np.testing.assert_array_equal(ours[1], Y)
        ours[0][:] = 7
