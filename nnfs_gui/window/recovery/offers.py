"""`RecoveryOffers`: offers at the start what earlier windows left behind, one after the other."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.files.reading import never
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.notifications import Action, Kind, Notification, NotificationHub
from nnfs_gui.training.thread.session import TrainingSession

from ..file_jobs import read
from ..files_menu import FilesMenu
from .keeper import RecoveryKeeper
from .kept_work import Label, decode_work
from .slot import KeptWork, orphans

TOPIC = "recovery"


class RecoveryOffers(QObject):
    """Offers each kept work in ``folder`` once; what is not answered is offered at the next start.

    Restored work lives in the slot it was found in, so that no crash can lose it in between.
    """

    def __init__(
        self,
        folder: Path,
        document: Document,
        session: TrainingSession,
        files: FilesMenu,
        keeper: RecoveryKeeper,
        notifications: NotificationHub,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._folder, self._document, self._session = folder, document, session
        self._files, self._keeper, self._notifications = files, keeper, notifications
        self._waiting: list[KeptWork] = []

    def offer(self) -> None:
        """Offer what was kept, the newest first."""
        self._waiting = orphans(self._folder)
        self._offer_next()

    @Slot()
    def close(self) -> None:
        """Leave what nobody answered to the next start."""
        for work in self._waiting:
            work.slot.release()
        self._waiting.clear()

    def _offer_next(self) -> None:
        if not self._waiting:
            return
        work = self._waiting[0]
        message = (
            f"The playground ended without saving “{work.label.name}”; it was kept "
            f"{_when(work.label)}."
        )
        actions = (Action("Restore", self._restore), Action("Discard", self._discard))
        self._notifications.post(
            Notification(
                message,
                Kind.WARN,
                actions=actions,
                topic=TOPIC,
                picture=work.slot.picture(),
            )
        )

    def _restore(self) -> None:
        """Show the work as a change of its file, which undo takes back, with all it learned."""
        if not self._files.may_discard():
            self._offer_next()
            return
        work = self._waiting.pop(0)
        try:
            experiment, run = decode_work(work.slot.read())
        except FileError as error:
            work.slot.set_aside()
            self._notifications.error(f"Cannot restore “{work.label.name}”: {error}")
            self._offer_next()
            return
        saved, file = default_experiment(), None
        if work.label.file is not None:
            with contextlib.suppress(FileError):  # a file that is gone is saved anew
                opened = read(Path(work.label.file), never)
                saved, file = opened.experiment, opened.path
        self._document.open(saved, file)
        self._document.edit(experiment, "Restore")
        if run is not None:
            self._session.begin(run)
        self._keeper.adopt(work.slot)
        self._offer_next()

    def _discard(self) -> None:
        self._waiting.pop(0).slot.remove()
        self._offer_next()


def _when(label: Label) -> str:
    """The time, and the day if it was another one."""
    kept, now = time.localtime(label.time), time.localtime()
    clock = time.strftime("at %H:%M:%S", kept)
    return clock if kept[:3] == now[:3] else f"{clock} on {time.strftime('%d %B %Y', kept)}"
