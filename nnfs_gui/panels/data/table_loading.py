"""Reading a table off the main thread, so that a large file freezes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from nnfs_gui.experiment.data.table_points import guess_columns
from nnfs_gui.experiment.data.tables import Asked, ReadingStopped, Table, TableError

Read = Callable[[Asked], Table]
"""Reads a table, and stops when what it is given says so."""


class _Answer(QObject):
    """Carries a result to the main thread.

    Signals: ``ready(serial, Table or message)``.
    """

    ready = Signal(int, object)


class _Reading(QRunnable):
    """One reading; it answers with a table or with a sentence for people."""

    def __init__(self, serial: int, read: Read, answer: _Answer) -> None:
        super().__init__()
        self._serial, self._read, self._answer = serial, read, answer
        self.stopped = Event()

    def run(self) -> None:
        try:
            result: Table | str = _surveyed(self._read(self.stopped.is_set))
        except ReadingStopped:
            return
        except TableError as error:
            result = str(error)
        except MemoryError:
            result = "the table does not fit into memory; take a part of its rows"
        except Exception as error:  # one that nobody foresaw must not leave the dialog waiting
            result = f"the table cannot be read ({type(error).__name__}: {error})"
        self._answer.ready.emit(self._serial, result)


def _surveyed(table: Table) -> Table:
    """The table, which from now on knows the kinds of its columns: that takes as long as reading.

    A table without columns to take is shown all the same, and says so then.
    """
    with contextlib.suppress(TableError):
        guess_columns(table)
    return table


class TableLoader(QObject):
    """Reads tables in the background; only the newest request is answered.

    Signals: ``loaded(Table)``; ``failed(str)``; ``busy_changed(bool)``.
    """

    loaded = Signal(object)
    failed = Signal(str)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self._answer = _Answer(self)
        self._answer.ready.connect(self._answered)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._stopped = Event()

    def read(self, read: Read) -> None:
        """Call ``read`` on another thread; an earlier request still under way is stopped."""
        self._forget()
        reading = _Reading(self._serial, read, self._answer)
        self._stopped = reading.stopped
        self.busy_changed.emit(True)
        self._pool.start(reading)

    def finish(self) -> None:
        """Stop what is under way and wait for its thread, which ends within milliseconds."""
        self._forget()
        self._pool.waitForDone()

    def _forget(self) -> None:
        self._serial += 1
        self._stopped.set()
        self._pool.clear()

    @Slot(int, object)
    def _answered(self, serial: int, result: object) -> None:
        if serial != self._serial:
            return
        self.busy_changed.emit(False)
        if isinstance(result, Table):
            self.loaded.emit(result)
        else:
            self.failed.emit(str(result))
