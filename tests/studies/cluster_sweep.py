"""Sweeps on a Dask cluster of two processes, kills one in the middle, and prints the table."""

from __future__ import annotations

import os
import signal
import sys
import tempfile

from distributed import LocalCluster
from sweep_tools import cluster_sweep

from nnfs_gui.studies.cells import task_of
from nnfs_gui.studies.results import ResultTable
from nnfs_gui.studies.running import run_cells


def main() -> None:
    """See above."""
    sweep = cluster_sweep()
    cells = sweep.cells()
    table = ResultTable(sweep, cells)
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=folder
        ) as cluster,
    ):
        victim = next(iter(cluster.workers.values())).process.pid
        tasks = [task_of(sweep, cell) for cell in cells]
        for number, result in enumerate(run_cells(tasks, scheduler=cluster.scheduler_address)):
            table.add(result)
            if number == 3:
                os.kill(victim, signal.SIGKILL)
    sys.stdout.write(table.csv())


if __name__ == "__main__":
    main()
