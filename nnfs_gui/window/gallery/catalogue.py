"""What the gallery offers, as values: lessons in their order, presets and recent files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    key: str
    """Tells it from all others, also from a copy with the same id."""
    is_own: bool
    """Whether it did not come along with the application."""
    needs: tuple[str, ...]
    """Titles of the lessons that come before it, and of each whether it is done."""
    undone: str
    """Those of them that are not done, by number: ``3 and 7``; "" if all are."""
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
    def has_answers(self) -> bool:
        """Whether there is something to hand in."""
        return self.record is not None and any(task.attempts for task in self.record.tasks)

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


def load_own(paths: Sequence[Path]) -> tuple[list[tuple[Lesson, Path]], list[tuple[Path, str]]]:
    """Lessons of one's own as they are now, and those that are broken with the reason."""
    lessons, broken = [], []
    for path in paths:
        try:
            lessons.append((load_lesson(path), path))
        except LessonError as error:
            broken.append((path, f"No lesson yet. Line {error.line}: {error.message}."))
    return lessons, broken


def _place(lesson: Lesson) -> tuple[bool, int, str]:
    """Lessons with a number come first, the others by title."""
    return lesson.number is None, lesson.number or 0, lesson.title


def entries(
    lessons: Sequence[tuple[Lesson, Path]], records: Mapping[str, LessonRecord]
) -> list[LessonEntry]:
    """The lessons with what is known of each."""
    bundled = {path.resolve() for path in lesson_paths()}
    known: dict[str, LessonEntry] = {}
    for lesson, path in lessons:
        own = path.resolve() not in bundled
        key = f"{lesson.id} {path}" if lesson.id in known else lesson.id
        known[key] = _entry(lesson, path, key, own, records.get(lesson.id))
    return [_with_needs(entry, known) for entry in known.values()]


def _entry(
    lesson: Lesson, path: Path, key: str, own: bool, record: LessonRecord | None
) -> LessonEntry:
    known = LessonRecord.of(lesson) if record is None else record.following(lesson)
    steps = tuple(states(lesson, step_records(lesson, known)))
    return LessonEntry(lesson, path, None if record is None else known, key, own, (), "", steps)


def _with_needs(entry: LessonEntry, known: Mapping[str, LessonEntry]) -> LessonEntry:
    needs, numbers, others = [], [], []
    for name in entry.lesson.needs:
        needed = known.get(name)
        if needed is None:
            needs.append(name)
            others.append(name)
            continue
        needs.append(f"{needed.lesson.title}{' (done)' if needed.is_done else ''}")
        if needed.is_done:
            continue
        if needed.number is None:
            others.append(needed.lesson.title)
        else:
            numbers.append(needed.number)
    return replace(entry, needs=tuple(needs), undone=_listed(numbers, others))


def _listed(numbers: Sequence[int], others: Sequence[str]) -> str:
    """``3 and 7``; ``10–13``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = []
    for run in runs:
        words += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    words += others
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


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
