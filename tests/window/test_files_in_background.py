"""Files that take long: the window stays alive, says so, and lets go at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import load_experiment, save_experiment
from nnfs_gui.experiment.files.reading import Asked, heed
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.window import files_menu
from nnfs_gui.window.files_menu import Answer


class Slow:
    """A job that is not done before it is let go on, or stopped if that is possible."""

    def __init__(self, job: Callable[[Any, Asked], object], *, stops: bool) -> None:
        self._job, self._stops = job, stops
        self.begun, self.go_on, self.stopped = Event(), Event(), Event()

    def __call__(self, what: object, stop: Asked) -> object:
        self.begun.set()
        while not self.go_on.wait(0.002):
            if self._stops and stop():
                self.stopped.set()
                heed(stop)
        return self._job(what, stop)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow(files_menu.read, stops=True)
    monkeypatch.setattr(files_menu, "PATIENCE", 0.01)
    monkeypatch.setattr(files_menu, "read", slow)
    return slow


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow(files_menu.write, stops=False)
    monkeypatch.setattr(files_menu, "PATIENCE", 0.01)
    monkeypatch.setattr(files_menu, "write", slow)
    return slow


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    """Two presets as files."""
    found = {name: tmp_path / f"{name}.json" for name in ("xor", "spiral")}
    for name, path in found.items():
        save_experiment(load_preset(name), path)
    return found


def note(playground: Playground) -> str:
    bar = playground.window.bar
    text = bar.findChild(QLabel, "message-text")
    assert text is not None
    return text.text() if bar.isVisible() else ""


def change(playground: Playground, seed: int) -> None:
    document = playground.document
    document.edit(edits.set_seed(document.experiment, seed), "Seed")


def test_a_large_file_is_announced_and_opened_when_it_is_read(
    qtbot: QtBot, playground: Playground, paths: dict[str, Path], reading: Slow
) -> None:
    before = playground.document.experiment
    playground.window.files.open(paths["xor"])
    assert note(playground) == "Opening xor.json…"
    assert playground.document.experiment is before
    with qtbot.waitSignal(playground.window.files.opened):
        reading.go_on.set()
    assert playground.document.experiment == load_preset("xor")
    assert playground.document.path == paths["xor"]
    assert "Opening" not in note(playground)


def test_the_note_cancels_the_opening(
    qtbot: QtBot, playground: Playground, paths: dict[str, Path], reading: Slow
) -> None:
    before = playground.document.experiment
    playground.window.files.open(paths["xor"])
    assert reading.begun.wait(30)
    button = playground.window.bar.findChild(QPushButton, "message-action-0")
    assert button is not None
    assert button.text() == "Cancel"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(reading.stopped.is_set)
    assert note(playground) == ""
    assert playground.document.experiment is before


def test_a_second_file_takes_the_place_of_the_first(
    qtbot: QtBot, playground: Playground, paths: dict[str, Path], reading: Slow
) -> None:
    files, opened = playground.window.files, list[Path]()
    files.opened.connect(opened.append)
    files.open(paths["xor"])
    assert reading.begun.wait(30)
    files.open(paths["spiral"])
    assert note(playground) == "Opening spiral.json…"
    qtbot.waitUntil(reading.stopped.is_set)
    with qtbot.waitSignal(files.opened):
        reading.go_on.set()
    assert opened == [paths["spiral"]]
    assert playground.document.experiment == load_preset("spiral")


def test_what_is_opened_otherwise_meanwhile_stays(
    qtbot: QtBot, playground: Playground, paths: dict[str, Path], reading: Slow
) -> None:
    playground.window.files.open(paths["xor"])
    assert reading.begun.wait(30)
    playground.document.open(load_preset("spiral"), None)
    qtbot.waitUntil(reading.stopped.is_set)
    assert playground.document.path is None
    assert note(playground) == ""


def test_edits_that_were_made_meanwhile_are_asked_about(
    qtbot: QtBot,
    playground: Playground,
    paths: dict[str, Path],
    reading: Slow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files, asked = playground.window.files, list[int]()

    def ask() -> Answer:
        asked.append(playground.document.experiment.network.seed)
        return Answer.CANCEL

    monkeypatch.setattr(files, "ask_about_changes", ask)
    files.open(paths["xor"])
    change(playground, 99)
    reading.go_on.set()
    qtbot.waitUntil(lambda: asked == [99])
    assert playground.document.experiment.network.seed == 99


def test_closing_the_window_stops_reading(
    playground: Playground, paths: dict[str, Path], reading: Slow
) -> None:
    playground.window.files.open(paths["xor"])
    assert reading.begun.wait(30)
    playground.window.close_quietly()
    assert reading.stopped.is_set()
    assert playground.document.path is None


def test_what_was_edited_while_it_was_written_is_not_saved(
    qtbot: QtBot, playground: Playground, tmp_path: Path, writing: Slow
) -> None:
    change(playground, 7)
    files, path = playground.window.files, tmp_path / "mine.json"
    files.save_to(path)
    assert note(playground) == "Saving mine.json…"
    assert playground.document.modified
    change(playground, 8)
    with qtbot.waitSignal(files.saved):
        writing.go_on.set()
    assert load_experiment(path).network.seed == 7
    assert playground.document.path == path
    assert playground.document.modified
    with qtbot.waitSignal(files.saved):
        files.save()
    assert load_experiment(path).network.seed == 8
    assert not playground.document.modified


def test_another_experiment_does_not_get_the_file_that_is_written(
    qtbot: QtBot, playground: Playground, tmp_path: Path, writing: Slow
) -> None:
    change(playground, 7)
    files = playground.window.files
    files.save_to(tmp_path / "mine.json")
    playground.document.open(load_preset("xor"), None)
    change(playground, 8)
    with qtbot.waitSignal(files.saved):
        writing.go_on.set()
    assert playground.document.path is None
    assert playground.document.modified


def test_the_window_closes_when_its_file_is_written(
    playground: Playground, tmp_path: Path, writing: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, path = playground.window.files, tmp_path / "mine.json"
    playground.document.open(load_preset("xor"), path)
    change(playground, 7)
    monkeypatch.setattr(files, "ask_about_changes", lambda: Answer.SAVE)
    QTimer.singleShot(50, writing.go_on.set)
    assert files.may_discard()
    assert load_experiment(path).network.seed == 7


def test_a_window_whose_file_cannot_be_written_stays(
    playground: Playground, tmp_path: Path, writing: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, told = playground.window.files, list[str]()
    files.failed.connect(told.append)
    playground.document.open(load_preset("xor"), tmp_path / "nowhere" / "mine.json")
    change(playground, 7)
    monkeypatch.setattr(files, "ask_about_changes", lambda: Answer.SAVE)
    QTimer.singleShot(50, writing.go_on.set)
    assert not files.may_discard()
    assert told[0].startswith("Cannot save mine.json: ")
    assert playground.document.modified
