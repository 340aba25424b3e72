"""`TrainingWorker`: lives on the training thread and obeys one command after the other."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnfs_gui.experiment.model import Experiment

from ..pictures import BOUNDARY_SIZE, MAP_SIZE
from ..run import Run
from ..saved import Restored
from ..snapshot import Failure, RunState
from ..step_walk import prepare_step
from ..stopper import NO_POINTS
from . import messages as c
from .mailbox import Mailbox, Parcel
from .pace import LEAST_BUDGET, SLICE, Throttle, steps_per_second


class TrainingWorker(QObject):
    """Obeys the session's orders; all it knows about training is in its `Run`.

    Orders are queued slots and training happens in slices from a timer, so no order ever waits
    for more than a slice.  At the end of its turn, or as soon as the learner wants something, the
    worker puts a picture and waits for the next turn.

    Signals: ``ready()`` when a parcel lies in a mailbox that was empty; ``reported(Report)``.
    """

    ready = Signal()
    reported = Signal(object)

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._run: Run | None = None
        self._number = 0  # of the run
        self._experiment = Experiment()
        self._command = 0
        self._turn_end = 0.0
        self._waiting = False  # for a turn
        self._counting = False  # epochs that somebody waits for
        self._paced = False  # whether they are to be watched, at a rate of their own
        self._speed = 1.0
        self._detail = (MAP_SIZE, BOUNDARY_SIZE)
        self._throttle = Throttle()
        self._slice_timer = self._timer(self._slice_due)
        self._picture_timer = self._timer(self._picture_due)

    @Slot(object)
    def obey(self, order: c.Order) -> None:
        """Carry out an order; whatever goes wrong is reported, and the thread lives on."""
        self._command = order.number
        self._guarded(lambda: self._carry_out(order.command))

    def _carry_out(self, command: c.Command) -> None:
        run = self._run
        match command:
            case c.Begin(number, experiment, restored):
                self._halt()
                self._number, self._experiment, self._run = number, experiment, None
                self._living_run(restored)
                self._show_soon()
            case c.Stop():
                self._stop()
            case (
                c.SetSpeed()
                | c.SetDetail()
                | c.Bookmark()
                | c.NoteRun()
                | c.RemoveRun()
                | c.Pack()
                | c.Prepare()
            ):
                self._serve(run, command)
            case c.Turn(seconds):
                self._take_turn(seconds)
            case c.Change(experiment):
                self._experiment = experiment
                self._change(run, experiment)
                self._show_soon()
            case _:
                self._counting = isinstance(command, c.TrainEpochs)
                self._pace(command)
                self._train(self._living_run(), command)
                self._show_soon()

    def _pace(self, command: c.Command) -> None:
        """Take the rate of epochs that are to be watched, and else that of the chosen speed."""
        rate = command.rate if isinstance(command, c.TrainEpochs) else None
        self._paced = rate is not None
        self._throttle.set_rate(steps_per_second(self._speed) if rate is None else rate)

    def _is_free(self, run: Run | None) -> bool:
        """Whether the run goes for its goal as fast as it can."""
        return run is not None and run.has_goal and not self._paced

    def _serve(self, run: Run | None, command: c.Command) -> None:
        """What leaves the training as it is."""
        match command:
            case c.SetSpeed(speed):
                self._speed = speed
                self._throttle.set_rate(steps_per_second(speed))
                if self._slice_timer.isActive():
                    self._next_slice()
            case c.SetDetail(map_size, boundary_size):
                self._detail = (map_size, boundary_size)
                if run is not None:
                    run.set_detail(map_size, boundary_size)
                    self._show_soon()
            case c.Bookmark() | c.NoteRun() | c.RemoveRun():
                if run is not None:
                    self._mark(run, command)
                    self._show_soon()
            case c.Pack(reply, budget):
                packed = None
                try:
                    packed = None if run is None else run.pack(budget)
                finally:
                    reply.put(packed)  # somebody waits for it, also if it failed
            case c.Prepare(single):
                self._prepare(self._living_run(), single)

    def _mark(self, run: Run, command: c.Bookmark | c.NoteRun | c.RemoveRun) -> None:
        """What a person writes on the tape."""
        match command:
            case c.Bookmark(place, name):
                run.tape.bookmark(place, name)
            case c.NoteRun(branch, name, pinned) if run.tape.knows(branch):
                run.tape.note(branch, name, pinned)
            case c.RemoveRun(branch) if run.tape.knows(branch):
                notice = run.tape.remove(branch)
                if notice:
                    self._report(notice=notice)

    def _prepare(self, run: Run, single: bool) -> None:
        prepared = prepare_step(run.shown, single=single, run=run.number, place=run.past)
        notice = NO_POINTS if prepared is None else ""
        self.reported.emit(c.Report(self._number, self._command, notice=notice, prepared=prepared))

    def _train(self, run: Run, command: c.Command) -> None:
        match command:
            case c.Play():
                self._go(run, None)
            case c.TrainEpochs(epochs):
                self._go(run, epochs)
                self._counting = True
                if run.state is not RunState.RUNNING:  # none wanted, or nothing to train with
                    self._put_picture()
                    self._tell(run)
            case c.Step("epoch"):
                self._halt()
                self._go(run, 1)
            case c.Step("sample" | "batch" as unit):
                self._halt()
                run.step(unit)
                self._tell(run)
            case c.Rewind(number, learned):
                self._halt()
                self._number = number
                run.rewind(number, learned)
            case c.Pause():
                self._halt()
            case c.Replay():
                self._halt()
                run.replay()
                self._start(run)
            case _:
                self._look(run, command)

    def _look(self, run: Run, command: c.Command) -> None:
        match command:
            case c.LookAt(place, near):
                self._halt()
                run.look_at(place, near)
            case c.Shift(unit, by):
                self._halt()
                run.shift(unit, by)
            case c.ContinueFrom(place):
                self._halt()
                run.look_at(place)
                run.continue_from_past()

    # --- slices and turns --------------------------------------------------------------------

    def _go(self, run: Run, epochs: int | None) -> None:
        notice = run.play(epochs)
        if notice:
            self._report(notice=notice)
        self._counting = False
        self._start(run)

    def _start(self, run: Run) -> None:
        self._waiting = False
        self._throttle.restart(time.perf_counter())
        if run.state is RunState.RUNNING:
            self._turn_end = time.perf_counter() + LEAST_BUDGET
            self._slice_timer.start(0)

    def _halt(self) -> None:
        self._slice_timer.stop()
        self._counting = self._waiting = False
        if self._run is not None:
            self._run.pause()

    def _take_turn(self, seconds: float) -> None:
        if self._waiting:
            self._waiting = False
            self._turn_end = time.perf_counter() + seconds
            self._next_slice()

    def _next_slice(self) -> None:
        run = self._run
        wait = 0.0
        if run is not None and not self._is_free(run):
            wait = self._throttle.wait(time.perf_counter())
        self._slice_timer.start(math.ceil(1000 * wait))

    def _slice(self) -> None:
        run = self._run
        if run is None or run.state is not RunState.RUNNING:
            return
        if run.has_long_steps:
            self._slice_of_long_step(run)
            return
        now = time.perf_counter()
        steps = None if self._is_free(run) else self._throttle.steps_due(now)
        if steps == 0:
            self._next_slice()
            return
        run.train(max(0.0, min(SLICE, self._turn_end - now)), steps)
        if run.state is RunState.RUNNING:
            left = self._turn_end - time.perf_counter()
            if steps is None and left > SLICE / 10:
                self._slice_timer.start(0)
                return
            self._waiting = True
        self._put_picture()
        self._tell(run)

    def _slice_of_long_step(self, run: Run) -> None:
        """Go on with a step that takes longer than a frame; each has a picture of its own.

        Its calls of NumPy let the interpreter go, so the window draws meanwhile and nobody waits
        for a turn.
        """
        if run.is_amid_step or run.has_goal or self._throttle.steps_due(time.perf_counter()) != 0:
            run.train(SLICE, 1)
            if not run.is_amid_step:
                self._put_picture()
                self._tell(run)
        if run.is_amid_step:
            self._slice_timer.start(0)
        elif run.state is RunState.RUNNING:
            self._next_slice()

    def _show_soon(self) -> None:
        """Put a picture once all orders that have come by now are obeyed; that ends the turn."""
        run = self._run
        at_full_speed = self._throttle.is_open or self._is_free(run)
        is_quick = run is None or not run.has_long_steps
        if at_full_speed and is_quick and self._slice_timer.isActive():
            self._turn_end = 0.0  # the slice that is due will be short, and the picture follows
        else:
            self._picture_timer.start(0)

    def _put_picture(self) -> None:
        run = self._run
        self._picture_timer.stop()
        if run is None:
            return
        if self._mailbox.put(Parcel(run.snapshot(), self._command, self._waiting)):
            self.ready.emit()

    # --- news and failures -------------------------------------------------------------------

    def _tell(self, run: Run) -> None:
        """Report what became of the run, once it no longer trains."""
        if run.state is RunState.RUNNING:
            return
        finished, self._counting = self._counting, False
        failure = run.take_failure()
        if finished or failure is not None:
            self._report(failure, finished=finished)

    def _report(
        self, failure: Failure | None = None, notice: str = "", finished: bool = False
    ) -> None:
        self.reported.emit(c.Report(self._number, self._command, failure, notice, finished))

    def _living_run(self, restored: Restored | None = None) -> Run:
        """The run, begun now if it could not begin before."""
        if self._run is None:
            self._run = Run(self._number, self._experiment, *self._detail, restored)
        return self._run

    def _change(self, run: Run | None, experiment: Experiment) -> None:
        if run is None:
            self._living_run()
            return
        try:
            notice = run.apply(experiment)
        except Exception:
            # The run may be half changed: begin anew, so that it agrees with the document.
            self._halt()
            self._run = None
            self._living_run()
            self._show_soon()
            raise
        if run.state is not RunState.RUNNING:
            self._slice_timer.stop()
            self._waiting = False
        self._tell(run)
        if notice:
            self._report(notice=notice)

    def _guarded(self, action: Callable[[], None]) -> None:
        """Do something that may go wrong; a failure pauses the run and is reported."""
        try:
            action()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the user is told
            finished = self._counting
            self._halt()
            message = f"Training stopped because something went wrong inside: {error}"
            details = "".join(traceback.format_exception(error))
            failure = Failure(message, details)
            self._report(failure, finished=finished)

    def _stop(self) -> None:
        self._halt()
        self._picture_timer.stop()
        self._run = None
        # Only here is it certain that every order before this one has been carried out.
        self.thread().quit()

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    @Slot()
    def _slice_due(self) -> None:
        self._guarded(self._slice)

    @Slot()
    def _picture_due(self) -> None:
        self._guarded(self._put_picture)
