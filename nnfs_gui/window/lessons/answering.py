"""`Answering`: takes the answers of one step, runs what a prediction promised, and says more."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QPushButton

from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Choice, Explain, Number, Predict, Span, Step
from nnfs_gui.panels.lesson.boxes import NumberBoxes
from nnfs_gui.panels.lesson.explain_box import ExplainBox
from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.training.thread.session import TrainingSession

from .cases import CaseRuns
from .deeds import DeedsLog
from .drafts import Drafts
from .judging import judge
from .play import PromisedRun
from .records import NOTE, RIGHT, Outcome, StepRecord
from .stage import Stage

NO_SUCH = "This network does not have what is asked about"
COMPARED = "Compare it with these ideas, and tick what you said."


class Answering(QObject):
    """Judges what is committed in a step; see `records.Outcome`.

    Signals: ``answered(int, Outcome)`` with the place of the task among the step's;
    ``settled()`` whenever a task is done with; ``committed()`` when a prediction was, and the
    veils may go; ``waiting(QPushButton)`` for the next setting of a comparison to be played;
    ``ticked(int, answer)`` when ideas were ticked beside own words that are committed.
    """

    answered = Signal(int, object)
    settled = Signal()
    committed = Signal()
    waiting = Signal(QPushButton)
    ticked = Signal(int, object)

    def __init__(
        self, stage: Stage, session: TrainingSession, deeds: DeedsLog, run: PromisedRun
    ) -> None:
        super().__init__(stage)
        self._stage, self._session, self._deeds, self._run = stage, session, deeds, run
        self._step: Step | None = None
        self._record = StepRecord()
        self._view: StepView | None = None
        self._playing: int | None = None  # the task whose run is under way
        self._draws = 0
        self._shows_again: Span | None = None
        self.drafts = Drafts(self)
        self._cases = CaseRuns(stage, run)
        self._cases.all_played.connect(self._cases_played)
        self._cases.waiting.connect(self.waiting)
        run.finished.connect(self._run_finished)
        stage.began.connect(self._fill_in)
        stage.ready.connect(self._show_again)

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
        self._draws = 0
        view.committed.connect(self.commit)
        view.renewed.connect(self.renew)
        for index, known in enumerate(record.tasks):
            question = view.tasks[index]
            if known.answer is not None and isinstance(question, Question):
                question.field.show_answer(known.answer)
            task = step.tasks[index]
            if isinstance(task, Predict) and isinstance(question, Question) and question.cases:
                self._cases.begin(task, question.cases, committed=known.answer is not None)
            if known.outcome is not None:
                self._show(index, known.outcome, announce=False)
            if isinstance(question, Question) and isinstance(question.field, ExplainBox):
                question.field.ticked.connect(self._take_ticks)
        self.drafts.begin(step, record, view)
        self._shows_again = self._known_run()
        if not self._stage.is_preparing:
            self._show_again()

    def end(self) -> None:
        """The step is left; a prediction whose runs were not seen to the end is asked again."""
        if self._playing is not None:
            self._record.tasks[self._playing].answer = None
        self.drafts.end()
        self._shows_again = None
        self._step, self._view, self._playing = None, None, None
        self._cases.end()
        self._run.forget()

    def _known_run(self) -> Span | None:
        """What followed an answer that was given before, unless it is in the window still."""
        stage, step = self._stage, self._step
        if step is None or stage.prepared is None or stage.prepared.keeps or stage.moment:
            return None
        for task, known in zip(step.tasks, self._record.tasks, strict=True):
            if isinstance(task, Predict) and not task.cases and known.is_settled:
                return task.play
        return None

    @Slot()
    def _show_again(self) -> None:
        """Train what was seen after the answer, so that picture and words agree."""
        span, self._shows_again = self._shows_again, None
        if span is not None:
            self._run.begin(span, self._stage.present, self._stage.now)

    def prompt(self) -> None:
        """Play was asked for while a prediction is due: commit to it, or say what is missing."""
        question = None if self.due is None else self.question(self.due)
        if question is not None:
            question.commit()

    def question(self, index: int) -> Question | None:
        """The frame of a task that is answered in the column."""
        task = None if self._view is None else self._view.tasks[index]
        return task if isinstance(task, Question) else None

    @Slot(int, object)
    def commit(self, index: int, answer: object) -> None:
        """Take an answer; what cannot be read is no answer yet."""
        assert self._step is not None
        task, known = self._step.tasks[index], self._record.tasks[index]
        if isinstance(task, Predict) and task.kind == "number":
            from .numbers import is_readable  # with all that reads and computes answers

            unread = is_readable(task.boxes, _texts(answer))
            if unread:
                self._show(index, Outcome(NOTE, unread, settled=False), announce=True)
                return
        known.answer = answer
        known.attempts += 1
        if isinstance(task, Predict):
            self._deeds.note_prediction()
            question = self.question(index)
            if question is not None:
                question.settle()
            self.committed.emit()
            if task.play is not None:
                self._playing = index
                if task.cases:
                    self._cases.play(0)
                else:
                    self._run.begin(task.play, self._stage.present, self._stage.now)
                return
        self._conclude(index, self._session.snapshot)

    @Slot(object)
    def _run_finished(self, snapshot: Snapshot) -> None:
        index = self._playing
        if index is None or self._step is None:
            return
        task = self._step.tasks[index]
        if not (isinstance(task, Predict) and task.cases):
            self._playing = None
            self._conclude(index, snapshot)

    @Slot()
    def _cases_played(self) -> None:
        """All that a prediction compares has been seen."""
        index, self._playing = self._playing, None
        if index is not None and self._step is not None:
            self._conclude(index, self._session.snapshot)

    def _conclude(self, index: int, end: Snapshot | None) -> None:
        """Say what there is to say to the answer of a task."""
        assert self._step is not None
        task, answer = self._step.tasks[index], self._record.tasks[index].answer
        if isinstance(task, Explain):
            self.take(index, Outcome(NOTE, COMPARED if task.ideas else "Kept."))
        elif isinstance(task, Number):
            self._judge_number(index, task, _texts(answer))
        elif isinstance(task, Predict) and task.kind == "number":
            from .numbers import judge_numbers, worked_boxes

            boxes = worked_boxes(task, self._stage.start, self._stage.moment, end)
            self.take(index, judge_numbers(task, boxes, _texts(answer))[0])
        elif isinstance(task, Predict | Choice):
            self.take(index, judge(task, answer))

    def take(self, index: int, outcome: Outcome) -> None:
        """An outcome of a task is known."""
        known = self._record.tasks[index]
        if not (known.is_settled and not outcome.settled):  # practice takes nothing away
            known.outcome = outcome
        self._show(index, outcome, announce=True)
        self.answered.emit(index, outcome)
        if outcome.settled:
            self.settled.emit()

    @Slot()
    def _take_ticks(self) -> None:
        """Ideas were ticked, which belong to the words that were committed before."""
        for index, known in enumerate(self._record.tasks):
            question = self.question(index)
            if question is not None and question.field is self.sender() and known.is_settled:
                known.answer = question.field.answer()
                self.ticked.emit(index, known.answer)

    # --- numbers -----------------------------------------------------------------------------

    def _judge_number(self, index: int, task: Number, texts: list[str]) -> None:
        from .numbers import judge_numbers, worked_boxes

        known = self._record.tasks[index]
        moment = self._stage.moment
        try:
            boxes = worked_boxes(task, self._stage.start, moment, moment)
        except LessonError as error:  # in a step that goes on with the learner's own network
            known.attempts -= 1
            self._show(index, Outcome(NOTE, f"{NO_SUCH}: {error.message}."), announce=True)
            return
        outcome, _ = judge_numbers(task, boxes, texts)
        if outcome.tone == NOTE:
            known.attempts -= 1
        elif outcome.tone != RIGHT:
            known.streak = 0
        else:
            known.streak += 1
            if known.streak < task.in_a_row and not known.is_settled:
                words = f"Right: {known.streak} of {task.in_a_row} in a row. Here are new numbers."
                self.take(index, Outcome(RIGHT, words, settled=False, marks=outcome.marks))
                self.renew(index)
                return
        self.take(index, outcome)

    @Slot(int)
    def renew(self, index: int) -> None:
        """Ask the same question with other numbers."""
        assert self._step is not None
        task, question = self._step.tasks[index], self.question(index)
        if not isinstance(task, Number) or question is None:
            return
        from nnfs_gui.lessons.answers import renewed

        self._draws += 1
        prepared = self._stage.prepared
        assert prepared is not None
        seed = 1000 * self._step.number + 100 * index + self._draws
        self._stage.restart(renewed(prepared.after, task, seed))
        assert isinstance(question.field, NumberBoxes)
        question.field.clear()
        question.reopen()
        question.field.take_focus()

    @Slot(object)
    def _fill_in(self, moment: Snapshot) -> None:
        """Show the numbers that are given, once the weights of the start are known."""
        if self._step is None or self._view is None:
            return
        from .numbers import given_texts, worked_boxes

        for index, task in enumerate(self._step.tasks):
            question = self.question(index)
            if isinstance(task, Number) and question is not None:
                assert isinstance(question.field, NumberBoxes)
                if question.field.given:
                    with suppress(LessonError):  # committing to an answer tells it
                        boxes = worked_boxes(task, self._stage.start, moment, moment)
                        question.field.show_given(given_texts(boxes))

    # --- showing -----------------------------------------------------------------------------

    def _show(self, index: int, outcome: Outcome, *, announce: bool) -> None:
        assert self._view is not None
        question = self._view.tasks[index]
        question.feedback.show_feedback(outcome.tone, outcome.markdown, announce=announce)
        if not isinstance(question, Question):
            return
        if outcome.compared is not None:
            own, measured, *words = outcome.compared
            question.scale.show_values(own, measured, (words[0], words[1]))
        if outcome.marks and isinstance(question.field, OptionList | NumberBoxes):
            question.field.mark(outcome.marks)
        if outcome.settled:
            question.settle()


def _texts(answer: object) -> list[str]:
    return [str(text) for text in answer] if isinstance(answer, list | tuple) else []
