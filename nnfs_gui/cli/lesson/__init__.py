"""`nnfs-gui lesson`: lessons to check, to begin, to print and to open."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from ..parsing import Refused

COMMANDS = ("check", "handout", "new")
"""Modules of this folder."""


def run(arguments: Sequence[str]) -> int:
    """Run the command that the first word names; returns the exit status."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        raise Refused(f"lesson takes one of {', '.join(COMMANDS)}, got {name!r}")
    status: int = import_module(f"{__name__}.{name}").run(arguments[1:])
    return status
