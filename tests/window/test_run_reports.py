"""What the window says about a run, and what can be done about it at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import GeneratedData


def test_fresh_weights_for_another_data_set_are_told_with_a_way_to_keep_them(
    qtbot: QtBot, playground: Playground
) -> None:
    document, session = playground.document, playground.session
    session.train_epochs(3)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch == 3)
    document.edit(edits.set_data(document.experiment, GeneratedData("xor")), "XOR")

    def keep() -> QPushButton | None:
        buttons = playground.window.findChildren(QPushButton)
        return next((each for each in buttons if each.text() == "Keep weights from now on"), None)

    qtbot.waitUntil(lambda: keep() is not None)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch == 0)
    session.train_epochs(3)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch == 3)
    button = keep()
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert document.experiment.training.keep_weights
    document.edit(edits.set_data(document.experiment, GeneratedData("moons")), "Moons")

    def arrived() -> bool:
        found = session.snapshot
        return found is not None and found.experiment == document.experiment

    qtbot.waitUntil(arrived)
    assert session.snapshot is not None
    assert session.snapshot.epoch == 3
