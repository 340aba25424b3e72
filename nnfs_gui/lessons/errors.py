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
    more : tuple of LessonError
        What is wrong besides, in the same place.
    """

    more: tuple[LessonError, ...] = ()

    def __init__(self, message: str, line: int = 0, file: str = "") -> None:
        self.message = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
        self.line, self.file = line, file
        super().__init__(self.message)

    def __str__(self) -> str:
        place = self.file or "lesson"
        return f"{place}:{self.line}: {self.message}" if self.line else f"{place}: {self.message}"


class NoTextError(LessonError):
    """A file that cannot be read, or holds something else than text."""


def together(errors: Iterable[LessonError]) -> None:
    """Raise the first of these errors, if there are any, with the others."""
    found = list(errors)
    if found:
        found[0].more = tuple(found[1:])
        raise found[0]


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; "" for none."""
    return next(iter(get_close_matches(name[:_SHOWN], list(known), n=1, cutoff=0.6)), "")


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """``unknown block 'setpu' (did you mean 'setup'?)``, or with all names if none is near."""
    names = list(dict.fromkeys(known))
    short, near = name[:_SHOWN], nearest(name, names)
    if near:
        return f"unknown {kind} '{short}' (did you mean '{near}'?)"
    if len(names) > 12:
        return f"unknown {kind} '{short}'"
    return f"unknown {kind} '{short}'; choose from {', '.join(names)}"
