"""A lesson of one's own has a card, and its answers can be handed in when it is finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.progress import load_hand_in
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.notifications import Notification
from nnfs_gui.panels.answers.name_dialog import NameDialog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.md"
    head = new_lesson("mine", "Mine").split("## First guess")[0]
    ask = '```predict\nask = "Which?"\n```\n\n- [x] a\n  > Yes.\n- [ ] b\n  > No.\n'
    path.write_text(f"{head}## One\n\n{ask}", encoding="utf-8")
    return path


def name_dialog(playground: Playground) -> NameDialog:
    found = playground.window.findChild(NameDialog)
    assert found is not None
    return found


def press(dialog: NameDialog, name: str) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


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
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    assert offer.stays
    offer.actions[0].run()
    name_dialog(playground).name.setText("  Ada ")
    press(name_dialog(playground), "hand-in-save")
    answers = load_hand_in(target)
    assert (answers.name, answers.record.lesson) == ("Ada", "mine")
    assert answers.record.tasks[0].attempts[0].answer == ("b",)

    assert f"in the folder {tmp_path}:" in posted[-1].message
    assert posted[-1].stays


def test_nobody_hands_in_without_a_name(
    playground: Playground, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, asked = playground.window, list[object]()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *args: (asked.append(args), ("", ""))[1]
    )
    assert window.lessons.open_path(path)
    window.lessons.answering.commit(0, [0])
    window.handing_in.save()
    dialog = name_dialog(playground)
    words = dialog.findChild(QLabel, "hand-in-contents").text()
    assert "all your tries, also the wrong ones (1 so far)" in words
    assert "1 minute)" in words
    save = dialog.findChild(QPushButton, "hand-in-save")
    for name in ("", "   "):
        dialog.name.setText(name)
        assert not save.isEnabled()
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        assert dialog.isVisible()
    assert asked == []
    dialog.reject()


def test_saving_that_was_cancelled_is_offered_again(
    playground: Playground, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, posted = playground.window, list[Notification]()
    playground.notifications.posted.connect(posted.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    assert window.lessons.open_path(path)
    window.lessons.answering.commit(0, [1])
    window.lessons.next()
    for name in ("", "Ada"):  # cancelled at the name, and at the file
        offers = [one for one in posted if "“Mine”" in one.message]
        posted.clear()
        offers[-1].actions[0].run()
        dialog = name_dialog(playground)
        dialog.name.setText(name)
        if name:
            press(dialog, "hand-in-save")
        else:
            dialog.reject()
        assert any("“Mine”" in one.message for one in posted)
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


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
