"""What one cell of a sweep comes to: the work of a process that may run anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from nnfs_gui.experiment.files import decode_experiment, encode_experiment
from nnfs_gui.training.history import Losses

from .goal import Goal
from .many_seeds import ManySeeds
from .sweep import Cell, Sweep


@dataclass(frozen=True)
class SeedResult:
    """How one network ended.

    Attributes
    ----------
    seed : int
    reached : int or None
        The first judged epoch at which the goal held, see `many_seeds`.
    losses : Losses
        After the last epoch, or before the numbers became infinite.
    diverged : bool
    """

    seed: int
    reached: int | None
    losses: Losses
    diverged: bool


@dataclass(frozen=True)
class CellResult:
    """How the networks of one cell ended, in the order of their seeds."""

    index: int
    seeds: tuple[SeedResult, ...]


@dataclass(frozen=True)
class CellTask:
    """A cell as it is sent to a process: plain values and an experiment's file."""

    index: int
    experiment: bytes
    seeds: int
    epochs: int
    goal: Goal
    by_seed: tuple[str, ...]

    def run(self) -> CellResult:
        """Train the cell's networks; the same numbers wherever it is done."""
        experiment = decode_experiment(self.experiment)
        seeds = range(1, self.seeds + 1)
        many = ManySeeds(experiment, seeds, self.by_seed, self.goal)
        for _ in range(self.epochs):
            if all(course.diverged for course in many.courses):
                break
            many.train_epoch()
        many.judge()
        results = (
            SeedResult(course.seed, course.reached, course.losses[-1], course.diverged)
            for course in many.courses
        )
        return CellResult(self.index, tuple(results))


def task_of(sweep: Sweep, cell: Cell) -> CellTask:
    """The cell as a task."""
    content = encode_experiment(cell.experiment)
    return CellTask(cell.index, content, sweep.seeds, sweep.epochs, sweep.goal, sweep.by_seed)


def run_task(task: CellTask) -> CellResult:
    """`CellTask.run` as a function that other processes find by its name."""
    return task.run()
