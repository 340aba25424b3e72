"""`Finding`: one thing that is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """Something about a lesson, in one sentence.

    Attributes
    ----------
    line : int
    message : str
    warning : bool
        Whether the lesson can be used all the same.
    """

    line: int
    message: str
    warning: bool = False
