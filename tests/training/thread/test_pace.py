"""Speed, and turns between the worker and the window."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nnfs_gui.training.thread.pace import (
    FRAME,
    LEAST_BUDGET,
    MOST_BUDGET,
    Throttle,
    Turns,
    steps_per_second,
)


def test_speed_is_logarithmic_from_a_step_a_second_to_no_limit() -> None:
    assert steps_per_second(0.0) == 1.0
    assert steps_per_second(1.0) is None
    rates = [steps_per_second(speed) or 0.0 for speed in (0.0, 0.25, 0.5, 0.75)]
    factors = [later / earlier for earlier, later in pairwise(rates)]
    assert factors == pytest.approx([factors[0]] * 3)
    assert factors[0] > 2


@pytest.mark.parametrize("rate", [1.0, 7.0, 60.0, 1000.0])
def test_a_limited_speed_takes_that_many_steps_a_second(rate: float) -> None:
    throttle = Throttle()
    throttle.set_rate(rate)
    throttle.restart(100.0)
    now, taken = 100.0, 0
    while now < 110.0:
        taken += throttle.steps_due(now) or 0
        now += max(0.016, throttle.wait(now))
    assert taken == pytest.approx(10 * rate, rel=0.11)


def test_the_first_step_is_due_at_once_and_the_next_after_its_time() -> None:
    throttle = Throttle()
    throttle.set_rate(2.0)
    throttle.restart(50.0)
    assert throttle.wait(50.0) == 0.0
    assert throttle.steps_due(50.0) == 1
    assert throttle.wait(50.0) == pytest.approx(0.5)
    assert throttle.steps_due(50.4) == 0
    assert throttle.steps_due(50.51) == 1


def test_a_long_wait_is_not_caught_up() -> None:
    throttle = Throttle()
    throttle.set_rate(20.0)
    throttle.restart(0.0)
    assert throttle.steps_due(1000.0) == 2


def test_full_speed_knows_no_limit_and_no_wait() -> None:
    throttle = Throttle()
    throttle.restart(0.0)
    assert throttle.steps_due(1.0) is None
    assert throttle.wait(1.0) == 0.0


def settled(cost: float) -> float:
    turns = Turns()
    for _ in range(100):
        turns.note(cost)
    return turns.budget()


@pytest.mark.parametrize("cost", [0.0, 0.001, 0.003])
def test_cheap_frames_come_sixty_times_a_second(cost: float) -> None:
    assert settled(cost) + cost == pytest.approx(FRAME)


@pytest.mark.parametrize("cost", [0.008, 0.012, 0.02, 0.03])
def test_training_gets_at_least_half_of_the_time(cost: float) -> None:
    assert settled(cost) > cost


@pytest.mark.parametrize("cost", [0.0, 0.05, 3.0, 1e9])
def test_no_turn_is_longer_than_a_click_may_wait_or_too_short_to_count(cost: float) -> None:
    assert LEAST_BUDGET <= settled(cost) <= MOST_BUDGET


def test_one_slow_frame_does_not_change_the_pace_for_long() -> None:
    turns = Turns()
    for _ in range(50):
        turns.note(0.005)
    before = turns.budget()
    turns.note(0.02)
    for _ in range(20):
        turns.note(0.005)
    assert turns.budget() == pytest.approx(before, rel=0.02)
