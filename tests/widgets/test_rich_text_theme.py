"""A text keeps its room when the style sheet changes."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.rich_text import RichText


def test_a_change_of_theme_cuts_nothing_off(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    text = RichText("text", DARK, page)
    layout.addWidget(text)
    layout.addStretch(1)
    page.setStyleSheet(stylesheet(DARK))
    page.resize(260, 600)
    page.show()
    text.show_markdown("one two three four five six " * 20)
    layout.activate()

    text.show_theme(LIGHT)
    page.setStyleSheet(stylesheet(LIGHT))
    layout.activate()

    assert text.height() >= text.document().size().height() > 100
