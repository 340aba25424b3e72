"""`DraftOffer`: offers at the start the unsaved lesson that an earlier window left behind."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from nnfs_gui.lessons.writing import title_of
from nnfs_gui.notifications import Action, Kind, Notification, NotificationHub

from .author import Author
from .drafts import Draft, DraftSlot, newest_left

TOPIC = "draft-offer"


class DraftOffer(QObject):
    """One offer; what is not answered stays where it is, for whoever opens the lesson next."""

    def __init__(
        self, author: Author, folder: Path, notifications: NotificationHub, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._author, self._folder, self._hub = author, folder, notifications
        author.entering.connect(self._withdraw)

    def offer(self) -> None:
        """Offer the newest draft, if there is any."""
        found = newest_left(self._folder)
        if found is None:
            return
        slot, draft = found
        name = title_of(draft.text) or "a lesson"
        message = f"The playground ended without saving the lesson “{name}”; it was kept."
        actions = (
            Action("Go on writing", partial(self._go_on, draft)),
            Action("Discard", partial(self._discard, slot)),
        )
        self._hub.post(Notification(message, Kind.WARN, actions=actions, topic=TOPIC))

    def _go_on(self, draft: Draft) -> None:
        """Open what the draft came from, which takes it up."""
        source = Path(draft.source)
        if not (draft.source and source.exists() and self._author.open_path(source)):
            self._author.begin()

    def _discard(self, slot: DraftSlot) -> None:
        if slot.claim():
            slot.remove()
        self.offer()

    def _withdraw(self) -> None:
        """Somebody writes already: the draft is taken up there, or stays."""
        self._hub.withdraw(TOPIC)
