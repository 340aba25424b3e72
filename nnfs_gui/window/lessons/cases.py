"""`CaseRuns`: plays the settings that a prediction compares, one when asked for."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QPushButton

from nnfs_gui.lessons.model import Predict
from nnfs_gui.lessons.setups import with_settings
from nnfs_gui.panels.lesson.cases import CaseList
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.numbers import format_number, format_percent

from .play import PromisedRun
from .stage import Stage


class CaseRuns(QObject):
    """Knows which cases of a task have been played.

    Signals: ``all_played()`` as soon as every case has been that is not optional;
    ``waiting(QPushButton)`` with the button of the next one until then.
    """

    all_played = Signal()
    waiting = Signal(QPushButton)

    def __init__(self, stage: Stage, run: PromisedRun) -> None:
        super().__init__(stage)
        self._stage, self._run = stage, run
        self._task: Predict | None = None
        self._view: CaseList | None = None
        self._playing: int | None = None
        self._played: set[int] = set()
        self._waits = False
        stage.ready.connect(self._prepared)
        run.finished.connect(self._finished)

    @property
    def is_playing(self) -> bool:
        return self._playing is not None

    def begin(self, task: Predict, view: CaseList, *, committed: bool) -> None:
        """A task with cases is shown; if it was committed to before, all may be played."""
        self._task, self._view, self._playing, self._played = task, view, None, set()
        view.asked.connect(self.play)
        if committed:
            view.show_playing(None)

    def end(self) -> None:
        self._task, self._view, self._playing, self._waits = None, None, None, False

    def play(self, case: int) -> None:
        """Show a case from its beginning, and train it."""
        task, prepared = self._task, self._stage.prepared
        if task is None or task.play is None or prepared is None or self._view is None:
            return
        chosen = task.cases[case]
        experiment = with_settings(prepared.after, chosen.settings, chosen.line)
        self._stage.restart_case(experiment)
        self._playing = case
        self._view.show_playing(case)
        if self._stage.is_preparing:
            self._waits = True
        else:
            self._run.begin(task.play, experiment, None)

    @Slot()
    def _prepared(self) -> None:
        """The case stands where the step began: go on from there."""
        waits, self._waits = self._waits, False
        if waits and self._task is not None and self._task.play is not None:
            self._run.begin(self._task.play, self._stage.start, self._stage.now)

    def _finished(self, snapshot: Snapshot) -> None:
        case, self._playing = self._playing, None
        if case is None or self._view is None or self._task is None:
            return
        self._played.add(case)
        self._view.show_result(case, self._figures(snapshot))
        answered = self._played >= _needed(self._task)
        self._view.show_playing(None)
        if answered:
            self.all_played.emit()
        elif (button := self._view.next_button) is not None:
            self.waiting.emit(button)

    def _figures(self, snapshot: Snapshot) -> str:
        """How a case has ended: with the number that is asked for, if it is measured."""
        words = figures(snapshot)
        if self._task is None or not (self._task.figures or self._task.kind == "number"):
            return words
        from .numbers import measured_words, told_figures  # with all that computes answers

        if self._task.figures:
            return told_figures(self._task, self._stage.start, snapshot)
        asked = measured_words(self._task, self._stage.start, self._stage.moment, snapshot)
        return f"{asked}; {words}" if asked else words


def _needed(task: Predict) -> set[int]:
    """The cases without which a prediction cannot be judged; the first one always is."""
    return {place for place, case in enumerate(task.cases) if not place or not case.optional}


def figures(snapshot: Snapshot) -> str:
    """How a run stands: its test loss, and its accuracy, or R² where there are no classes."""
    if snapshot.state is RunState.DIVERGED:
        return f"diverged in epoch {snapshot.epoch + 1}"
    loss = snapshot.test_loss if not math.isnan(snapshot.test_loss) else snapshot.train_loss
    words = f"test loss {format_number(loss, 3)}"
    if not math.isnan(snapshot.test_accuracy):
        words = f"{format_percent(snapshot.test_accuracy, 1)} right, {words}"
    elif not math.isnan(explained := snapshot.test_r_squared):
        words = f"R² {format_number(explained, 3)}, {words}"
    return words
