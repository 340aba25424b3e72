"""`RecoveryKeeper`: keeps a window's unsaved work on disk, a few seconds old at most."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from nnfs_gui.background import Asked, BackgroundWorker
from nnfs_gui.document import Document
from nnfs_gui.experiment.files import encode_experiment
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.plots.boundary.thumbnail import png, thumbnail
from nnfs_gui.theme import Theme, ThemeSource
from nnfs_gui.training.saved import PackedRun
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.training.thread.session import TrainingSession

from ..files_menu import FilesMenu
from . import slot as slots
from .kept_work import Label, encode_work

INTERVAL_MS = 2000
"""Between two looks; with the time to write, what is on disk is never older than 5 s."""
BUDGET = 8_000_000
"""Bytes of key frames that are kept; of a longer tape fewer are, which give the same steps."""
TOPIC = "recovery-fails"
_UNKNOWN = object()


class RecoveryKeeper(QObject):
    """Every few seconds, if anything came to it, keeps what is open in a slot of its own.

    The worker packs the run between two slices of training; all else happens in the background.
    What cannot be kept is told once, and tried again.
    """

    def __init__(
        self,
        folder: Path,
        document: Document,
        session: TrainingSession,
        files: FilesMenu,
        themes: ThemeSource,
        notifications: NotificationHub,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._session, self._files = document, session, files
        self._themes, self._notifications = themes, notifications
        self._slot = slots.Slot(folder)
        self._encoder = _Encoder()
        self._kept: object = None  # the content that lies in the slot
        self._asked: object = None  # the one that is being written
        self._told = self._leaving = self._held = False
        self._holds = 0  # a lesson may be tried while its text is open
        self._background = BackgroundWorker(self)
        self._background.finished.connect(self._note_kept)
        self._background.failed.connect(self._tell)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._late = False
        self._timer.timeout.connect(self.look)
        self._timer.start()
        document.file_changed.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Keep what came since the last time, in the background; what was saved is not kept."""
        if self._held:
            return
        if self._background.busy or self._leaving:
            self._late = True
            return
        self._late = False
        content = self._files.content if self._files.is_work else None
        if content == self._kept:
            return
        self._asked = content
        if content is None:
            self._background.start(partial(_clear, self._slot))
        else:
            packed, write = self._session.pack_run(BUDGET), self._writer()
            self._background.start(partial(_keep, write, packed))

    def keep_now(self) -> bool:
        """Keep what is open, since the process must end; whether nothing is lost by that."""
        if not (self._held or self._keep_all()):
            return False
        self._leaving = True
        return True

    @Slot()
    def hold(self) -> None:
        """Keep what is open, and only that, while something else is shown in its place."""
        self._holds += 1
        if self._holds > 1:
            return
        if not self._files.is_work:
            _clear(self._slot, _wanted)
        self._held = self._keep_all()

    @Slot()
    def release(self) -> None:
        """What was held is open again, once everybody who asked for that is done."""
        self._holds -= 1
        if not self._holds:
            self._held, self._kept = False, _UNKNOWN

    def _keep_all(self) -> bool:
        """Keep what is open before going on; False, and told, if that is impossible."""
        self._background.cancel()
        if self._files.is_work:
            try:
                self._writer()(self._session.pack_run(BUDGET)(), _wanted)
            except (OSError, ValueError) as error:
                self._kept = _UNKNOWN
                self._notifications.error(f"Cannot keep the unsaved work: {_why(error)}")
                return False
        return True

    def adopt(self, slot: slots.Slot) -> None:
        """Go on with a slot whose work was just restored, instead of the one so far."""
        self._background.cancel()
        self._slot.remove()
        self._slot, self._kept = slot, _UNKNOWN
        self._timer.start()  # the next look is at what was restored, and not at what was before

    @Slot()
    def close(self) -> None:
        """The window closes: nothing is left to be kept, unless `keep_now` just did."""
        if self._timer.isActive():
            self._timer.stop()
            self._background.shutdown()
            if self._leaving:
                self._slot.release()
            else:
                self._slot.remove()

    def _writer(self) -> _Writer:
        document = self._document
        path, experiment = document.path, document.present
        label = Label(experiment.title, None if path is None else str(path), time.time())
        snapshot, theme = self._session.snapshot, self._themes.theme
        return _Writer(self._slot, label, self._encoder, experiment, snapshot, theme)

    @Slot(object)
    def _note_kept(self, _answer: object) -> None:
        self._kept = self._asked
        if self._told:
            self._notifications.withdraw(TOPIC)
        if self._late:
            self.look()

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        self._kept = _UNKNOWN
        if not self._told:
            self._told = True
            message = (
                f"Your work cannot be kept for the case of a crash: {_why(error)}"
                " Everything else goes on."
            )
            self._notifications.warn(message, topic=TOPIC)


class _Encoder:
    """Encodes experiments; the last one, which mostly comes again, only once."""

    def __init__(self) -> None:
        self._last: tuple[Experiment, bytes] | None = None

    def __call__(self, experiment: Experiment) -> bytes:
        last = self._last
        if last is None or last[0] is not experiment:
            last = self._last = (experiment, encode_experiment(experiment))
        return last[1]


@dataclass(frozen=True)
class _Writer:
    """All that is needed to keep one moment."""

    slot: slots.Slot
    label: Label
    encode: _Encoder
    experiment: Experiment
    snapshot: Snapshot | None
    theme: Theme

    def __call__(self, run: PackedRun | None, asked: Asked) -> None:
        work = encode_work(self.label, self.encode(self.experiment), run)
        picture = b"" if self.snapshot is None else png(thumbnail(self.snapshot, self.theme))
        with self.slot.writing:
            if not asked():
                self.slot.write(work, picture)


def _keep(write: _Writer, packed: Callable[[], PackedRun | None], asked: Asked) -> None:
    """In the background: wait for the run, which a long step may delay, and write."""
    write(packed(), asked)


def _clear(slot: slots.Slot, _asked: Asked) -> None:
    with slot.writing:
        slot.clear()


def _wanted() -> bool:
    return False


def _why(error: Exception) -> str:
    return reason(error) if isinstance(error, OSError | ValueError) else f"{error}."
