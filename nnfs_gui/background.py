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
    _answered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Not a child: a pool that is destroyed while it works waits for its thread, which in turn
        # waits for the interpreter lock.  `_stop` waits without holding the lock.
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(1000)
        self._stopped = Event()
        self._current: _Order | None = None
        self._answered.connect(self._receive)
        parent.destroyed.connect(partial(_stop, self._pool, self._stopped))

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._current is not None

    def start(self, job: Job, patience: float = 0.0) -> None:
        """Do ``job`` instead of what is under way; nothing happens after `shutdown`.

        What is done within ``patience`` seconds is answered before this returns, and was never
        busy: no sign of progress flashes up for it.
        """
        if self._stopped.is_set():
            return
        was_busy = self._forget()
        self._current = order = _Order()
        self._pool.start(partial(self._run, job, order))
        if order.answered.wait(patience):
            if was_busy:
                self.busy_changed.emit(False)
            self._answer(order)
        elif not was_busy:
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
            current.cancelled.set()
        return current is not None

    def _run(self, job: Job, order: _Order) -> None:
        """In the pool's thread."""
        stopped = self._stopped

        def asked() -> bool:
            return order.cancelled.is_set() or stopped.is_set()

        if asked():
            return
        try:
            order.answer = job(asked)
        except Exception as error:  # noqa: BLE001 -- whoever asked says what became of it
            order.error = error
        order.answered.set()
        if not asked():
            self._answered.emit(order)

    @Slot(object)
    def _receive(self, order: _Order) -> None:
        if order is not self._current:  # it was cancelled as it ended, or is answered already
            return
        self._current = None
        self.busy_changed.emit(False)
        self._answer(order)

    def _answer(self, order: _Order) -> None:
        self._current = None
        if order.error is not None:
            self.failed.emit(order.error)
        else:
            self.finished.emit(order.answer)


class _Order:
    """One job, whether it is still wanted, and what became of it."""

    def __init__(self) -> None:
        self.cancelled, self.answered = Event(), Event()
        self.answer: object = None
        self.error: Exception | None = None


def _stop(pool: QThreadPool, stopped: Event, _destroyed: object = None) -> None:
    """Cancel and wait; harmless when repeated, also while the interpreter shuts down."""
    stopped.set()
    if isValid(pool):
        pool.clear()
        pool.waitForDone()
