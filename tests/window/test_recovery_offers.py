"""What earlier windows left behind is offered once, and restored with all it had learned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from recovery_tools import (
    CHANGED,
    MakeKeeper,
    after_a_crash,
    leave,
    look,
    shown,
    train,
)

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import save_experiment
from nnfs_gui.experiment.files.reading import Asked, heed
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.training.saved.files import decode_run
from nnfs_gui.window.files_menu import Answer
from nnfs_gui.window.recovery import offers
from nnfs_gui.window.recovery.kept_work import Label, decode_work
from nnfs_gui.window.recovery.slot import KeptWork, Slot, orphans


def click(qtbot: QtBot, playground: Playground, number: int) -> None:
    button = playground.window.findChild(QWidget, f"message-action-{number}")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def kept(folder: Path, tmp_path: Path) -> Path:
    """A folder with unsaved changes to a file."""
    save_experiment(load_preset("xor"), tmp_path / "mine.json")
    leave(folder, CHANGED, tmp_path / "mine.json")
    return folder


def test_restored_work_is_a_change_of_its_file(
    qtbot: QtBot, playground: Playground, kept: Path, tmp_path: Path, offer: MakeKeeper
) -> None:
    offer()
    click(qtbot, playground, 0)
    document = playground.document
    assert document.experiment == CHANGED
    assert document.path == tmp_path / "mine.json"
    assert document.modified
    assert playground.window.bar.current is None
    document.undo_stack.undo()
    assert document.experiment == load_preset("xor")


def test_restored_work_is_kept_on_until_it_is_kept_anew(
    qtbot: QtBot, playground: Playground, kept: Path, offer: MakeKeeper
) -> None:
    keeper = offer()
    click(qtbot, playground, 0)
    qtbot.waitUntil(lambda: not keeper._background.busy)
    assert len(list(kept.glob("*.recovery"))) == 1, "another crash now loses nothing"
    assert orphans(kept) == [], "it belongs to this window"
    look(qtbot, keeper)
    keeper.close()
    assert list(kept.iterdir()) == []


def test_restored_work_without_its_file_is_new(
    qtbot: QtBot, playground: Playground, kept: Path, tmp_path: Path, offer: MakeKeeper
) -> None:
    (tmp_path / "mine.json").unlink()
    offer()
    click(qtbot, playground, 0)
    assert playground.document.path is None
    assert playground.document.modified


def test_a_restored_run_goes_on_as_if_nothing_had_happened(
    qtbot: QtBot,
    playground: Playground,
    make_keeper: MakeKeeper,
    folder: Path,
    tmp_path: Path,
    offer: MakeKeeper,
) -> None:
    files, path = playground.window.files, tmp_path / "mine.nnfs"
    playground.document.open(load_preset("xor"), None)
    train(qtbot, playground, 1)
    with qtbot.waitSignal(files.saved):
        files.save_to(path)
    keeper = make_keeper()
    once = train(qtbot, playground, 4)
    assert keeper.keep_now()
    keeper.close()
    further = train(qtbot, playground, 3)
    playground.document.open(default_experiment(), None)
    offer()
    bar = playground.window.bar
    assert bar.current is not None
    assert bar.current.message.startswith("The playground ended without saving “mine.nnfs”")
    picture = playground.window.findChild(QLabel, "message-picture")
    assert picture is not None
    assert picture.isVisible()
    assert not picture.pixmap().isNull()
    click(qtbot, playground, 0)
    qtbot.waitUntil(lambda: shown(playground).step == once.step)
    np.testing.assert_array_equal(shown(playground).parameters, once.parameters)
    assert files.is_unsaved
    assert playground.document.path == path
    again = train(qtbot, playground, 3)
    np.testing.assert_array_equal(again.parameters, further.parameters)


def test_discarded_work_is_gone_and_the_next_is_offered(
    qtbot: QtBot, playground: Playground, kept: Path, offer: MakeKeeper
) -> None:
    leave(kept, replace(edits.set_seed(default_experiment(), 1), title="Newest"), None, 4e9)
    offer()
    bar = playground.window.bar
    assert bar.current is not None
    assert "Newest" in bar.current.message
    click(qtbot, playground, 1)
    assert len(list(kept.glob("*.recovery"))) == 1
    assert bar.current is not None
    assert "mine.json" in bar.current.message
    assert not playground.document.modified
    click(qtbot, playground, 1)
    assert list(kept.iterdir()) == []
    assert bar.current is None


def test_restoring_asks_about_changes_and_can_be_called_off(
    qtbot: QtBot,
    playground: Playground,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    offer: MakeKeeper,
) -> None:
    document = playground.document
    document.edit(edits.set_seed(document.experiment, 99), "Seed")
    mine = document.experiment
    monkeypatch.setattr(playground.window.files, "ask_about_changes", lambda: Answer.CANCEL)
    offer()
    click(qtbot, playground, 0)
    assert document.experiment is mine
    assert len(list(kept.glob("*.recovery"))) == 1
    assert playground.window.bar.current is not None, "it is still offered"


def test_a_run_that_is_damaged_leaves_its_experiment(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    playground.document.edit(CHANGED, "Seed")
    train(qtbot, playground, 1)
    assert make_keeper().keep_now()
    (work,) = after_a_crash(folder)
    content = work.slot.read().replace(b"run.json", b"run.jsom")
    assert decode_work(content) == (CHANGED, None)
    assert decode_run(work.slot.read().partition(b"\n")[2])[0] == CHANGED


def test_work_that_cannot_be_read_is_said_and_offered_no_more(
    qtbot: QtBot, playground: Playground, folder: Path, offer: MakeKeeper
) -> None:
    slot = Slot(folder)
    slot.write(msgspec.json.encode(Label("Mine", None, 1e9)) + b"\nPK but no zip", b"")
    slot.release()
    offer()
    click(qtbot, playground, 0)
    bar = playground.window.bar
    assert bar.current is not None
    assert bar.current.message == "Cannot restore “Mine”: it is damaged."
    assert orphans(folder) == []
    assert [path.suffix for path in folder.iterdir()] == [".damaged"]


@pytest.mark.parametrize("content", [b"", b"null\n", b"null\n{}", b"\xff\n{", b"[" * 99999])
def test_what_is_no_recovery_file_is_left_alone(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.recovery").write_bytes(content)
    assert orphans(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.recovery"]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Reading takes until the event is set, or until nobody asks for it any more."""
    go_on, read = Event(), offers._read

    def slowly(work: KeptWork, stop: Asked) -> object:
        while not go_on.wait(0.005):
            heed(stop)
        return read(work, stop)

    monkeypatch.setattr(offers, "_read", slowly)
    monkeypatch.setattr(offers, "PATIENCE", 0.0)
    yield go_on
    go_on.set()


def said(playground: Playground) -> str:
    current = playground.window.bar.current
    return "" if current is None else current.message


def test_a_work_that_takes_long_is_read_while_the_window_lives(
    qtbot: QtBot, playground: Playground, kept: Path, offer: MakeKeeper, slow: Event
) -> None:
    offer()
    click(qtbot, playground, 0)
    assert said(playground) == "Restoring “mine.json”…"
    assert playground.document.experiment != CHANGED
    slow.set()
    qtbot.waitUntil(lambda: playground.document.experiment == CHANGED)
    assert said(playground) == ""


def test_restoring_that_is_called_off_is_offered_again(
    qtbot: QtBot, playground: Playground, kept: Path, offer: MakeKeeper, slow: Event
) -> None:
    before = playground.document.experiment
    offer()
    click(qtbot, playground, 0)
    click(qtbot, playground, 0)  # cancel
    assert "ended without saving" in said(playground)
    assert playground.document.experiment is before
    slow.set()
    click(qtbot, playground, 0)
    qtbot.waitUntil(lambda: playground.document.experiment == CHANGED)


def test_what_was_edited_meanwhile_is_asked_about(
    qtbot: QtBot,
    playground: Playground,
    kept: Path,
    offer: MakeKeeper,
    slow: Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer()
    click(qtbot, playground, 0)
    document = playground.document
    document.edit(edits.set_seed(document.experiment, 99), "Seed")
    mine = document.experiment
    monkeypatch.setattr(playground.window.files, "ask_about_changes", lambda: Answer.CANCEL)
    slow.set()
    qtbot.waitUntil(lambda: "ended without saving" in said(playground))
    assert document.experiment is mine


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)])
def test_an_offer_covers_nothing(
    qtbot: QtBot, playground: Playground, kept: Path, offer: MakeKeeper, size: tuple[int, int]
) -> None:
    window = playground.window
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    height = window.tabs.height()
    offer()
    qtbot.waitUntil(window.bar.isVisible)

    def lies_over(widget: QWidget) -> bool:
        area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        return widget.isVisible() and area.intersects(window.bar.geometry())

    qtbot.waitUntil(lambda: not lies_over(window.tabs) and not lies_over(window.strip))
    assert window.tabs.height() > 100
    window.bar.dismiss()
    qtbot.waitUntil(lambda: window.tabs.height() == height)
