"""The numbers behind the loss plot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnfs_gui.plots.loss.curves import (
    LossOptions,
    end_of_axis,
    extremes,
    height_range,
    lines_of,
    smoothed,
)
from nnfs_gui.training.snapshot import Curve


def curve(n: int = 100, train: float = 0.01) -> Curve:
    along = np.arange(n, dtype=float)
    ones = np.ones(n)
    return Curve(along * 10, along, ones * train, ones * 0.1, ones * 0.001, ones)


def test_a_log_scale_draws_powers_of_ten_as_whole_numbers():
    lines = lines_of(curve(), LossOptions(), 1000)
    assert np.allclose(lines.train[1], -2.0)
    assert np.allclose(lines.test[1], -1.0)


def test_a_linear_scale_draws_the_loss_itself():
    lines = lines_of(curve(), LossOptions(logarithmic=False), 1000)
    assert np.allclose(lines.train[1], 0.01)


def test_the_axis_counts_epochs_or_steps():
    assert lines_of(curve(), LossOptions(), 1000).train[0][-1] == 99
    assert lines_of(curve(), LossOptions(by_steps=True), 1000).train[0][-1] == 990


def test_a_loss_of_zero_has_a_place_on_the_log_scale():
    assert np.isfinite(lines_of(curve(train=0.0), LossOptions(), 1000).train[1]).all()


def test_infinite_and_missing_losses_leave_a_gap():
    values = np.array([1.0, np.inf, np.nan, 0.5])
    broken = replace(curve(4), train_loss=values)
    assert np.isnan(lines_of(broken, LossOptions(), 1000).train[1]).tolist() == [
        False,
        True,
        True,
        False,
    ]
    assert np.isfinite(height_range(lines_of(broken, LossOptions(), 1000), LossOptions())).all()


@pytest.mark.parametrize("n", [301, 1000, 2047, 2048])
def test_thinning_keeps_ends_order_and_every_peak(n):
    noise = np.random.default_rng(n).normal(size=n)
    noise[n // 3], noise[n // 2] = 50.0, -50.0
    index = extremes(noise, 300)
    assert 60 <= len(index) <= 300
    assert (index[0], index[-1]) == (0, n - 1)
    assert np.all(np.diff(index) > 0)
    assert {n // 3, n // 2} <= set(index.tolist())
    assert extremes(noise[:5], 300).tolist() == [0, 1, 2, 3, 4]


def test_the_past_of_a_growing_curve_stays_as_it_is():
    noise = np.random.default_rng(4).normal(size=2000)
    kept = [extremes(noise[:n], 300) for n in range(1100, 2000)]
    pasts = {tuple(index[index < 512]) for index in kept}
    assert len(pasts) <= 2, "it changes only where twice as many values share a bin"


def test_a_gap_is_still_a_gap_when_it_is_thinned():
    values = np.ones(2000)
    values[700:720] = np.nan
    index = extremes(values, 300)
    assert np.isnan(values[index]).any()


def test_smoothing_keeps_the_ends_and_the_mean_and_takes_the_noise():
    rng = np.random.default_rng(0)
    noisy = 1 + rng.normal(0, 0.2, 500)
    calm = smoothed(noisy)
    assert calm[0] == noisy[0]
    assert calm[-1] == pytest.approx(noisy[-1])
    assert calm.std() < 0.35 * noisy.std()
    assert calm.mean() == pytest.approx(noisy.mean(), abs=0.02)


def test_smoothing_passes_over_what_is_no_number():
    values = np.ones(200)
    values[100] = np.nan
    assert np.allclose(smoothed(values)[90:110], 1.0)


@pytest.mark.parametrize("options", [LossOptions(), LossOptions(logarithmic=False)])
def test_the_range_holds_every_height(options):
    lines = lines_of(curve(), options, 1000)
    low, high = height_range(lines, options)
    assert low < lines.train[1].min()
    assert high > lines.test[1].max()


def test_the_range_does_not_follow_every_step():
    ranges = {
        height_range(lines_of(curve(train=train), LossOptions(), 1000), LossOptions())
        for train in np.linspace(0.012, 0.02, 50)
    }
    assert len(ranges) <= 2


@pytest.mark.parametrize("last", [0.04, 1.0, 7.0, 1284.0, 3.2e6])
def test_the_axis_ends_shortly_after_the_curve(last):
    assert last <= end_of_axis(last) <= 1.04 * last


def test_the_axis_is_drawn_anew_only_now_and_then():
    assert len({end_of_axis(float(epoch)) for epoch in range(1024, 2048)}) <= 33


def test_a_run_without_a_step_has_an_axis():
    assert end_of_axis(0.0) == 1.0
    assert height_range(lines_of(curve(0), LossOptions(), 100), LossOptions()) == (-2.0, 0.0)
