"""Saving over what another program wrote meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import load_experiment, save_experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.window.file_mark import FileMark
from nnfs_gui.window.files_menu import Answer


@pytest.fixture
def path(playground: Playground, tmp_path: Path, qtbot: QtBot) -> Path:
    """A file that is open in the window, with changes that are not saved."""
    path = tmp_path / "mine.json"
    save_experiment(load_preset("xor"), path)
    with qtbot.waitSignal(playground.window.files.opened):
        playground.window.files.open(path)
    document = playground.document
    document.edit(edits.set_seed(document.experiment, 99), "Seed")
    return path


def answered(playground: Playground, monkeypatch: pytest.MonkeyPatch, answer: Answer) -> list[Path]:
    """The files that were asked about, all with the same answer."""
    asked: list[Path] = []

    def ask(path: Path) -> Answer:
        asked.append(path)
        return answer

    monkeypatch.setattr(playground.window.files, "ask_about_overwriting", ask)
    return asked


def test_a_file_that_nobody_touched_is_saved_without_a_question(
    playground: Playground, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = answered(playground, monkeypatch, Answer.CANCEL)
    os.utime(path, (1.0, 1.0))  # the same content, copied or touched
    for _ in range(2):
        with qtbot.waitSignal(playground.window.files.saved):
            assert playground.window.files.save()
    assert asked == []
    assert load_experiment(path) == playground.document.experiment


@pytest.mark.parametrize("answer", [Answer.CANCEL, Answer.DISCARD])
def test_what_another_program_wrote_is_asked_about(
    playground: Playground,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    qtbot: QtBot,
) -> None:
    asked = answered(playground, monkeypatch, answer)
    other = load_preset("spiral")
    save_experiment(other, path)
    with qtbot.waitSignal(playground.window.files.saved, raising=False, timeout=500) as saved:
        assert playground.window.files.save() is (answer is Answer.DISCARD)
    assert saved.signal_triggered is (answer is Answer.DISCARD)
    assert asked == [path]
    mine = playground.document.experiment
    assert load_experiment(path) == (mine if answer is Answer.DISCARD else other)
    assert playground.document.modified is (answer is Answer.CANCEL)


def test_another_content_of_the_same_size_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    mark = FileMark.of(path)
    path.write_bytes(b"two")
    os.utime(path, ns=(mark.time + 1, mark.time + 1))
    assert mark.is_overwritten()


def test_a_file_that_is_gone_is_written_again_without_a_question(
    playground: Playground, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = answered(playground, monkeypatch, Answer.CANCEL)
    path.unlink()
    with qtbot.waitSignal(playground.window.files.saved):
        playground.window.files.save()
    assert asked == []
    assert path.exists()


def test_the_question_offers_another_name_first(qtbot: QtBot, playground: Playground) -> None:
    seen: dict[str, object] = {}

    def look() -> None:
        box = playground.window.findChild(QMessageBox, "overwritten-file")
        assert box is not None
        seen["text"] = box.text()
        seen["default"] = box.defaultButton().text()
        buttons = {button.text(): button for button in box.findChildren(QPushButton)}
        buttons["Overwrite"].click()

    QTimer.singleShot(0, look)
    answer = playground.window.files.ask_about_overwriting(Path("mine.json"))
    assert answer is Answer.DISCARD
    assert "mine.json" in str(seen["text"])
    assert seen["default"] == "Save as…"
