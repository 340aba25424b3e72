"""What a network must reach to count as one that solved its problem."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from nnfs_gui.training.history import Losses

from .errors import StudyError

QUANTITIES = ("test_loss", "train_loss", "test_accuracy", "train_accuracy")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FORM = re.compile(r"\s*(\w+)\s*(<=|>=|<|>)\s*([0-9.eE+-]+)\s*(%?)\s*")


@dataclass(frozen=True)
class Goal:
    """A bound of one figure; accuracies are shares, 0 … 1."""

    quantity: str = "test_loss"
    sign: str = "<"
    bound: float = 0.1

    def holds(self, losses: Losses) -> bool:
        """Whether the figures reach it; NaN reaches nothing."""
        return _OPERATORS[self.sign](getattr(losses, self.quantity), self.bound)

    def __str__(self) -> str:
        return f"{self.quantity.replace('_', ' ')} {self.sign} {self.bound:g}"


def parse_goal(text: str) -> Goal:
    """A goal as people write it: ``test_loss<0.1``, ``test_accuracy >= 95 %``.

    Raises
    ------
    StudyError
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise StudyError(f"a goal must be like test_loss<0.1 or test_accuracy>=95%, got {text!r}")
    quantity, sign, number, percent = found.groups()
    if quantity not in QUANTITIES:
        near = get_close_matches(quantity, QUANTITIES, 1)
        hint = f"; did you mean {near[0]}?" if near else f", not one of {', '.join(QUANTITIES)}"
        raise StudyError(f"a goal knows no {quantity!r}{hint}")
    try:
        bound = float(number) / (100.0 if percent else 1.0)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise StudyError(f"a goal needs a number after {sign}, got {number!r}")
    return Goal(quantity, sign, bound)
