"""`Progress`: keeps what is answered as soon as it is, and brings it back."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nnfs_gui.lessons.model import Choice, Explain, Lesson, Predict, Task
from nnfs_gui.lessons.progress import Attempt, LessonRecord, ProgressStore
from nnfs_gui.lessons.progress.records import COUNTS, Verdict

from .answer_texts import as_texts, from_texts
from .judging import judge
from .records import NOTE, RIGHT, Outcome, StepRecord, TaskRecord


class Progress(QObject):
    """The records of all lessons, in a folder of the application or for this start only.

    Signals: ``changed(str)`` with the id of a lesson; ``failed(str)``, once, if nothing can be
    kept.
    """

    changed = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._store: ProgressStore | None = None
        self._records: dict[str, LessonRecord] = {}
        self._lesson: Lesson | None = None
        self._opened = self._looked = 0.0
        self._told = self._paused = False

    def use_folder(self, folder: Path) -> None:
        """Keep records there from now on, and know those that are there."""
        self._store = ProgressStore(folder)

    def record(self, lesson: str) -> LessonRecord | None:
        """How far a lesson is; None if it was never begun."""
        if lesson not in self._records and self._store is not None:
            found = self._store.load(lesson)
            if found is not None:
                self._records[lesson] = found
        return self._records.get(lesson)

    def records(self) -> dict[str, LessonRecord]:
        """All that were begun, by the lesson's id."""
        if self._store is not None:
            for name, record in self._store.load_all().items():
                self._records.setdefault(name, record)
        return dict(self._records)

    def forget(self, lesson: str) -> None:
        """Begin a lesson anew."""
        self._records.pop(lesson, None)
        if self._store is not None:
            self._store.forget(lesson)
        self.changed.emit(lesson)

    def pause(self, paused: bool) -> None:
        """Keep nothing of what is answered, and count no time, while somebody else answers."""
        if paused and self._lesson is not None:
            self._keep(self._spent(self._records[self._lesson.id]))
        self._paused, self._looked = paused, time.monotonic()

    # --- an open lesson ----------------------------------------------------------------------

    def open(self, lesson: Lesson) -> tuple[int, list[StepRecord]]:
        """A lesson is opened: the step to go on with, and what is known of all steps."""
        known = self.record(lesson.id)
        record = LessonRecord.of(lesson) if known is None else known.following(lesson)
        self._records[lesson.id], self._lesson = record, lesson
        self._opened = self._looked = time.monotonic()
        self._paused = False
        return record.step, step_records(lesson, record)

    def at_step(self, number: int) -> None:
        """A step is open now."""
        lesson = self._lesson
        if lesson is not None and not self._paused:
            self._keep(self._spent(self._records[lesson.id]).at_step(number, time.time()))

    def went_on(self, number: int) -> None:
        """A step was gone on from."""
        lesson = self._lesson
        if lesson is not None and not self._paused:
            self._keep(self._records[lesson.id].gone_on(number))

    def answered(self, number: int, place: int, answer: object, outcome: Outcome) -> None:
        """Something was answered or done."""
        lesson = self._lesson
        if lesson is None or self._paused:
            return
        task = lesson.steps[number - 1].tasks[place]
        verdict = _verdict(outcome)
        slips = (outcome.slip,) if outcome.slip else ()
        at = time.monotonic() - self._opened
        attempt = Attempt(as_texts(task, answer), verdict, slips, round(at, 1))
        record = self._spent(self._records[lesson.id])
        self._keep(record.with_attempt(lesson, number, place, attempt, time.time()))

    def ticked(self, place: int, answer: object) -> None:
        """Ideas were ticked beside own words in the step that is open."""
        lesson = self._lesson
        if lesson is None or self._paused:
            return
        record = self._records[lesson.id]
        texts = as_texts(lesson.steps[record.step - 1].tasks[place], answer)
        self._keep(record.with_last_answer(record.step, place, texts, time.time()))

    def drafted(self, place: int, answer: object) -> None:
        """Something was typed or chosen in the step that is open, and not committed to."""
        lesson = self._lesson
        if lesson is None or self._paused:
            return
        record = self._records[lesson.id]
        texts = as_texts(lesson.steps[record.step - 1].tasks[place], answer)
        self._keep(record.with_draft(lesson, record.step, place, texts, time.time()))

    def hinted(self, number: int, place: int) -> None:
        """A hint was opened."""
        lesson = self._lesson
        if lesson is not None and not self._paused:
            record = self._records[lesson.id]
            self._keep(record.with_hint(lesson, number, place, time.time()))

    def close(self) -> None:
        """The lesson is left."""
        if self._lesson is not None and not self._paused:
            self._keep(self._spent(self._records[self._lesson.id]))
        self._lesson, self._paused = None, False

    def _spent(self, record: LessonRecord) -> LessonRecord:
        now = time.monotonic()
        spent, self._looked = now - self._looked, now
        return record.spent(spent)

    def _keep(self, record: LessonRecord) -> None:
        self._records[record.lesson] = record
        if self._store is not None:
            try:
                self._store.save(record)
            except OSError as error:
                if not self._told:
                    self._told = True
                    self.failed.emit(f"Your answers cannot be kept: {error.strerror or error}.")
        self.changed.emit(record.lesson)


def step_records(lesson: Lesson, record: LessonRecord) -> list[StepRecord]:
    """What is known of each step of a lesson."""
    steps = []
    for step in lesson.steps:
        kept = StepRecord.of(step)
        kept.passed = step.number < record.step or step.number <= record.passed
        for place, task in enumerate(step.tasks):
            kept.tasks[place] = _task_record(task, record, step.number, place)
        kept.revealed = kept.is_done(step) and bool(step.tasks)
        steps.append(kept)
    return steps


def _verdict(outcome: Outcome) -> Verdict:
    if outcome.tone == RIGHT:
        return "right"
    if outcome.tone == NOTE:
        return "done" if outcome.settled else "open"
    return "slip" if outcome.slip else "wrong"


def _task_record(task: Task, record: LessonRecord, step: int, place: int) -> TaskRecord:
    """What is known of a task, with what was said to its last answer as far as it can be said."""
    kept = record.task(step, place)
    if kept is None or not kept.attempts:
        draft = from_texts(task, kept.draft) if kept is not None and kept.draft else None
        return TaskRecord(draft=draft)
    done = [attempt for attempt in kept.attempts if attempt.verdict in COUNTS]
    attempt = done[-1] if done else kept.attempts[-1]
    answer = from_texts(task, attempt.answer)
    if answer is None and not done:
        return TaskRecord()
    known = TaskRecord(answer if answer is not None else [], attempts=len(kept.attempts))
    if isinstance(task, Predict | Choice) and task.kind != "number":
        known.outcome = judge(task, answer)
    elif isinstance(task, Explain):
        known.outcome = Outcome(NOTE, "Kept.")
    elif done or isinstance(task, Predict):
        tone = RIGHT if done else "not-yet"
        known.outcome = Outcome(tone, "You answered this before.")
    return known
