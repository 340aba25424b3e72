"""Running the cells of a sweep: in local processes, or on a Dask cluster, through joblib."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

from .cells import CellResult, CellTask, run_task
from .errors import StudyError

SECONDS = 10
"""To wait for a scheduler to answer."""
RETRIES = 3
"""How often in a row workers may die without a cell getting done."""


def default_jobs() -> int:
    """All processors but one, which is left to the person."""
    return max(1, (os.cpu_count() or 2) - 1)


def run_cells(
    tasks: Sequence[CellTask], jobs: int | None = None, scheduler: str | None = None
) -> Generator[CellResult, None, None]:
    """The results in the order in which they are done.

    Closing the generator ends the work.  If a local process dies, what it and the others had under
    way is done again; a cluster does so by itself.

    Parameters
    ----------
    tasks : sequence of CellTask
    jobs : int, optional
        Local processes; see `default_jobs`.
    scheduler : str, optional
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``, to work there.

    Raises
    ------
    StudyError
        If there is no such scheduler, or processes keep dying.
    """
    from joblib.externals.loky.process_executor import BrokenProcessPool

    left, deaths = {task.index: task for task in tasks}, 0
    while left:
        done_before = len(left)
        try:
            for result in _results(list(left.values()), jobs, scheduler):
                del left[result.index]
                yield result
        except BrokenProcessPool as death:
            deaths = 1 if len(left) < done_before else deaths + 1
            if deaths >= RETRIES:
                rule = f"processes died {deaths} times without a cell getting done"
                raise StudyError(f"{rule}, of which {len(left)} are left") from death


def _results(
    tasks: Sequence[CellTask], jobs: int | None, scheduler: str | None
) -> Iterator[CellResult]:
    import joblib

    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        # Whoever closes the results knows that what was under way is lost.
        warnings.filterwarnings("ignore", "[0-9]+ tasks ", UserWarning)
        if scheduler is not None:
            stack.enter_context(_client(scheduler))
            stack.enter_context(joblib.parallel_config(backend="dask"))
        else:
            count = min(len(tasks), jobs or default_jobs())
            stack.enter_context(_local(count))
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
        yield from parallel(joblib.delayed(run_task)(task) for task in tasks)


@contextmanager
def _local(count: int) -> Iterator[None]:
    """So many processes here, and none once the work is done."""
    import joblib

    if getattr(sys, "frozen", False):  # loky starts Python itself, which a bundle does not have
        with joblib.parallel_config("threading", n_jobs=1):
            yield
        return
    with joblib.parallel_config("loky", n_jobs=count, inner_max_num_threads=1):
        try:
            yield
        finally:
            _end_processes()


def _end_processes() -> None:
    """Keep no idle processes; loky would for five minutes."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True, kill_workers=True)


def _client(scheduler: str) -> AbstractContextManager[object]:
    try:
        from distributed import Client
    except ImportError:
        raise StudyError(
            "a Dask cluster needs the packages dask and distributed: "
            "install nnfs-playground[cluster]"
        ) from None
    try:
        client: AbstractContextManager[object] = Client(scheduler, timeout=SECONDS)  # type: ignore[no-untyped-call]  # it has no types
    except (OSError, ValueError) as error:
        raise StudyError(f"there is no Dask scheduler at {scheduler}: {error}") from None
    return client
