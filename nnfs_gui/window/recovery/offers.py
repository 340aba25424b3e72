"""`RecoveryOffers`: offers at the start what earlier windows left behind, one after the other."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from nnfs_gui.background import BackgroundWorker
from nnfs_gui.document import Document
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.files.reading import Asked
from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.notifications import Action, Kind, Notification, NotificationHub
from nnfs_gui.training.saved import Restored
from nnfs_gui.training.thread.session import TrainingSession

from ..file_jobs import read
from ..files_menu import PATIENCE, FilesMenu
from .keeper import RecoveryKeeper
from .kept_work import Label, decode_work
from .slot import KeptWork, orphans

TOPIC, READING = "recovery", "recovery-reading"


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
        self._asked_with: Experiment | None = None
        self._reader = BackgroundWorker(self)
        self._reader.finished.connect(self._show)
        self._reader.failed.connect(self._tell)
        self._reader.busy_changed.connect(self._withdraw)

    def offer(self) -> None:
        """Offer what was kept, the newest first."""
        self._waiting = orphans(self._folder)
        self._offer_next()

    @Slot()
    def close(self) -> None:
        """Leave what nobody answered, or what is still being read, to the next start."""
        self._reader.shutdown()
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
                gets_room=True,
            )
        )

    def _restore(self) -> None:
        """Read the work in the background; a large one takes a while."""
        if not self._files.may_discard():
            self._offer_next()
            return
        self._asked_with, work = self._document.present, self._waiting[0]
        self._reader.start(partial(_read, work), PATIENCE)
        if self._reader.busy:
            cancel = (Action("Cancel", self._call_off),)
            note = f"Restoring “{work.label.name}”…"
            self._notifications.post(Notification(note, actions=cancel, topic=READING, stays=True))

    def _call_off(self) -> None:
        self._reader.cancel()
        self._offer_next()

    @Slot(object)
    def _show(self, found: _Found) -> None:
        """Show the work as a change of its file, which undo takes back, with all it learned."""
        edited = self._document.present is not self._asked_with
        if edited and not self._files.may_discard():
            self._offer_next()
            return
        work = self._waiting.pop(0)
        self._document.open(found.saved, found.file)
        self._document.edit(found.experiment, "Restore")
        if found.run is not None:
            self._session.begin(found.run)
        self._keeper.adopt(work.slot)
        self._offer_next()

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        if not isinstance(error, FileError):
            raise error
        work = self._waiting.pop(0)
        work.slot.set_aside()
        self._notifications.error(f"Cannot restore “{work.label.name}”: {error}")
        self._offer_next()

    @Slot(bool)
    def _withdraw(self, busy: bool) -> None:
        if not busy:
            self._notifications.withdraw(READING)

    def _discard(self) -> None:
        self._waiting.pop(0).slot.remove()
        self._offer_next()


@dataclass(frozen=True, eq=False)
class _Found:
    """What is restored, and the file that it is a change of."""

    experiment: Experiment
    run: Restored | None
    saved: Experiment
    file: Path | None


def _read(work: KeptWork, stop: Asked) -> _Found:
    """In the background: all that is needed to show a work."""
    experiment, run = decode_work(work.slot.read(stop), stop)
    if work.label.file is not None:
        with contextlib.suppress(FileError):  # a file that is gone is saved anew
            opened = read(Path(work.label.file), stop)
            return _Found(experiment, run, opened.experiment, opened.path)
    return _Found(experiment, run, default_experiment(), None)


def _when(label: Label) -> str:
    """The time, and the day if it was another one."""
    kept, now = time.localtime(label.time), time.localtime()
    clock = time.strftime("at %H:%M:%S", kept)
    return clock if kept[:3] == now[:3] else f"{clock} on {time.strftime('%d %B %Y', kept)}"
