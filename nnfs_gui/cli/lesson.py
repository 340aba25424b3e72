"""`nnfs-gui lesson …`: commands about a lesson's file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from .parsing import Refused

COMMANDS = {"handout": "lesson_handout"}
"""Modules of this folder by the word after ``lesson``."""


def run(arguments: Sequence[str]) -> int:
    """Do what the first word says."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", ())
    if name not in COMMANDS:
        raise Refused(f"lesson takes one of {', '.join(COMMANDS)}, got {name!r}")
    status: int = import_module(f"{__package__}.{COMMANDS[name]}").run(rest)
    return status
