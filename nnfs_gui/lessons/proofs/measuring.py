"""Measured numbers of a lesson: measured again, compared with what it says, or filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..checks import Check, CheckError
from ..errors import LessonError
from ..measured import Measured, agrees, measured_in, written
from ..model import Box, Choice, Hint, Lesson, Number, Predict, Reveal, Step, Teacher, Text
from ..running.processes import in_processes
from .draws import Draws, DrawTask, draws_of, measure_draw
from .finding import Finding


@dataclass(frozen=True, eq=False)
class Place:
    """Where a measured number stands."""

    step: Step
    line: int
    measured: Measured


def places_in(lesson: Lesson) -> list[Place]:
    """All measured numbers; LessonError at one that is not written as it has to be."""
    return [place for step in lesson.steps for place in _in_step(step)]


def _in_step(step: Step) -> Iterator[Place]:
    for line, markdown in texts_of(step):
        try:
            for offset, measured in measured_in(markdown):
                yield Place(step, line + offset, measured)
        except CheckError as error:
            raise LessonError(str(error), line) from None


def texts_of(step: Step) -> Iterator[tuple[int, str]]:
    """Every Markdown of a step that learners or teachers read, and its line."""
    for block in step.blocks:
        if isinstance(block, Text):
            yield block.line, block.markdown
        elif isinstance(block, Hint | Reveal | Teacher):
            yield block.line + 1, block.markdown
        elif isinstance(block, Predict | Choice):
            yield from ((option.line, option.feedback) for option in block.options)
            yield from ((block.line, text) for text in (block.right, block.otherwise))
        if isinstance(block, Predict | Number):
            yield from _of_boxes(block.boxes)


def _of_boxes(boxes: tuple[Box, ...]) -> Iterator[tuple[int, str]]:
    for box in boxes:
        yield box.line, box.right
        yield box.line, box.otherwise


def prove_places(lesson: Lesson) -> Iterator[Finding]:
    """Findings that need no run: what is not measured yet, or is about nothing."""
    for place in places_in(lesson):
        try:
            draws_of(lesson, place.step, place.measured, place.line)
        except LessonError as error:
            yield Finding(place.line, error.message)
            continue
        if not place.measured.result:
            message = "a number is not measured yet: run nnfs-gui lesson check --fill"
            yield Finding(place.line, message, warning=True)


def measure_all(
    lesson: Lesson, seeds: tuple[int, ...], jobs: int | None, done: Callable[[int], None]
) -> dict[Place, str]:
    """What each measured number is; the same draws serve all that are about the same run."""
    groups: dict[str, tuple[Draws, list[Place]]] = {}
    for place in places_in(lesson):
        draws = draws_of(lesson, place.step, place.measured, place.line)
        groups.setdefault(repr((place.step.number, draws)), (draws, []))[1].append(place)
    results: dict[Place, str] = {}
    for draws, places in groups.values():
        most = max(place.measured.seeds for place in places)
        tasks = [
            DrawTask(
                draws,
                seed,
                tuple(place.measured.question for place in places),
                tuple(isinstance(place.measured.asked, Check) for place in places),
            )
            for seed in seeds[:most]
        ]
        rows = list(in_processes(measure_draw, tasks, jobs=jobs))
        done(len(tasks))
        for index, place in enumerate(places):
            values = [row[index] for row in rows[: place.measured.seeds]]
            results[place] = written(place.measured, values)
    return results


def prove_measured(results: dict[Place, str]) -> Iterator[Finding]:
    """What the lesson says otherwise than it was measured."""
    for place, result in results.items():
        said = place.measured.result
        if said and not agrees(place.measured, result):
            yield Finding(place.line, f"it says {said}, but {result} was measured")


def is_stale(place: Place, result: str) -> bool:
    """Whether a result is missing in the lesson, or says something else."""
    return not place.measured.result or not agrees(place.measured, result)


def filled(text: str, results: dict[Place, str]) -> str:
    """The lesson's text with all results that are missing or no longer agree.

    The same words may stand in several steps: each is looked for from its own line on.
    """
    for place, result in results.items():
        if not is_stale(place, result):
            continue
        before = "".join(text.splitlines(keepends=True)[: place.line - 1])
        rest = text[len(before) :]
        text = before + rest.replace(place.measured.text, place.measured.filled(result), 1)
    return text
