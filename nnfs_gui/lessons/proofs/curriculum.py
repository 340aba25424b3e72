"""Whether lessons stand in an order that can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Lesson
from .finding import Finding


def prove_curriculum(lessons: Sequence[Lesson]) -> Iterator[tuple[Lesson, Finding]]:
    """Warnings about numbers that two lessons share, and about needs that come later."""
    numbers = {lesson.id: lesson.number for lesson in lessons}
    taken: dict[int, str] = {}
    for lesson in lessons:
        number = lesson.number
        if number is None:
            continue
        if number in taken:
            yield lesson, _warning(f"number {number} is also that of '{taken[number]}'")
        taken.setdefault(number, lesson.id)
        for name in lesson.needs:
            before = numbers.get(name)
            if before is not None and before > number:
                message = f"it is number {number}, but needs '{name}', which is {before}"
                yield lesson, _warning(message)


def _warning(message: str) -> Finding:
    return Finding(1, message, warning=True)
