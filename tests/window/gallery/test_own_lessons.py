"""A lesson of one's own has a card, and its answers can be handed in when it is finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QScrollArea
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.progress import load_hand_in
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.notifications import Notification


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.md"
    head = new_lesson("mine", "Mine").split("## First guess")[0]
    ask = '```predict\nask = "Which?"\n```\n\n- [x] a\n  > Yes.\n- [ ] b\n  > No.\n'
    path.write_text(f"{head}## One\n\n{ask}", encoding="utf-8")
    return path


def test_a_lesson_of_ones_own_has_a_card_with_its_progress(
    qtbot: QtBot, playground: Playground, path: Path
) -> None:
    window = playground.window
    assert window.lessons.open_path(path)
    window.lessons.answering.commit(0, [1])
    window.lessons.leave()
    window.gallery.open()
    page = window.gallery.page
    assert page is not None
    qtbot.waitUntil(lambda: len(page.cards) > 0, timeout=20_000)
    card = page.cards[-1]
    assert card.key == "mine"
    assert card.entry.is_done
    window.gallery.close()
    path.unlink()
    assert playground.settings.recent_lessons() == ()


def test_a_finished_lesson_can_be_handed_in_though_it_was_left(
    playground: Playground, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, posted = playground.window, list[Notification]()
    playground.notifications.posted.connect(posted.append)
    assert window.lessons.open_path(path)
    window.lessons.answering.commit(0, [1])
    window.lessons.next()
    assert window.lessons.lesson is None
    (offer,) = [one for one in posted if "“Mine”" in one.message]
    target = tmp_path / "mine.answers.json"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("Ada", True))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    assert offer.stays
    offer.actions[0].run()
    answers = load_hand_in(target)
    assert (answers.name, answers.record.lesson) == ("Ada", "mine")
    assert answers.record.tasks[0].attempts[0].answer == ("b",)


def test_a_try_that_is_finished_is_back_at_the_text(playground: Playground, path: Path) -> None:
    window = playground.window
    assert window.author.open_path(path)
    window.author.try_step()
    assert window.focusWidget() is window.findChild(QScrollArea, "lesson-scroll")
    window.lessons.next()
    assert not window.gallery.is_open
    assert window.author.pane is not None
    assert window.author.pane.isVisible()
    assert window.focusWidget() is window.author.pane.editor
    window.author.close()


def test_what_is_told_stands_over_the_gallery(playground: Playground) -> None:
    window = playground.window
    playground.notifications.warn("Something to be read.")
    window.gallery.open()
    page = window.gallery.page
    assert page is not None
    children = window.children()
    assert children.index(window.bar) > children.index(page)
