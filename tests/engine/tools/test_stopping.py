from __future__ import annotations

from math import inf, nan

import pytest

from engine import AccuracyAbove, LossBelow, NoImprovement, first_met, stop_conditions


def epochs_until(condition: NoImprovement, losses: list[float]) -> int | None:
    for epoch, loss in enumerate(losses):
        if condition.met(epoch, loss):
            return epoch
    return None


def test_loss_below_is_met_below_and_not_at_the_threshold() -> None:
    condition = LossBelow(0.1)
    assert not condition.met(1, 0.1)
    assert not condition.met(2, nan)
    assert condition.met(3, 0.0999)
    assert condition.reason == "the loss fell below 0.1"


def test_accuracy_above_is_met_above_and_not_at_the_threshold() -> None:
    condition = AccuracyAbove(0.95)
    assert not condition.met(1, 0.3, 0.95)
    assert not condition.met(1, 0.3, nan)
    assert condition.met(2, 0.3, 0.951)
    assert condition.reason == "the accuracy rose above 95 %"


def test_an_accuracy_of_everything_can_be_asked_for() -> None:
    condition = AccuracyAbove(1.0)
    assert not condition.met(1, 0.3, 0.999)
    assert condition.met(2, 0.3, 1.0)
    assert condition.reason == "the accuracy reached 100 %"


def test_no_improvement_counts_from_the_best_epoch() -> None:
    falling = [1.0, 0.9, 0.8]
    assert epochs_until(NoImprovement(3), [*falling, 0.85, 0.81, 0.9, 0.7]) == 5
    assert epochs_until(NoImprovement(3), [*falling, 0.85, 0.81, 0.79, 0.9]) is None


def test_a_loss_that_creeps_does_not_count_as_improving() -> None:
    creeping = [0.5 - 1e-9 * epoch for epoch in range(10)]
    assert epochs_until(NoImprovement(4), creeping) == 4


def test_a_loss_that_is_no_number_does_not_count_as_improving() -> None:
    assert epochs_until(NoImprovement(2), [nan, nan, nan]) == 2
    assert epochs_until(NoImprovement(2), [nan, 3.0, inf, nan]) == 3


@pytest.mark.parametrize(("epochs", "unit"), [(1, "1 epoch"), (20, "20 epochs")])
def test_no_improvement_gives_its_reason(epochs: int, unit: str) -> None:
    assert NoImprovement(epochs).reason == f"the loss has not improved for {unit}"


def test_only_the_conditions_that_were_set_are_made() -> None:
    assert stop_conditions() == ()
    made = stop_conditions(loss_below=0.1, accuracy_above=0.9, no_improvement=5)
    assert [type(one) for one in made] == [LossBelow, AccuracyAbove, NoImprovement]


def test_the_first_condition_that_is_met_gives_the_reason() -> None:
    conditions = stop_conditions(loss_below=0.1, accuracy_above=0.9)
    assert first_met(conditions, 1, 0.5, 0.5) is None
    assert first_met(conditions, 2, 0.05, 0.95) == "the loss fell below 0.1"
    assert first_met(conditions, 3, 0.5, 0.95) == "the accuracy rose above 90 %"


def test_every_condition_sees_every_epoch_even_after_another_was_met() -> None:
    conditions = stop_conditions(loss_below=0.5, no_improvement=2)
    assert first_met(conditions, 1, 0.1) == "the loss fell below 0.5"
    assert first_met(conditions, 2, 0.9) is None
    assert first_met(conditions, 3, 0.9) == "the loss has not improved for 2 epochs"


@pytest.mark.parametrize(
    ("setting", "value", "rule"),
    [
        ("loss_below", 0.0, "> 0 and finite"),
        ("loss_below", nan, "> 0 and finite"),
        ("accuracy_above", 1.1, r"in \[0, 1\]"),
        ("no_improvement", 0, "> 0 and finite"),
        ("no_improvement", inf, "> 0 and finite"),
    ],
)
def test_a_threshold_out_of_range_is_refused_by_name(setting: str, value: float, rule: str) -> None:
    with pytest.raises(ValueError, match=f"{setting} must be {rule}, got {value}"):
        stop_conditions(**{setting: value})
