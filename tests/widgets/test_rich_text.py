"""How texts of lessons are laid out."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nnfs_gui.theme import DARK
from nnfs_gui.widgets.rich_text import RichText


def test_paragraphs_stand_apart(qtbot: QtBot) -> None:
    words = RichText("words", DARK)
    qtbot.addWidget(words)
    words.resize(300, 10)
    words.show_markdown("one\n\ntwo")
    document = words.document()
    first, last = document.firstBlock(), document.lastBlock()
    place = document.documentLayout().blockBoundingRect
    assert place(last).top() - place(first).bottom() >= 5
    assert place(last).bottom() <= words.height()
