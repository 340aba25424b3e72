"""Work that was not saved survives the end of the process, however it ends."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from recovery_tools import CHANGED, MakeKeeper, after_a_crash, leave, look, train

from nnfs_gui.app import Playground
from nnfs_gui.experiment.files import encode_experiment, save_experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.window.recovery.kept_work import Label, decode_work, encode_work
from nnfs_gui.window.recovery.slot import orphans

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
    (work,) = orphans(tmp_path / "nnfs-playground" / "recovery")
    experiment, run = decode_work(work.slot.read())
    assert experiment == CHANGED
    assert run is not None
    assert work.label.file == str(path)


# --- what is kept --------------------------------------------------------------------------------


def test_a_trained_run_is_kept_with_name_time_and_picture(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    keeper, before = make_keeper(), time.time()
    playground.document.open(load_preset("xor"), None)
    trained = train(qtbot, playground, 3)
    look(qtbot, keeper)
    (work,) = after_a_crash(folder)
    experiment, run = decode_work(work.slot.read())
    assert experiment == load_preset("xor")
    assert run is not None
    np.testing.assert_array_equal(run.trained.network.parameters, trained.parameters)
    assert work.label.name == load_preset("xor").title
    assert before <= work.label.time <= time.time()
    assert work.slot.picture().startswith(b"\x89PNG")


def test_nothing_is_kept_before_there_is_any_work(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, tmp_path: Path
) -> None:
    keeper = make_keeper()
    qtbot.waitUntil(lambda: playground.session.snapshot is not None)
    look(qtbot, keeper)
    assert keeper.keep_now()
    assert list(tmp_path.iterdir()) == []


def test_what_has_not_changed_is_not_written_again(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    keeper = make_keeper()
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    for path in folder.glob("*.recovery"):
        path.unlink()
    look(qtbot, keeper)
    assert not list(folder.glob("*.recovery"))
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    assert list(folder.glob("*.recovery"))


def test_a_saved_run_is_kept_no_more_until_it_changes(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path, tmp_path: Path
) -> None:
    keeper = make_keeper()
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    with qtbot.waitSignal(playground.window.files.saved):
        playground.window.files.save_to(tmp_path / "mine.nnfs")
    qtbot.waitUntil(lambda: not keeper._background.busy)
    look(qtbot, keeper)
    assert [path.suffix for path in folder.iterdir()] == [".lock"]
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    (work,) = after_a_crash(folder)
    assert work.label.file == str(tmp_path / "mine.nnfs")


def test_a_set_up_in_a_file_does_not_hold_what_was_learned(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path, tmp_path: Path
) -> None:
    keeper = make_keeper()
    train(qtbot, playground, 1)
    with qtbot.waitSignal(playground.window.files.saved):
        playground.window.files.save_to(tmp_path / "mine.json")
    look(qtbot, keeper)
    assert len(after_a_crash(folder)) == 1


def test_closing_the_window_removes_the_slot(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    keeper = make_keeper()
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    keeper.close()
    assert list(folder.iterdir()) == []


def test_what_is_kept_for_the_end_of_the_process_stays(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    keeper = make_keeper()
    trained = train(qtbot, playground, 1)
    assert keeper.keep_now()
    keeper.look()  # must not begin to write again
    keeper.close()
    assert not list(folder.glob("*.lock"))
    (work,) = orphans(folder)
    _, run = decode_work(work.slot.read())
    assert run is not None
    assert run.trained.steps == trained.step


def test_a_slot_of_a_living_window_is_not_offered(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    keeper = make_keeper()
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    assert orphans(folder) == []
    assert len(after_a_crash(folder)) == 1


def test_a_slot_is_found_by_one_window_only(folder: Path) -> None:
    leave(folder, CHANGED, None)
    found = orphans(folder)
    assert len(found) == 1
    assert orphans(folder) == []


def test_a_lock_that_is_held_for_long_stays(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    keeper = make_keeper()
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    (lock,) = folder.glob("*.lock")
    os.utime(lock, (1, 1))
    assert orphans(folder) == []
    assert lock.exists()


def test_what_a_killed_process_left_half_done_is_cleared(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "abc.lock").write_bytes(b"999999999\nplayground\nanother computer\n")
    (folder / ".abc.recovery.01234567.tmp").write_bytes(b"half")
    os.utime(folder / "abc.lock", (1, 1))
    assert orphans(folder) == []
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_told_once_and_everything_goes_on(
    qtbot: QtBot,
    playground: Playground,
    make_keeper: MakeKeeper,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keeper, bar = make_keeper(), playground.window.bar
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        train(qtbot, playground, 1)
        look(qtbot, keeper)
        assert bar.current is not None
        assert "the disk is full" in bar.current.message
        bar.dismiss()
        train(qtbot, playground, 1)
        look(qtbot, keeper)
        assert bar.current is None
        assert not keeper.keep_now()
        assert bar.current is not None
        assert "the disk is full" in bar.current.message
    look(qtbot, keeper)
    assert len(after_a_crash(folder)) == 1


def test_a_home_that_cannot_be_written_is_told(
    qtbot: QtBot, playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> None:
    folder.parent.write_text("a file where the folder should be")
    keeper, bar = make_keeper(), playground.window.bar
    train(qtbot, playground, 1)
    look(qtbot, keeper)
    assert bar.current is not None
    assert "cannot be kept" in bar.current.message
    train(qtbot, playground, 1)


def test_a_long_tape_is_kept_with_fewer_key_frames_that_give_the_same_steps(
    qtbot: QtBot, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnfs_gui.training.tape.tape.SPACING", 0.0)
    trained = train(qtbot, playground, 20)
    experiment = encode_experiment(playground.document.present)
    whole, thin = playground.session.pack_run()(), playground.session.pack_run(30_000)()
    assert whole is not None
    assert thin is not None
    works = [encode_work(Label("", None, 0.0), experiment, run) for run in (whole, thin)]
    assert len(works[1]) < 0.7 * len(works[0])
    _, run = decode_work(works[1])
    assert run is not None
    np.testing.assert_array_equal(run.trained.network.parameters, trained.parameters)
    again = playground.session.pack_run()()
    assert again is not None
    assert again.arrays["frames1"].shape == whole.arrays["frames1"].shape


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
def test_kill_minus_nine_loses_nothing(tmp_path: Path) -> None:
    script = Path(__file__).with_name("kill_minus_nine.py")
    arguments = [str(script), "--kills", "3", "--interval", "0.3", "--life", "1.2"]
    result = subprocess.run(
        [sys.executable, *arguments, "--home", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
