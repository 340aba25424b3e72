"""`ClassAnswers`: the files of a class about one lesson, a file a learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model import Lesson
from .hand_in import HandIn, HandInError, load_hand_in
from .tables import QuestionTable, class_table

NAMELESS = "(no name)"


@dataclass(frozen=True)
class Collected:
    """What was read: the answers, and of each damaged file what is wrong with it."""

    answers: tuple[HandIn, ...] = ()
    failures: tuple[str, ...] = ()

    def with_files(self, paths: Sequence[Path]) -> Collected:
        """Read further files; one that cannot be read keeps no other from being read."""
        answers, failures = list(self.answers), list(self.failures)
        for path in paths:
            try:
                found = load_hand_in(path)
            except HandInError as error:
                failures.append(str(error))
            else:
                if found not in answers:
                    answers.append(found)
        return Collected(tuple(answers), tuple(failures))

    def by_lesson(self) -> dict[str, ClassAnswers]:
        """The answers to each lesson by its id; most answers first."""
        found: dict[str, list[HandIn]] = {}
        for one in self.answers:
            found.setdefault(one.record.lesson, []).append(one)
        ordered = sorted(found, key=lambda name: -len(found[name]))
        return {name: ClassAnswers.of(found[name]) for name in ordered}


@dataclass(frozen=True)
class ClassAnswers:
    """The answers of a class to one lesson.

    Attributes
    ----------
    learners : tuple of HandIn
        The newest of each name, by name; all of those without a name.
    replaced : int
        Older files that newer ones of the same name stand for.
    """

    learners: tuple[HandIn, ...]
    replaced: int = 0

    @staticmethod
    def of(answers: Sequence[HandIn]) -> ClassAnswers:
        """One file a learner."""
        newest: dict[str, HandIn] = {}
        nameless = []
        for one in sorted(answers, key=lambda one: one.record.updated):
            key = _key(one.name)
            if key:
                newest[key] = one
            else:
                nameless.append(one)
        learners = [newest[key] for key in sorted(newest)] + nameless
        return ClassAnswers(tuple(learners), len(answers) - len(learners))

    @property
    def title(self) -> str:
        """The lesson's title."""
        return self.learners[-1].record.title or self.learners[-1].record.lesson

    @property
    def versions(self) -> int:
        """Different texts of the lesson that were answered."""
        return len({one.record.digest for one in self.learners})

    def tables(self, lesson: Lesson | None = None) -> tuple[QuestionTable, ...]:
        """One table a question."""
        return class_table(self.learners, lesson)

    def silent(self, step: int, task: int) -> tuple[str, ...]:
        """Names of those who handed in, but did not answer this question."""
        names = []
        for one in self.learners:
            record = one.record.task(step, task)
            if record is None or not record.attempts:
                names.append(one.name or NAMELESS)
        return tuple(names)

    def absent(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of a class list of whom there is no file."""
        known = {_key(one.name) for one in self.learners}
        return tuple(name.strip() for name in names if _key(name) and _key(name) not in known)


def _key(name: str) -> str:
    """Names that differ in capitals and spaces alone are one."""
    return " ".join(name.casefold().split())
