"""A mailbox with one slot: the newest picture of a run on its way to the window's thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ..snapshot import Snapshot


@dataclass(frozen=True, eq=False, slots=True)
class Parcel:
    """A snapshot and what the session needs to know about how it came about.

    Attributes
    ----------
    snapshot : Snapshot
    command : int
        Number of the last command that had been obeyed when the snapshot was taken.
    waiting : bool
        Whether the worker now waits for its turn before it trains on.
    """

    snapshot: Snapshot
    command: int
    waiting: bool


class Mailbox:
    """Holds the newest parcel; an older one that nobody took is dropped.

    Snapshots are complete, so dropping one loses nothing.  Safe between two threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parcel: Parcel | None = None

    def put(self, parcel: Parcel) -> bool:
        """Put a parcel in; True if the slot was empty, and somebody should be told."""
        with self._lock:
            was_empty = self._parcel is None
            self._parcel = parcel
        return was_empty

    def take(self) -> Parcel | None:
        """Take the newest parcel out, if there is one."""
        with self._lock:
            parcel, self._parcel = self._parcel, None
        return parcel
