"""Typed numbers are read as people write them, and judged with the slip named."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnfs_gui.lessons.answers import (
    AskBack,
    Judgement,
    Unreadable,
    WorkedBox,
    WorkedSlip,
    judge,
    judge_all,
    read_interval,
    read_number,
)
from nnfs_gui.lessons.answers.working import tolerance_of
from nnfs_gui.lessons.model import Box


def worked(right: float, slips: dict[str, float] | None = None, /, **fields) -> WorkedBox:
    box = Box(answer=right, **fields)
    named = tuple(
        WorkedSlip(name, (value,), f"That is {name}.") for name, value in (slips or {}).items()
    )
    return WorkedBox(box, right, tolerance_of(box, right), named)


def verdict(box: WorkedBox, text: str) -> str:
    return judge(box, text).verdict


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.75", 0.75),
        ("0,75", 0.75),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("3/4", 0.75),
        ("-3/4", -0.75),
        ("1 / 12", 1 / 12),
        ("0,3/0,4", 0.75),
        ("75 %", 0.75),
        ("75\u202f%", 0.75),
        ("1.2e-3", 0.0012),
        ("1,2E-3", 0.0012),
        ("1.2·10^-3", 0.0012),
        ("1.2 * 10^−3", 0.0012),
        ("−4.5", -4.5),
        ("–4.5", -4.5),
        ("+2", 2.0),
        ("z = 1.5", 1.5),
        ("31.1°", 31.1),
        ("1 234", 1234.0),
        ("0,750", 0.75),
        ("12,5", 12.5),
        ("1234,567", 1234.567),
        ("1.234", 1.234),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert read_number(text).value == pytest.approx(value, rel=1e-12)


def test_a_thousands_comma_is_asked_back():
    with pytest.raises(AskBack) as caught:
        read_number("1,234")
    assert str(caught.value) == "1,234: did you mean 1.234 or 1234?"
    assert caught.value.choices == ("1.234", "1234")
    judgement = judge(worked(1234.0), "-1,234")
    assert (judgement.verdict, judgement.counts) == ("ask", False)
    assert judgement.choices == ("-1.234", "-1234")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "two",
        "1..2",
        "1/0",
        "1/2/3",
        "1,234,567",
        "0x10",
        "1e",
        "%",
        "9" * 99,
        "1e999",
        "-2·10^400",
        "1/1e999",
        "1/1e-400",
    ],
)
def test_what_is_no_number_is_no_attempt(text):
    with pytest.raises(Unreadable):
        read_number(text)
    assert not judge(worked(1.0), text).counts


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    for read in (read_number, read_interval):
        with contextlib.suppress(Unreadable, AskBack):
            read(text)


@given(st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-6))
def test_a_printed_number_is_read_back_and_right(value):
    assert read_number(f"{value:.9e}").value == pytest.approx(value, rel=1e-8)
    assert verdict(worked(value), repr(value)) == "right"


@pytest.mark.parametrize(
    ("right", "text", "expected"),
    [
        (1.5, "1.5", "right"),
        (1.5, "1.515", "right"),  # 1 %
        (1.5, "1.4999999", "right"),
        (1.5, "1.53", "close"),  # 2 %
        (1.5, "1.56", "wrong"),  # 4 %
        (0.1, "0.105", "right"),  # at least 0.005
        (0.1, "0.106", "close"),
        (0.000977, "0.001", "right"),  # but never more than a tenth
        (0.000977, "0.0005", "wrong"),
        (0.000977, "0", "wrong"),
        (0.0, "0.004", "right"),
        (0.8175744, "0.82", "right"),
        (0.8175744, "0.8", "close"),
        (-0.2126, "0.2126", "wrong"),
    ],
)
def test_the_default_tolerance(right, text, expected):
    assert verdict(worked(right), text) == expected


def test_a_grain_of_slack_accepts_the_last_place():
    assert verdict(worked(45.8, tolerance=0.2), "46.0") == "right"
    assert verdict(worked(45.8, tolerance=0.2), "46.01") == "wrong"


def test_a_factor_counts_tens():
    box = worked(0.00036, tolerance="factor 10")
    assert [verdict(box, text) for text in ("0.0001", "0.003", "0.01", "-0.0003", "0")] == [
        "right",
        "right",
        "wrong",
        "wrong",
        "wrong",
    ]


def test_between_counts_instead_of_a_tolerance():
    box = worked(0.09, between=(0.08, 0.1))
    assert [verdict(box, text) for text in ("0.08", "0.1", "0.101")] == ["right", "right", "wrong"]


def test_behind_a_box_in_percent_both_ways_are_understood():
    box = worked(0.5, unit="%", tolerance=0.05)
    for text in ("50", "50 %", "0.5", "52"):
        assert verdict(box, text) == "right", text
    assert verdict(box, "60") == "wrong"


def test_the_nearest_slip_is_named():
    box = worked(1.5, {"forgot_bias": 1.0, "bias_sign": 0.5, "other": 1.01})
    assert judge(box, "1").slip == "forgot_bias"
    assert judge(box, "1.009").slip == "other"
    assert judge(box, "0.5") == Judgement("slip", "That is bias_sign.", "bias_sign", 0.5)
    assert judge(box, "0.7").verdict == "wrong"


def test_a_right_answer_is_never_a_slip():
    box = worked(1.0, {"close_by": 1.004})
    assert verdict(box, "1.004") == "right"


def test_feedback_of_the_box_is_said():
    box = worked(2.0, right="Yes.", otherwise="Look at the hint.")
    assert judge(box, "2").say == "Yes."
    assert judge(box, "3").say == "Look at the hint."
    assert judge(worked(2.0), "2.04").say.startswith("Right, but rounded too early")


def test_without_a_right_value_nothing_is_marked():
    assert not judge(worked(math.nan), "1").counts


@pytest.mark.parametrize(
    "text", ["0.1 to 0.3", "0.1 … 0.3", "[0.1; 0.3]", "0.1–0.3", "between 0.1 and 0.3", "0.1, 0.3"]
)
def test_intervals_are_read(text):
    assert [end.value for end in read_interval(text)] == [0.1, 0.3]


def test_both_ends_of_an_interval_count():
    box = Box(answer=(0.1, 0.3), kind="interval")
    interval = WorkedBox(box, (0.1, 0.3), tolerance_of(box, 0.1), ends=tolerance_of(box, 0.3))
    assert verdict(interval, "0.1 to 0.3") == "right"
    assert judge(interval, "0.3 to 0.1").say == "The smaller end comes first."
    assert verdict(interval, "0.1 to 0.4") == "wrong"
    assert verdict(interval, "0.1") == "unreadable"
    assert verdict(interval, "-0.1–0.3") == "wrong"


def test_given_boxes_are_not_asked():
    given_box = WorkedBox(Box(answer=1.0, given=True), 1.0, tolerance_of(Box(answer=1.0), 1.0))
    assert [one.is_right for one in judge_all((given_box, worked(2.0)), ("", "2"))] == [True, True]


def test_a_slip_goes_before_an_answer_that_was_rounded_too_early():
    box = worked(100.0, {"other": 102.9})
    assert verdict(box, "101.9") == "slip"
    assert verdict(box, "101.4") == "close"


def refused(box: Box, text: str) -> str:
    """What is said to a number before anything was measured, if it is no attempt."""
    judgement = judge(WorkedBox(box, math.nan, tolerance_of(box, 1.0)), text)
    assert not judgement.counts
    return "" if "no right answer" in judgement.say else judgement.say


def test_what_cannot_be_is_no_attempt():
    step = Box(answer=6, whole=True, least=1)
    assert refused(step, "−5") == "That cannot be: a whole number of at least 1 is asked for."
    assert refused(step, "0")
    assert refused(step, "2.5")
    assert refused(step, "6") == ""
    of_twenty = Box(answer=6, whole=True, most=20)
    assert refused(of_twenty, "21") == "That cannot be: a whole number from 0 to 20 is asked for."
    assert refused(Box(answer=-3.0, most=-1), "0") == (
        "That cannot be: a number of at most −1 is asked for."
    )
    assert refused(Box(answer=-3.0), "-1e6") == ""


def test_counts_and_shares_have_bounds_by_themselves():
    assert refused(Box(answer="epoch_of_best(test_loss)"), "12.5")
    assert refused(Box(answer="epoch_of_best(test_loss)"), "12") == ""
    share = Box(answer="dead", unit="%")
    assert refused(share, "120") == ("That cannot be: a number from 0 to 100\u2009% is asked for.")
    assert refused(share, "-5 %")
    assert [refused(share, text) for text in ("0.4", "40", "100", "40 %")] == [""] * 4
    assert refused(Box(answer="weight(x1 -> out0)"), "-7.5") == ""
