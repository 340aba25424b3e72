"""`RecoveryOffers`: keeps a window's unsaved work at the end, and offers what others kept."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QObject

from nnfs_gui.document import Document
from nnfs_gui.experiment.files import FileError, load_experiment
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.notifications import Action, NotificationHub

from .files_menu import FilesMenu
from .recovery import KeptWork, keep, kept_works, new_slot

TOPIC = "recovery"


class RecoveryOffers(QObject):
    """Keeps the document in ``folder``, and offers there what earlier windows kept, one by one."""

    def __init__(
        self,
        folder: Path,
        document: Document,
        files: FilesMenu,
        notifications: NotificationHub,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._folder, self._slot = folder, new_slot(folder)
        self._document, self._files, self._notifications = document, files, notifications
        self._waiting: list[KeptWork] = []

    def keep(self) -> bool:
        """Keep the document if it has unsaved changes; whether nothing is lost by leaving now."""
        if not self._document.modified:
            return True
        try:
            keep(self._slot, self._document.experiment, self._document.path)
        except OSError as error:
            self._notifications.error(f"Cannot keep the unsaved changes: {reason(error)}")
            return False
        return True

    def offer(self) -> None:
        """Offer what was kept, the newest first."""
        self._waiting = kept_works(self._folder)
        self._offer_next()

    def _offer_next(self) -> None:
        if not self._waiting:
            return
        work = self._waiting[0]
        name = work.experiment.title if work.file is None else work.file.name
        actions = (Action("Restore", self._restore), Action("Discard", self._discard))
        message = f"The last playground ended with unsaved changes to “{name}”."
        self._notifications.warn(message, actions=actions, topic=TOPIC)

    def _restore(self) -> None:
        """Show the work as a change of its file, which undo takes back."""
        if not self._files.may_discard():
            self._offer_next()
            return
        work = self._waiting[0]
        saved, file = default_experiment(), None
        if work.file is not None:
            with contextlib.suppress(FileError):  # a file that is gone is saved anew
                saved, file = load_experiment(work.file), work.file
        self._document.open(saved, file)
        self._document.edit(work.experiment, "Restore")
        self._discard()

    def _discard(self) -> None:
        with contextlib.suppress(OSError):  # another window was faster
            self._waiting.pop(0).slot.unlink()
        self._offer_next()
