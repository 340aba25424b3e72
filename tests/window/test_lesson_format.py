"""How a lesson is written can be read beside the lesson that is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.names import BLOCKS
from nnfs_gui.panels.author.format_dialog import FormatDialog


def test_the_format_is_shown_beside_the_window(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.author.begin()
    qtbot.mouseClick(window.findChild(QWidget, "author-help"), Qt.MouseButton.LeftButton)
    dialog = window.findChild(FormatDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.isModal()  # one goes on writing
    text = dialog.text.toPlainText()
    assert all(f"```{name}" in text for name in BLOCKS)
    window.actions_by_name["lesson_format"].trigger()
    assert window.findChildren(FormatDialog) == [dialog]
    dialog.close()
    window.author.close()


def test_a_word_is_found_from_place_to_place(playground: Playground) -> None:
    playground.window.actions_by_name["lesson_format"].trigger()
    dialog = playground.window.findChild(FormatDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.word, "in_a_row")
    places = [dialog.text.textCursor().position()]
    assert dialog.text.textCursor().selectedText() == "in_a_row"
    for _ in range(12):
        QTest.keyClick(dialog.word, Qt.Key.Key_Return)
        places.append(dialog.text.textCursor().position())
    assert places[1] > places[0]
    assert places[0] in places[2:]  # from the last one to the first
    QTest.keyClicks(dialog.word, "nowhere at all")
    assert dialog.told.isVisible()
    dialog.word.clear()
    assert dialog.told.isHidden()
    dialog.close()
