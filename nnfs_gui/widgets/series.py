"""Steps that suit numbers spread over many sizes: 1-3-10 and 1-2-5."""

from __future__ import annotations

import math
from collections.abc import Callable

Stepper = Callable[[float, int], float]
"""(value, direction) → the next value up (+1) or down (−1)."""


def series(*mantissas: int) -> Stepper:
    """A stepper along ``mantissas`` times powers of ten, exact to the last digit.

    ``series(1, 3)`` goes 0.01, 0.03, 0.1, …; a value between two entries steps to the next one.
    Below the smallest positive step there is no zero: stepping down from 0 stays at 0.
    """

    def step(value: float, direction: int) -> float:
        if value <= 0:
            return value if direction < 0 else 10.0**-6
        power = math.floor(math.log10(value))
        entries = [
            float(f"{mantissa}e{exponent}")
            for exponent in range(power - 1, power + 3)
            for mantissa in mantissas
        ]
        if direction > 0:
            return min(entry for entry in entries if entry > value)
        return max(entry for entry in entries if entry < value)

    return step


ONE_THREE_TEN = series(1, 3)
ONE_TWO_FIVE = series(1, 2, 5)


def by(amount: float) -> Stepper:
    """A stepper in equal steps."""

    def step(value: float, direction: int) -> float:
        return value + direction * amount

    return step
