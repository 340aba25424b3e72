"""The one reader of files: regular files only, of limited size, and stopped at once if asked."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from .wording import reason

_PART = 2**20
_FLAGS: int = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe that nobody writes to would block in `open` without O_NONBLOCK, before it can be seen."""

Asked = Callable[[], bool]
"""Whether the reading is to stop; asked every few milliseconds."""


class FileError(Exception):
    """A file that cannot be read or written; the text is one clear sentence for people."""


class ReadingStopped(Exception):
    """Nobody waits for the content any more."""


def never() -> bool:
    """Read to the end."""
    return False


def heed(stop: Asked) -> None:
    """Raise `ReadingStopped` if ``stop`` says so."""
    if stop():
        raise ReadingStopped("the reading was stopped")


def read_file(path: Path, most: int, kind: str, stop: Asked = never) -> bytes:
    """The content of a file of at most ``most`` bytes; may be called on any thread.

    Parameters
    ----------
    kind : str
        What such files hold, in the plural, for the message: ``"experiments"``.

    Raises
    ------
    FileError
        If it is no regular file, too large, or cannot be read.
    ReadingStopped
        If ``stop`` said so.
    """
    try:
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb", buffering=0) as file:
            _check(os.fstat(descriptor), most, kind)
            parts, size = [], 0
            while part := file.read(_PART):
                heed(stop)
                parts.append(part)
                size += len(part)
                if size > most:  # it grows while it is read
                    raise FileError(_too_large(size, most, kind))
            return b"".join(parts)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise FileError(reason(error)) from error


def _check(status: os.stat_result, most: int, kind: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError("it is a folder.")
    if not stat.S_ISREG(status.st_mode):
        raise FileError("it is not a regular file.")
    if status.st_size > most:
        raise FileError(_too_large(status.st_size, most, kind))


def _too_large(size: int, most: int, kind: str) -> str:
    return f"it has {_megabytes(size)}; {kind} have at most {_megabytes(most)}."


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1e7 else f"{size / 1e6:.3g} MB"
