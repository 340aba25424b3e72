"""What each command does, as `--help` lists it, and a near one for a word that is none."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

COMMANDS = {
    "controls": "list every control of the window, for tests that drive it",
    "export": "write an experiment as code, model, link or figure",
    "film": "make a film of training",
    "lesson": "open, write, check and print lessons",
    "render": "train, and write pictures of the window",
    "sweep": "train with other settings, each under several seeds",
    "train": "train without a window, and tell or save the result",
}
"""Modules and folders of this folder."""
LESSON_COMMANDS = {
    "check": "say with file and line what is wrong with lessons",
    "handout": "print a lesson as PDF, for learners or with solutions",
    "new": "write a small lesson to begin with",
}
"""Modules of the folder `lesson`."""


def listed(commands: Mapping[str, str], prefix: str) -> str:
    """The commands with what they do, a line each, and how to ask for more."""
    widest = max(map(len, commands))
    lines = [f"  {name:{widest}}  {what}" for name, what in commands.items()]
    return "\n".join(["commands:", *lines, "", f"More about one: {prefix} COMMAND --help"])


def suggestion(word: str, commands: Mapping[str, str]) -> str:
    """A remark that names the command that was probably meant, or nothing."""
    near = get_close_matches(word, commands, n=1, cutoff=0.6)
    return f" (did you mean the command '{near[0]}'?)" if near else ""
