"""`LandscapeRunner`: computes landscapes in the background, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import Event

from numpy.linalg import LinAlgError
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid

from nnfs_gui.training.snapshot import Snapshot, Vector

from .compute import Kind, Landscape, compute_landscape, principal_plane, random_plane


@dataclass(frozen=True, eq=False)
class LandscapeJob:
    """What to compute: ``history`` has shape (n_moments, n_parameters)."""

    snapshot: Snapshot
    kind: Kind
    extent: float
    seed: int
    history: Vector


@dataclass(frozen=True, eq=False)
class LandscapeResult:
    """What came of a job: a landscape, or why there is none."""

    job: LandscapeJob
    landscape: Landscape | None
    problem: str = ""


class _Messenger(QObject):
    """Carries a result over to the thread of its receivers."""

    computed = Signal(object)


class LandscapeRunner(QObject):
    """Runs jobs on a thread of its own; a new job takes the place of one that is still running.

    Signals: ``finished(LandscapeResult)``, in the thread the runner lives in.
    """

    finished = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Not a child: a pool that is destroyed while it works waits for its thread, which in turn
        # waits for the interpreter lock.  `_stop` waits without holding the lock.
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(1000)
        self._cancel = Event()
        self._messenger = _Messenger()
        self._messenger.computed.connect(self._receive)
        self._current: LandscapeJob | None = None
        self._stopped = Event()
        parent.destroyed.connect(partial(_stop, self._pool, self._stopped))

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._current is not None

    def start(self, job: LandscapeJob) -> None:
        """Compute ``job``; nothing happens after `shutdown`."""
        if self._stopped.is_set():
            return
        self._cancel.set()
        self._cancel = Event()
        self._current = job
        self._pool.start(_Task(job, self._messenger, (self._cancel, self._stopped)))

    def shutdown(self) -> None:
        """Cancel what is running and wait until its thread is gone."""
        self._current = None
        _stop(self._pool, self._stopped)

    @Slot(object)
    def _receive(self, result: LandscapeResult) -> None:
        if result.job is self._current:  # a cancelled job may have finished all the same
            self._current = None
            self.finished.emit(result)


class _Task(QRunnable):
    """One job, in the pool's thread."""

    def __init__(self, job: LandscapeJob, messenger: _Messenger, cancel: tuple[Event, ...]) -> None:
        super().__init__()
        self._job, self._messenger, self._cancel = job, messenger, cancel

    def run(self) -> None:
        try:
            result = self._compute()
        except (ValueError, FloatingPointError, LinAlgError) as error:
            result = LandscapeResult(self._job, None, f"The landscape cannot be drawn: {error}.")
        if result is not None and not self._cancelled():
            self._messenger.computed.emit(result)

    def _compute(self) -> LandscapeResult | None:
        job = self._job
        if job.kind == "principal":
            plane = principal_plane(job.snapshot, job.history, job.extent)
            if plane is None:
                text = "The run has no directions of its own yet: train a little first."
                return LandscapeResult(job, None, text)
        else:
            plane = random_plane(job.snapshot, job.seed, job.extent)
        snapshot = job.snapshot
        landscape = compute_landscape(snapshot.experiment, snapshot.data, plane, self._cancelled)
        return None if landscape is None else LandscapeResult(job, landscape)

    def _cancelled(self) -> bool:
        return any(event.is_set() for event in self._cancel)


def _stop(pool: QThreadPool, stopped: Event, _destroyed: object = None) -> None:
    """Cancel and wait; harmless when repeated, also while the interpreter shuts down."""
    stopped.set()
    if isValid(pool):
        pool.clear()
        pool.waitForDone()
