"""The column in which a lesson is written: its tools find their room and say what they do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.lessons.proofs import Finding
from nnfs_gui.panels.author.pane import AuthorPane
from nnfs_gui.theme import DARK


@pytest.fixture
def pane(qtbot: QtBot) -> AuthorPane:
    pane = AuthorPane(DARK)
    qtbot.addWidget(pane)
    pane.resize(300, 600)
    pane.show()
    return pane


@pytest.mark.parametrize(("width", "rows"), [(300, 2), (580, 1)])
def test_the_tools_take_as_many_rows_as_they_need(pane: AuthorPane, width: int, rows: int) -> None:
    pane.resize(width, 600)
    names = ("insert", "set-up", "lock", "check", "number", "help")
    tools = [pane.findChild(QWidget, f"author-{name}") for name in names]
    assert len({tool.y() for tool in tools}) == rows
    assert all(tool.geometry().right() < pane.width() for tool in tools)
    for name in ("show", "try", "proof", "save", "save-as"):  # no word is cut
        button = pane.findChild(QPushButton, f"author-{name}")
        assert button.width() >= button.sizeHint().width()
    assert pane.editor.y() > tools[0].mapTo(pane, tools[0].rect().bottomLeft()).y()


def test_the_menu_says_what_each_block_is_for(pane: AuthorPane) -> None:
    menu = pane.findChild(QWidget, "author-insert").findChild(QMenu)
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert len(texts) == 11
    assert all(": " in text and "+" not in text for text in texts)


def test_what_was_found_takes_the_room_that_it_needs(pane: AuthorPane) -> None:
    def room(*texts: str) -> int:
        pane.show_findings([Finding(1, text) for text in texts], "")
        return pane.findings.height() if pane.findings.isVisible() else 0

    first = room("a sentence that takes one line only")  # before it ever had a width
    assert first == room("a sentence that takes one line only")
    one, two = room("short"), room("short", "and another")
    assert first == one
    assert 0 < one < two < 60
    wrapped = "a sentence that is far too long for one line of a narrow column, so that it wraps"
    assert room(wrapped) > one
    assert room(*[wrapped] * 20) <= 120
    pane.resize(900, 600)
    assert room(wrapped) == one
    assert room() == 0


@pytest.mark.parametrize("by", ["button", "key in the list", "key in the text"])
def test_what_was_found_can_be_closed(qtbot: QtBot, pane: AuthorPane, by: str) -> None:
    close = pane.findChild(QWidget, "author-findings-close")
    assert close.isHidden()
    pane.editor.setPlainText("one\ntwo\nthree")
    pane.show_problem("Two is no word.", 2)
    pane.show_findings([Finding(3, "three is too much")], "1 thing to mend.")
    pane.editor.mark_lines([2])
    assert close.isVisible()
    keys = pane.editor if by == "key in the text" else pane.findings
    keys.setFocus()
    if by == "button":
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(keys, Qt.Key.Key_Escape)
    assert pane.findings.isHidden()
    assert close.isHidden()
    assert pane.findChild(QWidget, "author-note").isHidden()
    assert pane.editor.marked == (1,)  # what cannot be read is still wrong
    assert pane.window().focusWidget() is pane.editor
