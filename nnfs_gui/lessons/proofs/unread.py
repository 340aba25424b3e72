"""`prove_text`: all that can be told about a text, also of one that cannot be read yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from ..errors import LessonError
from ..model import Lesson
from ..reading.reader import read_all
from .finding import Finding
from .proof import prove_step


def prove_text(text: str) -> tuple[Finding, ...]:
    """What keeps a text from being a lesson, and what is found in the steps that can be read.

    Nothing if it can be read: `prove_lesson` tells all the rest.
    """
    lesson, problems = read_all(text)
    if not problems:
        return ()
    told = [Finding(max(1, error.line), error.message) for error in problems]
    found = [] if lesson is None else list(_in_steps(lesson, {one.line for one in told}))
    return tuple(sorted({*told, *found}))


def _in_steps(lesson: Lesson, wrong: set[int]) -> Iterator[Finding]:
    """What is found in the steps in which no line is wrong."""
    starts = [step.line for step in lesson.steps]
    for step, start, end in zip(lesson.steps, starts, [*starts[1:], None], strict=True):
        if any(line >= start and (end is None or line < end) for line in wrong):
            continue
        with suppress(LessonError):  # it begins where another one cannot
            yield from prove_step(lesson, step)
