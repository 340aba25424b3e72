"""`merged`: two texts that came from one, line by line; None where both changed the same."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

_Change = tuple[int, int, list[str]]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """``base`` with the changes of both; None if they meet."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    lines = base.split("\n")
    own, other = _changes(lines, mine.split("\n")), _changes(lines, theirs.split("\n"))
    both = sorted({(first, last, tuple(new)) for first, last, new in (*own, *other)})
    result: list[str] = []
    at = 0
    for first, last, new in both:
        if first < at or (first == at and at and _touches(both, first, last, new)):
            return None
        result += lines[at:first]
        result += new
        at = last
    return "\n".join(result + lines[at:])


def _touches(
    changes: Sequence[tuple[int, int, tuple[str, ...]]], first: int, last: int, new: tuple[str, ...]
) -> bool:
    """Whether another change begins or ends where this one does."""
    others = [one for one in changes if one != (first, last, new)]
    return any(one[0] <= first <= one[1] for one in others)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (first, last, list(new[begin:end]))
        for kind, first, last, begin, end in matcher.get_opcodes()
        if kind != "equal"
    ]
