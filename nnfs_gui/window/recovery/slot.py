"""`Slot`: the files in which one window keeps its work, guarded by a lock."""

from __future__ import annotations

import contextlib
import errno
import glob
import secrets
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QLockFile

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.reading import Asked, never, read_file
from nnfs_gui.training.saved.files import MAX_BYTES

from .kept_work import Label, read_label

WORK, PICTURE, LOCK = ".recovery", ".png", ".lock"
_DAMAGED = ".damaged"
STALE_MS = 60_000
"""Age of a lock from which it may be of a dead process, though the computer's name is another one.

However old, it cannot be taken from a living process, which keeps the file locked for the system.
"""


class Slot:
    """A recovery file, a picture beside it, and a lock that lives no longer than its process.

    The files may be written on any thread: hold `writing` meanwhile.
    """

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self._folder, self._name = folder, name or secrets.token_hex(8)
        self._lock = QLockFile(str(self._path(LOCK)))
        self._lock.setStaleLockTime(STALE_MS)
        self.writing = Lock()

    @property
    def label(self) -> Label | None:
        """What is kept here; None if nothing is, or it cannot be read."""
        return read_label(self._path(WORK))

    def claim(self) -> bool:
        """Take the slot, unless it belongs to a window that lives."""
        return self._lock.isLocked() or self._lock.tryLock(0)

    def release(self) -> None:
        """Leave what is kept to the next start."""
        self._lock.unlock()

    def write(self, work: bytes, picture: bytes) -> None:
        """Keep this instead of what was kept, whole or not at all; OSError if it is impossible."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.claim():
            raise OSError(errno.EACCES, "the recovery folder cannot be written", str(self._folder))
        write_whole(self._path(WORK), work)
        if picture:
            write_whole(self._path(PICTURE), picture)

    def read(self, stop: Asked = never) -> bytes:
        """The recovery file's content; FileError says why there is none."""
        return read_file(self._path(WORK), MAX_BYTES, "recovery files", stop)

    def picture(self) -> bytes:
        """The picture as PNG; empty if there is none."""
        try:
            return self._path(PICTURE).read_bytes()
        except OSError:
            return b""

    def clear(self) -> None:
        """Forget what is kept, drafts of a killed process as well; the slot stays taken."""
        pattern = glob.escape(self._name)
        drafts = self._folder.glob(f".{pattern}.*.tmp")
        for path in (self._path(WORK), self._path(PICTURE), *drafts):
            with contextlib.suppress(OSError):
                path.unlink()

    def remove(self) -> None:
        """Forget what is kept, and the slot."""
        with self.writing:
            self.clear()
            self.release()

    def set_aside(self) -> None:
        """Keep a file that cannot be read, where it is offered no more."""
        with contextlib.suppress(OSError):
            self._path(WORK).replace(self._path(_DAMAGED))
        self.remove()

    def _path(self, suffix: str) -> Path:
        return self._folder / f"{self._name}{suffix}"


@dataclass(frozen=True)
class KeptWork:
    """A slot whose window is gone, and what it is called."""

    slot: Slot
    label: Label


def orphans(folder: Path) -> list[KeptWork]:
    """What earlier windows left behind, the newest first; it belongs to the caller from now on."""
    names = {path.stem for suffix in (WORK, LOCK) for path in folder.glob(f"*{suffix}")}
    found = []
    for name in names:
        slot = Slot(folder, name)
        if not slot.claim():
            continue
        label = slot.label
        if label is not None:
            found.append(KeptWork(slot, label))
        elif (folder / f"{name}{WORK}").exists():
            slot.release()  # of another version, perhaps
        else:
            slot.remove()
    return sorted(found, key=lambda work: -work.label.time)
