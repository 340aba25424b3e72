"""`Proving`: the lesson's own test, off the main thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.background import Asked, BackgroundWorker
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.lessons.proofs import Finding, prove_lesson, prove_text
from nnfs_gui.lessons.proofs.proof import Proof
from nnfs_gui.lessons.reading import read_lesson


class _Cancelled(Exception):
    """Nobody wants to know any more."""


class Proving(QObject):
    """Runs one test at a time.

    Signals: ``finished(Proof)``; ``failed(str)``; ``progressed(int)`` with the runs done so far;
    ``busy_changed(bool)``.
    """

    finished = Signal(object)
    failed = Signal(str)
    progressed = Signal(int)
    busy_changed = Signal(bool)
    _ran = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.jobs: int | None = None
        """Processes; None for as many as there are cores but one."""
        self._runs = 0
        self._worker = BackgroundWorker(self)
        self._worker.finished.connect(self._done)
        self._worker.failed.connect(self._failed)
        self._worker.busy_changed.connect(self.busy_changed)
        self._ran.connect(self._count)

    def start(self, text: str) -> None:
        """Test the text of a lesson instead of what is being tested."""
        self._runs = 0
        self._worker.start(partial(self._prove, text))

    def cancel(self) -> None:
        """Nobody wants the answer any more."""
        self._worker.cancel()

    def shutdown(self) -> None:
        """End what is under way and wait for it."""
        self._worker.shutdown()

    def _prove(self, text: str, cancelled: Asked) -> Proof:
        def done(runs: int) -> None:
            if cancelled():
                raise _Cancelled
            self._ran.emit(runs)

        unread = prove_text(text)
        if unread:
            return Proof(unread)
        return prove_lesson(read_lesson(text), jobs=self.jobs, done=done)

    @Slot(int)
    def _count(self, runs: int) -> None:
        self._runs += runs
        self.progressed.emit(self._runs)

    @Slot(object)
    def _done(self, proof: Proof) -> None:
        self.finished.emit(proof)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if not isinstance(error, _Cancelled):
            why = reason(error) if isinstance(error, OSError) else str(error)
            self.failed.emit(f"The check could not be finished: {why}")


def verdict_on(findings: Sequence[Finding]) -> str:
    """What is said below the list of findings."""
    if not findings:
        return "Nothing is wrong."
    wrong = sum(not finding.warning for finding in findings)
    what = f"{wrong} thing{'s' if wrong != 1 else ''} to mend" if wrong else "Only warnings"
    return f"{what}. A click leads to the line."
