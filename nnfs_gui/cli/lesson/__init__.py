"""`nnfs-gui lesson`: lessons to check, to begin, to print and to open."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from ..commands import LESSON_COMMANDS, suggestion
from ..parsing import Refused


def run(arguments: Sequence[str]) -> int:
    """Run the command that the first word names; returns the exit status."""
    name = arguments[0] if arguments else ""
    if name in ("-h", "--help") or name.endswith(".md"):
        status_of_window: int = import_module(f"{__name__}.opening").run(arguments)
        return status_of_window
    if name not in LESSON_COMMANDS:
        choices = ", ".join(LESSON_COMMANDS)
        got = f"got {name!r}{suggestion(name, LESSON_COMMANDS)}" if name else "got nothing"
        raise Refused(f"lesson takes a FILE.lesson.md, or one of {choices}; {got}")
    status: int = import_module(f"{__name__}.{name}").run(arguments[1:])
    return status
