"""Presenting fills the screen, whenever window managers tell what they did."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from nnfs_gui.app import Playground


def test_keys_pressed_faster_than_windows_follow_still_fill_the_screen(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, presenter = playground.window, playground.window.presenter
    full = Qt.WindowState.WindowFullScreen
    presenter.switch(True)
    presenter.switch(False)
    window.setWindowState(full)  # as it is told late of the first switch
    asked: list[Qt.WindowState] = []
    monkeypatch.setattr(window, "setWindowState", asked.append)
    presenter.switch(True)
    assert [bool(state & full) for state in asked] == [False, True]
    monkeypatch.undo()
    presenter.leave()
    assert not window.isFullScreen()
    presenter.switch(True)
    window.setWindowState(window.windowState() & ~full)
    asked.clear()
    monkeypatch.setattr(window, "setWindowState", asked.append)
    presenter.leave()
    assert [bool(state & full) for state in asked] == [True, False]
