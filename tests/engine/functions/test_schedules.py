from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from engine import SCHEDULES


@pytest.mark.parametrize("name", SCHEDULES.names())
def test_a_schedule_starts_at_one_and_never_rises_or_passes_zero(name: str) -> None:
    schedule = SCHEDULES.create(name)
    factors = np.array([schedule.factor(epoch) for epoch in np.linspace(0.0, 2000.0, 4001)])
    assert factors[0] == 1.0
    assert (np.diff(factors) <= 0.0).all()
    assert factors.min() >= 0.0


@pytest.mark.parametrize("name", SCHEDULES.names())
def test_a_schedule_shows_its_parameters(name: str) -> None:
    schedule = SCHEDULES.create(name)
    for parameter in schedule.parameters:
        assert f"{parameter}={getattr(schedule, parameter)!r}" in repr(schedule)


def test_constant_stays() -> None:
    assert SCHEDULES.create("constant").factor(1e6) == 1.0


def test_steps_drop_at_once() -> None:
    schedule = SCHEDULES.create("step", every=10, drop=0.1)
    assert schedule.factor(9.99) == 1.0
    assert schedule.factor(10.0) == pytest.approx(0.1)
    assert schedule.factor(35.0) == pytest.approx(0.001)


def test_cosine_by_hand() -> None:
    schedule = SCHEDULES.create("cosine", epochs=100, lowest=0.2)
    assert schedule.factor(25.0) == pytest.approx(0.2 + 0.8 * 0.5 * (1 + sqrt(0.5)))
    assert schedule.factor(50.0) == pytest.approx(0.6)
    assert schedule.factor(100.0) == pytest.approx(0.2)
    assert schedule.factor(1e9) == pytest.approx(0.2)


def test_inverse_time_leaves_half_after_one_over_decay() -> None:
    schedule = SCHEDULES.create("inverse_time", decay=0.05)
    assert schedule.factor(20.0) == pytest.approx(0.5)
    assert schedule.factor(60.0) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("name", "parameter", "rule"),
    [
        ("step", "every", "> 0 and finite"),
        ("step", "drop", r"in \[0, 1\]"),
        ("cosine", "epochs", "> 0 and finite"),
        ("cosine", "lowest", r"in \[0, 1\]"),
        ("inverse_time", "decay", "> 0 and finite"),
    ],
)
def test_a_parameter_out_of_range_is_refused_by_name(name: str, parameter: str, rule: str) -> None:
    with pytest.raises(ValueError, match=f"{parameter} must be {rule}, got -1"):
        SCHEDULES.create(name, **{parameter: -1})
