"""What became of each step and task, while a lesson is open."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnfs_gui.lessons.model import Challenge, Do, Explain, Lesson, Step

RIGHT, NOT_YET, NOTE = "right", "not-yet", "note"


@dataclass(frozen=True)
class Outcome:
    """What is said to an answer.

    Attributes
    ----------
    tone : str
        ``"right"``, ``"not-yet"``, or ``"note"`` for what is not marked.
    markdown : str
    settled : bool
        Whether the task is done with.
    marks : tuple of str
        Tones of the options or boxes, where they are marked one by one.
    slip : str
        The name of the slip that the answer shows, "" for none.
    compared : tuple or None
        Of a predicted number: the answer and what was measured, and both in words.
    """

    tone: str
    markdown: str = ""
    settled: bool = True
    marks: tuple[str, ...] = ()
    slip: str = ""
    compared: tuple[float, float, str, str] | None = None


@dataclass
class TaskRecord:
    """The last answer to a task, and what was said to it."""

    answer: object = None
    outcome: Outcome | None = None
    attempts: int = 0
    draft: object = None
    """What is begun, and not committed to."""
    streak: int = 0
    """Right answers one after another, with new numbers each time."""

    @property
    def is_settled(self) -> bool:
        return self.outcome is not None and self.outcome.settled


@dataclass
class StepRecord:
    """How far a step is."""

    tasks: list[TaskRecord] = field(default_factory=list)
    hints: int = 0
    revealed: bool = False
    passed: bool = False
    """Whether the learner went on from it."""

    @classmethod
    def of(cls, step: Step) -> StepRecord:
        return cls([TaskRecord() for _ in step.tasks])

    @property
    def first_open(self) -> int:
        """The place of the first task that is not settled; 0 if all are."""
        return next((at for at, task in enumerate(self.tasks) if not task.is_settled), 0)

    def is_done(self, step: Step) -> bool:
        """Whether all is answered but what is never marked, unless nothing else is asked.

        Who goes on from a step without marked questions has read it.
        """
        needed = [
            record
            for task, record in zip(step.tasks, self.tasks, strict=True)
            if not isinstance(task, Explain)
        ]
        if needed:
            return all(record.is_settled for record in needed)
        written = bool(self.tasks) and all(record.is_settled for record in self.tasks)
        return written or self.passed


def states(lesson: Lesson, records: list[StepRecord]) -> list[str]:
    """``"done"``, ``"skipped"`` or ``"open"`` of each step."""
    found = []
    for step, record in zip(lesson.steps, records, strict=True):
        done = record.is_done(step)
        found.append("done" if done else "skipped" if record.passed else "open")
    return found


def is_answered(task: object) -> bool:
    """Whether a task takes an answer, and is not ticked by what happens."""
    return not isinstance(task, Do | Challenge)
