"""What cannot be an answer at all, whatever the right one is: it is told, and costs no attempt."""

from __future__ import annotations

import math

from ..checks import CheckError, parse_quantity
from ..model import Box

_THIN = "\u2009"
_ANY = (-math.inf, math.inf)


def impossible(box: Box, values: tuple[float, ...]) -> str:
    """Why nothing that a typed number may mean can be the answer, in a sentence; "" if it can."""
    whole, (low, high) = _bounds(box)
    fits = [value for value in values if low <= value <= high]
    if any(value == round(value) for value in fits) or (fits and not whole):
        return ""
    what = "a whole number" if whole else "a number"
    return f"That cannot be: {what}{_between(box, low, high)} is asked for."


def _bounds(box: Box) -> tuple[bool, tuple[float, float]]:
    """Whether only whole numbers are possible, and between which ends."""
    kind = ""
    if isinstance(box.answer, str):
        try:
            kind = parse_quantity(box.answer).kind
        except CheckError:  # it is worked out of the network, and may be anything
            kind = ""
    whole = box.whole or kind == "count"
    low, high = (0.0, math.inf) if whole else (0.0, 1.0) if kind == "share" else _ANY
    low = low if box.least is None else box.least
    return whole, (low, high if box.most is None else box.most)


def _between(box: Box, low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return ""
    if math.isinf(high):
        return f" of at least {_end(box, low)}"
    if math.isinf(low):
        return f" of at most {_end(box, high)}"
    return f" from {_end(box, low).removesuffix(f'{_THIN}%')} to {_end(box, high)}"


def _end(box: Box, end: float) -> str:
    shown = 100 * end if box.unit == "%" else end
    return f"{shown:,.10g}".replace("-", "−") + (f"{_THIN}%" if box.unit == "%" else "")
