"""`in_processes`: a function of many values, in other processes that can be ended at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TypeVar

from nnfs_gui.studies.running import default_jobs

T = TypeVar("T")
R = TypeVar("R")
Asked = Callable[[], bool]

PATIENCE = 0.1
"""Seconds between two looks at whether anybody still wants the answers."""
_LOOKS = 200
_ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP", "BLIS", "NUMEXPR")
}


def never() -> bool:
    """Nobody asks to stop."""
    return False


def in_processes(
    function: Callable[[T], R], tasks: Iterable[T], stop: Asked = never, jobs: int | None = None
) -> Generator[R, None, None]:
    """The results as they are done; closing it kills what is under way.

    The processes are its own, so that ending them ends no study that runs beside it.

    Parameters
    ----------
    function : callable
        One that other processes find by its name.
    tasks : iterable
    stop : callable
        Asked ten times a second whether to stop.
    jobs : int, optional
        Processes, by default all processors but one; 0 does everything in this one.
    """
    waiting = list(tasks)[::-1]
    if jobs == 0:
        yield from map(function, waiting[::-1])
        return
    from joblib.externals.loky import ProcessPoolExecutor

    before = set(threading.enumerate())
    count = max(1, min(len(waiting), jobs or default_jobs()))
    pool = ProcessPoolExecutor(max_workers=count, env=_ONE_THREAD)
    running: dict[Future[R], int] = {}
    try:
        while (waiting or running) and not stop():
            while waiting and len(running) < count:
                running[pool.submit(function, waiting.pop())] = len(waiting)
            done = wait(running, PATIENCE, FIRST_COMPLETED).done
            for future in sorted(done, key=running.__getitem__, reverse=True):
                del running[future]
                yield future.result()
    finally:
        _end(pool, set(running))
        _join_feeders(before)


def _end(pool: Executor, running: set[Future[R]]) -> None:
    """Kill the processes.

    Loky stumbles over a task that waits to be sent while it is told to, so none may.
    """
    for _ in range(_LOOKS):
        if all(future.running() or future.done() for future in running):
            break
        time.sleep(PATIENCE / 10)
    pool.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]  # loky's own


def _join_feeders(before: set[threading.Thread]) -> None:
    """Wait for the threads that fed the queues; they end a little after the processes."""
    for thread in set(threading.enumerate()) - before:
        if thread.name == "QueueFeederThread":
            thread.join(1.0)
