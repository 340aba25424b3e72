"""The file of a lesson that is being written, which others write, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.panels.author.differences_dialog import DifferencesDialog
from nnfs_gui.window.author.author import Author


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine"), encoding="utf-8")
    return path


@pytest.fixture
def author(playground: Playground, path: Path) -> Author:
    author = playground.window.author
    assert author.open_path(path)
    return author


def test_another_editors_change_appears_beside_ones_own(
    qtbot: QtBot, author: Author, path: Path
) -> None:
    pane = author.pane
    assert pane is not None
    pane.editor.write(author.text.replace("One or two sentences", "Three sentences"))
    path.write_text(
        new_lesson("mine", "Mine").replace("## Do it", "## Do it now"), encoding="utf-8"
    )
    qtbot.waitUntil(lambda: "Do it now" in author.text)
    assert "Three sentences" in author.text
    assert pane._note.text() == "The file was changed elsewhere, and so is the text now."
    assert author.modified
    assert not pane._question.isVisible()


def test_ones_own_text_is_never_lost_where_both_changed_the_same(
    qtbot: QtBot, author: Author, path: Path
) -> None:
    pane = author.pane
    assert pane is not None
    pane.editor.write(author.text.replace("## Do it", "## Mine"))
    path.write_text(new_lesson("mine", "Mine").replace("## Do it", "## Theirs"), encoding="utf-8")
    qtbot.waitUntil(pane._question.isVisible)
    assert "## Mine" in author.text
    assert not author.save()  # not over what somebody else has just saved
    assert pane._note.text() == "Not saved yet: decide first whose lines stay."
    assert "## Theirs" in path.read_text(encoding="utf-8")
    qtbot.mouseClick(pane.findChild(QWidget, "author-theirs"), Qt.MouseButton.LeftButton)
    assert "## Theirs" in author.text
    pane.editor.undo()
    assert "## Mine" in author.text
    assert author.save()
    assert "## Mine" in path.read_text(encoding="utf-8")


def test_what_differs_can_be_looked_at_before_it_is_decided(
    qtbot: QtBot, playground: Playground, author: Author, path: Path
) -> None:
    pane, left = author.pane, Qt.MouseButton.LeftButton
    assert pane is not None
    pane.editor.write(author.text.replace("## Do it", "## Mine"))
    path.write_text(new_lesson("mine", "Mine").replace("## Do it", "## Theirs"), encoding="utf-8")
    qtbot.waitUntil(pane._question.isVisible)
    playground.window.resize(1024, 700)
    QApplication.sendPostedEvents()
    words = pane._question.findChildren(QPushButton)
    assert all(button.width() >= button.minimumSizeHint().width() for button in words)
    qtbot.mouseClick(pane.findChild(QWidget, "author-differences-asked"), left)
    dialog = playground.window.findChild(DifferencesDialog)
    assert dialog is not None
    shown = dialog.text.toPlainText().split("\n")
    assert "− ## Mine" in shown
    assert "+ ## Theirs" in shown
    assert "  ## First guess" not in shown  # too far from what differs
    qtbot.mouseClick(dialog.findChild(QWidget, "differences-theirs"), left)
    assert "## Theirs" in author.text
    assert not pane._question.isVisible()
    assert not author.modified


def test_a_file_that_somebody_emptied_is_asked_about_too(
    qtbot: QtBot, author: Author, path: Path
) -> None:
    pane = author.pane
    assert pane is not None
    pane.editor.write(author.text.replace("## Do it", "## Mine"))
    path.write_text("", encoding="utf-8")
    qtbot.waitUntil(pane._question.isVisible)
    assert not author.save()
    assert path.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("deleted", [True, False])
def test_a_text_whose_file_was_lost_is_not_saved_any_more(
    qtbot: QtBot, author: Author, path: Path, deleted: bool
) -> None:
    pane, text = author.pane, author.text
    assert pane is not None
    assert not author.modified
    path.unlink() if deleted else path.write_bytes(b"\xff\xfe\x00")
    qtbot.waitUntil(lambda: author.modified)
    what = "is there no more" if deleted else "is no text any more"
    assert pane._note.text() == f"The file {what}. Your text is kept; Save writes it there again."
    qtbot.waitUntil(pane.findChild(QWidget, "author-save").isEnabled)
    assert author.text == text
    assert author.save()
    assert path.read_text(encoding="utf-8") == text
    assert not author.modified
    assert pane._note.isHidden()
