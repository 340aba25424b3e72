"""Points: a number that depends on a point is asked for where that point can be seen."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nnfs_gui.experiment.data.materialize import materialize

from ..answers import ExpressionError, parse_expression
from ..answers.sheet import evaluate
from ..answers.working import Sheets
from ..model import Box, Number, Step
from ..setups import Prepared
from .finding import Finding

_OTHERS = 3
"""So many other points tell whether a number depends on the point."""


def prove_points(step: Step, prepared: Prepared) -> Iterator[Finding]:
    """A warning for each number about a point that nothing shows, or whose network is not known."""
    if prepared.keeps:
        yield from _of_any_network(step)
    if prepared.keeps or prepared.point is not None:
        return
    count = len(materialize(prepared.after).targets)
    sheets = Sheets(prepared.after)
    for task in step.all_of(Number):
        for box in task.boxes:
            point = _point(box)
            if point is None or not _depends(box, point, count, sheets):
                continue
            message = f"nothing shows which point is point {point + 1}"
            advice = f"give the setup point = {point + 1}"
            yield Finding(box.line, f"{message}; {advice}", warning=True)


def _of_any_network(step: Step) -> Iterator[Finding]:
    for task in step.all_of(Number):
        for box in task.boxes:
            if _point(box) is not None and not box.given:
                message = "each learner may have another network here; give the step a setup"
                yield Finding(box.line, message, warning=True)


def _point(box: Box) -> int | None:
    """The one point, from 0, that a box is about."""
    expression = parse_expression(box.answer) if isinstance(box.answer, str) else None
    if expression is None or expression.points is None or len(expression.points) != 1:
        return None
    return expression.points[0]


def _depends(box: Box, point: int, count: int, sheets: Sheets) -> bool:
    """Whether other points would give another number."""
    expression = parse_expression(str(box.answer))
    assert expression is not None
    try:
        values = [
            evaluate(sheets.of((other % count,)), expression)
            for other in range(point, point + min(count, 1 + _OTHERS))
        ]
    except ExpressionError:
        return False  # it is told already
    return not all(math.isclose(value, values[0], abs_tol=1e-12) for value in values)
