"""How typed numbers and what was measured are told to a learner."""

from __future__ import annotations

import pytest

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Box, Number, Predict
from nnfs_gui.window.lessons.numbers import judge_numbers, shown, worked_boxes


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2.0, "", "2"),
        (0.84379, "", "0.8438"),
        (0.625, "%", "62.5"),
        (-0.5, "", "−0.5"),
        (100.0, "", "100"),
        (2.2e-5, "", "2.200e−5"),
    ],
)
def test_a_value_is_written_without_zeros_that_say_nothing(
    value: float, unit: str, text: str
) -> None:
    assert shown(Box(answer=value, unit=unit), value) == text


def test_the_label_of_a_box_names_its_feedback_without_its_own_sign() -> None:
    boxes = (Box(answer=1.0, label="p₁ =", otherwise="No."), Box(answer=2.0, label="two:"))
    task = Number(boxes=boxes)
    worked = worked_boxes(task, Experiment(), None, None)
    said = judge_numbers(task, worked, ["7", "2"])[0].markdown
    assert "**p₁**: No." in said


def test_a_prediction_stands_beside_what_happened() -> None:
    task = Predict(kind="number", boxes=(Box(answer=6.0, label="step:"),), right="Right.")
    worked = worked_boxes(task, Experiment(), None, None)
    outcome = judge_numbers(task, worked, ["6"])[0]
    assert outcome.markdown.startswith("Step: you said **6**, it is **6**.")


def test_a_symbol_keeps_its_letter_at_the_beginning_of_a_line() -> None:
    for label, first in (("w₁ =", "w₁: you"), ("a of 1.1", "a of 1.1: you"), ("", "You said")):
        task = Predict(kind="number", boxes=(Box(answer=6.0, label=label),), right="Right.")
        outcome = judge_numbers(task, worked_boxes(task, Experiment(), None, None), ["6"])[0]
        assert outcome.markdown.startswith(first)
