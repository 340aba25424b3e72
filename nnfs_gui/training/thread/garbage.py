"""Python's collector, pinned to the main thread."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 500


def collect_due() -> None:
    """Collect what automatic collection would, were it on, but now and in this thread.

    The youngest generation is collected when it has grown past the interpreter's own thresholds,
    the older ones as much more rarely as they say.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(counts, thresholds, strict=True))
        if threshold and count > threshold
    ]
    if due:
        gc.collect(max(due))


class GarbageCollector(QObject):
    """Collects garbage from a timer of the thread it lives in, and nowhere else.

    Left to itself the collector runs in whichever thread happens to allocate, and would destroy
    QObjects that are part of a reference cycle from the training thread.  So automatic collection
    is off until `stop` is called, and a timer calls `collect_due`.
    """

    def __init__(self, parent: QObject | None = None, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._stopped = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Collect once more and give automatic collection back; harmless when called again."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        gc.collect()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _collect(self) -> None:
        collect_due()
