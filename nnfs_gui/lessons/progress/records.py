"""What a learner did in a lesson, as frozen values."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from ..model import Lesson

Verdict = Literal["right", "close", "slip", "wrong", "done", "open"]
"""``done`` is for what is not marked: predictions that are drawn, explanations, checklists;
``open`` for what was begun and is neither."""
COUNTS = ("right", "close", "done")
LONGEST_ANSWER = 2000
MOST_ATTEMPTS = 50
"""Of more attempts at a task the first and the last ones are kept."""


class Attempt(msgspec.Struct, frozen=True):
    """One answer.

    Attributes
    ----------
    answer : tuple of str
        As the learner gave it: the texts of options or items, what was typed into each box, own
        words and then the ideas that were ticked.
    verdict : str
    slips : tuple of str
        Names of the slips that were found.
    at : float
        Seconds since the step was first opened.
    """

    answer: tuple[str, ...]
    verdict: Verdict
    slips: tuple[str, ...] = ()
    at: float = 0.0


class TaskRecord(msgspec.Struct, frozen=True):
    """All attempts at one task, which is named by its step and its place among the step's tasks."""

    step: int
    task: int
    kind: str
    """``predict``, ``choice``, ``number``, ``do``, ``challenge`` or ``explain``."""
    ask: str = ""
    attempts: tuple[Attempt, ...] = ()
    hints: int = 0
    """Opened before it was done."""
    draft: tuple[str, ...] = ()
    """What was begun, and not committed to; it is not handed in."""

    @property
    def done(self) -> bool:
        """Whether any attempt counts."""
        return any(attempt.verdict in COUNTS for attempt in self.attempts)

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked: a prediction is answered once, right or not."""
        if self.kind == "predict":
            return any(attempt.verdict != "open" for attempt in self.attempts)
        return self.done


class LessonRecord(msgspec.Struct, frozen=True):
    """How far a learner is in a lesson.

    Attributes
    ----------
    lesson, title, digest : str
    step : int
        The one that was open last, from 1.
    total : int
        Tasks of the lesson.
    tasks : tuple of TaskRecord
        Those that were begun.
    begun, updated : float
        Seconds since 1970; 0 if never.
    seconds : float
        Spent with the lesson open.
    passed : int
        The last step that was gone on from, from 1; 0 for none.
    """

    lesson: str
    title: str = ""
    digest: str = ""
    step: int = 1
    total: int = 0
    tasks: tuple[TaskRecord, ...] = ()
    begun: float = 0.0
    updated: float = 0.0
    seconds: float = 0.0
    passed: int = 0

    @staticmethod
    def of(lesson: Lesson) -> LessonRecord:
        """The record of somebody who has not begun."""
        total = sum(len(step.tasks) for step in lesson.steps)
        return LessonRecord(lesson.id, lesson.title, lesson.digest, total=total)

    def following(self, lesson: Lesson) -> LessonRecord:
        """The record for a lesson that may have been changed since.

        Answers stay with tasks that ask the same at the same place.
        """
        fresh = LessonRecord.of(lesson)
        asked = {
            (step.number, place): (type(task).__name__.lower(), task.ask)
            for step in lesson.steps
            for place, task in enumerate(step.tasks)
        }
        kept = tuple(
            record
            for record in self.tasks
            if asked.get((record.step, record.task)) == (record.kind, record.ask)
        )
        step = min(self.step, len(lesson.steps))
        return replace(
            fresh,
            step=max(1, step),
            tasks=kept,
            begun=self.begun,
            updated=self.updated,
            seconds=self.seconds,
            passed=min(self.passed, len(lesson.steps)),
        )

    @property
    def done(self) -> int:
        """Tasks of which nothing more is asked."""
        return sum(record.settled for record in self.tasks)

    def task(self, step: int, place: int) -> TaskRecord | None:
        """What was done at a task, if anything."""
        found = (record for record in self.tasks if (record.step, record.task) == (step, place))
        return next(found, None)

    def at_step(self, step: int, now: float) -> LessonRecord:
        """The record when a step is open."""
        return replace(self, step=step, begun=self.begun or now, updated=now)

    def gone_on(self, step: int) -> LessonRecord:
        """The record when a step, and all before it, was gone on from."""
        return replace(self, passed=max(self.passed, step))

    def spent(self, seconds: float) -> LessonRecord:
        """The record with so much more time."""
        return replace(self, seconds=self.seconds + max(0.0, seconds))

    def with_attempt(
        self, lesson: Lesson, step: int, place: int, attempt: Attempt, now: float
    ) -> LessonRecord:
        """The record with one more attempt at a task of the lesson."""
        record = self.task(step, place) or self._begun_task(lesson, step, place)
        shortened = tuple(text[:LONGEST_ANSWER] for text in attempt.answer)
        attempts = (*record.attempts, replace(attempt, answer=shortened))
        if len(attempts) > MOST_ATTEMPTS:
            half = MOST_ATTEMPTS // 2
            attempts = (*attempts[:half], *attempts[-half:])
        return self._with(replace(record, attempts=attempts, draft=()), now)

    def with_draft(
        self, lesson: Lesson, step: int, place: int, draft: tuple[str, ...], now: float
    ) -> LessonRecord:
        """The record with what was begun at a task; nothing for an empty draft."""
        record = self.task(step, place) or self._begun_task(lesson, step, place)
        shortened = tuple(text[:LONGEST_ANSWER] for text in draft)
        return self._with(replace(record, draft=shortened), now)

    def with_last_answer(
        self, step: int, place: int, answer: tuple[str, ...], now: float
    ) -> LessonRecord:
        """The record with the last attempt at a task completed: it is no attempt of its own."""
        record = self.task(step, place)
        if record is None or not record.attempts:
            return self
        shortened = tuple(text[:LONGEST_ANSWER] for text in answer)
        attempts = (*record.attempts[:-1], replace(record.attempts[-1], answer=shortened))
        return self._with(replace(record, attempts=attempts), now)

    def with_hint(self, lesson: Lesson, step: int, place: int, now: float) -> LessonRecord:
        """The record with one more hint opened, which counts until the task is done."""
        record = self.task(step, place) or self._begun_task(lesson, step, place)
        if record.done:
            return self
        return self._with(replace(record, hints=record.hints + 1), now)

    def _begun_task(self, lesson: Lesson, step: int, place: int) -> TaskRecord:
        task = lesson.steps[step - 1].tasks[place]
        return TaskRecord(step, place, type(task).__name__.lower(), task.ask)

    def _with(self, record: TaskRecord, now: float) -> LessonRecord:
        place = (record.step, record.task)
        others = [other for other in self.tasks if (other.step, other.task) != place]
        tasks = tuple(sorted([*others, record], key=lambda entry: (entry.step, entry.task)))
        return replace(self, tasks=tasks, begun=self.begun or now, updated=now)
