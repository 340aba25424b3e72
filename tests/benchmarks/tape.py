"""How long any step of a long run takes to show, and what recording it costs.

    python tests/benchmarks/tape.py [--steps 1000000] [NET …]

- speed: steps per second of a run in slices of 5 ms with the tape, as a share of the same without
  one; two runs take turns, and the median of the turns' ratios counts;
- memory: of the key frames after the run, by their own account and as the system sees it;
- a step: from asking for a step to its whole snapshot (maps, losses, norms), for random steps;
- near: the same for the nearest key frame, as while the handle is dragged.

Times are the processor's, so that other work on it counts less.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tracemalloc
from pathlib import Path
from statistics import median
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from pace import NETS, experiment_of

from nnfs_gui.training.run import Run
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.tape.tape import Tape

SLICE = 0.005
TURN = 0.5
TURNS = 30
LOOKS = 200


class NoTape(Tape):
    """A tape that keeps nothing but its end."""

    def advance(self, trained: object, step_seconds: float) -> None:
        self.live.end = trained.steps


def run_of(net: str, *, with_tape: bool = True) -> Run:
    run = Run(1, experiment_of(net))
    if not with_tape:
        run.tape.__class__ = NoTape
    return run


def speed(run: Run, seconds: float) -> float:
    """Steps per second."""
    run.play()
    start, first = process_time(), run._trained.steps
    while process_time() - start < seconds:
        run.train(SLICE)
    return (run._trained.steps - first) / (process_time() - start)


def share_with_tape(net: str) -> float:
    runs = run_of(net), run_of(net, with_tape=False)
    for run in runs:
        speed(run, TURN)
    turns = [(speed(runs[0], TURN), speed(runs[1], TURN)) for _ in range(TURNS)]
    return median(with_tape / without for with_tape, without in turns)


def long_run(net: str, steps: int) -> Run:
    run = run_of(net)
    run.play()
    while run._trained.steps < steps:
        run.train(SLICE, steps - run._trained.steps)
    return run


def times_to_show(run: Run, *, near: bool) -> list[float]:
    rng, end = np.random.default_rng(0), run._trained.steps
    times = []
    for step in rng.integers(0, end, LOOKS).tolist():
        start = process_time()
        run.look_at(Place(1, step), near)
        run.snapshot()
        times.append(process_time() - start)
    return times


def bytes_of_a_frame(run: Run) -> tuple[int, float]:
    """By the tape's account, and as Python's allocator sees it."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    moments = [run._trained.moment() for _ in range(500)]
    size = (tracemalloc.get_traced_memory()[0] - before) / len(moments)
    tracemalloc.stop()
    return moments[0].nbytes, size


def measure(net: str, steps: int) -> dict[str, object]:
    run = long_run(net, steps)
    frames = run.tape.live.frames
    told, seen = bytes_of_a_frame(run)
    exact, near = times_to_show(run, near=False), times_to_show(run, near=True)
    return {
        "net": net,
        "share with tape": round(share_with_tape(net), 4),
        "steps": run._trained.steps,
        "key frames": len(frames),
        "MB": round(run.tape.nbytes / 1e6, 2),
        "frame told, seen": (told, round(seen)),
        "ms median, 99 %, most": [round(1e3 * q, 1) for q in np.quantile(exact, (0.5, 0.99, 1))],
        "near, ms median, most": [round(1e3 * q, 1) for q in np.quantile(near, (0.5, 1))],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nets", nargs="*", default=NETS, metavar="NET")
    parser.add_argument("--steps", type=int, default=1_000_000)
    options = parser.parse_args()
    for net in options.nets:
        print(json.dumps(measure(net, options.steps)))


if __name__ == "__main__":
    main()
