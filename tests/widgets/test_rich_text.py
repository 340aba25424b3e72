"""Markdown with formulas: no HTML, no pictures, as tall as needed, and words for screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from nnfs_gui.theme import DARK, LIGHT, Theme
from nnfs_gui.widgets.magnify import magnify
from nnfs_gui.widgets.rich_text import RichText

OBJECT = "\ufffc"


@pytest.fixture
def text(qtbot: QtBot) -> RichText:
    made = RichText("text", DARK)
    qtbot.addWidget(made)
    made.resize(280, 50)
    return made


def formulas(text: RichText) -> int:
    return text.document().toPlainText().count(OBJECT)


def test_formulas_are_pictures_and_words(text: RichText) -> None:
    text.show_markdown("The weight $w_1$ is **large**:\n\n$$\\frac{a}{b}$$\n\nDone.")
    assert formulas(text) == 2
    assert "w sub 1" in text.accessibleName()
    assert "a over b" in text.accessibleName()
    assert "$" not in text.document().toPlainText()


@pytest.mark.parametrize("markdown", ["It costs $5 or $10.", "a \\$x\\$ b", "$ not a formula $"])
def test_dollars_that_are_no_formula_stay(text: RichText, markdown: str) -> None:
    text.show_markdown(markdown)
    assert formulas(text) == 0
    assert "$" in text.document().toPlainText()


def test_html_is_text_and_nothing_is_loaded(text: RichText) -> None:
    text.show_markdown("<b>bold</b> <img src='file:///etc/passwd'>")
    assert "<b>bold</b>" in text.document().toPlainText()
    assert text.loadResource(2, QUrl("file:///etc/passwd")) is None


def test_it_is_as_tall_as_its_words_need(text: RichText) -> None:
    text.show_markdown("word " * 40)
    tall = text.height()
    text.resize(600, text.height())
    text.show_markdown("word " * 40 + "!")
    assert text.height() < tall
    text.show_markdown("")
    assert text.height() == 0


def test_another_theme_writes_in_its_colours(text: RichText) -> None:
    text.show_markdown("word $x$")
    cursor = QTextCursor(text.document())
    cursor.movePosition(cursor.MoveOperation.Right)
    assert cursor.charFormat().foreground().color().name().upper() == DARK.text
    text.show_theme(LIGHT)
    cursor = QTextCursor(text.document())
    cursor.movePosition(cursor.MoveOperation.Right)
    assert cursor.charFormat().foreground().color().name().upper() == LIGHT.text
    assert formulas(text) == 1


def test_a_link_shows_its_address_before_it_opens(qtbot: QtBot, text: RichText) -> None:
    text.show_markdown("[read on](https://example.org/a)")
    text.anchorClicked.emit(QUrl("https://example.org/a"))
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
    assert box.informativeText() == "https://example.org/a"
    box.reject()
    text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert not any(
        isinstance(w, QMessageBox) and w.isVisible() for w in QApplication.topLevelWidgets()
    )


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


def test_a_text_that_changes_twice_before_it_is_laid_out_is_not_cut(text: RichText) -> None:
    text.show_markdown("one line")
    text.show()
    short = text.height()
    text.setMinimumHeight(400)  # as a layout that has not been asked yet leaves it
    text.resize(text.width(), short)
    text.show_markdown("one more")
    assert text.minimumHeight() == text.maximumHeight() == short


def lines(text: RichText) -> list[str]:
    """The words of each line as it is broken."""
    found, block = [], text.document().begin()
    while block.isValid():
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            found.append(block.text()[line.textStart() : line.textStart() + line.textLength()])
        block = block.next()
    return found


@pytest.mark.parametrize("mark", [".", ",", "?", ")"])
def test_no_line_begins_with_the_mark_behind_a_formula(text: RichText, mark: str) -> None:
    text.show()
    for width in range(60, 280, 3):
        text.resize(width, text.height())
        text.show_markdown(f"Words before $e^3 = 20.09${mark} Add them up, say {width}.")
        assert len(lines(text)) > 1
        assert f"20.09{mark}" in text.accessibleName()
        assert not [line for line in lines(text) if line.strip().startswith(mark)], width


def test_what_is_to_be_typed_stands_out(text: RichText) -> None:
    text.show_markdown("Type `x1^3`, and so on.")
    cursor = QTextCursor(text.document())
    grounds = {}
    while cursor.movePosition(cursor.MoveOperation.Right):
        letter = text.document().characterAt(cursor.position() - 1)
        grounds[letter] = cursor.charFormat().background().color().name().upper()
    assert {letter for letter, ground in grounds.items() if ground == DARK.line} == set("x1^3")


def test_no_line_begins_with_the_percent_sign_of_a_number(text: RichText) -> None:
    text.show()
    for width in range(60, 280, 3):
        text.resize(width, text.height())
        text.show_markdown(f"At least 96 % are right, or 98 % in {width} of them.")
        assert not [line for line in lines(text) if line.startswith("%")], width


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_table_has_hairlines_and_room_around_it(qtbot: QtBot, theme: Theme) -> None:
    words = RichText("words", theme)
    qtbot.addWidget(words)
    words.resize(300, 10)
    words.show_markdown("Above.\n\n| a | b |\n|---|---|\n| 1 | $x$ |\n\nBelow.")
    (table,) = words.document().rootFrame().childFrames()
    assert table.format().borderBrush().color().name().upper() == theme.line
    place = words.document().documentLayout().blockBoundingRect
    first, last = words.document().firstBlock(), words.document().lastBlock()
    cells = [cursor().block() for cursor in (table.firstCursorPosition, table.lastCursorPosition)]
    assert place(cells[0]).top() - place(first).bottom() >= 9
    assert place(last).top() - place(cells[1]).bottom() >= 9


def test_it_knows_its_height_in_a_wider_place_where_its_formulas_grow(text: RichText) -> None:
    text.resize(60, text.height())
    text.show()
    text.show_markdown("Softmax:\n\n$$p_k = \\frac{e^{z_k}}{e^{z_1} + e^{z_2} + e^{z_3}}$$")
    narrow, told = text.height(), text.height_for(500)
    text.resize(500, text.height())
    assert text.height() == told
    assert told > narrow


def test_how_tall_it_would_be_is_told_of_the_text_and_the_words_of_now(qtbot: QtBot) -> None:
    text = RichText("told", DARK)
    qtbot.addWidget(text)
    text.show_markdown("Short.")
    line = text.height_for(300)
    text.show_markdown("Long enough for a line of its own. " * 8)
    lines = text.height_for(300)
    assert lines > 3 * line
    assert text.height_for(600) < lines
    magnify(text, 1.6)
    assert text.height_for(300) > 1.6 * lines
    magnify(text, 1.0)
    assert text.height_for(300) == lines
