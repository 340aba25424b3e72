"""The space bar chooses an option that keys led to, and plays after a click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.panels.lesson.options import OptionList
from nnfs_gui.theme import DARK


@pytest.fixture
def shown(qtbot: QtBot):
    def show(one: bool) -> tuple[QWidget, OptionList, list[int]]:
        window, plays = QWidget(), list[int]()
        qtbot.addWidget(window)
        options = OptionList("answer", ("a line", "a ring"), DARK, one=one, parent=window)
        QVBoxLayout(window).addWidget(options)
        QShortcut(QKeySequence("Space"), window, lambda: plays.append(1))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window, options, plays

    return show


@pytest.mark.parametrize("one", [True, False])
def test_the_space_bar_chooses_where_keys_led_to(qtbot: QtBot, shown, one: bool) -> None:
    window, options, plays = shown(one)
    button = options.rows[1].button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert (options.answer(), plays) == ([1], [])
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert (options.answer(), plays) == (([1], [1]) if one else (None, []))


@pytest.mark.parametrize("one", [True, False])
def test_the_space_bar_plays_after_a_click(qtbot: QtBot, shown, one: bool) -> None:
    window, options, plays = shown(one)
    qtbot.mouseClick(options.rows[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(options.rows[1].button.hasFocus)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert (options.answer(), plays) == ([1], [1])
