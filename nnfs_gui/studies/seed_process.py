"""`SeedProcess`: many seeds trained in a process of their own, so that the window stays quick.

Threads would share the interpreter with the window.  The process sends its progress some ten times
a second, and ends by itself when nobody listens any more.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.files import FileError, decode_experiment, encode_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.training.learned import Learned
from nnfs_gui.training.maps import MapEvaluator

from .errors import StudyError
from .goal import Goal
from .many_seeds import ManySeeds

SIDE = 48
"""Side of the small boundaries, in grid points."""
BETWEEN = 0.1
"""Seconds between two messages."""
NICE = 5
"""How much the process stands back behind the window."""

Maps: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SeedRequest:
    """What is to be trained.

    Attributes
    ----------
    experiments : tuple of bytes
        As files; each is trained under each seed.
    """

    experiments: tuple[bytes, ...]
    seeds: tuple[int, ...]
    varied: tuple[str, ...]
    goal: Goal
    epochs: int


@dataclass(frozen=True, eq=False)
class SeedProgress:
    """All networks at one moment.

    Attributes
    ----------
    epoch : int
        The last one at which they were judged.
    judged : ndarray of int of shape (n_judged,)
        The epochs at which they were judged so far; 0 is before training.
    test_losses, train_losses : ndarray of shape (n_networks, n_judged)
        NaN from where a network has diverged.
    accuracies : ndarray of shape (n_networks,)
        Of the test points; NaN for regression.
    reached : tuple of int or None
        The first judged epoch at which each held the goal.
    diverged : tuple of bool
    outputs : tuple of ndarray of float32 of shape (n_outputs, SIDE, SIDE)
        What each says of the plane.
    finished : bool
        Whether all epochs are done, or nothing is left to train.
    """

    epoch: int
    judged: npt.NDArray[np.int64]
    train_losses: npt.NDArray[np.float64]
    test_losses: npt.NDArray[np.float64]
    accuracies: npt.NDArray[np.float64]
    reached: tuple[int | None, ...]
    diverged: tuple[bool, ...]
    outputs: tuple[Maps, ...]
    finished: bool

    @property
    def solved(self) -> int:
        """How many have reached the goal."""
        return sum(epoch is not None for epoch in self.reached)


@dataclass(frozen=True, eq=False)
class SeedOpened:
    """One network, to go on with."""

    index: int
    experiment: Experiment
    learned: Learned


@dataclass(frozen=True)
class SeedFailure:
    """Why nothing can be trained, as a sentence."""

    message: str


SeedNews: TypeAlias = SeedProgress | SeedOpened | SeedFailure


class SeedProcess:
    """The window's side: starts the process, hears of it, and ends it.

    Raises
    ------
    StudyError
        If no process can be started.
    """

    def __init__(self, request: SeedRequest) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, request), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            raise StudyError(f"no process can be started: {error.strerror}") from None
        finally:
            theirs.close()
        self._closed = False

    def news(self) -> list[SeedNews]:
        """What has come since it was last asked; never waits."""
        found: list[SeedNews] = []
        try:
            while not self._closed and self._connection.poll():
                found.append(self._connection.recv())
        except (EOFError, OSError):
            self.close()
            found.append(SeedFailure("The process that trained the networks has ended."))
        return found

    def ask_for(self, index: int) -> None:
        """Ask for one network; it comes as news."""
        with suppress(OSError):
            self._connection.send(index)

    def close(self) -> None:
        """End the process, whatever it does; harmless when called again."""
        if not self._closed:
            self._closed = True
            self._connection.close()
            self._process.terminate()
            self._process.join()
            self._process.close()


def request_of(
    experiments: Sequence[Experiment],
    seeds: Sequence[int],
    varied: Sequence[str],
    goal: Goal,
    epochs: int,
) -> SeedRequest:
    """A request in values that every process understands."""
    contents = tuple(encode_experiment(one) for one in experiments)
    return SeedRequest(contents, tuple(seeds), tuple(varied), goal, epochs)


# --- in the process ------------------------------------------------------------------------------


def _work(connection: Connection, request: SeedRequest) -> None:
    """Train until all is done, and then answer until nobody listens."""
    os.nice(NICE)
    with connection, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            worker = _Worker(request)
        except (StudyError, FileError) as error:
            connection.send(SeedFailure(str(error)))
            return
        worker.serve(connection)


class _Worker:
    def __init__(self, request: SeedRequest) -> None:
        experiments = [decode_experiment(content) for content in request.experiments]
        self._epochs = request.epochs
        self._many = ManySeeds(experiments, request.seeds, request.varied, request.goal)
        self._maps = [
            MapEvaluator(trained.network, feature_matrix(one.network.features, grid_points(SIDE)))
            for trained, one in zip(self._many.trained, self._many.experiments, strict=True)
        ]

    @property
    def _finished(self) -> bool:
        many = self._many
        return many.epoch >= self._epochs or all(course.diverged for course in many.courses)

    def serve(self, connection: Connection) -> None:
        connection.send(self._progress())
        told = time.monotonic()
        while True:
            while connection.poll(None if self._finished else 0):
                connection.send(self._opened(connection.recv()))
            self._many.train_epoch()
            if self._finished or time.monotonic() - told >= BETWEEN:
                connection.send(self._progress())
                told = time.monotonic()

    def _progress(self) -> SeedProgress:
        many = self._many
        if self._finished:  # and not before it is due: results must not depend on the machine
            many.judge()
        courses = many.courses
        judged = max((course.epochs for course in courses), key=len)
        train, test = (np.full((len(courses), len(judged)), np.nan) for _ in range(2))
        for row, course in enumerate(courses):
            train[row, : len(course.losses)] = [losses.train_loss for losses in course.losses]
            test[row, : len(course.losses)] = [losses.test_loss for losses in course.losses]
        outputs = [maps.evaluate()[-1].reshape(-1, SIDE, SIDE).copy() for maps in self._maps]
        return SeedProgress(
            epoch=judged[-1],
            judged=np.array(judged),
            train_losses=train,
            test_losses=test,
            accuracies=np.array([course.losses[-1].test_accuracy for course in courses]),
            reached=tuple(course.reached for course in courses),
            diverged=tuple(course.diverged for course in courses),
            outputs=tuple(outputs),
            finished=self._finished,
        )

    def _opened(self, index: int) -> SeedOpened:
        many = self._many
        course, trained = many.courses[index], many.trained[index]
        assert trained.trainer is not None
        per_epoch = trained.trainer.steps_per_epoch
        entries = tuple(
            (epoch * per_epoch, float(epoch), losses)
            for epoch, losses in zip(course.epochs, course.losses, strict=True)
        )
        return SeedOpened(index, many.experiments[index], Learned(many.state(index), entries))
