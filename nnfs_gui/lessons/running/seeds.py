"""One seed of a challenge: what a process of its own is given, does and answers."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnfs_gui.experiment.data.encoding import decode_classes
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.files import decode_experiment, encode_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.studies.seeds import DATA, ORDER, SPLIT, WEIGHTS, with_seed
from nnfs_gui.training.pictures import copied
from nnfs_gui.training.snapshot import Maps, Vector

from ..checks import holds, parse_check
from ..model import Challenge, Lesson
from .course import Course

PICTURE = 48
"""Side of the small picture of the decision boundary."""
_VARIED = {"weights": (WEIGHTS,), "order": (ORDER,), "data": (DATA, SPLIT)}
_TEST = 500
"""How far the seeds of a lesson's own test lie from those of its learners."""


@dataclass(frozen=True)
class SeedTask:
    """A run as it is sent to a process: plain values and experiment files."""

    seed: int
    experiment: bytes
    start: bytes
    goal: tuple[str, ...]
    epochs: int
    at_the_end: bool


@dataclass(frozen=True, eq=False)
class SeedResult:
    """How a run ended.

    Attributes
    ----------
    seed : int
    passed : bool
        Whether the goal was met, as the challenge counts it.
    reached : int or None
        The first epoch in which it was.
    epochs : int
        How long it was trained: as long as it took to know.
    train_loss, test_loss, test_accuracy : float
    diverged : bool
    experiment : Experiment
        With this seed; trained for ``epochs`` it stands, to the bit, where this run ended.
    parameters : ndarray of shape (n_parameters,)
        Those with which it ended.
    outputs : ndarray of shape (n_outputs, 48, 48), float32
        Over the plane, as the maps of a snapshot are.
    """

    seed: int
    passed: bool
    reached: int | None
    epochs: int
    train_loss: float
    test_loss: float
    test_accuracy: float
    diverged: bool
    experiment: Experiment
    parameters: Vector
    outputs: Maps

    @property
    def classes(self) -> Vector:
        """The predicted class at each place of the picture; of shape (48, 48)."""
        flat = self.outputs.reshape(len(self.outputs), -1).T
        found = decode_classes(flat, read_outputs(self.experiment))
        return found.reshape(PICTURE, PICTURE).astype(np.float64)


def challenge_seeds(
    lesson: Lesson, step: int, challenge: Challenge, own: Experiment
) -> tuple[int, ...]:
    """The seeds of a challenge: the same every time, and none that the learner has."""
    first = _first_seed(lesson, step)
    taken = {own.network.seed, own.training.shuffle_seed, own.split.seed}
    taken.add(getattr(own.data, "seed", -1))
    return _some(first, challenge.seeds, taken)


def check_seeds(lesson: Lesson, step: int, count: int = 20) -> tuple[int, ...]:
    """Other seeds, for the lesson's own test."""
    return _some(_first_seed(lesson, step) + _TEST, count, set())


def _first_seed(lesson: Lesson, step: int) -> int:
    return 1000 + zlib.crc32(f"{lesson.id} {step}".encode()) % 1_000_000


def _some(first: int, count: int, taken: set[int]) -> tuple[int, ...]:
    def free() -> Iterator[int]:
        seed = first
        while True:
            if seed not in taken:
                yield seed
            seed += 1

    source = free()
    return tuple(next(source) for _ in range(count))


def seed_tasks(
    challenge: Challenge, experiment: Experiment, start: Experiment, seeds: tuple[int, ...]
) -> tuple[SeedTask, ...]:
    """What there is to do, a task a seed."""
    varied = tuple(name for vary in challenge.vary for name in _VARIED[vary])
    return tuple(
        SeedTask(
            seed,
            encode_experiment(with_seed(experiment, seed, varied)),
            encode_experiment(with_seed(start, seed, varied)),
            challenge.goal,
            challenge.epochs,
            challenge.when == "at the end",
        )
        for seed in seeds
    )


def run_seed(task: SeedTask) -> SeedResult:
    """Train one run until it is known whether the goal is met; the same numbers everywhere."""
    goal = [parse_check(text) for text in task.goal]
    experiment = decode_experiment(task.experiment)
    course = Course(experiment, decode_experiment(task.start))

    def is_met() -> bool:
        situation = course.situation()
        return all(holds(check, situation) for check in goal)

    reached, met = (0, True) if is_met() else (None, False)
    while course.trained.epoch < task.epochs and not course.diverged:
        if reached is not None and not task.at_the_end:
            break
        before = course.trained.epoch
        course.train_epoch()
        if course.trained.epoch == before:
            break  # it diverged, or there is nothing to train on
        met = is_met()
        reached = course.trained.epoch if met and reached is None else reached
    passed = met if task.at_the_end else reached is not None
    return _result(task, course, passed, reached)


def _result(task: SeedTask, course: Course, passed: bool, reached: int | None) -> SeedResult:
    trained, losses = course.trained, course.losses
    features = feature_matrix(trained.experiment.network.features, grid_points(PICTURE))
    outputs = trained.network.predict(features).T.reshape(-1, PICTURE, PICTURE)
    return SeedResult(
        seed=task.seed,
        passed=passed,
        reached=reached,
        epochs=trained.epoch,
        train_loss=losses.train_loss,
        test_loss=losses.test_loss,
        test_accuracy=losses.test_accuracy,
        diverged=course.diverged,
        experiment=trained.experiment,
        parameters=trained.network.parameters.copy(),
        outputs=copied(outputs),
    )
