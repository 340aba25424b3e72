"""The command line: `nnfs-gui [FILE]`, and commands such as `nnfs-gui train`.

Each command is a module with a `run` that takes the words after its name and returns the exit
status; it is imported when it is asked for, so that none costs the others' start.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

from nnfs_gui.display import missing_library_message

from .commands import COMMANDS
from .parsing import FAILED, USAGE_ERROR, Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    if getattr(sys, "frozen", False):  # a process of ours that the bundle starts is this one, too
        import_module("multiprocessing").freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    name, rest = (given[0], given[1:]) if given[:1] and given[0] in COMMANDS else ("window", given)
    try:
        with warnings.catch_warnings():
            _let_words_tell_of_numbers()
            status: int = import_module(f"{__name__}.{name}").run(rest)
    except Refused as refusal:
        print(f"nnfs-gui: {refusal}", file=sys.stderr)
        return USAGE_ERROR
    except ImportError as error:
        message = missing_library_message(str(error))
        if message is None:
            raise
        print(f"nnfs-gui: {message}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    return status


def _let_words_tell_of_numbers() -> None:
    """What NumPy warns of, numbers without bounds, each command says in a sentence of its own."""
    if not sys.warnoptions:  # somebody looks for them
        for word in ("overflow", "underflow", "invalid value", "divide by zero"):
            warnings.filterwarnings("ignore", f"{word} encountered", RuntimeWarning)
