"""What the parts of a lesson mean: set-ups that are valid, checks that can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..answers import work
from ..answers.working import PREDICTED
from ..checks import CheckError, parse_check
from ..errors import LessonError
from ..model import Challenge, Do, Lesson, Number, Predict, Setup, Step
from ..setups import prepare, with_settings


def check_meaning(lesson: Lesson) -> None:
    """Raise a LessonError at the first part that means nothing."""
    for step in lesson.steps:
        prepared = prepare(lesson, step.number)
        if step.one_of(Setup) is None and step.number > 1:
            prepared = prepare(lesson, step.number - 1)
        if not prepared.keeps:
            for number in step.all_of(Number):
                work(number.boxes, prepared.after)
        for predict in step.all_of(Predict):
            work(predict.boxes, prepared.after, default=PREDICTED)
            for case in predict.cases:
                with_settings(prepared.after, case.settings, case.line)
        for challenge in step.all_of(Challenge):
            with_settings(prepared.after, challenge.solution, challenge.line)
        _check_checks(step)


def _check_checks(step: Step) -> None:
    for do in step.all_of(Do):
        _each(parse_check, do.check, do.line)
    for challenge in step.all_of(Challenge):
        _each(parse_check, (*challenge.goal, *challenge.within), challenge.line)


def _each(parse: Callable[[str], object], texts: Iterable[str], line: int) -> None:
    for text in texts:
        try:
            parse(text)
        except CheckError as error:
            raise LessonError(str(error), line) from None
