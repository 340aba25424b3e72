"""What the parts of a lesson mean: set-ups that are valid, checks that can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..answers.working import PREDICTED, Sheets, work_with
from ..checks import CheckError, parse_check, parse_quantity, runs_of
from ..errors import LessonError
from ..model import Challenge, Do, Lesson, Number, Predict, Step
from ..setups import Prepared, prepare, with_settings

MOST_ANSWERS = 500
"""Boxes, and slips, of a lesson: what is computed when it is read stays within a few seconds."""


def check_meaning(lesson: Lesson) -> None:
    """Raise a LessonError at the first part that means nothing."""
    _count_answers(lesson)
    known: dict[int, Prepared] = {}
    for step in lesson.steps:
        prepared = prepare(lesson, step.number, known=known)
        sheets = Sheets(prepared.after)
        if not prepared.keeps:
            for number in step.all_of(Number):
                work_with(sheets, number.boxes)
        for predict in step.all_of(Predict):
            work_with(sheets, predict.boxes, default=PREDICTED)
            _each(parse_quantity, predict.figures.values(), predict.line)
            for case in predict.cases:
                with_settings(prepared.after, case.settings, case.line)
        for challenge in step.all_of(Challenge):
            with_settings(prepared.after, challenge.solution, challenge.line)
        _check_checks(step)


def _count_answers(lesson: Lesson) -> None:
    boxes = slips = 0
    for step in lesson.steps:
        for task in step.tasks:
            if isinstance(task, Number | Predict):
                boxes += len(task.boxes)
                slips += sum(len(box.slips) for box in task.boxes)
                if max(boxes, slips) > MOST_ANSWERS:
                    message = f"a lesson may have {MOST_ANSWERS} boxes and {MOST_ANSWERS} slips"
                    raise LessonError(message, task.line)


def _check_checks(step: Step) -> None:
    for do in step.all_of(Do):
        _each(parse_check, do.check, do.line)
    for challenge in step.all_of(Challenge):
        _each(_without_runs, (*challenge.goal, *challenge.within), challenge.line)


def _without_runs(text: str) -> None:
    if runs_of(parse_check(text)):
        raise CheckError(f"a challenge has no kept runs to ask about: '{text[:60]}'")


def _each(parse: Callable[[str], object], texts: Iterable[str], line: int) -> None:
    for text in texts:
        try:
            parse(text)
        except CheckError as error:
            raise LessonError(str(error), line) from None
