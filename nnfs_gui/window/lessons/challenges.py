"""`Challenges`: tries what the learner built over many seeds, and opens one of the runs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnfs_gui.background import Asked, BackgroundWorker
from nnfs_gui.document import Document
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment, FormulaData, GeneratedData
from nnfs_gui.lessons.checks import Check, holds, in_words, parse_check
from nnfs_gui.lessons.model import Challenge, Lesson, Step
from nnfs_gui.lessons.situation import Situation
from nnfs_gui.panels.lesson.challenge_card import ChallengeCard
from nnfs_gui.panels.lesson.checklist import Line
from nnfs_gui.panels.lesson.feedback import NOT_YET, NOTE, RIGHT
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.plots.boundary.thumbnail import map_image
from nnfs_gui.theme import ThemeSource
from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.widgets.motion import may_move
from nnfs_gui.widgets.numbers import format_number, format_percent
from nnfs_gui.widgets.seed_strip import SeedPicture

from .records import Outcome, StepRecord
from .stage import Stage

if TYPE_CHECKING:  # what trains over seeds is not needed at the start
    from nnfs_gui.lessons.running.challenge import Verdict
    from nnfs_gui.lessons.running.seeds import SeedResult

WATCHED_SECONDS = 2.0
"""How long the training of a run that was opened is watched."""
ENDED = "A process that trained the networks has ended. Nothing is lost: try the seeds once more."
OPEN_ONE = "Click a picture to open its run."


class Challenges(QObject):
    """Runs one challenge at a time, in other processes; leaving the step ends it.

    Signals: ``decided(int, Outcome)`` with the place of the task among the step's.
    """

    decided = Signal(int, object)
    _found = Signal(object)

    def __init__(
        self, stage: Stage, document: Document, session: TrainingSession, themes: ThemeSource,
        window: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._stage, self._document, self._session = stage, document, session
        self._themes, self._window = themes, window
        self.jobs: int | None = None
        """Processes; None for as many as there are cores, 0 for none of its own."""
        self._background = BackgroundWorker(self)
        self._background.finished.connect(self._show_verdict)
        self._background.failed.connect(self._tell)
        self._background.busy_changed.connect(self._show_busy)
        self._found.connect(self._show_result)
        self._lesson: Lesson | None = None
        self._step: Step | None = None
        self._view: StepView | None = None
        self._record = StepRecord()
        self._checks: dict[int, tuple[Check, ...]] = {}
        self._index = -1
        self._own: Experiment | None = None  # what the learner built, while a run is shown
        self._opened: Experiment | None = None
        document.experiment_changed.connect(self._note_edit)
        self._seeds: tuple[int, ...] = ()
        self._results: dict[int, SeedResult] = {}

    @property
    def is_running(self) -> bool:
        return self._background.busy

    def begin(self, lesson: Lesson, step: Step, record: StepRecord, view: StepView) -> None:
        """Show the challenges of a step."""
        self._lesson, self._step, self._view, self._record = lesson, step, view, record
        self._index, self._results, self._checks = -1, {}, {}
        for index, task in enumerate(step.tasks):
            card = view.tasks[index]
            if isinstance(task, Challenge) and isinstance(card, ChallengeCard):
                lines = (*task.within, *task.goal)
                self._checks[index] = tuple(parse_check(line) for line in lines)
                card.show_conditions(self._lines(index, None))
                card.tried.connect(partial(self.run, index))
                card.cancelled.connect(self.cancel)
                card.run_opened.connect(self.open_run)
                card.back_asked.connect(self.go_back)
                outcome = record.tasks[index].outcome
                if outcome is not None:
                    card.feedback.show_feedback(outcome.tone, outcome.markdown, announce=False)

    def end(self) -> None:
        """The step is left."""
        self._background.cancel()
        self._lesson, self._step, self._view, self._checks = None, None, None, {}
        self._results, self._own, self._opened = {}, None, None

    def shutdown(self) -> None:
        """End what is running, for good."""
        self._background.shutdown()

    def look(self, situation: Situation) -> None:
        """Tick the conditions that hold of what is in the window, whatever its seeds."""
        experiment = _with_seeds_of(situation.start, situation.experiment)
        situation = replace(situation, experiment=experiment)
        for index in self._checks:
            self._card(index).show_conditions(self._lines(index, situation))

    # --- running -----------------------------------------------------------------------------

    def run(self, index: int) -> None:
        """Train what is in the window under all seeds of a challenge."""
        from nnfs_gui.lessons.running.challenge import limits_missing
        from nnfs_gui.lessons.running.seeds import challenge_seeds

        assert self._step is not None
        assert self._lesson is not None
        task, card = self._step.tasks[index], self._card(index)
        assert isinstance(task, Challenge)
        start = self._stage.start
        experiment = _with_seeds_of(start, self._document.present)
        unkept = limits_missing(task, experiment, start)
        if unkept:
            card.feedback.show_feedback(NOTE, unkept)
            return
        self._index, self._results = index, {}
        card.show_opened(None)
        self._seeds = challenge_seeds(self._lesson, self._step.number, task, start)
        self._record.tasks[index].attempts += 1
        card.show_running(True)
        card.show_verdict(f"0 of {task.needed} needed")
        job = partial(_run, task, experiment, start, self._seeds, self._found.emit, self.jobs)
        self._background.start(job)

    @Slot()
    def cancel(self) -> None:
        """Stop; what was found so far stays to be seen."""
        self._background.cancel()
        if self._index >= 0 and self._view is not None:
            self._card(self._index).show_verdict("Cancelled.")

    @Slot(object)
    def _show_result(self, found: tuple[tuple[int, ...], SeedResult]) -> None:
        seeds, result = found
        if self._view is None or seeds is not self._seeds or not self._background.busy:
            return
        task, card = self._task(), self._card(self._index)
        self._results[self._seeds.index(result.seed)] = result
        card.show_run(self._seeds.index(result.seed), self._picture(result))
        passes = sum(result.passed for result in self._results.values())
        card.show_verdict(f"{passes} of {task.needed} needed")

    @Slot(object)
    def _show_verdict(self, verdict: Verdict) -> None:
        if self._view is None or verdict.cancelled:
            return
        task, card = self._task(), self._card(self._index)
        done, early = len(verdict.results), len(verdict.results) < verdict.seeds
        card.show_verdict(f"{verdict.passes} of {task.needed} needed. {OPEN_ONE}")
        words = f"The goal was reached in {verdict.passes} of {done} runs"
        words += " — the others cannot change that." if early else "."
        if verdict.passed:
            outcome = Outcome(RIGHT, f"**Solved, and not by luck.** {words}")
        else:
            outcome = Outcome(NOT_YET, f"**Not yet.** {words}", settled=False)
        self.decided.emit(self._index, outcome)

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        if self._view is not None:
            why = f"It could not be tried: {error}"
            if isinstance(error, BrokenExecutor):  # its own words are about executors and signals
                why = ENDED
            self._card(self._index).feedback.show_feedback(NOTE, why)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if not busy and self._view is not None and self._index >= 0:
            self._card(self._index).show_running(False)

    # --- opening one -------------------------------------------------------------------------

    @Slot(int)
    def open_run(self, place: int) -> None:
        """Show a finished run in the window: the same numbers, trained again before one's eyes."""
        result = self._results.get(place)
        if result is None:
            return
        if self._opened is None:
            self._own = self._document.present
        self._opened = result.experiment
        self._stage.change(result.experiment, f"Open the run of seed {result.seed}")
        self._card(self._index).show_opened(place)
        self._session.rewind()
        rate = None
        if may_move(self._window):
            steps = max(1, result.epochs) * _steps_per_epoch(result.experiment)
            rate = steps / WATCHED_SECONDS
        self._session.train_epochs(result.epochs, rate)

    @Slot()
    def go_back(self) -> None:
        """Show the learner's own network again, at the start of its training."""
        own = self._own
        if own is not None:
            self._stage.change(own, "Back to my network")
            self._session.rewind()

    @Slot()
    def _note_edit(self) -> None:
        """What is edited or taken back is no longer the run that was opened."""
        if self._opened is not None and self._document.present != self._opened:
            self._own, self._opened = None, None
            self._card(self._index).show_opened(None)

    def _picture(self, result: SeedResult) -> SeedPicture:
        image = map_image(result.outputs, result.experiment, self._themes.theme)
        when = "diverged" if result.diverged else (
            f"goal reached in epoch {result.reached}" if result.reached is not None
            else f"goal not reached in {result.epochs} epochs"
        )  # fmt: skip
        figures = f"test loss {format_number(result.test_loss)}"
        if result.test_accuracy == result.test_accuracy:  # not NaN
            figures += f", accuracy {format_percent(result.test_accuracy, 1)}"
        return SeedPicture(image, result.passed, f"Seed {result.seed}: {when}; {figures}")

    # --- inside ------------------------------------------------------------------------------

    def _task(self) -> Challenge:
        assert self._step is not None
        task = self._step.tasks[self._index]
        assert isinstance(task, Challenge)
        return task

    def _card(self, index: int) -> ChallengeCard:
        assert self._view is not None
        card = self._view.tasks[index]
        assert isinstance(card, ChallengeCard)
        return card

    def _lines(self, index: int, situation: Situation | None) -> list[Line]:
        found = []
        for check in self._checks[index]:
            words = in_words(check)
            held = None if situation is None else holds(check, situation)
            found.append(Line(words[:1].upper() + words[1:], held))
        return found


def _run(
    task: Challenge, experiment: Experiment, start: Experiment, seeds: tuple[int, ...],
    found: Callable[[object], object], jobs: int | None, stop: Asked,
) -> Verdict:  # fmt: skip
    """In the background; each result is told as it comes."""
    from nnfs_gui.lessons.running.challenge import run_challenge

    def tell(result: SeedResult) -> None:
        found((seeds, result))

    return run_challenge(task, experiment, start, seeds, tell, stop, jobs=jobs)


def _with_seeds_of(start: Experiment, experiment: Experiment) -> Experiment:
    """The experiment with the seeds of the step's start: a run that was opened has others."""
    data, old = experiment.data, start.data
    if isinstance(data, GeneratedData | FormulaData) and isinstance(old, type(data)):
        data = structs.replace(data, seed=old.seed)
    return structs.replace(
        experiment,
        data=data,
        split=structs.replace(experiment.split, seed=start.split.seed),
        network=structs.replace(experiment.network, seed=start.network.seed),
        training=structs.replace(experiment.training, shuffle_seed=start.training.shuffle_seed),
    )


def _steps_per_epoch(experiment: Experiment) -> int:
    return max(1, -(-len(materialize(experiment).train) // experiment.training.batch_size))
