"""`judge`: a typed answer is right, nearly right, a slip that is named, or not yet right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .possible import impossible
from .typed import AskBack, Typed, Unreadable, read_interval, read_number
from .working import TYPED, WorkedBox

Verdict = Literal["right", "close", "slip", "wrong", "unreadable", "ask"]
ROUNDED = 3.0
"""Within so many tolerances an answer was right, but rounded too early."""
TOO_EARLY = "Right, but rounded too early: keep more digits until the end."
NOT_YET = "Not yet."


@dataclass(frozen=True)
class Judgement:
    """What is said to a typed answer.

    Attributes
    ----------
    verdict : str
        ``right`` and ``close`` count as right; ``unreadable`` and ``ask`` are no attempts.
    say : str
        For the learner; Markdown.
    slip : str
        The name of the slip, if it was one.
    value : float or None
        What was read.
    choices : tuple of str
        What it may have meant, for ``ask``.
    """

    verdict: Verdict
    say: str = ""
    slip: str = ""
    value: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it counts."""
        return self.verdict in ("right", "close")

    @property
    def counts(self) -> bool:
        """Whether it was an attempt at all."""
        return self.verdict not in ("unreadable", "ask")


def judge(worked: WorkedBox, text: str) -> Judgement:
    """Judge what was typed into a box."""
    try:
        if isinstance(worked.value, tuple):
            return _judge_interval(worked, *read_interval(text))
        return _judge_number(worked, worked.value, read_number(text))
    except AskBack as question:
        return Judgement("ask", str(question), choices=question.choices)
    except Unreadable as error:
        return Judgement("unreadable", str(error))


def judge_all(boxes: Sequence[WorkedBox], texts: Sequence[str]) -> tuple[Judgement, ...]:
    """Judge all boxes; those that are given are right."""
    return tuple(
        Judgement("right") if worked.box.given else judge(worked, text)
        for worked, text in zip(boxes, texts, strict=True)
    )


def _judge_number(worked: WorkedBox, right: float, typed: Typed) -> Judgement:
    box, values = worked.box, _readings(worked, typed)
    value = values[0]
    refusal = impossible(box, values)
    if refusal:
        return Judgement("unreadable", refusal)
    if math.isnan(right):
        return Judgement("unreadable", "There is no right answer to compare it with yet.")
    if any(_is_right(worked, right, reading) for reading in values):
        return Judgement("right", box.right, value=value)
    slip = _nearest_slip(worked, values)
    if slip is not None:
        return slip
    if box.between is None and box.tolerance in ("", TYPED):
        near = any(worked.tolerance.accepts(right, reading, ROUNDED) for reading in values)
        if near and worked.tolerance.factor == 0.0:
            return Judgement("close", f"{TOO_EARLY} {box.right}".strip(), value=value)
    return Judgement("wrong", box.otherwise or NOT_YET, value=value)


def _readings(worked: WorkedBox, typed: Typed) -> tuple[float, ...]:
    """What a typed number may mean: behind a box in percent, 75 is 75 %, and so is 0.75."""
    if worked.box.unit == "%" and not typed.percent:
        return typed.value / 100.0, typed.value
    return (typed.value,)


def _is_right(worked: WorkedBox, right: float, value: float) -> bool:
    between = worked.box.between
    if between is not None:
        return between[0] - 1e-12 <= value <= between[1] + 1e-12
    return worked.tolerance.accepts(right, value)


def _nearest_slip(worked: WorkedBox, values: tuple[float, ...]) -> Judgement | None:
    """The slip that lies nearest, if one lies within 1 % of its own size."""
    found = [
        (abs(value - expected), value, slip)
        for slip in worked.slips
        for expected in slip.values
        for value in values
        if abs(value - expected) <= max(0.01 * abs(expected), min(5e-3, 0.1 * abs(expected)), 1e-9)
    ]
    if not found:
        return None
    _, value, slip = min(found, key=lambda entry: entry[0])
    return Judgement("slip", slip.say, slip.name, value)


def _judge_interval(worked: WorkedBox, low: Typed, high: Typed) -> Judgement:
    right = worked.value
    assert isinstance(right, tuple)
    scale = 100.0 if worked.box.unit == "%" else 1.0
    ends = tuple(end.value if end.percent else end.value / scale for end in (low, high))
    upper = worked.ends or worked.tolerance
    value = sum(ends) / 2
    if worked.tolerance.accepts(right[0], ends[0]) and upper.accepts(right[1], ends[1]):
        return Judgement("right", worked.box.right, value=value)
    if worked.tolerance.accepts(right[0], ends[1]) and upper.accepts(right[1], ends[0]):
        say = f"The smaller end comes first. {worked.box.right}".strip()
        return Judgement("right", say, value=value)
    return Judgement("wrong", worked.box.otherwise or NOT_YET, value=value)
