from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnfs_gui.experiment.data.formulas import (
    MAX_LENGTH,
    Formula,
    FormulaError,
    parse,
    parse_defined,
)

PLANE = ("x1", "x2")


def value(text: str, x1: float = 2.0, x2: float = 3.0) -> float:
    return float(parse(text, PLANE).evaluate(x1=x1, x2=x2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 1e-3),
        ("x1", 2.0),
        ("x1 + x2", 5.0),
        ("x1 - x2 - 1", -2.0),
        ("x1 / x2 / 2", 2 / 3 / 2),
        ("x1 * x2 + 1", 7.0),
        ("1 + x1 * x2", 7.0),
        ("(1 + x1) * x2", 9.0),
        ("-x1**2", -4.0),
        ("(-x1)**2", 4.0),
        ("2**-1", 0.5),
        ("2^3^2", 512.0),
        ("--x1", 2.0),
        ("+x1", 2.0),
        ("2 - -3", 5.0),
        ("pi", math.pi),
        ("e", math.e),
        ("sin(x1)", math.sin(2)),
        ("cos(x1)", math.cos(2)),
        ("tan(x1)", math.tan(2)),
        ("tanh(x1)", math.tanh(2)),
        ("exp(x1)", math.exp(2)),
        ("log(x1)", math.log(2)),
        ("sqrt(x1)", math.sqrt(2)),
        ("abs(-x1)", 2.0),
        ("sign(-x1)", -1.0),
        ("min(x1, x2)", 2.0),
        ("max(x1, x2)", 3.0),
        ("sin(cos(x1) + 1)", math.sin(math.cos(2) + 1)),
    ],
)
def test_a_formula_has_the_value_of_ordinary_arithmetic(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x₁x₂", "x1*x2"),
        ("x₁²", "x1**2"),
        ("x1⁻²", "x1**-2"),
        ("x₁¹⁰", "x1**10"),
        ("2x1", "2*x1"),
        ("3(x1 + 1)", "3*(x1+1)"),
        ("(x1)(x2)", "x1*x2"),
        ("x1 × x2 · 2 ÷ 4", "x1*x2*2/4"),
        ("x1 − x2 – 1", "x1-x2-1"),
        ("π x1", "pi*x1"),
        ("√(x1)", "sqrt(x1)"),
        ("x^2 + y", "x1**2 + x2"),
        ("2 sin(x1)", "2*sin(x1)"),
        ("2x1²", "2*x1**2"),
    ],
)
def test_what_people_type_and_paste_is_understood(text: str, same: str) -> None:
    assert value(text) == pytest.approx(value(same), rel=1e-14)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "the formula is empty", 0),
        ("   ", "the formula is empty", 3),
        ("sine(x1)", "unknown name 'sine' (did you mean 'sin'?)", 0),
        ("1 + x3", "unknown name 'x3' (did you mean 'x2'?)", 4),
        ("ln(x1)", "did you mean 'log'", 0),
        ("sin x1", "sin needs parentheses: sin(…)", 0),
        ("x1 +", "ends too early", 4),
        ("(x1", "this parenthesis is never closed", 0),
        ("2*(x1 + 1", "this parenthesis is never closed", 2),
        ("x1)", "this parenthesis was never opened", 2),
        ("0,5", "decimals take a point: 0.5", 1),
        ("min(x1)", "min takes two values, got 1", 0),
        ("sin(x1, x2)", "sin takes one value, got 2", 0),
        ("x1 $ 2", "'$' cannot stand in a formula", 3),
        ("x1 * / 2", "'/' cannot stand here", 5),
        ("x1^^3", "'^' cannot stand here", 3),
        ("x1 2", "'2' cannot stand here", 3),
        ("__import__('os')", "'''", 11),
        ("x1.real", "'.' cannot stand in a formula", 2),
        ("x1**1000", "exponents go up to 64", 2),
        ("1e999", "this number is too large", 0),
        ("1" * (MAX_LENGTH + 1), f"at most {MAX_LENGTH} characters", MAX_LENGTH),
        ("(" * 60 + "x1", "nested more than 40 deep", 40),
        ("-" * 60 + "x1", "nested more than 40 deep", 39),
        ("x1**" * 45 + "x1", "nested more than 40 deep", 158),
    ],
)
def test_a_mistake_is_named_at_its_place(text: str, message: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text, PLANE)
    assert message in caught.value.message
    assert caught.value.position == position


def test_a_formula_of_one_variable_takes_x_and_not_y() -> None:
    assert parse("x**3 - x1", ("x",)).evaluate(x=2.0) == 6.0
    with pytest.raises(FormulaError, match="unknown name 'y'"):
        parse("y", ("x",))


def test_a_constant_formula_has_the_shape_of_its_variables() -> None:
    points = np.zeros((3, 4))
    assert parse("2", PLANE).evaluate(x1=points, x2=points).shape == (3, 4)


def test_undefined_values_are_nan_or_infinite_without_a_warning() -> None:
    points = np.array([-1.0, 0.0, 1.0])
    values = parse("log(x1) / x2", PLANE).evaluate(x1=points, x2=points)
    assert np.isnan(values[0])
    assert np.isinf(values[1])
    assert values[2] == 0.0
    assert math.isnan(value("(-8)**(1/3)"))
    assert math.isinf(value("exp(1000)"))


def test_the_result_is_a_new_array() -> None:
    points = np.array([1.0, 2.0])
    result = parse("x1", PLANE).evaluate(x1=points, x2=points)
    result[0] = 9.0
    assert points[0] == 1.0


@given(st.text(max_size=60) | st.text("x12+-*/^()., sinco²₁", max_size=60))
def test_any_text_is_a_formula_or_a_mistake_with_a_place_in_it(text: str) -> None:
    mistake: FormulaError | None = None
    try:
        formula = parse(text, PLANE)
    except FormulaError as error:
        mistake = error
    if mistake is not None:
        assert 0 <= mistake.position <= len(text)
        assert mistake.message
    else:
        assert isinstance(formula, Formula)
        points = np.linspace(-6, 6, 5)
        assert formula.evaluate(x1=points, x2=points).shape == (5,)


@pytest.mark.parametrize("text", ["1/0*x1", "log(-1)", "sqrt(-1 - x1^2)", "x1/(x2 - x2)", "0/0"])
def test_a_formula_without_a_value_anywhere_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="no value anywhere in the plane"):
        parse_defined(text, ("x1", "x2"))


@pytest.mark.parametrize("text", ["log(x1)", "1/x1", "sqrt(x1 - 5.9)", "x1/x1"])
def test_a_formula_with_a_value_somewhere_is_one(text: str) -> None:
    parse_defined(text, ("x1", "x2"))
