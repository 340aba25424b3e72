"""What the parts of a lesson mean: set-ups that are valid, checks that can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..answers.possible import impossible
from ..answers.working import PREDICTED, TYPED, Sheets, check_written, work_with
from ..checks import CheckError, parse_check, parse_quantity, runs_of
from ..errors import LessonError
from ..model import Box, Challenge, Do, Lesson, Number, Predict, Step
from ..setups import Prepared, prepare, with_settings
from .problems import Problems

MOST_ANSWERS = 500
"""Boxes, and slips, of a lesson: what is computed when it is read stays within a few seconds."""


def check_meaning(lesson: Lesson, problems: Problems) -> None:
    """Add every part that means nothing to the problems."""
    with problems.caught():
        _count_answers(lesson)
    known: dict[int, Prepared] = {}
    for step in lesson.steps:
        with problems.caught():
            _check_answers(step, prepare(lesson, step.number, known=known), problems)
        _check_checks(step, problems)


def _check_answers(step: Step, prepared: Prepared, problems: Problems) -> None:
    sheets = Sheets(prepared.after)
    for number in step.all_of(Number):
        _work(None if prepared.keeps else sheets, number.boxes, TYPED, problems)
    for predict in step.all_of(Predict):
        _work(sheets, predict.boxes, PREDICTED, problems)
        _each(parse_quantity, predict.figures.values(), predict.line, problems)
        for case in predict.cases:
            with problems.caught():
                with_settings(prepared.after, case.settings, case.line, case.lines)
    for challenge in step.all_of(Challenge):
        with problems.caught():
            with_settings(prepared.after, challenge.solution, challenge.line, challenge.lines)


def _work(sheets: Sheets | None, boxes: Iterable[Box], default: str, problems: Problems) -> None:
    """Work the boxes; of what is asked about a learner's network, look at the words alone."""
    for box in boxes:
        with problems.caught():
            if sheets is None:
                check_written(box, default)
            else:
                work_with(sheets, (box,), default=default)
            _check_possible(box)


def _check_possible(box: Box) -> None:
    """Refuse bounds that are none, or that shut the right answer out."""
    if box.least is not None and box.most is not None and not box.least < box.most:
        raise LessonError("least has to lie below most", box.line)
    values = (float(box.answer),) if isinstance(box.answer, int | float) else ()
    if values and impossible(box, values):
        raise LessonError("the answer itself lies outside of what is possible", box.line)


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


def _check_checks(step: Step, problems: Problems) -> None:
    for do in step.all_of(Do):
        _each(parse_check, do.check, do.line, problems)
    for challenge in step.all_of(Challenge):
        _each(_without_runs, (*challenge.goal, *challenge.within), challenge.line, problems)


def _without_runs(text: str) -> None:
    if runs_of(parse_check(text)):
        raise CheckError(f"a challenge has no kept runs to ask about: '{text[:60]}'")


def _each(
    parse: Callable[[str], object], texts: Iterable[str], line: int, problems: Problems
) -> None:
    for text in texts:
        try:
            parse(text)
        except CheckError as error:
            problems.add(LessonError(str(error), line))
