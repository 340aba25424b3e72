"""`DraftSlot`: the file in which one window keeps an unsaved lesson, guarded by a lock."""

from __future__ import annotations

import contextlib
import errno
import secrets
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile

from engine.tools.writing import write_whole

from ..recovery.slot import STALE_MS

DRAFT, LOCK = ".draft", ".lock"


class Draft(msgspec.Struct, frozen=True):
    """An unsaved text, what it came from, and where that was read."""

    text: str
    base: str
    source: str = ""
    """The path that was opened; empty for a lesson that was begun anew."""
    filed: bool = False
    """Whether that path is the text's own file, and not a lesson that it is a copy of."""

    def belongs_to(self, source: str) -> bool:
        """Whether to go on with it where ``source`` is opened; without one a lesson is begun."""
        if source:
            return self.source == source
        return not self.filed or not Path(self.source).exists()


class DraftSlot:
    """A draft, and a lock that lives no longer than its process."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        name = name or secrets.token_hex(8)
        self._folder, self._path = folder, folder / f"{name}{DRAFT}"
        self._lock = QLockFile(str(folder / f"{name}{LOCK}"))
        self._lock.setStaleLockTime(STALE_MS)

    @property
    def time(self) -> float:
        """When the draft was written; 0 if there is none."""
        try:
            return self._path.stat().st_mtime
        except OSError:
            return 0.0

    def claim(self) -> bool:
        """Take the slot, unless it belongs to a window that lives."""
        return self._lock.isLocked() or self._lock.tryLock(0)

    def release(self) -> None:
        """Leave the draft to whoever opens the lesson next."""
        self._lock.unlock()

    def write(self, draft: Draft) -> None:
        """Keep this draft instead, whole or not at all; OSError if it is impossible."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.claim():
            raise OSError(errno.EACCES, "the folder of drafts cannot be written", str(self._folder))
        write_whole(self._path, msgspec.json.encode(draft))

    def read(self) -> Draft | None:
        """The draft; None if there is none that can be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def remove(self) -> None:
        """Forget the draft, and the slot."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        self.release()


def newest_left(folder: Path) -> tuple[DraftSlot, Draft] | None:
    """The newest draft of all that belong to no living window; it is not claimed."""
    slots = [DraftSlot(folder, path.stem) for path in folder.glob(f"*{DRAFT}")]
    for slot in sorted(slots, key=lambda slot: -slot.time):
        draft = slot.read()
        if draft is not None and slot.claim():
            slot.release()
            return slot, draft
    return None


def left_behind(folder: Path, source: str) -> tuple[DraftSlot, Draft] | None:
    """The newest draft that belongs to ``source`` and to no living window; the caller's now."""
    slots = [DraftSlot(folder, path.stem) for path in folder.glob(f"*{DRAFT}")]
    for slot in sorted(slots, key=lambda slot: -slot.time):
        draft = slot.read()
        if draft is not None and draft.belongs_to(source) and slot.claim():
            return slot, draft
    return None
