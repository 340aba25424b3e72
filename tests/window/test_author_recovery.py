"""Writing a lesson takes nothing from one's own unsaved work, not even by a crash in its midst."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from recovery_tools import MakeKeeper, after_a_crash, look, train

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.training.snapshot import Vector
from nnfs_gui.window.recovery.keeper import RecoveryKeeper
from nnfs_gui.window.recovery.kept_work import decode_work


@pytest.fixture
def keeper(playground: Playground, make_keeper: MakeKeeper) -> RecoveryKeeper:
    keeper = make_keeper()
    for what in (playground.window.lessons, playground.window.author):
        what.entering.connect(keeper.hold)
        what.left.connect(keeper.release)
    return keeper


@pytest.fixture
def own(qtbot: QtBot, playground: Playground) -> tuple[Experiment, Vector]:
    document = playground.document
    document.edit(edits.set_training(document.experiment, learning_rate=0.2), "Rate")
    snapshot = train(qtbot, playground, 2)
    return document.experiment, snapshot.parameters.copy()


def test_a_crash_while_writing_leaves_ones_own_work(
    qtbot: QtBot, playground: Playground, keeper: RecoveryKeeper, own: tuple[Experiment, Vector],
    folder: Path, tmp_path: Path,
) -> None:  # fmt: skip
    author, document = playground.window.author, playground.document
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine"), encoding="utf-8")
    assert author.open_path(path)
    document.edit(edits.set_training(document.experiment, learning_rate=3.0), "Rate")
    look(qtbot, keeper)
    author.try_step()  # a lesson is entered while one is written
    document.edit(edits.set_training(document.experiment, learning_rate=5.0), "Rate")
    look(qtbot, keeper)
    playground.window.lessons.leave()
    look(qtbot, keeper)
    assert author.is_open
    (work,) = after_a_crash(folder)
    experiment, run = decode_work(work.slot.read())
    assert experiment == own[0]
    assert run is not None
    assert np.array_equal(run.trained.network.parameters, own[1])
    work.slot.release()
    author.close()


def test_afterwards_ones_own_work_is_kept_on(
    qtbot: QtBot, playground: Playground, keeper: RecoveryKeeper, own: tuple[Experiment, Vector],
    folder: Path,
) -> None:  # fmt: skip
    author, document = playground.window.author, playground.document
    author.begin()
    author.close()
    assert document.experiment == own[0]
    changed = edits.set_training(document.experiment, learning_rate=0.4)
    document.edit(changed, "Rate")
    look(qtbot, keeper)
    (work,) = after_a_crash(folder)
    assert decode_work(work.slot.read())[0] == changed
    work.slot.release()
