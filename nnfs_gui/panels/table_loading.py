"""Reading a table off the main thread, so that a large file freezes nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from nnfs_gui.experiment.tables import Table, TableError


class _Answer(QObject):
    """Carries a result to the main thread.

    Signals: ``ready(serial, Table or message)``.
    """

    ready = Signal(int, object)


class _Reading(QRunnable):
    """One reading; it answers with a table or with a sentence for people."""

    def __init__(self, serial: int, read: Callable[[], Table], answer: _Answer) -> None:
        super().__init__()
        self._serial, self._read, self._answer = serial, read, answer

    def run(self) -> None:
        try:
            result: Table | str = self._read()
        except TableError as error:
            result = str(error)
        except MemoryError:
            result = "the table does not fit into memory; take a part of its rows"
        self._answer.ready.emit(self._serial, result)


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

    def read(self, read: Callable[[], Table]) -> None:
        """Call ``read`` on another thread; an earlier request still under way is forgotten."""
        self._serial += 1
        self._pool.clear()
        self.busy_changed.emit(True)
        self._pool.start(_Reading(self._serial, read, self._answer))

    def finish(self) -> None:
        """Forget what is under way and wait for its thread."""
        self._serial += 1
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(int, object)
    def _answered(self, serial: int, result: object) -> None:
        if serial != self._serial:
            return
        self.busy_changed.emit(False)
        if isinstance(result, Table):
            self.loaded.emit(result)
        else:
            self.failed.emit(str(result))
