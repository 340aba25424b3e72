"""Shares of one, shown and typed as percentages."""

from __future__ import annotations

from .numbers import THIN_SPACE, format_exact, parse_number


def shares(low: int, high: int) -> tuple[float, ...]:
    """Every whole percentage from ``low`` to ``high`` as a share."""
    return tuple(percent / 100 for percent in range(low, high + 1))


def format_share(share: float) -> str:
    """A share exactly, as a percentage: 0.125 gives ``12.5 %``."""
    # Ten digits hide the binary tail of 0.07 · 100 = 7.000000000000001 and lose nothing typed.
    return f"{format_exact(round(100 * share, 10))}{THIN_SPACE}%"


def read_share(text: str) -> float:
    """The share that a person typed as a percentage: ``12``, ``12 %`` and ``12,5`` are 12-ish."""
    value = parse_number(text.strip().removesuffix("%"))
    return value / 100
