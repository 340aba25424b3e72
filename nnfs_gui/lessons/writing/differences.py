"""`differences`: where two texts differ, line by line, with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

AROUND = 2
"""Lines that are the same and are shown before and behind a difference."""

Side = Literal["mine", "theirs", "both", "left out"]


@dataclass(frozen=True)
class Line:
    """A line of text and which of the two has it; of lines that are left out, how many."""

    side: Side
    text: str


def differences(mine: str, theirs: str) -> tuple[Line, ...]:
    """What only one of two texts has, in its surroundings; nothing if they are the same."""
    one, other = mine.split("\n"), theirs.split("\n")
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return tuple(_lines(matcher, one, other))


def _lines(matcher: SequenceMatcher[str], one: list[str], other: list[str]) -> Iterator[Line]:
    shown = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        yield from _left_out(group[0][1] - shown)
        for kind, first, last, begin, end in group:
            if kind == "equal":
                yield from (Line("both", text) for text in one[first:last])
            else:
                yield from (Line("mine", text) for text in one[first:last])
                yield from (Line("theirs", text) for text in other[begin:end])
        shown = group[-1][2]
    if shown:
        yield from _left_out(len(one) - shown)


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield Line("left out", f"{count} line{'s' if count > 1 else ''} the same")
