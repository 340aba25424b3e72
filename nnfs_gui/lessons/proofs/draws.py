"""Runs over many draws, for measured numbers: data, split, weights and order all differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.seeds import VARIED, with_seed

from ..checks import holds, measure, parse_check, parse_quantity
from ..errors import LessonError
from ..measured import Measured
from ..model import Challenge, Lesson, Predict, Span, Step
from ..running.course import Course
from ..setups import Prepared, prepare, with_settings


@dataclass(frozen=True)
class Draws:
    """What is trained, and how long.

    Attributes
    ----------
    prepared : Prepared
    case : Experiment or None
        Taken up once the step's own training is done.
    span : Span
    """

    prepared: Prepared
    case: Experiment | None
    span: Span


def draws_of(lesson: Lesson, step: Step, measured: Measured, line: int) -> Draws:
    """What a measured number of a step is about; LessonError on its line if it is not there."""
    where = measured.where
    if where.startswith("step "):
        number = int(where[5:])
        if not 1 <= number <= len(lesson.steps):
            raise LessonError(f"there is no step {number}", line)
        step = lesson.steps[number - 1]
    prepared = prepare(lesson, step.number)
    predict, challenge = step.one_of(Predict), step.one_of(Challenge)
    case: Experiment | None = None
    if where == "solution":
        if challenge is None:
            raise LessonError("the step has no challenge, and so no solution", line)
        case = with_settings(prepared.after, challenge.solution, line)
    elif where.startswith('"'):
        cases = {} if predict is None else {one.label: one for one in predict.cases}
        if where[1:-1] not in cases:
            raise LessonError(f"there is no case {where}", line)
        case = with_settings(prepared.after, cases[where[1:-1]].settings, line)
    span = measured.span or _own_span(predict, challenge, measured)
    if span is None:
        raise LessonError("how long? write: after 50 epochs", line)
    return Draws(prepared, case, span)


def _own_span(
    predict: Predict | None, challenge: Challenge | None, measured: Measured
) -> Span | None:
    if challenge is not None and (measured.where == "solution" or predict is None):
        return Span(challenge.epochs)
    return None if predict is None else predict.play


@dataclass(frozen=True)
class DrawTask:
    """One draw as it is sent to a process."""

    draws: Draws
    seed: int
    questions: tuple[str, ...]
    checks: tuple[bool, ...]


def measure_draw(task: DrawTask) -> tuple[float, ...]:
    """The values of quantities, and 1 or 0 for checks, under one seed; the same everywhere."""

    def seeded(experiment: Experiment) -> Experiment:
        return with_seed(experiment, task.seed, VARIED)

    prepared, case = task.draws.prepared, task.draws.case
    prepared = replace(
        prepared, experiment=seeded(prepared.experiment), after=seeded(prepared.after)
    )
    course = Course.of_step(prepared, None if case is None else seeded(case))
    course.train(task.draws.span)
    situation = course.situation()
    return tuple(
        float(holds(parse_check(text), situation))
        if is_check
        else measure(parse_quantity(text), situation)
        for text, is_check in zip(task.questions, task.checks, strict=True)
    )
