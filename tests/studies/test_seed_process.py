"""Many seeds in a process of their own, and one of them opened in the window's run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment.model import PointArray, PointsData
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.studies.goal import parse_goal
from nnfs_gui.studies.many_seeds import ManySeeds
from nnfs_gui.studies.seed_process import (
    SIDE,
    SeedFailure,
    SeedNews,
    SeedOpened,
    SeedProcess,
    SeedProgress,
    request_of,
)
from nnfs_gui.training.run import Run
from nnfs_gui.training.tape.picture import Place

XOR = load_preset("xor")
GOAL = parse_goal("test_loss<0.4")


@pytest.fixture
def process() -> Iterator[SeedProcess]:
    process = SeedProcess(request_of([XOR], [4, 9, 2], ("weights",), GOAL, 30))
    yield process
    process.close()


def news_until(
    process: SeedProcess, last: type[SeedNews], finished: bool = False
) -> list[SeedNews]:
    found: list[SeedNews] = []
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found += process.news()
        for one in found:
            if isinstance(one, last) and (not finished or getattr(one, "finished", True)):
                return found
        time.sleep(0.005)
    raise AssertionError(f"only {found} came")


def test_progress_is_that_of_the_networks_trained_here(process: SeedProcess) -> None:
    progress = news_until(process, SeedProgress, finished=True)[-1]
    assert isinstance(progress, SeedProgress)
    many = ManySeeds(XOR, [4, 9, 2], goal=GOAL)
    for _ in range(30):
        many.train_epoch()
    assert progress.epoch == 30
    assert progress.judged.tolist() == list(range(31))
    for row, course in enumerate(many.courses):
        assert progress.test_losses[row].tolist() == [found.test_loss for found in course.losses]
        assert progress.train_losses[row].tolist() == [found.train_loss for found in course.losses]
        assert progress.accuracies[row] == course.losses[-1].test_accuracy
        assert progress.reached[row] == course.reached
    assert progress.solved == sum(course.reached is not None for course in many.courses)
    assert [one.shape for one in progress.outputs] == [(1, SIDE, SIDE)] * 3


def test_the_opened_network_goes_on_as_if_it_had_been_trained_alone(process: SeedProcess) -> None:
    news_until(process, SeedProgress, finished=True)
    process.ask_for(1)
    opened = news_until(process, SeedOpened)[-1]
    assert isinstance(opened, SeedOpened)
    assert opened.experiment.network.seed == 9
    adopted, alone = Run(1, opened.experiment), Run(1, opened.experiment)
    adopted.rewind(2, opened.learned)
    for run in (alone, adopted):
        run.play(30 if run is alone else 0)
        while run.has_goal:
            run.train(1.0)
    ours, theirs = adopted.snapshot(), alone.snapshot()
    assert ours.step == theirs.step
    np.testing.assert_array_equal(ours.curve.test_loss, theirs.curve.test_loss)
    assert adopted.tape.live.end == alone.tape.live.end == ours.step
    for run in (alone, adopted):
        run.step("batch")
    np.testing.assert_array_equal(adopted.snapshot().parameters, alone.snapshot().parameters)
    adopted.look_at(Place(adopted.tape.live.number, 7))  # any step on the way there can be shown
    alone.look_at(Place(alone.tape.live.number, 7))
    np.testing.assert_array_equal(adopted.snapshot().parameters, alone.snapshot().parameters)


def test_what_cannot_be_trained_is_said(process: SeedProcess) -> None:
    nothing = replace(XOR, data=PointsData(points=PointArray()))
    hopeless = SeedProcess(request_of([nothing], [1], ("weights",), GOAL, 5))
    news = news_until(hopeless, SeedFailure)
    hopeless.close()
    assert isinstance(news[0], SeedFailure)
    assert news[0].message.startswith("there are no training points")


def test_a_killed_process_is_noticed_and_closing_twice_does_no_harm(process: SeedProcess) -> None:
    os.kill(process._process.pid or 0, signal.SIGKILL)
    news = news_until(process, SeedFailure)
    assert news[-1] == SeedFailure("The process that trained the networks has ended.")
    process.close()
    assert process.news() == []
