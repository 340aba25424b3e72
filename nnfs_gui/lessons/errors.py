"""`LessonError`: what is wrong with a lesson, and on which line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 300
_SHOWN = 60


class LessonError(ValueError):
    """A lesson that cannot be used.

    Attributes
    ----------
    message : str
        One sentence for people.
    line : int
        Of the lesson's file, from 1; 0 if it is not about a line.
    file : str
        The file's name, if it is known.
    """

    def __init__(self, message: str, line: int = 0, file: str = "") -> None:
        self.message = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
        self.line, self.file = line, file
        super().__init__(self.message)

    def __str__(self) -> str:
        place = self.file or "lesson"
        return f"{place}:{self.line}: {self.message}" if self.line else f"{place}: {self.message}"


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """``unknown block 'setpu' (did you mean 'setup'?)``, or with all names if none is near."""
    names = list(dict.fromkeys(known))
    short = name[:_SHOWN]
    near = get_close_matches(short, names, n=1, cutoff=0.6)
    if near:
        return f"unknown {kind} '{short}' (did you mean '{near[0]}'?)"
    if len(names) > 12:
        return f"unknown {kind} '{short}'"
    return f"unknown {kind} '{short}'; choose from {', '.join(names)}"
