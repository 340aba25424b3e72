"""`ClassRoom`: what one class has answered of a lesson, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnfs_gui.lessons.model import Lesson, Predict, Step

from ..lessons.records import StepRecord, TaskRecord
from .poll import Poll

Place = tuple[int, int]
"""The number of a step, and the place of a task among its tasks."""


class ClassRoom:
    """Hands and answers of a class; nothing of it is the learner's, and nothing is kept on disk."""

    def __init__(self, lesson: Lesson, number: int) -> None:
        self.lesson, self.number = lesson, number
        self.records: Sequence[StepRecord] = ()
        self.revealed: set[Place] = set()
        self.estimates: dict[Place, str] = {}
        """What was typed of the numbers that the class called out."""
        self._polls: dict[Place, Poll] = {}

    def poll(self, place: Place, options: int, group: int = 0) -> Poll:
        """The hands that were counted there."""
        return self._polls.setdefault(place, Poll(options, group))

    def forget(self, place: Place, record: StepRecord) -> None:
        """Let it be asked again; its hands stay."""
        self.revealed.discard(place)
        record.tasks[place[1]], record.revealed = TaskRecord(), False

    def forget_runs(self, number: int, step: Step, record: StepRecord) -> int | None:
        """Ask again what a run has answered, since the step begins anew and its picture is not
        what the answer tells of; the first such task, or None."""
        found = [
            index
            for index, task in enumerate(step.tasks)
            if isinstance(task, Predict) and task.play is not None
            and (number, index) in self.revealed
        ]  # fmt: skip
        for index in found:
            self.forget((number, index), record)
        return found[0] if found else None

    @property
    def is_used(self) -> bool:
        """Whether the class has answered anything."""
        given = self.revealed or any(self.estimates.values())
        return bool(given) or any(poll.total for poll in self._polls.values())


@dataclass(frozen=True)
class StoppedAt:
    """Where presenting a lesson stopped, and where the learner stood then."""

    lesson: Lesson
    number: int
    learner: int

    def begins_at(self, lesson: Lesson, learner: int) -> int:
        """The step to present first: that one, unless the lesson was presented to its end, is
        another one, or the learner has gone elsewhere in it since."""
        same = (lesson, learner) == (self.lesson, self.learner)
        return self.number if same and self.number < len(lesson.steps) else learner
