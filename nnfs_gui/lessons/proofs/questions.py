"""Questions: feedback for every option, answers that exist, slips that can be told apart."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..answers import renewed, work
from ..answers.renewal import APART, RIGHT, TOLD_APART, distances_of, nearest
from ..answers.working import PREDICTED, WorkedBox
from ..checks import holds, parse_check
from ..errors import LessonError
from ..model import Choice, Do, Number, Predict, Span, Step
from ..running.course import Course
from ..setups import Prepared, with_settings
from .finding import Finding

_DRAWS = 3
_SAME = 1e-9


def prove_questions(step: Step, prepared: Prepared) -> Iterator[Finding]:
    """Findings about a step's questions."""
    for task in step.tasks:
        if isinstance(task, Predict | Choice):
            yield from _feedback(task)
        if isinstance(task, Predict) and task.boxes:
            yield from _predicted(task, prepared)
        if isinstance(task, Number):
            yield from _number(task, prepared)


def _feedback(task: Predict | Choice) -> Iterator[Finding]:
    for option in task.options:
        if not option.feedback and not (task.right if option.right else task.otherwise):
            yield Finding(option.line, f"the option '{option.text[:40]}' has no feedback")
    if task.kind in ("order", "arrows", "click") and not (task.right and task.otherwise):
        yield Finding(task.line, "give feedback: right and otherwise", warning=True)
    seen: set[str] = set()
    for option in task.options:
        if option.text in seen:
            yield Finding(option.line, f"the option '{option.text[:40]}' stands there twice")
        seen.add(option.text)


def _number(task: Number, prepared: Prepared) -> Iterator[Finding]:
    if prepared.keeps:
        return
    situation = Course.of_step(prepared).situation()
    parameters = situation.parameters if prepared.train is not None else None
    boxes = work(task.boxes, prepared.after, parameters, situation)
    yield from _known(boxes)
    for worked in boxes:
        yield from _apart(worked)
    if task.new_numbers is not None:
        for seed in range(_DRAWS):
            distance = nearest(work(task.boxes, renewed(prepared.after, task, seed)))
            if distance < APART:
                message = "no new numbers were found whose slips differ by 5 %; widen the ranges"
                yield Finding(task.line, message)
                return


def _predicted(task: Predict, prepared: Prepared) -> Iterator[Finding]:
    """Predicted numbers, which are measured once the play has ended."""
    boxes = work(task.boxes, prepared.after, default=PREDICTED)
    measured = any(isinstance(box.answer, str) for box in task.boxes)
    if measured:
        case = task.cases[0] if task.cases else None
        first = None if case is None else with_settings(prepared.after, case.settings)
        course = Course.of_step(prepared, first)
        course.train(task.play or Span(0))
        situation = course.situation()
        boxes = work(task.boxes, situation.experiment, situation.parameters, situation, PREDICTED)
    yield from _known(boxes)
    for worked in boxes:
        yield from _apart(worked)


def _known(boxes: tuple[WorkedBox, ...]) -> Iterator[Finding]:
    for worked in boxes:
        values = worked.value if isinstance(worked.value, tuple) else (worked.value,)
        if not all(math.isfinite(value) for value in values):
            yield Finding(worked.box.line, f"the answer '{worked.box.answer}' is not a number")
            continue
        between = worked.box.between
        if between is not None and not between[0] <= values[0] <= between[1]:
            yield Finding(worked.box.line, f"the answer {values[0]:.4g} does not lie in between")


def _apart(worked: WorkedBox) -> Iterator[Finding]:
    for distance, one, other in distances_of(worked):
        if distance < (APART if one == RIGHT else TOLD_APART):
            how = "the same number" if distance < _SAME else f"numbers {100 * distance:.1f} % apart"
            message = f"{one} and {other} give {how}; choose other numbers"
            yield Finding(worked.box.line, message)


def prove_start(step: Step, prepared: Prepared) -> Iterator[Finding]:
    """A checklist must not be done before anything was done."""
    for task in step.all_of(Do):
        if prepared.keeps:
            continue
        try:
            situation = Course.of_step(prepared).situation()
        except LessonError as error:
            yield Finding(error.line, error.message)
            continue
        if task.after is None and all(holds(parse_check(text), situation) for text in task.check):
            yield Finding(task.line, "the step is done before anything was done")
