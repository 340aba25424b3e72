"""`Answering`: takes the answers of one step, runs what a prediction promised, and says more."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.lessons.model import Choice, Explain, Number, Predict, Step
from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.training.thread.session import TrainingSession

from .deeds import DeedsLog
from .judging import judge
from .play import PromisedRun
from .records import NOTE, RIGHT, Outcome, StepRecord
from .stage import Stage

COMPARED = "Compare it with these ideas, and tick what you said."


class Answering(QObject):
    """Judges what is committed in a step; see `records.Outcome`.

    Signals: ``answered(int, Outcome)`` with the place of the task among the step's;
    ``settled()`` whenever a task is done with; ``committed()`` when a prediction was, and the
    veils may go.
    """

    answered = Signal(int, object)
    settled = Signal()
    committed = Signal()

    def __init__(
        self, stage: Stage, session: TrainingSession, deeds: DeedsLog, run: PromisedRun
    ) -> None:
        super().__init__(stage)
        self._stage, self._session, self._deeds, self._run = stage, session, deeds, run
        self._step: Step | None = None
        self._record = StepRecord()
        self._view: StepView | None = None
        self._playing: int | None = None  # the task whose run is under way
        run.finished.connect(self._run_finished)

    @property
    def due(self) -> int | None:
        """The prediction that is to be made before anything is played, by its place."""
        if self._step is None:
            return None
        for index, task in enumerate(self._step.tasks):
            if isinstance(task, Predict) and self._record.tasks[index].answer is None:
                return index
        return None

    def begin(self, step: Step, record: StepRecord, view: StepView) -> None:
        """Take the answers of a step, of which some may be known already."""
        self._step, self._record, self._view, self._playing = step, record, view, None
        view.committed.connect(self.commit)
        for index, known in enumerate(record.tasks):
            question = view.tasks[index]
            if known.answer is not None and isinstance(question, Question):
                question.field.show_answer(known.answer)
            if known.outcome is not None:
                self._show(index, known.outcome, announce=False)

    def end(self) -> None:
        """The step is left."""
        self._step, self._view, self._playing = None, None, None
        self._run.forget()

    def prompt(self) -> None:
        """Play was asked for while a prediction is due: commit to it, or say what is missing."""
        index = self.due
        if index is not None and self._view is not None:
            question = self._view.tasks[index]
            assert isinstance(question, Question)
            question.commit()

    @Slot(int, object)
    def commit(self, index: int, answer: object) -> None:
        """Take an answer."""
        assert self._step is not None
        task, known = self._step.tasks[index], self._record.tasks[index]
        known.answer = answer
        known.attempts += 1
        if isinstance(task, Predict):
            self._deeds.note_prediction()
            self._settle_question(index)
            self.committed.emit()
            if task.play is not None:
                self._playing = index
                self._run.begin(task.play, self._stage.start)
                return
        self._conclude(index)

    def _run_finished(self, _snapshot: Snapshot) -> None:
        index, self._playing = self._playing, None
        if index is not None and self._step is not None:
            self._conclude(index)

    def _conclude(self, index: int) -> None:
        """Say what there is to say to the answer of a task."""
        assert self._step is not None
        task, known = self._step.tasks[index], self._record.tasks[index]
        if isinstance(task, Predict | Choice):
            outcome = judge(task, known.answer)
        elif isinstance(task, Explain):
            outcome = Outcome(NOTE, COMPARED if task.ideas else "Kept.")
        else:
            assert isinstance(task, Number)
            return
        self.take(index, outcome)

    def take(self, index: int, outcome: Outcome) -> None:
        """An outcome of a task is known."""
        self._record.tasks[index].outcome = outcome
        self._show(index, outcome, announce=True)
        self.answered.emit(index, outcome)
        if outcome.settled:
            self.settled.emit()

    def _settle_question(self, index: int) -> None:
        assert self._view is not None
        question = self._view.tasks[index]
        if isinstance(question, Question):
            question.settle()

    def _show(self, index: int, outcome: Outcome, *, announce: bool) -> None:
        assert self._view is not None
        question = self._view.tasks[index]
        question.feedback.show_feedback(outcome.tone, outcome.markdown, announce=announce)
        if not isinstance(question, Question):
            return
        if outcome.marks and isinstance(question.field, OptionList):
            question.field.mark(outcome.marks)
        if outcome.settled:
            question.settle()
        elif outcome.tone != RIGHT:
            question.reopen()
