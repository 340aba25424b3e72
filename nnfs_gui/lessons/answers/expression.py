"""`parse_expression`: ``gradient x1 -> L1.1 at point 1`` as a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "z", "a", "slope", "delta", "upstream", "loss", "gradient", "clipped", "norm", "new", "share",
    "turn", "input", "target",
]  # fmt: skip
LONGEST, MOST_STEPS = 200, 20
_PLACE = re.compile(
    r"\s+(?:at point (\d{1,4})|over (all) points|over points ((?:\d{1,4}\s*){1,20}))$"
)
_AFTER = re.compile(r"\s+after (\d{1,2}) steps?$")
_UNIT, _LINK = r" of (?P<unit>\S+)", r" (?P<source>.{1,100}?)\s*(?:->|→)\s*(?P<unit>\S+)"
_REST: dict[Kind, str] = {
    **dict.fromkeys(("z", "a", "slope", "delta", "upstream", "input"), _UNIT),
    **dict.fromkeys(("gradient", "clipped", "new"), _LINK),
    **dict.fromkeys(("loss", "norm", "turn", "target"), ""),
    "share": r" of class (?P<shown>[1-9])",
}
"""What follows the first word, before the points."""
_EXAMPLES = {_UNIT: " of L1.1", _LINK: " x1 -> L1.1", "": "", _REST["share"]: " of class 2"}


class ExpressionError(ValueError):
    """An answer that cannot be read, in one sentence."""


@dataclass(frozen=True)
class Expression:
    """What is to be computed.

    Attributes
    ----------
    kind : str
    unit : str
        The id of a unit; "" if it is about none.
    source : str
        With the unit, a link's other end: a unit's id or ``bias``.
    points : tuple of int, or None
        Indices from 0; None for all training points.
    steps : int
        Steps of training before it is looked at.
    shown : str
        The number of a class, from 1; for ``share``.
    """

    kind: Kind
    unit: str = ""
    source: str = ""
    points: tuple[int, ...] | None = (0,)
    steps: int = 0
    shown: int = 0


def parse_expression(text: str) -> Expression | None:
    """The expression that a text is; None if it begins like none, and may be a quantity.

    Raises
    ------
    ExpressionError
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ExpressionError(f"an answer may have {LONGEST} characters")
    kind = next((kind for kind in _REST if re.match(rf"{kind}(\s|$)", text)), None)
    if kind is None or text == "share":
        return None
    rest, points = _place(text)
    rest, steps = _steps(rest)
    found = re.fullmatch(kind + _REST[kind], rest)
    if found is None:
        example = f"{kind}{_EXAMPLES[_REST[kind]]} at point 1"
        raise ExpressionError(f"'{text[:60]}' is written '{example}'")
    if steps > MOST_STEPS:
        raise ExpressionError(f"an answer may take {MOST_STEPS} steps, got {steps}")
    named = found.groupdict()
    return Expression(
        kind,
        unit=named.get("unit") or "",
        source=(named.get("source") or "").strip(),
        points=points,
        steps=max(1, steps) if kind == "new" else steps,
        shown=int(named.get("shown") or 0),
    )


def _place(text: str) -> tuple[str, tuple[int, ...] | None]:
    found = _PLACE.search(text)
    if found is None:
        return text, (0,)
    rest = text[: found.start()]
    if found[2]:
        return rest, None
    numbers = tuple(int(part) - 1 for part in (found[1] or found[3]).split())
    if min(numbers) < 0:
        raise ExpressionError("points are counted from 1")
    return rest, numbers


def _steps(text: str) -> tuple[str, int]:
    found = _AFTER.search(text)
    return (text, 0) if found is None else (text[: found.start()], int(found[1]))
