"""A lesson takes nothing from one's own work: not by closing, not by a crash in its midst."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from lesson_hands import OpenStep, messages
from pytestqt.qtbot import QtBot
from recovery_tools import MakeKeeper, after_a_crash, train

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.lessons.progress import ProgressStore
from nnfs_gui.window.files_menu import Answer
from nnfs_gui.window.recovery.kept_work import decode_work


def begin_own_work(qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper) -> None:
    keeper = make_keeper()
    playground.window.lessons.entering.connect(keeper.hold)
    playground.window.lessons.left.connect(keeper.release)
    document = playground.document
    document.edit(edits.set_training(document.experiment, learning_rate=0.2), "Rate")
    train(qtbot, playground, 2)


def test_a_crash_in_a_lesson_leaves_ones_own_work_and_every_answer(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, make_keeper: MakeKeeper,
    folder: Path, tmp_path: Path,
) -> None:  # fmt: skip
    begin_own_work(qtbot, playground, make_keeper)
    mine, weights = playground.document.experiment, playground.session.snapshot.parameters.copy()
    playground.window.lessons.progress.use_folder(tmp_path / "kept")
    lessons = open_step(2)
    lessons.answering.commit(0, ["1.5"])
    (work,) = after_a_crash(folder)
    experiment, run = decode_work(work.slot.read())
    assert experiment == mine
    assert np.array_equal(run.trained.network.parameters, weights)
    work.slot.release()
    record = ProgressStore(tmp_path / "kept").load("trial")
    assert record.step == 2
    assert record.task(2, 0).attempts[-1].answer == ("1.5",)
    assert record.task(2, 0).done


def test_the_keeper_keeps_nothing_of_the_lesson_itself(
    qtbot: QtBot, playground: Playground, open_step: OpenStep, make_keeper: MakeKeeper,
    folder: Path,
) -> None:  # fmt: skip
    keeper = make_keeper()
    playground.window.lessons.entering.connect(keeper.hold)
    playground.window.lessons.left.connect(keeper.release)
    lessons = open_step(3)
    document = playground.document
    layer = document.experiment.network.hidden[0].id
    document.edit(edits.resize_layer(document.experiment, layer, 3), "Resize")
    keeper.look()
    assert not keeper._background.busy
    assert not after_a_crash(folder)
    lessons.leave()
    keeper.look()


def test_closing_in_a_lesson_asks_about_ones_own_changes(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    document, window = playground.document, playground.window
    document.edit(edits.set_title(document.experiment, "Mine"), "Rename")
    open_step(1)
    asked: list[str] = []

    def ask() -> Answer:
        asked.append(document.experiment.title)
        return Answer.CANCEL

    window.files.ask_about_changes = ask
    window.close()
    assert asked == ["Mine"]
    assert window.isVisible()
    assert window.lessons.lesson is not None  # one goes on where one was
    window.lessons.leave()
    assert document.experiment.title == "Mine"


def test_an_open_lesson_is_no_change_to_be_asked_about(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, told = open_step(3), messages(playground)
    document = playground.document
    layer = document.experiment.network.hidden[0].id
    document.edit(edits.resize_layer(document.experiment, layer, 3), "Resize")
    playground.window.files.ask_about_changes = lambda: told.append("asked") or Answer.CANCEL
    assert playground.window.files.may_discard()
    assert told == []
    assert lessons.lesson is None
