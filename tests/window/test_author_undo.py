"""What the window writes into a lesson's text is taken back click by click."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.lessons.writing.locks import locks_of
from nnfs_gui.panels.author.pane import AuthorPane


@pytest.fixture
def pane(playground: Playground, tmp_path: Path) -> AuthorPane:
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine"), encoding="utf-8")
    author = playground.window.author
    assert author.open_path(path)
    assert author.pane is not None
    return author.pane


def test_each_click_on_a_control_is_one_step_of_undo(
    qtbot: QtBot, playground: Playground, pane: AuthorPane
) -> None:
    window, editor = playground.window, pane.editor
    pane.outline.setCurrentRow(1)
    texts = [editor.toPlainText()]
    qtbot.mouseClick(pane.findChild(QWidget, "author-lock"), Qt.MouseButton.LeftButton)
    for home, name in (
        (window.header, "rewind"), (window.header, "step"),
        (window.training_panel, "learning-rate"),
    ):  # fmt: skip
        qtbot.mouseClick(home.findChild(QWidget, name), Qt.MouseButton.LeftButton)
        texts.append(editor.toPlainText())
        line = editor.textCursor().block().text()
        assert line.startswith("lock = [")  # the cursor stands where the change was
    assert len(locks_of(texts[-1], 2)) == 3
    for text in reversed(texts[:-1]):
        editor.undo()
        assert editor.toPlainText() == text
        assert editor.line in range(*_lines_of_step_two(text))
    for text in texts[1:]:
        editor.redo()
        assert editor.toPlainText() == text


def test_what_is_typed_next_is_taken_back_alone(qtbot: QtBot, pane: AuthorPane) -> None:
    editor = pane.editor
    pane.inserted.emit("Text")
    inserted = editor.toPlainText()
    qtbot.keyClicks(editor, "Look: ")
    editor.undo()
    assert editor.toPlainText() == inserted


def test_the_text_stays_where_it_is_if_the_change_is_in_sight(pane: AuthorPane) -> None:
    editor = pane.editor
    editor.go_to(20)
    bar = editor.verticalScrollBar()
    before = bar.value()
    lines = editor.toPlainText().split("\n")
    editor.write("\n".join([*lines[:21], "more", *lines[21:]]), 21)
    assert (editor.line, bar.value()) == (21, before)
    editor.write("\n".join([*lines, *["far below"] * 90]), len(lines) + 89)
    assert bar.value() > before
    assert editor.viewport().rect().contains(editor.cursorRect())


def test_the_cursor_stays_while_all_around_it_changes(pane: AuthorPane) -> None:
    editor = pane.editor
    pane.outline.setCurrentRow(1)
    line, bar = editor.line, editor.verticalScrollBar()
    top = bar.value()
    editor.write(editor.toPlainText().replace("ask", "aks"))  # before and behind the cursor
    assert (editor.line, bar.value()) == (line, top)


def _lines_of_step_two(text: str) -> tuple[int, int]:
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    return starts[1], starts[2]
