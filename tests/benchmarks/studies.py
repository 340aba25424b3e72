"""How fast many networks are trained: in step in one process, and as cells of a sweep.

    python tests/benchmarks/studies.py [--cluster]

- in step: microseconds per network and step for 1, 12 and 48 networks of three shapes, and what a
  single trainer takes in the same minutes;
- cells: a second with 1 and 2 local processes, and on a Dask cluster of two, starting included.
"""

from __future__ import annotations

import argparse
import os
import sys
from statistics import median
from time import perf_counter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from engine import Ensemble, Network, Trainer
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.studies.cells import task_of
from nnfs_gui.studies.running import run_cells
from nnfs_gui.studies.sweep import Sweep, parse_varied

ROWS = (((2, 4, 2, 1), 10), ((2, 8, 8, 6, 1), 32), ((2, 16, 16, 1), 64))
ROUNDS, STEPS = 15, 200


def trainers(sizes: tuple[int, ...], batch_size: int, count: int) -> list[Trainer]:
    """Networks that differ in their seeds."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 2))
    y = (X[:, 0] * X[:, 1] > 0).astype(float)
    networks = (Network(sizes, "tanh", "sigmoid", "bce", seed=seed) for seed in range(count))
    return [Trainer(network, X, y, batch_size=batch_size) for network in networks]


def in_step(sizes: tuple[int, ...], batch_size: int) -> str:
    """One row of the first table."""
    kinds = {count: Ensemble(trainers(sizes, batch_size, count)) for count in (1, 12, 48)}
    single = trainers(sizes, batch_size, 1)[0]
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, step, count in [
            ("single", single.step, 1),
            *((f"{count} in step", kind.step, count) for count, kind in kinds.items()),
        ]:
            step()
            begin = perf_counter()
            for _ in range(STEPS):
                step()
            micros = (perf_counter() - begin) / STEPS / count * 1e6
            times.setdefault(name, []).append(micros)
    shape = "-".join(map(str, sizes))
    figures = ", ".join(f"{name} {min(found):.2f}" for name, found in times.items())
    medians = median(times["single"]) / median(times["12 in step"])
    return f"{shape}, batch {batch_size}: {figures} µs; 12 in step are {medians:.1f} times as fast"


def cells_a_second(jobs: int | None, scheduler: str | None = None) -> float:
    """A sweep of 9 × 4 cells of 10 seeds."""
    ranges = "training.learning_rate=0.001:1:log:9", "network.hidden=2,4,8,8-8"
    sweep = Sweep(load_preset("xor"), tuple(map(parse_varied, ranges)), 10, 20)
    tasks = [task_of(sweep, cell) for cell in sweep.cells()]
    begin = perf_counter()
    done = sum(1 for _ in run_cells(tasks, jobs, scheduler))
    return done / (perf_counter() - begin)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cluster", action="store_true", help="also on a local Dask cluster")
    options = parser.parse_args()
    for sizes, batch_size in ROWS:
        print(in_step(sizes, batch_size))
    for jobs in (1, 2):
        print(f"{jobs} local: {cells_a_second(jobs):.2f} cells a second")
    if options.cluster:
        from distributed import LocalCluster

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            found = cells_a_second(None, cluster.scheduler_address)
            print(f"2 on a cluster: {found:.2f} cells a second")


if __name__ == "__main__":
    sys.exit(main())
