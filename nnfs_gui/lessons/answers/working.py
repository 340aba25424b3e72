"""`work`: the right value of each box, and the values of its slips."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.snapshot import Vector

from ..checks import CheckError, measure, parse_quantity
from ..errors import LessonError, unknown
from ..model import Box
from ..situation import Situation
from .expression import Expression, ExpressionError, parse_expression
from .sheet import Sheet, evaluate
from .slip_values import slip_values
from .slips import SAYS

TYPED, PREDICTED = "1 %", "10 %"
"""Tolerances where a box names none, of a number block and of a prediction."""
LEAST = 0.005
"""What a tolerance of `TYPED` comes to at least, but never more than a tenth of the answer."""
_RELATIVE = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_FACTOR = re.compile(r"factor (\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Tolerance:
    """How far off an answer may be: so much, or by a factor."""

    absolute: float
    factor: float = 0.0

    def accepts(self, right: float, value: float, times: float = 1.0) -> bool:
        """Whether a value will do, with a grain of slack for rounding in the last place."""
        if self.factor > 0.0:
            if right == 0.0 or value == 0.0 or (right > 0) != (value > 0):
                return right == value
            return abs(math.log(value / right)) <= times * math.log(self.factor) * (1 + 1e-9)
        slack = 1e-9 * max(abs(right), abs(value), abs(self.absolute))
        return abs(value - right) <= times * self.absolute + slack


class Sheets:
    """The sheets of an experiment, each made once.

    Parameters
    ----------
    experiment : Experiment
    parameters : ndarray of shape (n_parameters,), optional
        The weights now; without them those with which the experiment begins.
    """

    def __init__(self, experiment: Experiment, parameters: Vector | None = None) -> None:
        self._experiment, self._parameters = experiment, parameters
        self._made: dict[tuple[int, ...] | None, Sheet] = {}

    def of(self, points: tuple[int, ...] | None) -> Sheet:
        """The sheet of these points; ExpressionError if there are none such."""
        if points not in self._made:
            self._made[points] = Sheet(self._experiment, points, self._parameters)
        return self._made[points]


@dataclass(frozen=True)
class WorkedSlip:
    """A slip, the values to which it leads, and what is said to it.

    A wrong value of the lesson's own is named by what is said to it.
    """

    name: str
    values: tuple[float, ...]
    say: str


@dataclass(frozen=True)
class WorkedBox:
    """A box with its right value.

    Attributes
    ----------
    box : Box
    value : float, or two for an interval
    tolerance : Tolerance
    slips : tuple of WorkedSlip
        Also the wrong values that the lesson names, whose name is "".
    ends : Tolerance or None
        Of the upper end of an interval.
    """

    box: Box
    value: float | tuple[float, float]
    tolerance: Tolerance
    slips: tuple[WorkedSlip, ...] = ()
    ends: Tolerance | None = None


def work(
    boxes: tuple[Box, ...],
    experiment: Experiment,
    parameters: Vector | None = None,
    situation: Situation | None = None,
    default: str = TYPED,
) -> tuple[WorkedBox, ...]:
    """The boxes with their right values.

    Parameters
    ----------
    boxes : tuple of Box
    experiment : Experiment
    parameters : ndarray of shape (n_parameters,), optional
        The weights now; without them those with which the experiment begins.
    situation : Situation, optional
        For answers that are quantities of checks.
    default : str
        The tolerance of boxes that name none.

    Raises
    ------
    LessonError
        On the line of the box, if it cannot be computed.
    """
    return work_with(Sheets(experiment, parameters), boxes, situation, default)


def work_with(
    sheets: Sheets,
    boxes: tuple[Box, ...],
    situation: Situation | None = None,
    default: str = TYPED,
) -> tuple[WorkedBox, ...]:
    """`work` for one question of several about the same experiment."""
    try:
        return tuple(_worked(sheets, situation, default, box) for box in boxes)
    except _BoxError as error:
        raise LessonError(str(error), error.line) from None


class _BoxError(ValueError):
    def __init__(self, error: Exception, line: int) -> None:
        super().__init__(str(error))
        self.line = line


def _worked(sheets: Sheets, situation: Situation | None, default: str, box: Box) -> WorkedBox:
    try:
        value, slips = _value(sheets, situation, box)
        slips += tuple(WorkedSlip(wrong.say, (wrong.value,), wrong.say) for wrong in box.wrong)
        low, high = value if isinstance(value, tuple) else (value, value)
        ends = tolerance_of(box, high, default) if isinstance(value, tuple) else None
        return WorkedBox(box, value, tolerance_of(box, low, default), slips, ends)
    except (CheckError, ExpressionError) as error:
        raise _BoxError(error, box.line) from None


def check_written(box: Box, default: str = TYPED) -> None:
    """Whether a box is written well, whatever network it will be about.

    Raises
    ------
    LessonError
        On the line of the box.
    """
    try:
        _written(box)
        tolerance_of(box, 1.0, default)
    except (CheckError, ExpressionError) as error:
        raise LessonError(str(error), box.line) from None


def _written(box: Box) -> Expression | None:
    """What is to be computed; None if the answer is a plain number or a measured quantity."""
    expression = parse_expression(box.answer) if isinstance(box.answer, str) else None
    if isinstance(box.answer, str) and expression is None:
        parse_quantity(box.answer)
    if box.slips and expression is None:
        plain = "a measured quantity" if isinstance(box.answer, str) else "a plain number"
        raise ExpressionError(
            f"slips go with answers that are computed, such as 'z of out0'; to {plain} write "
            'wrong = [{ value = 1, say = "…" }]'
        )
    for name in box.slips:
        if name not in SAYS:
            raise ExpressionError(unknown("slip", name, SAYS))
    return expression


def _value(
    sheets: Sheets, situation: Situation | None, box: Box
) -> tuple[float | tuple[float, float], tuple[WorkedSlip, ...]]:
    expression = _written(box)
    if not isinstance(box.answer, str):
        value = box.answer
        return (float(value) if isinstance(value, int | float) else value), ()
    if expression is None:
        asked = parse_quantity(box.answer)
        return (math.nan if situation is None else measure(asked, situation)), ()
    sheet = sheets.of(expression.points)
    slips = []
    for name in box.slips:
        values = slip_values(sheet, expression, name)
        if not values:
            raise ExpressionError(f"the slip '{name}' does not go with '{box.answer}'")
        slips.append(WorkedSlip(name, values, SAYS[name]))
    return evaluate(sheet, expression), tuple(slips)


def tolerance_of(box: Box, right: float, default: str = TYPED) -> Tolerance:
    """How far off a box's answer may be; ExpressionError if it is not written so."""
    written = default if box.tolerance == "" else box.tolerance
    if not isinstance(written, str):
        return Tolerance(abs(float(written)))
    relative, factor = _RELATIVE.fullmatch(written.strip()), _FACTOR.fullmatch(written.strip())
    if factor is not None and float(factor[1]) > 1.0:
        return Tolerance(0.0, float(factor[1]))
    if relative is None:
        raise ExpressionError('tolerance is written "1 %", 0.05 or "factor 10"')
    allowed = abs(right) * float(relative[1]) / 100.0
    if box.tolerance == "":
        allowed = max(allowed, min(LEAST, 0.1 * abs(right)) if right != 0.0 else LEAST)
    return Tolerance(allowed)
