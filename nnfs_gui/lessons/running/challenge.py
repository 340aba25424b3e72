"""`run_challenge`: a challenge over all of its seeds, in other processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.running import default_jobs

from ..checks import first_missing, parse_check
from ..model import Challenge
from ..situation import Situation
from .course import Course
from .seeds import SeedResult, SeedTask, run_seed, seed_tasks

Asked = Callable[[], bool]
Found = Callable[[SeedResult], None]
MOST_POINTS = 2000
PATIENCE = 0.1
"""Seconds between two looks at whether anybody still wants the answer."""
_LOOKS = 200
_ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP", "BLIS", "NUMEXPR")
}


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


def never() -> bool:
    """Nobody asks to stop."""
    return False


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
    with closing(_results(tasks, stop, jobs)) as results:
        for result in results:
            verdict = Verdict((*verdict.results, result), len(seeds), needed)
            found(result)
            if stop() or (early and verdict.is_sure):
                break
    cancelled = stop() and not verdict.is_sure
    return Verdict(verdict.results, len(seeds), needed, cancelled)


def _results(
    tasks: tuple[SeedTask, ...], stop: Asked, jobs: int | None
) -> Generator[SeedResult, None, None]:
    """The runs as they are done; closing it kills what is under way.

    The processes are its own, so that ending them ends no study that runs beside it.
    """
    if jobs == 0:
        yield from map(run_seed, tasks)
        return
    from joblib.externals.loky import ProcessPoolExecutor

    count = min(len(tasks), jobs or default_jobs())
    pool, waiting = ProcessPoolExecutor(max_workers=count, env=_ONE_THREAD), list(tasks[::-1])
    running: set[Future[SeedResult]] = set()
    try:
        while (waiting or running) and not stop():
            while waiting and len(running) < count:
                running.add(pool.submit(run_seed, waiting.pop()))
            done, running = wait(running, PATIENCE, FIRST_COMPLETED)
            yield from sorted((future.result() for future in done), key=lambda r: r.seed)
    finally:
        _end(pool, running)


def _end(pool: Executor, running: set[Future[SeedResult]]) -> None:
    """Kill the processes.

    Loky stumbles over a task that waits to be sent while it is told to, so none may.
    """
    for _ in range(_LOOKS):
        if all(future.running() or future.done() for future in running):
            break
        time.sleep(PATIENCE / 10)
    pool.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]  # loky's own
