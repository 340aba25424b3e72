"""`PromisedRun`: the training that follows a commitment, until it has come to its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Span
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.widgets.motion import may_move

SECONDS = (1.2, 4.0)
"""How long a run is watched, at least and at most, where things may move."""
PER_EPOCH = 0.06
STEP_RATE = 4.0
"""Single steps per second."""


class PromisedRun(QObject):
    """Trains for a span at a pace that can be followed; a pause only delays it.

    Signals: ``finished(Snapshot)`` when the span has been trained, or the run diverged.
    """

    finished = Signal(object)

    def __init__(self, session: TrainingSession, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._span: Span | None = None
        self._target = 0
        self._rate: float | None = None
        session.snapshot_changed.connect(self._look)
        session.epochs_finished.connect(self._ended)

    @property
    def is_due(self) -> bool:
        """Whether something that was promised is still to be trained."""
        return self._span is not None

    def begin(self, span: Span, experiment: Experiment, now: Snapshot | None) -> None:
        """Train so much from where the run is ``now``, or from its beginning."""
        done = 0 if now is None else _count(now, span)
        self._span, self._target = span, done + span.count
        self._rate = self._pace(span, experiment) if may_move(self._window) else None
        self._train(span.count)

    def resume(self) -> None:
        """Go on with what is left of it, after a pause."""
        snapshot, span = self._session.snapshot, self._span
        if span is not None:
            done = 0 if snapshot is None else _count(snapshot, span)
            self._train(max(1, self._target - done))

    def restart(self) -> None:
        """The run was rewound: all of it is to come again."""
        if self._span is not None:
            self._target = self._span.count

    def forget(self) -> None:
        """Nothing is promised any more."""
        self._span = None

    def _train(self, count: int) -> None:
        assert self._span is not None
        if self._span.unit == "epochs":
            self._session.train_epochs(count, self._rate)
        else:
            for _ in range(count):
                self._session.step("batch")

    @staticmethod
    def _pace(span: Span, experiment: Experiment) -> float:
        """Steps per second for a run that one can follow and need not wait for."""
        points = len(materialize(experiment).train)
        steps = max(1, -(-points // experiment.training.batch_size)) * span.count
        seconds = min(SECONDS[1], max(SECONDS[0], PER_EPOCH * span.count))
        return steps / seconds

    @Slot(object)
    def _look(self, snapshot: Snapshot) -> None:
        span = self._span
        if span is None or snapshot.past is not None:
            return
        if snapshot.state is not RunState.RUNNING and _count(snapshot, span) >= self._target:
            self._finish(snapshot)

    @Slot()
    def _ended(self) -> None:
        """The epochs came to their end, if need be by a divergence or a stop condition."""
        snapshot = self._session.snapshot
        if self._span is not None and snapshot is not None:
            over = snapshot.state in (RunState.DIVERGED, RunState.STOPPED)
            if over or _count(snapshot, self._span) >= self._target:
                self._finish(snapshot)

    def _finish(self, snapshot: Snapshot) -> None:
        self._span = None
        self.finished.emit(snapshot)


def _count(snapshot: Snapshot, span: Span) -> int:
    return snapshot.epoch if span.unit == "epochs" else snapshot.step
