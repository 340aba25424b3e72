"""A lesson's file that is broken can be mended where it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnfs_gui.app import Playground
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.notifications import Notification

TEXT = new_lesson("mine", "Mine")


@pytest.fixture
def posted(playground: Playground) -> list[Notification]:
    posted: list[Notification] = []
    playground.notifications.posted.connect(posted.append)
    return posted


def test_a_broken_lesson_can_be_edited_at_its_line(
    playground: Playground, posted: list[Notification], tmp_path: Path
) -> None:
    line = next(at for at, text in enumerate(TEXT.split("\n")) if text.startswith("```"))
    path = tmp_path / "mine.lesson.md"
    lines = TEXT.split("\n")
    path.write_text("\n".join([*lines[:line], "```setpu", *lines[line + 1 :]]), encoding="utf-8")
    before = playground.document.experiment
    playground.window.files.open_dropped(path)
    (told,) = posted
    assert f"mine.lesson.md:{line + 1}: " in told.message
    (edit,) = told.actions
    assert edit.label == "Edit it"
    assert playground.document.experiment is before
    edit.run()
    author = playground.window.author
    assert author.is_open
    assert author.file.path == path
    assert author.pane.editor.line == line
    author.close()


def test_what_cannot_be_read_at_all_cannot_be_edited(
    playground: Playground, posted: list[Notification], tmp_path: Path
) -> None:
    assert not playground.window.lessons.open_path(tmp_path / "gone.lesson.md")
    assert [told.actions for told in posted] == [()]
    latin = tmp_path / "latin.lesson.md"
    latin.write_bytes(TEXT.replace("One or two", "Größe").encode("latin-1"))
    assert not playground.window.lessons.open_path(latin)
    assert "save it as UTF-8" in posted[-1].message
    assert posted[-1].actions == ()  # the editor could not read it either
