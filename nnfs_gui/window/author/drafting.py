"""`Drafting`: keeps the unsaved text of a lesson on disk, so that no crash can lose it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.notifications import Action, Notification, NotificationHub

from .drafts import Draft, DraftSlot, left_behind

KEEP_MS = 1500
"""From a change until it is kept; further changes do not put that off."""
TOPIC, FAILS = "lesson-draft", "lesson-draft-fails"


class Drafting(QObject):
    """One draft, of the text that is open; nothing is kept before there is a folder.

    ``now`` gives what there is to keep, None for nothing.
    """

    def __init__(
        self, now: Callable[[], Draft | None], notifications: NotificationHub, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._now, self._hub = now, notifications
        self._folder: Path | None = None
        self._slot: DraftSlot | None = None
        self._kept: Draft | None = None
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.look)

    def use_folder(self, folder: Path) -> None:
        """Keep drafts there from now on."""
        self._folder = folder

    @Slot()
    def note_change(self) -> None:
        """The text has changed: keep it soon."""
        if self._folder is not None and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Keep what there is to keep now, or forget the draft."""
        self._timer.stop()
        draft = self._now()
        if draft is None:
            self.forget()
        elif self._folder is not None and draft != self._kept:
            self._keep(draft, self._folder)

    def take(self, source: str) -> Draft | None:
        """The draft that an earlier window left of this path; "" for a lesson begun anew."""
        found = None if self._folder is None else left_behind(self._folder, source)
        if found is None:
            return None
        self.forget()
        self._slot, self._kept = found
        return self._kept

    def tell(self, name: str, discard: Callable[[], object]) -> None:
        """Say that a draft was taken up, and offer to do without it."""
        message = f"The playground ended without saving {name}: here is what was written."
        actions = (Action("Go on writing", self._withdraw), Action("Discard", discard))
        self._hub.post(Notification(message, actions=actions, topic=TOPIC, stays=True))

    def _withdraw(self) -> None:
        self._hub.withdraw(TOPIC)

    def forget(self) -> None:
        """The text is saved, or nobody wants it: no draft is left."""
        self._timer.stop()
        slot, self._slot, self._kept = self._slot, None, None
        if slot is not None:
            slot.remove()
            self._hub.withdraw(TOPIC)

    def leave(self) -> None:
        """The window must close at once: what is not saved is left to the next one."""
        self.look()
        slot, self._slot, self._kept = self._slot, None, None
        if slot is not None:
            slot.release()

    def _keep(self, draft: Draft, folder: Path) -> None:
        slot = self._slot = self._slot or DraftSlot(folder)
        try:
            slot.write(draft)
        except OSError as error:
            if not self._told:
                self._told = True
                why = f"The lesson cannot be kept for the case of a crash: {reason(error)}"
                self._hub.warn(f"{why} Save it now and then.", topic=FAILS)
            return
        self._kept = draft
        if self._told:
            self._told = False
            self._hub.withdraw(FAILS)
