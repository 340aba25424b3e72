"""What the gallery offers, as values: lessons in their order, presets and recent files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Challenge, Lesson
from nnfs_gui.lessons.progress import LessonRecord
from nnfs_gui.lessons.reading.reader import lesson_paths, load_lesson
from nnfs_gui.lessons.setups import prepare, with_settings

from ..lessons.progress import step_records
from ..lessons.records import states

TOUR = "tour"
"""The id of the lesson that is offered first."""
IN_ORDER = 9
"""The lessons up to this one build on each other; the others go in any order."""
EPOCHS = 60
"""Training behind a picture, at most, where a step says nothing."""


@dataclass(frozen=True, eq=False)
class LessonEntry:
    """A lesson, and how far one is in it."""

    lesson: Lesson
    path: Path
    record: LessonRecord | None
    needs: tuple[str, ...]
    """Titles of the lessons that come before it."""
    steps: tuple[str, ...]
    """``"done"``, ``"skipped"`` or ``"open"`` of each step, as the dots of the lesson show it."""

    @property
    def number(self) -> int | None:
        """Its place in the curriculum, if it has one."""
        return self.lesson.number

    @property
    def is_done(self) -> bool:
        return self.record is not None and self.share >= 1.0

    @property
    def share(self) -> float:
        """How much of the lesson is done, 0 … 1."""
        return self.steps.count("done") / max(1, len(self.steps))

    @property
    def is_begun(self) -> bool:
        """Whether there is somewhere to go on."""
        record = self.record
        return record is not None and not self.is_done and bool(record.step > 1 or record.tasks)


def load_lessons(paths: Sequence[Path] | None = None) -> list[tuple[Lesson, Path]]:
    """The bundled lessons, or those in these files, in their order.

    Broken ones are left out, and of those with the same id, which share progress, all but one.
    """
    found: dict[str, tuple[Lesson, Path]] = {}
    for path in lesson_paths() if paths is None else paths:
        try:
            lesson = load_lesson(path)
        except LessonError:
            continue  # `lesson check` says what is wrong with it
        found.setdefault(lesson.id, (lesson, path))
    return sorted(found.values(), key=lambda pair: _place(pair[0]))


def _place(lesson: Lesson) -> tuple[bool, int, str]:
    """Lessons with a number come first, the others by title."""
    return lesson.number is None, lesson.number or 0, lesson.title


def entries(
    lessons: Sequence[tuple[Lesson, Path]], records: Mapping[str, LessonRecord]
) -> list[LessonEntry]:
    """The lessons with what is known of each."""
    titles = {lesson.id: lesson.title for lesson, _ in lessons}
    return [_entry(lesson, path, titles, records.get(lesson.id)) for lesson, path in lessons]


def _entry(
    lesson: Lesson, path: Path, titles: Mapping[str, str], record: LessonRecord | None
) -> LessonEntry:
    known = LessonRecord.of(lesson) if record is None else record.following(lesson)
    needs = tuple(titles.get(name, name) for name in lesson.needs)
    steps = tuple(states(lesson, step_records(lesson, known)))
    return LessonEntry(lesson, path, None if record is None else known, needs, steps)


def last_begun(lessons: Sequence[LessonEntry]) -> LessonEntry | None:
    """The lesson to go on with: the one that was open last, if it is not done."""
    begun = [entry for entry in lessons if entry.is_begun and entry.record is not None]
    return max(begun, key=lambda entry: entry.record.updated if entry.record else 0.0, default=None)


def next_undone(lessons: Sequence[LessonEntry]) -> LessonEntry | None:
    """What comes after the lesson that was done last; None for who has done none or all."""
    done = [(entry.record.updated, at) for at, entry in enumerate(lessons)
            if entry.is_done and entry.record is not None]  # fmt: skip
    if not done:
        return None
    after = max(done)[1] + 1
    ahead = (*lessons[after:], *lessons[:after])
    return next((entry for entry in ahead if not entry.is_done), None)


def presets() -> list[tuple[str, Experiment]]:
    """The bundled experiments by slug."""
    return [(name, load_preset(name)) for name in preset_names()]


def picture_of(lesson: Lesson) -> tuple[Experiment, int] | None:
    """The experiment that stands for a lesson, and the epochs to train it for its picture.

    It is a challenge's solution, or else what the last step that is set up begins with.
    """
    for step in reversed(lesson.steps):
        challenge = step.one_of(Challenge)
        try:
            prepared = prepare(lesson, step.number)
            if challenge is not None and challenge.solution:
                solved = with_settings(prepared.after, challenge.solution, challenge.line)
                return solved, min(challenge.epochs, 4 * EPOCHS)
        except LessonError:
            continue
    for step in reversed(lesson.steps):
        try:
            return prepare(lesson, step.number).after, EPOCHS
        except LessonError:
            continue
    return None
