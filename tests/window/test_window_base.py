"""The window's first size, on screens of every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.window.window_base import fit_first_size

FIRST, SMALLEST = QSize(1600, 1000), QSize(1024, 640)


def first_window(qtbot: QtBot, room: QSize) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    fit_first_size(window, FIRST, SMALLEST, room)
    return window


def test_a_large_screen_shows_the_first_size(qtbot: QtBot) -> None:
    window = first_window(qtbot, QSize(1920, 1080))
    assert window.size() == FIRST
    assert not window.isMaximized()


@pytest.mark.parametrize("room", [QSize(1600, 1000), QSize(1024, 700), QSize(960, 540)])
def test_a_small_screen_is_filled_and_never_exceeded(qtbot: QtBot, room: QSize) -> None:
    window = first_window(qtbot, room)
    assert window.isMaximized()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    assert window.minimumWidth() <= room.width()
    assert window.minimumHeight() <= room.height()
