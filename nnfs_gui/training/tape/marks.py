"""Marks: the moments of a run that say something, found by the app or set by hand."""

from __future__ import annotations

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
