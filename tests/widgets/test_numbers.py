import math

import pytest

from nnfs_gui.widgets.numbers import (
    format_count,
    format_exact,
    format_number,
    format_percent,
    parse_number,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.5, "0.500"),
        (0.0031, "0.00310"),
        (-0.2071, "−0.207"),
        (12.345, "12.3"),
        (0.9999, "1.00"),
        (12345.6, "12\u2009346"),
        (1.5e-7, "1.50e−7"),
        (-3e9, "−3.00e9"),
        (math.nan, "–"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_show_significant_digits_and_a_true_minus(value, text):
    assert format_number(value) == text


def test_counts_are_grouped_with_thin_spaces():
    assert format_count(1284) == "1\u2009284"
    assert format_count(-32100) == "−32\u2009100"
    assert format_count(7) == "7"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.012, "0.012"), (0.005, "0.005"), (3, "3"), (0.1 + 0.2, "0.30000000000000004"),
     (1e-5, "0.00001"), (1.5e-5, "0.000015"), (-2.5, "−2.5"), (1e-9, "1e−9"), (3e57, "3e57"),
     (0, "0")],
)  # fmt: skip
def test_exact_numbers_read_back_as_themselves(value, text):
    assert format_exact(value) == text
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.03", 0.03),
        ("0,03", 0.03),
        (" 1/2 ", 0.5),
        ("1e-3", 0.001),
        ("−4", -4.0),
        ("1\u2009284", 1284.0),
        ("1,284.5", 1284.5),
        ("1.284,5", 1284.5),
        ("12 %", 0.12),
        (".5", 0.5),
    ],
)
def test_people_write_numbers_in_many_ways(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1/2/3", "1/0", "nan", "inf", "1.2.3", "--1", "1,2,3", "/", "%"]
)
def test_what_is_no_number_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"number|zero|missing"):
        parse_number(text)


def test_a_share_is_shown_as_a_percentage():
    assert format_percent(0.12) == "12\u2009%"
    assert format_percent(0.9921, 1) == "99.2\u2009%"
