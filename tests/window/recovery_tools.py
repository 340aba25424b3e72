"""What the tests of recovery share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import encode_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.window.recovery.keeper import RecoveryKeeper
from nnfs_gui.window.recovery.kept_work import Label, encode_work
from nnfs_gui.window.recovery.slot import KeptWork, Slot, orphans

MakeKeeper = Callable[[], RecoveryKeeper]
CHANGED = edits.set_seed(load_preset("xor"), 4711)


def look(qtbot: QtBot, keeper: RecoveryKeeper) -> None:
    """Look now, and wait until it is written."""
    keeper.look()
    qtbot.waitUntil(lambda: not keeper._background.busy)


def train(qtbot: QtBot, playground: Playground, epochs: int) -> Snapshot:
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(epochs)
    assert playground.session.snapshot is not None
    return playground.session.snapshot


def after_a_crash(folder: Path) -> list[KeptWork]:
    """What the next start finds, as if no window lived: locks of the dead do not count."""
    for lock in folder.glob("*.lock"):
        lock.unlink()
    return orphans(folder)


def shown(playground: Playground) -> Snapshot:
    snapshot = playground.session.snapshot
    assert snapshot is not None
    return snapshot


def leave(folder: Path, experiment: Experiment, file: Path | None, when: float = 1e9) -> Slot:
    """Leave work behind, as a window that has crashed."""
    slot = Slot(folder)
    label = Label(experiment.title, None if file is None else str(file), when)
    slot.write(encode_work(label, encode_experiment(experiment), None), b"")
    slot.release()
    return slot
