"""`prove_lesson`: all findings about a lesson that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..errors import LessonError
from ..model import Lesson, Step
from ..running.seeds import check_seeds
from ..setups import prepare
from .challenges import prove_challenges, prove_solution_limits
from .controls import prove_controls
from .finding import Finding
from .formulas import prove_formulas, prove_stars
from .measuring import Place, measure_all, prove_measured, prove_places
from .minutes import prove_minutes
from .points import prove_points
from .questions import prove_questions, prove_start


@dataclass(frozen=True)
class Proof:
    """What was found.

    Attributes
    ----------
    findings : tuple of Finding
        By line.
    results : dict of Place to str
        What measured numbers came to; empty if nothing was run.
    """

    findings: tuple[Finding, ...]
    results: dict[Place, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether there is nothing but warnings."""
        return all(finding.warning for finding in self.findings)


def ignore(_runs: int) -> None:
    """Nobody counts the runs."""


def prove_lesson(
    lesson: Lesson,
    quick: bool = False,
    jobs: int | None = None,
    done: Callable[[int], None] = ignore,
) -> Proof:
    """Test a lesson.

    Parameters
    ----------
    lesson : Lesson
    quick : bool
        Without the runs over 20 seeds, and without setting formulas.
    jobs : int, optional
        Processes, see `running.processes`.
    done : callable
        Told how many runs were done each time.
    """
    findings = [finding for step in lesson.steps for finding in prove_step(lesson, step)]
    findings += [*_told(lambda: prove_places(lesson)), *prove_minutes(lesson)]
    results: dict[Place, str] = {}
    if not quick:
        findings += prove_formulas(lesson)
    if not quick and all(finding.warning for finding in findings):
        for step in lesson.steps:
            findings += prove_challenges(lesson, step, prepare(lesson, step.number), jobs)
            done(len(step.tasks))
        results = measure_all(lesson, check_seeds(lesson, 1), jobs, done)
        findings += prove_measured(results)
    return Proof(tuple(sorted(set(findings))), results)


def prove_step(lesson: Lesson, step: Step) -> Iterator[Finding]:
    """Findings about a step that need no long run; LessonError if it cannot be set up."""
    prepared = prepare(lesson, step.number)
    yield from prove_stars(step)
    yield from _told(lambda: prove_questions(step, prepared))
    yield from _told(lambda: prove_points(step, prepared))
    yield from _told(lambda: prove_start(step, prepared))
    yield from _told(lambda: prove_solution_limits(step, prepared))
    yield from _told(lambda: prove_controls(step, prepared))


def _told(prove: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings, the last of which may be an error that ended them."""
    try:
        yield from prove()
    except LessonError as error:
        yield Finding(error.line, error.message)
