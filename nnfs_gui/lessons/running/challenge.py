"""`run_challenge`: a challenge over all of its seeds, in other processes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from nnfs_gui.experiment.model import Experiment

from ..checks import first_missing, parse_check
from ..model import Challenge
from ..situation import Situation
from .course import Course
from .processes import Asked, in_processes, never
from .seeds import SeedResult, run_seed, seed_tasks

Found = Callable[[SeedResult], None]
MOST_POINTS = 2000


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a challenge came to.

    Attributes
    ----------
    results : tuple of SeedResult
        In the order in which they were done; some are missing if the verdict was sure before.
    seeds, needed : int
    cancelled : bool
    """

    results: tuple[SeedResult, ...]
    seeds: int
    needed: int
    cancelled: bool = False

    @property
    def passes(self) -> int:
        """Runs that met the goal."""
        return sum(result.passed for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether enough runs did."""
        return self.passes >= self.needed

    @property
    def is_sure(self) -> bool:
        """Whether the runs that are missing cannot change it."""
        failures = len(self.results) - self.passes
        return self.passed or failures > self.seeds - self.needed


def ignore(_result: SeedResult) -> None:
    """Nobody looks at single results."""


def limits_missing(challenge: Challenge, experiment: Experiment, start: Experiment) -> str:
    """Which limit the experiment does not keep, as a sentence; "" if it keeps them all."""
    situation: Situation = Course(experiment, start).situation()
    points = len(situation.points.targets)
    if points > MOST_POINTS:
        return f"A challenge takes at most {MOST_POINTS:,} points; there are {points:,}."
    return first_missing([parse_check(text) for text in challenge.within], situation)


def run_challenge(
    challenge: Challenge,
    experiment: Experiment,
    start: Experiment,
    seeds: tuple[int, ...],
    found: Found = ignore,
    stop: Asked = never,
    early: bool = True,
    jobs: int | None = None,
) -> Verdict:
    """Train the experiment under all seeds, in other processes; blocks until the verdict.

    Parameters
    ----------
    challenge : Challenge
    experiment, start : Experiment
        What the learner built, and what the step began with.
    seeds : tuple of int
        See `seeds.challenge_seeds`.
    found : callable
        Called with each run that is done, on the calling thread.
    stop : callable
        Asked ten times a second whether to stop; then all processes end at once.
    early : bool
        Whether to stop as soon as the verdict is sure.
    jobs : int, optional
        Processes; 0 runs everything in this one.
    """
    needed = max(1, -(-challenge.needed * len(seeds) // challenge.seeds))
    tasks = seed_tasks(challenge, experiment, start, seeds)
    verdict = Verdict((), len(seeds), needed)
    with closing(in_processes(run_seed, tasks, stop, jobs)) as results:
        for result in results:
            verdict = Verdict((*verdict.results, result), len(seeds), needed)
            found(result)
            if stop() or (early and verdict.is_sure):
                break
    cancelled = stop() and not verdict.is_sure
    return Verdict(verdict.results, len(seeds), needed, cancelled)
