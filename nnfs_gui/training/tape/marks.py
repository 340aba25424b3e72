"""Marks: the moments of a run that say something, found by the app or set by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

MarkKind: TypeAlias = Literal[
    "edit", "clipping", "accuracy", "best", "dead", "diverged", "bookmark"
]


@dataclass(frozen=True)
class Mark:
    """A step worth going to, and why in words for people."""

    step: int
    kind: MarkKind
    text: str

    @property
    def is_found(self) -> bool:
        """Whether the app found it in the run, and no person made it."""
        return self.kind not in ("edit", "bookmark")


def with_mark(marks: Iterable[Mark], mark: Mark) -> list[Mark]:
    """Marks by step; there is one best loss, and at a step one edit and one bookmark.

    A mark without words takes one away.
    """

    def goes(other: Mark) -> bool:
        if other.kind != mark.kind:
            return False
        same_step = other.step == mark.step and not mark.is_found
        return mark.kind == "best" or same_step

    kept = [other for other in marks if not goes(other)]
    added = [mark] if mark.text else []
    return sorted([*kept, *added], key=lambda other: other.step)
