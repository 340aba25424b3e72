"""Challenges: the solution passes, and what the step begins with does not."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import LessonError
from ..model import Challenge, Lesson, Step
from ..running.challenge import limits_missing, run_challenge
from ..running.seeds import check_seeds
from ..setups import Prepared, with_settings
from .finding import Finding

SEEDS, PASSES = 20, 18


def prove_solution_limits(step: Step, prepared: Prepared) -> Iterator[Finding]:
    """Whether the solution keeps the limits; needs no run."""
    for challenge in step.all_of(Challenge):
        if not challenge.solution:
            yield Finding(challenge.line, "the challenge has no [solution] to be tested with")
            continue
        try:
            solution = with_settings(
                prepared.after, challenge.solution, challenge.line, challenge.lines
            )
        except LessonError as error:
            yield Finding(error.line, error.message)
            continue
        missing = limits_missing(challenge, solution, prepared.after)
        if missing:
            yield Finding(challenge.line, f"the solution breaks a limit: {missing}")


def prove_challenges(
    lesson: Lesson, step: Step, prepared: Prepared, jobs: int | None
) -> Iterator[Finding]:
    """Over 20 seeds that no learner is given."""
    seeds = check_seeds(lesson, step.number, SEEDS)
    for challenge in step.all_of(Challenge):
        start = prepared.after
        if challenge.solution:
            solution = with_settings(start, challenge.solution)
            verdict = run_challenge(challenge, solution, start, seeds, early=False, jobs=jobs)
            if verdict.passes < PASSES:
                message = f"the solution passes in {verdict.passes} of {SEEDS} seeds, not in 18"
                yield Finding(challenge.line, message)
        if not limits_missing(challenge, start, start):
            verdict = run_challenge(challenge, start, start, seeds, jobs=jobs)
            if verdict.passed:
                yield Finding(challenge.line, "the step begins with what already passes")
