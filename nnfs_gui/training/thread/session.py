"""`TrainingSession`: the main thread's face of training."""

from __future__ import annotations

import atexit
import sys
import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import layer_ids

from ..learned import Learned
from ..saved import PackedRun, Restored
from ..snapshot import RunState, Snapshot
from . import messages as c
from .mailbox import Mailbox, Parcel
from .pace import Turns
from .tape_controls import TapeControls
from .worker import TrainingWorker

DRAW_TIMEOUT_MS = 60
"""How long a shown snapshot may stay undrawn before training goes on without the window."""

ANSWER_SECONDS = 10.0
"""Longest wait for a run to be packed; a long step of a large network may be under way."""

SWITCH_INTERVAL = 0.0005
"""Seconds after which the worker gives the interpreter to a window that has something to do.

Python's own 5 ms are waited for after every call of Qt's that lets the interpreter go, and a click
makes a dozen of them.
"""


def _answer(reply: SimpleQueue[PackedRun | None]) -> PackedRun | None:
    try:
        return reply.get(timeout=ANSWER_SECONDS)
    except Empty:
        return None


class TrainingSession(QObject):
    """Trains the document's experiment on a thread of its own and hands out snapshots.

    It follows the document by itself.  After a snapshot it waits for `frame_drawn`, so that
    drawing and training take turns; if nobody draws (no window, or a minimised one), it goes on
    alone.  Call `shutdown` before it is destroyed.

    Signals: ``snapshot_changed(Snapshot)``; ``state_changed(RunState)``; ``failed(Failure)``;
    ``noticed(str)`` with a sentence worth telling that is no failure; ``speed_changed(float)``;
    ``epochs_finished()`` when `train_epochs` is done, stopped or diverged;
    ``step_prepared(PreparedStep)`` in answer to `prepare_step`.
    """

    snapshot_changed = Signal(object)
    state_changed = Signal(object)
    failed = Signal(object)
    noticed = Signal(str)
    speed_changed = Signal(float)
    epochs_finished = Signal()
    step_prepared = Signal(object)

    _ordered = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._run = 1
        self._number = 0
        self._answer_due = 0  # the last order that may change the state
        self._state = RunState.PAUSED
        self._snapshot: Snapshot | None = None
        self._speed = 1.0
        self._thread: QThread | None = None
        self._worker: TrainingWorker | None = None
        self._closed = False
        self._switch_interval = 0.0
        self._mailbox = Mailbox()
        self._turns = Turns()
        self._past_left = 0  # the last order after which the run itself is shown
        self.tape = TapeControls(document, self)
        self._awaited = False  # the worker waits for its turn
        self._watched, self._drawn = True, False
        self._turn_end = 0.0  # when the last turn was to end; 0 if that tells nothing
        self._draw_timer = QTimer(self)
        self._draw_timer.setSingleShot(True)
        self._draw_timer.timeout.connect(self._draw_timed_out)
        # Started from the event loop, so that a session nobody uses has no thread to end.
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.timeout.connect(self._start)
        self._starter.start(0)
        self.tape.asked.connect(self._ask_of_tape)
        document.present_changed.connect(self._follow)
        document.replaced.connect(self._begin)

    # --- what a person can do ----------------------------------------------------------------

    @property
    def state(self) -> RunState:
        """Where the run stands, with what was asked for already counted in."""
        return self._state

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest snapshot; None before the first."""
        return self._snapshot

    @property
    def speed(self) -> float:
        """0 (a step a second) … 1 (as fast as it goes)."""
        return self._speed

    @Slot()
    def play(self) -> None:
        """Train until `pause`; also on from a stop condition that was met."""
        self.tape.continue_from_here()
        self._ask(c.Play(), RunState.RUNNING)

    @Slot()
    def pause(self) -> None:
        """Stop training for now."""
        self._ask(c.Pause(), RunState.PAUSED)

    @Slot()
    def toggle(self) -> None:
        """Play if paused, pause if playing."""
        if self._state is RunState.RUNNING:
            self.pause()
        else:
            self.play()

    @Slot()
    def rewind(self) -> None:
        """Back to the same initial weights, paused."""
        self._run += 1
        self.tape.look_at_now()
        self._ask(c.Rewind(self._run), RunState.PAUSED)

    def step(self, unit: c.StepUnit) -> None:
        """Pause and train with one ``"sample"``, one mini-``"batch"``, or to the epoch's end."""
        if unit not in ("sample", "batch", "epoch"):
            raise ValueError(f"unit must be 'sample', 'batch' or 'epoch', got {unit!r}")
        self.tape.continue_from_here()
        self._ask(c.Step(unit), RunState.PAUSED)

    def prepare_step(self, *, single: bool = False) -> None:
        """Compute the next step without taking it; ``step_prepared`` tells every number of it."""
        self._order(c.Prepare(single))

    def train_epochs(self, epochs: int, rate: float | None = None) -> None:
        """Train exactly so many epochs, then pause and emit ``epochs_finished``.

        At full speed, or to be watched, at a ``rate`` of steps per second.
        """
        if epochs < 0:
            raise ValueError(f"epochs must be >= 0, got {epochs}")
        self.tape.continue_from_here()
        self._ask(c.TrainEpochs(epochs, rate), RunState.RUNNING if epochs else RunState.PAUSED)

    def set_speed(self, speed: float) -> None:
        """Train at 0 … 1 of the way, logarithmically, from a step a second to full speed."""
        speed = min(1.0, max(0.0, float(speed)))
        if speed != self._speed:
            self._speed = speed
            self._order(c.SetSpeed(speed))
            self.speed_changed.emit(speed)

    # --- what the window does ----------------------------------------------------------------

    def set_detail(self, map_size: int, boundary_size: int) -> None:
        """Side lengths in pixels of the neurons' maps and of the boundary in the snapshots."""
        if not (4 <= map_size <= 512 and 4 <= boundary_size <= 512):
            raise ValueError(f"sizes must be 4 to 512, got {map_size} and {boundary_size}")
        self._order(c.SetDetail(map_size, boundary_size))

    @Slot()
    def frame_drawn(self) -> None:
        """The window has painted the last snapshot: it is the worker's turn again."""
        self._watched = self._drawn = True
        if self._awaited:
            # Through the event loop, so that clicks that came while painting go first.
            self._draw_timer.start(0)

    @Slot()
    def shutdown(self) -> None:
        """End training and its thread; returns when it has ended, harmless when called again."""
        self._closed = True
        self._starter.stop()
        self._draw_timer.stop()
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._number += 1
        self._ordered.emit(c.Order(self._number, c.Stop()))
        thread.wait()
        sys.setswitchinterval(self._switch_interval)
        atexit.unregister(self.shutdown)
        self._worker = None
        self._mailbox.take()

    # --- orders ------------------------------------------------------------------------------

    def _ask(self, command: c.Command, state: RunState) -> None:
        self._order(command)
        self._answer_due, self._turn_end = self._number, 0.0
        if not self._closed:
            self._show_state(state)

    def _order(self, command: c.Command) -> None:
        if self._closed:
            return
        self._start()
        self._number += 1
        if isinstance(command, c.LeavesPast) or command == c.LookAt(None):
            self._past_left = self._number
        self._ordered.emit(c.Order(self._number, command))

    @Slot()
    def _start(self) -> None:
        if self._thread is not None or self._closed:
            return
        self._starter.stop()
        self._thread = QThread(self)
        self._thread.setObjectName("training")
        self._worker = TrainingWorker(self._mailbox)
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._ordered.connect(self._worker.obey, queued)
        self._worker.ready.connect(self._receive, queued)
        self._worker.reported.connect(self._hear, queued)
        self._switch_interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._thread.start()
        # A thread that outlives the interpreter aborts the process, whatever ended it.
        atexit.register(self.shutdown)
        self._order(c.Begin(self._run, self._document.present))

    @Slot(object, object)
    def _ask_of_tape(self, command: c.Command, state: RunState | None) -> None:
        if state is None:
            self._order(command)
        else:
            self._ask(command, state)

    @Slot()
    def _follow(self) -> None:
        if self._thread is not None:
            self.tape.look_at_now()  # unless the edit went on from the past
            self._order(c.Change(self._document.present))

    def begin(self, run: Restored) -> None:
        """Go on with a run from a file, whose experiment the document has just opened."""
        self._run += 1
        self._ask(c.Begin(self._run, self._document.present, run), RunState.PAUSED)

    def adopt(self, experiment: Experiment, learned: Learned, text: str) -> None:
        """Go on with a network that learned elsewhere, as an edit with these words for undo."""
        self._document.edit(experiment, text)
        self._run += 1
        self._ask(c.Rewind(self._run, learned), RunState.PAUSED)

    def pack_run(self, budget: int | None = None) -> Callable[[], PackedRun | None]:
        """Order the run as it is now, for a file; what is returned waits for it, on any thread.

        The run is None if it could not begin or does not answer.  With a ``budget``, key frames
        that take more bytes are thinned out.
        """
        reply: SimpleQueue[PackedRun | None] = SimpleQueue()
        if self._closed:
            reply.put(None)
        self._order(c.Pack(reply, budget))
        return partial(_answer, reply)

    @Slot(object)
    def _begin(self, experiment: Experiment) -> None:
        self._run += 1
        if self._thread is not None:
            self._ask(c.Begin(self._run, experiment), RunState.PAUSED)

    # --- news from the worker ----------------------------------------------------------------

    @Slot()
    def _receive(self) -> None:
        parcel = self._mailbox.take()
        if parcel is None or self._closed:
            return
        self._awaited, self._drawn = parcel.waiting, False
        if self._is_outdated(parcel):
            if parcel.waiting:
                self._give_turn()
            return
        self._snapshot = parcel.snapshot
        answers = parcel.command >= self._answer_due
        self.tape.show(parcel.snapshot, answers=answers)
        if answers:
            self._show_state(parcel.snapshot.state)
        self.snapshot_changed.emit(parcel.snapshot)
        if self._awaited:
            self._draw_timer.start(DRAW_TIMEOUT_MS if self._watched and not self._drawn else 0)

    def _is_outdated(self, parcel: Parcel) -> bool:
        """Whether the parcel is of another run, or of a network the document no longer has."""
        snapshot = parcel.snapshot
        if snapshot.run != self._run:
            return True
        if snapshot.past is not None:
            return parcel.command < self._past_left
        return layer_ids(snapshot.experiment) != layer_ids(self._document.present)

    @Slot(object)
    def _hear(self, report: c.Report) -> None:
        self._receive()  # what is reported is about the picture that lies in the mailbox
        if report.run != self._run or self._closed:
            return
        if report.failure is not None:
            if not report.failure.diverged and report.command >= self._answer_due:
                self._show_state(RunState.PAUSED)
            self.failed.emit(report.failure)
        if report.notice:
            self.noticed.emit(report.notice)
        if report.prepared is not None:
            self.step_prepared.emit(report.prepared)
        if report.finished:
            self.epochs_finished.emit()

    def _show_state(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _give_turn(self) -> None:
        self._awaited = False
        self._draw_timer.stop()
        now = time.perf_counter()
        if self._watched and self._speed == 1.0 and 0.0 < self._turn_end < now:
            self._turns.note(now - self._turn_end)
        budget = self._turns.budget()
        self._turn_end = now + budget
        self._order(c.Turn(budget))

    @Slot()
    def _draw_timed_out(self) -> None:
        self._watched = self._drawn
        if self._awaited:
            self._give_turn()
