"""An unsaved lesson outlives its window: kept, taken up again, and removed when it is saved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.notifications import Notification
from nnfs_gui.window.author.author import Author
from nnfs_gui.window.author.draft_offer import DraftOffer
from nnfs_gui.window.author.drafting import KEEP_MS
from nnfs_gui.window.author.drafts import Draft, DraftSlot

TEXT = new_lesson("mine", "Mine")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def author(playground: Playground, folder: Path) -> Iterator[Author]:
    author = playground.window.author
    author.drafting.use_folder(folder)
    yield author
    author.close()


@pytest.fixture
def posted(playground: Playground) -> list[Notification]:
    posted: list[Notification] = []
    playground.notifications.posted.connect(posted.append)
    return posted


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob("*.draft"))


def leave_draft(folder: Path, draft: Draft) -> None:
    """A draft as a window that was killed leaves it."""
    slot = DraftSlot(folder)
    slot.write(draft)
    slot.release()


def write(author: Author, text: str) -> None:
    assert author.pane is not None
    author.pane.editor.write(text)


def test_a_change_is_kept_soon_and_gone_when_saved(
    qtbot: QtBot, author: Author, path: Path, folder: Path
) -> None:
    assert KEEP_MS <= 2000
    assert author.open_path(path)
    author.drafting.look()
    assert not drafts(folder)  # the file has it all
    write(author, f"{TEXT}\nMore.\n")
    qtbot.waitUntil(lambda: bool(drafts(folder)))
    kept = DraftSlot(folder, drafts(folder)[0].stem).read()
    assert kept == Draft(f"{TEXT}\nMore.\n", TEXT, str(path.resolve()), True)
    assert author.save()
    assert not list(folder.iterdir())


def test_the_same_text_as_in_the_file_needs_no_draft(
    author: Author, path: Path, folder: Path
) -> None:
    assert author.open_path(path)
    write(author, f"{TEXT}\nMore.\n")
    author.drafting.look()
    assert drafts(folder)
    write(author, TEXT)
    author.read()
    assert not drafts(folder)


def test_discarded_changes_leave_no_draft(
    author: Author, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert author.open_path(path)
    write(author, "Nonsense")
    author.drafting.look()
    answer = QMessageBox.StandardButton.Discard
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: answer)
    author.leave()
    assert not author.is_open
    assert not drafts(folder)


def test_a_killed_windows_text_is_taken_up_with_its_file(
    author: Author, path: Path, folder: Path, tmp_path: Path, posted: list[Notification]
) -> None:
    assert author.open_path(path)
    write(author, f"{TEXT}\nMore.\n")
    author.drafting.look()
    copy = tmp_path / "killed"  # what is on the disk at this moment, and no process behind it
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    author.close()
    author.drafting.use_folder(copy)
    author.begin()
    assert author.text == new_lesson("my-lesson", "My lesson")  # the draft is of another lesson
    author.close()
    assert author.open_path(path)
    assert author.text == f"{TEXT}\nMore.\n"
    assert author.modified
    assert "“mine.lesson.md”" in posted[-1].message
    _, discard = posted[-1].actions
    assert discard.label == "Discard"
    assert drafts(copy)  # until it is saved or discarded
    discard.run()
    assert author.text == TEXT
    assert not author.modified
    assert not drafts(copy)


def test_a_draft_meets_what_its_file_became_meanwhile(
    author: Author, path: Path, folder: Path
) -> None:
    leave_draft(folder, Draft(f"{TEXT}\nMine.\n", TEXT, str(path.resolve()), True))
    path.write_text(f"<!-- theirs -->\n{TEXT}", encoding="utf-8")
    assert author.open_path(path)
    assert author.text == f"<!-- theirs -->\n{TEXT}\nMine.\n"


def test_a_lesson_without_a_file_is_taken_up_where_one_is_begun(
    author: Author, folder: Path, tmp_path: Path, posted: list[Notification]
) -> None:
    gone = tmp_path / "gone.lesson.md"
    leave_draft(folder, Draft("Written to a file that is gone", TEXT, str(gone), True))
    author.begin()
    assert author.text == "Written to a file that is gone"
    assert "a new lesson" in posted[-1].message
    author.close()
    assert not drafts(folder)
    leave_draft(folder, Draft("Never saved", TEXT))
    author.begin()
    assert author.text == "Never saved"


def test_a_start_offers_what_was_left_behind(
    playground: Playground, folder: Path, path: Path, posted: list[Notification]
) -> None:
    author = playground.window.author
    author.drafting.use_folder(folder)
    mine = TEXT.replace('"Mine"', '"My own"')
    leave_draft(folder, Draft(mine, TEXT, str(path), filed=True))
    offers = DraftOffer(author, folder, playground.notifications, playground)
    offers.offer()
    assert "“My own”" in posted[-1].message
    posted[-1].actions[0].run()
    assert author.text == mine
    assert author.file.path == path
    author.close()


def test_what_was_left_behind_can_be_discarded_at_once(
    playground: Playground, folder: Path, posted: list[Notification]
) -> None:
    for title in ("One", "Two"):
        leave_draft(folder, Draft(TEXT.replace('"Mine"', f'"{title}"'), TEXT))
    DraftOffer(playground.window.author, folder, playground.notifications, playground).offer()
    posted[-1].actions[1].run()
    assert len(drafts(folder)) == 1
    posted[-1].actions[1].run()
    assert not drafts(folder)
    assert len(posted) == 2  # one offer a draft


def test_a_living_windows_draft_is_left_alone(author: Author, folder: Path) -> None:
    other = DraftSlot(folder)
    other.write(Draft("Somebody is at it", TEXT))
    author.begin()
    assert author.text == new_lesson("my-lesson", "My lesson")
    other.remove()


def test_a_window_that_must_close_leaves_its_draft(
    playground: Playground, author: Author, path: Path, folder: Path
) -> None:
    assert author.open_path(path)
    write(author, "Not saved")
    playground.window.close_unasked()
    assert not author.is_open
    (kept,) = drafts(folder)
    assert DraftSlot(folder, kept.stem).claim()


def test_nothing_is_kept_without_a_folder(playground: Playground, path: Path, folder: Path) -> None:
    author = playground.window.author
    assert author.open_path(path)
    write(author, "Not saved")
    author.drafting.look()
    assert not folder.exists()
    assert {one.name for one in path.parent.iterdir()} == {path.name}
    author.close()


def test_a_folder_that_cannot_be_written_is_told_once(
    author: Author, path: Path, folder: Path, posted: list[Notification]
) -> None:
    folder.write_text("in the way", encoding="utf-8")
    assert author.open_path(path)
    for text in ("One", "Two"):
        write(author, text)
        author.drafting.look()
    assert len([one for one in posted if "case of a crash" in one.message]) == 1
