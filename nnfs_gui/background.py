"""Work off the main thread: one job at a time, of which only the newest is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from shiboken6 import isValid

Asked = Callable[[], bool]
Job = Callable[[Asked], object]
"""Does the work; it is given what says that nobody wants the answer any more."""


class BackgroundWorker(QObject):
    """Runs jobs on a thread of its own; a new job takes the place of one still under way.

    A job that is no longer wanted may end as it likes: nothing of it is told.

    Signals: ``finished(object)``, what the job returned; ``failed(Exception)``, what it raised;
    ``busy_changed(bool)``.
    """

    finished = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)
    _answered = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Not a child: a pool that is destroyed while it works waits for its thread, which in turn
        # waits for the interpreter lock.  `_stop` waits without holding the lock.
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(1000)
        self._stopped = Event()
        self._current: Event | None = None  # set when its job is no longer wanted
        self._answered.connect(self._receive)
        parent.destroyed.connect(partial(_stop, self._pool, self._stopped))

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._current is not None

    def start(self, job: Job) -> None:
        """Do ``job`` instead of what is under way; nothing happens after `shutdown`."""
        if self._stopped.is_set():
            return
        was_busy = self._forget()
        self._current = cancelled = Event()
        self._pool.start(partial(self._run, job, cancelled))
        if not was_busy:
            self.busy_changed.emit(True)

    def cancel(self) -> None:
        """Ask what is under way to end; it is not answered."""
        if self._forget():
            self.busy_changed.emit(False)

    def shutdown(self) -> None:
        """Cancel for good, and wait until the thread is gone."""
        self._forget()
        _stop(self._pool, self._stopped)

    # --- inside ------------------------------------------------------------------------------

    def _forget(self) -> bool:
        current, self._current = self._current, None
        if current is not None:
            current.set()
        return current is not None

    def _run(self, job: Job, cancelled: Event) -> None:
        """In the pool's thread."""
        stopped = self._stopped

        def asked() -> bool:
            return cancelled.is_set() or stopped.is_set()

        if asked():
            return
        try:
            answer = job(asked)
        except Exception as error:  # noqa: BLE001 -- whoever asked says what became of it
            answer = _Failure(error)
        if not asked():
            self._answered.emit(cancelled, answer)

    @Slot(object, object)
    def _receive(self, cancelled: Event, answer: object) -> None:
        if cancelled is not self._current:  # it may have ended just as it was cancelled
            return
        self._current = None
        self.busy_changed.emit(False)
        if isinstance(answer, _Failure):
            self.failed.emit(answer.error)
        else:
            self.finished.emit(answer)


class _Failure:
    """An exception on its way to the main thread."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _stop(pool: QThreadPool, stopped: Event, _destroyed: object = None) -> None:
    """Cancel and wait; harmless when repeated, also while the interpreter shuts down."""
    stopped.set()
    if isValid(pool):
        pool.clear()
        pool.waitForDone()
