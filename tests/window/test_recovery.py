"""Work that was not saved survives the end of the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import save_experiment
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.window import recovery
from nnfs_gui.window.files_menu import Answer
from nnfs_gui.window.recovery_offers import RecoveryOffers

SCRIPT = """
import os, sys
from pathlib import Path
import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from nnfs_gui import app
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import load_experiment
from nnfs_gui.window.main_window import MainWindow

application = app.make_application()

def change_and_die():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    document = window._document
    document.edit(edits.set_seed(document.experiment, 4711), "Seed")
    np.float64(1e308) * 10
    window.presenter.switch(True)
    box = QMessageBox(window)  # a question that nobody answers any more
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), int(sys.argv[2])))
    box.exec()

QTimer.singleShot(200, change_and_die)
path = Path(sys.argv[1])
sys.exit(app.run(load_experiment(path), path))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_keeps_the_work_and_ends_the_process(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    save_experiment(load_preset("xor"), path)
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", SCRIPT, str(path), str(getattr(signal, name))],
        env=os.environ
        | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        | {"XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert "Warning" not in result.stderr, "NumPy speaks to nobody"
    folder = tmp_path / "nnfs-playground" / "recovery"
    (work,) = recovery.kept_works(folder)
    assert work.experiment == edits.set_seed(load_preset("xor"), 4711)
    assert work.file == path


def offers(playground: Playground, folder: Path) -> RecoveryOffers:
    window = playground.window
    return RecoveryOffers(
        folder, playground.document, window.files, playground.notifications, window
    )


def click(qtbot: QtBot, playground: Playground, number: int) -> None:
    button = playground.window.findChild(QWidget, f"message-action-{number}")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with unsaved changes to a file."""
    save_experiment(load_preset("xor"), tmp_path / "mine.json")
    folder = tmp_path / "recovery"
    changed = edits.set_seed(load_preset("xor"), 4711)
    recovery.keep(recovery.new_slot(folder), changed, tmp_path / "mine.json")
    return folder


def test_restored_work_is_a_change_of_its_file(
    qtbot: QtBot, playground: Playground, kept: Path
) -> None:
    offers(playground, kept).offer()
    click(qtbot, playground, 0)
    document = playground.document
    assert document.experiment == edits.set_seed(load_preset("xor"), 4711)
    assert document.path == kept.parent / "mine.json"
    assert document.modified
    assert list(kept.iterdir()) == []
    document.undo_stack.undo()
    assert document.experiment == load_preset("xor")


def test_restored_work_without_its_file_is_new(
    qtbot: QtBot, playground: Playground, kept: Path
) -> None:
    (kept.parent / "mine.json").unlink()
    offers(playground, kept).offer()
    click(qtbot, playground, 0)
    assert playground.document.path is None
    assert playground.document.modified


def test_discarded_work_is_gone_and_the_next_is_offered(
    qtbot: QtBot, playground: Playground, kept: Path
) -> None:
    first = edits.set_seed(default_experiment(), 1)
    recovery.keep(slot := recovery.new_slot(kept), replace(first, title="Newest"), None)
    os.utime(slot, (4e9, 4e9))
    offers(playground, kept).offer()
    bar = playground.window.bar
    assert bar.current is not None
    assert "Newest" in bar.current.message
    click(qtbot, playground, 1)
    assert len(list(kept.iterdir())) == 1
    assert bar.current is not None
    assert "mine.json" in bar.current.message
    assert not playground.document.modified


def test_restoring_asks_about_changes_and_can_be_called_off(
    qtbot: QtBot, playground: Playground, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = playground.document
    document.edit(edits.set_seed(document.experiment, 99), "Seed")
    mine = document.experiment
    monkeypatch.setattr(playground.window.files, "ask_about_changes", lambda: Answer.CANCEL)
    offers(playground, kept).offer()
    click(qtbot, playground, 0)
    assert document.experiment is mine
    assert len(list(kept.iterdir())) == 1
    assert playground.window.bar.current is not None, "it is still offered"


def test_nothing_is_kept_of_what_is_saved(playground: Playground, tmp_path: Path) -> None:
    assert offers(playground, tmp_path / "recovery").keep()
    assert list(tmp_path.iterdir()) == []


def test_a_window_has_one_slot(playground: Playground, tmp_path: Path) -> None:
    keeper = offers(playground, tmp_path)
    document = playground.document
    for seed in (4711, 4712):
        document.edit(edits.set_seed(document.experiment, seed), "Seed")
        assert keeper.keep()
    (work,) = recovery.kept_works(tmp_path)
    assert work.experiment == document.experiment


def test_a_full_disk_is_told_and_the_window_stays(
    playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    document = playground.document
    document.edit(edits.set_seed(document.experiment, 4711), "Seed")
    assert not offers(playground, tmp_path).keep()
    bar = playground.window.bar
    assert bar.current is not None
    assert "the disk is full" in bar.current.message


@pytest.mark.parametrize("content", [b"", b"null\n", b"null\n{}", b"\xff\n{", b"[" * 9999])
def test_what_cannot_be_read_is_left_alone(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.recovery").write_bytes(content)
    assert recovery.kept_works(tmp_path) == []
    assert (tmp_path / "a.recovery").exists()
