"""The loss curve is thinned but keeps its ends and its shape; the history keeps the last steps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnfs_gui.training.history import (
    CURVE_LIMIT,
    GRADIENT_HISTORY_LIMIT,
    GradientHistory,
    History,
    Losses,
)


def losses(train: float, test: float = 0.5) -> Losses:
    return Losses(train, test, 0.0, 1.0, 0.75)


def test_a_long_run_is_thinned_to_the_limit_with_first_and_last_kept() -> None:
    history = History()
    for step in range(50_000):
        history.record(step, step / 10, losses(1 / (step + 1)))
        if step in (10, 2_046, 2_047, 2_048, 30_000):
            curve = history.curve()
            assert len(curve.step) <= CURVE_LIMIT
            assert (curve.step[0], curve.step[-1]) == (0, step)
    assert len(history.curve().step) > CURVE_LIMIT / 3


def test_entries_of_a_thinned_curve_lie_evenly() -> None:
    history = History(limit=100)
    for step in range(10_000):
        history.record(step, float(step), losses(1.0))
    gaps = np.diff(history.curve().step)
    assert gaps.max() < 8 * np.median(gaps)


def test_a_spike_survives_the_thinning() -> None:
    history = History(limit=64)
    for step in range(1, 200):
        history.record(step, float(step), losses(5.0 if step == 31 else 1.0))
    assert history.curve().train_loss.max() == 5.0


def test_the_curve_holds_what_was_recorded() -> None:
    history = History()
    history.record(3, 0.5, Losses(0.4, 0.3, 0.2, 0.9, 0.8))
    curve = history.curve()
    columns = (curve.step, curve.epoch, curve.train_loss, curve.test_loss, curve.penalty)
    assert [column.tolist() for column in columns] == [[3.0], [0.5], [0.4], [0.3], [0.2]]
    assert curve.accuracy.tolist() == [0.8]


def test_the_newest_entry_is_shown_even_if_it_is_not_kept() -> None:
    history = History(limit=8)
    for step in range(700):
        history.record(step, float(step), losses(1.0))
        assert history.curve().step[-1] == step


def test_what_lies_beyond_a_step_can_be_forgotten() -> None:
    history = History()
    for step in range(10):
        history.record(step, float(step), losses(math.exp(step)))
    history.forget_after(6)
    assert history.curve().step.tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_curves_are_read_only_copies() -> None:
    history = History()
    history.record(0, 0.0, losses(1.0))
    curve = history.curve()
    history.record(1, 0.1, losses(0.5))
    assert len(curve.step) == 1
    with pytest.raises(ValueError, match="read-only"):
        curve.train_loss[0] = 0.0


def test_the_trail_keeps_the_last_steps_and_knows_which_were_clipped() -> None:
    history = GradientHistory()
    steps = np.arange(1.0, 801.0)
    raw = np.full(800, 2.0)
    applied = np.where(steps % 2 == 0, 1.0, 2.0)
    cosine = np.where(steps % 4 == 1, 0.9, 1.0)
    history.extend(steps[:300], raw[:300], applied[:300], cosine[:300])
    history.extend(steps[300:], raw[300:], applied[300:], cosine[300:])
    found = history.norms()
    assert len(found.step) == GRADIENT_HISTORY_LIMIT
    assert found.step.tolist() == steps[-GRADIENT_HISTORY_LIMIT:].tolist()
    # A gradient that bends without getting shorter (every fourth) does not count: there is no such
    # clipping, as tests/engine/functions/test_clipping.py proves for every clipper.
    expected = found.step % 2 == 0
    assert found.clipped.tolist() == expected.tolist()
    assert not found.clipped.flags.writeable
    history.forget_after(790)
    assert history.norms().step[-1] == 790
