"""Writing a file whole or not at all: networks, and whatever an application saves."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows would translate line ends otherwise
_ABANDONED = 600.0
"""Seconds after which a draft belongs to a process that was killed."""


class WriteProtectedError(PermissionError):
    """The file to be replaced is meant to stay as it is."""


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A new file that takes the place of ``path`` at the end, or vanishes if anything fails.

    A symbolic link stays one, and permissions are kept.  Old drafts of the same name are removed.

    Raises
    ------
    OSError
        If the file cannot be written, or is write-protected.
    """
    target = Path(os.path.realpath(path))
    mode = _mode_to_keep(target)
    draft = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    # Not of `tempfile`, whose files nobody else may read: what is saved is there to be shared.
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # else a power cut might leave a new name on an empty file
        if mode is not None:
            draft.chmod(mode)
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    _clear_abandoned(target)


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write ``content`` to a file, as of `replacing`."""
    with replacing(path) as file:
        file.write(content)


def _mode_to_keep(path: Path) -> int | None:
    """The permissions of the file to be replaced; refuses what must not be replaced."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not os.access(path, os.W_OK):
        if hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        # Replacing needs only a writable folder, but a protected file is meant to stay.
        raise WriteProtectedError(errno.EACCES, "it is write-protected", str(path))
    return stat.S_IMODE(status.st_mode)


def _clear_abandoned(target: Path) -> None:
    """Remove old drafts of the same name: a process that is killed leaves its own behind."""
    pattern = f".{glob.escape(target.name[:100])}.{'[0-9a-f]' * 8}.tmp"
    for draft in target.parent.glob(pattern):
        with contextlib.suppress(OSError):
            if time.time() - draft.stat().st_mtime > _ABANDONED:
                draft.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system offers that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
