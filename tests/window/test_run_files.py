"""Runs in the window: saved with all that was learned, and opened as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import load_experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.window.files_menu import Answer


def train(qtbot: QtBot, playground: Playground, epochs: int) -> Snapshot:
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(epochs)
    return shown(playground)


def shown(playground: Playground) -> Snapshot:
    snapshot = playground.session.snapshot
    assert snapshot is not None
    return snapshot


@pytest.fixture
def trained(playground: Playground, qtbot: QtBot) -> Playground:
    """The window after ten epochs of XOR."""
    playground.document.open(load_preset("xor"), None)
    train(qtbot, playground, 10)
    return playground


def test_a_saved_run_is_opened_as_it_was_and_trains_on_the_same(
    trained: Playground, qtbot: QtBot, tmp_path: Path
) -> None:
    files, path = trained.window.files, tmp_path / "mine.nnfs"
    once = shown(trained)
    with qtbot.waitSignal(files.saved):
        files.save_to(path)
    assert trained.document.path == path
    further = train(qtbot, trained, 5)
    trained.document.open(load_preset("spiral"), None)
    with qtbot.waitSignal(files.opened):
        files.open(path)
    qtbot.waitUntil(lambda: shown(trained).step == once.step)
    np.testing.assert_array_equal(shown(trained).parameters, once.parameters)
    assert shown(trained).tape == once.tape
    again = train(qtbot, trained, 5)
    np.testing.assert_array_equal(again.parameters, further.parameters)


def test_what_was_learned_since_the_last_save_is_asked_about(
    trained: Playground, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, asked = trained.window.files, []

    def ask() -> Answer:
        asked.append(shown(trained).step)
        return Answer.DISCARD

    monkeypatch.setattr(files, "ask_about_changes", ask)
    assert files.may_discard()  # a run without a file is not asked about
    with qtbot.waitSignal(files.saved):
        files.save_to(tmp_path / "mine.nnfs")
    assert files.may_discard()
    assert asked == []
    train(qtbot, trained, 1)
    assert files.may_discard()
    assert len(asked) == 1
    with qtbot.waitSignal(files.opened):
        files.open(tmp_path / "mine.nnfs")
    qtbot.waitUntil(lambda: shown(trained).epoch == 10)
    assert files.may_discard()
    assert len(asked) == 1


def test_the_set_up_alone_is_written_beside_the_run(
    trained: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    files = trained.window.files
    with qtbot.waitSignal(files.saved):
        files.save_to(tmp_path / "mine.nnfs")
    name = str(tmp_path / "set-up")
    monkeypatch.setattr(
        "nnfs_gui.window.files_menu.QFileDialog.getSaveFileName", lambda *_: (name, "")
    )
    with qtbot.waitSignal(files.saved):
        trained.window.actions_by_name["save_set_up"].trigger()
    assert load_experiment(tmp_path / "set-up.json") == trained.document.experiment
    assert trained.document.path == tmp_path / "mine.nnfs"


def test_a_file_gets_the_present_while_the_past_is_looked_at(
    trained: Playground, qtbot: QtBot, tmp_path: Path
) -> None:
    document = trained.document
    document.edit(edits.set_training(document.experiment, learning_rate=0.5), "Rate")
    train(qtbot, trained, 1)
    trained.session.tape.look_at(3)
    qtbot.waitUntil(lambda: shown(trained).past == Place(1, 3))
    assert document.experiment.training.learning_rate != 0.5
    with qtbot.waitSignal(trained.window.files.saved):
        trained.window.files.save_to(tmp_path / "mine.json")
    assert load_experiment(tmp_path / "mine.json").training.learning_rate == 0.5


def test_a_damaged_run_changes_nothing(trained: Playground, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.nnfs"
    path.write_bytes(b"PK but no zip")
    before = shown(trained)
    with qtbot.waitSignal(trained.window.files.failed) as heard:
        trained.window.files.open(path)
    assert heard.args is not None
    assert heard.args[0].startswith("Cannot open mine.nnfs: ")
    assert trained.document.path is None
    assert shown(trained) is before
