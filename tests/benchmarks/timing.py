"""Fair times on a machine that does other things too.

Everybody takes a turn in every round, in a new order each time, so that a busy moment hits all
alike; the median over the rounds forgets it.  Where somebody is always busy, the best round says
what the code can do.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Work = Callable[[int], int]
"""Does at least as many steps as it is told and says how many it did."""


def seconds_per_step(work: Work, steps: int) -> float:
    start = perf_counter()
    done = work(steps)
    return (perf_counter() - start) / done


def calibrate(work: Work, seconds: float) -> int:
    """Number of steps that take about so many seconds; also warms up caches and compilers."""
    work(1)
    steps = 1
    while (taken := steps * seconds_per_step(work, steps)) < seconds / 4:
        steps *= 2
    return max(1, round(steps * seconds / taken))


def interleaved(
    contenders: Mapping[str, Work], rounds: int, seconds: float = 0.05
) -> dict[str, list[float]]:
    """Seconds per step of every contender in every round."""
    steps = {name: calibrate(work, seconds) for name, work in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    order = list(contenders)
    shuffle = random.Random(0).shuffle
    gc.disable()
    try:
        for _ in range(rounds):
            shuffle(order)
            for name in order:
                times[name].append(seconds_per_step(contenders[name], steps[name]))
            gc.collect()
    finally:
        gc.enable()
    return times


def summary(times: Mapping[str, list[float]], quietest: bool = False) -> dict[str, float]:
    """One time for each contender: the median of the rounds, or the best of them."""
    return {name: (min if quietest else median)(values) for name, values in times.items()}


def ratio(times: Mapping[str, list[float]], slow: str, fast: str, quietest: bool = False) -> float:
    """How many times faster one is than the other.

    The median of the rounds' ratios, in which both had the same neighbours; or the ratio of the
    best times, if the neighbours are never quiet for a whole round.
    """
    if quietest:
        return min(times[slow]) / min(times[fast])
    return median(a / b for a, b in zip(times[slow], times[fast], strict=True))
