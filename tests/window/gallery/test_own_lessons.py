"""A lesson of one's own has a card, and its answers can be handed in when it is finished."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.assets import lesson_paths
from nnfs_gui.lessons.progress import Attempt, LessonRecord, load_hand_in
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.notifications import Notification
from nnfs_gui.panels.answers.name_dialog import NameDialog
from nnfs_gui.settings import MAX_LESSONS, Settings
from nnfs_gui.window.gallery.cards import Chip, LessonCard
from nnfs_gui.window.gallery.catalogue import LessonEntry, entries


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
    assert card.parentWidget() is page._own
    assert page._own_head.isVisible()
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


def cards(qtbot: QtBot, playground: Playground) -> dict[str, LessonCard]:
    """Those of the gallery, which is opened, by their keys."""
    window = playground.window
    if not window.gallery.is_open:
        window.gallery.open()
    page = window.gallery.page
    assert page is not None
    qtbot.waitUntil(lambda: len(page.cards) > 0 and not window.gallery._reader.busy, timeout=20_000)
    return {card.key: card for card in page.cards}


def menu_of(playground: Playground) -> QMenu:
    menu = playground.window.findChildren(QMenu, "lesson-card-menu")[-1]
    assert isinstance(menu, QMenu)
    return menu


def choose(playground: Playground, text: str) -> None:
    menu = menu_of(playground)
    (action,) = [one for one in menu.actions() if one.text() == text]
    action.trigger()
    menu.close()
    QCoreApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)


def test_what_is_saved_in_the_editor_is_listed(
    qtbot: QtBot, playground: Playground, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, began = playground.window, list[str]()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *given: (began.append(given[2]), ("", ""))[1]
    )
    window.actions_by_name["open"].trigger()
    assert window.author.open_path(path)
    assert playground.settings.recent_lessons() == (path,)
    window.actions_by_name["open"].trigger()
    assert began == [str(Path.home()), str(path.parent)]  # in the folder of what is open
    other = path.with_name("other.lesson.md")
    assert window.author._save(other)
    window.author.close()
    assert playground.settings.recent_lessons() == (other, path)
    found = cards(qtbot, playground)
    own = [card.entry.path for card in found.values() if card.entry.is_own]
    assert own == [other, path]  # both, though they have one id
    assert "0 of 17 done" in window.gallery.page._about.text()


def test_a_bundled_lesson_is_not_ones_own(playground: Playground) -> None:
    assert playground.window.author.open_path(lesson_paths()[0])
    assert playground.settings.recent_lessons() == ()
    playground.window.author.close()


def test_eight_are_listed_at_most_and_none_that_is_gone(tmp_path: Path) -> None:
    settings, paths = Settings.in_memory(), [tmp_path / f"{n}.lesson.md" for n in range(10)]
    for path in paths:
        path.write_text("", encoding="utf-8")
        settings.add_recent_lesson(path)
    assert settings.recent_lessons() == tuple(reversed(paths))[:MAX_LESSONS]
    paths[9].unlink()
    assert settings.recent_lessons()[0] == paths[8]


def test_a_file_that_is_no_lesson_yet_stands_there_with_the_reason(
    qtbot: QtBot, playground: Playground, path: Path
) -> None:
    window, posted = playground.window, list[Notification]()
    playground.notifications.posted.connect(posted.append)
    assert window.author.open_path(path)
    window.author.close()
    path.write_text("no lesson", encoding="utf-8")
    cards(qtbot, playground)
    (chip,) = [one for one in window.gallery.page._own.items if isinstance(one, Chip)]
    assert chip.text() == path.name
    assert "Line 1: a lesson begins" in chip.accessibleDescription()
    more = chip.findChild(QToolButton)
    assert chip.rect().contains(more.geometry())
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    choose(playground, "Remove from this list")
    cards(qtbot, playground)
    assert playground.settings.recent_lessons() == ()
    assert not window.gallery.page._own_head.isVisible()
    posted[-1].actions[0].run()
    cards(qtbot, playground)
    (chip,) = [one for one in window.gallery.page._own.items if isinstance(one, Chip)]
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert playground.settings.recent_lessons() == ()
    assert path.exists()


def test_one_that_is_no_longer_wanted_leaves_the_list_and_can_be_put_back(
    qtbot: QtBot, playground: Playground, path: Path
) -> None:
    window, posted = playground.window, list[Notification]()
    playground.notifications.posted.connect(posted.append)
    assert window.author.open_path(path)
    window.author.close()
    QTest.keyClick(cards(qtbot, playground)["one-neuron"], Qt.Key.Key_Delete)
    card = cards(qtbot, playground)["mine"]
    QTest.keyClick(card, Qt.Key.Key_Delete)
    assert "mine" not in cards(qtbot, playground)
    assert not window.gallery.page._own_head.isVisible()
    assert path.exists()
    posted[-1].actions[0].run()
    card = cards(qtbot, playground)["mine"]
    card.menu_asked.emit(QPoint(40, 40))
    choose(playground, "Remove from this list")
    assert "mine" not in cards(qtbot, playground)


def test_a_card_saves_answers_and_starts_again(
    qtbot: QtBot, playground: Playground, path: Path
) -> None:
    window = playground.window
    assert window.lessons.open_path(path)
    window.lessons.answering.commit(0, [1])
    window.lessons.leave()
    card = cards(qtbot, playground)["mine"]
    more = card.findChild(QToolButton, "lesson-more-mine")
    assert more.isVisible()
    assert not cards(qtbot, playground)["one-neuron"].findChild(QToolButton).isVisible()
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    texts = [action.text() for action in menu_of(playground).actions() if action.text()]
    assert texts == ["Open again", "Save my answers…", "Start again…", "Remove from this list"]
    choose(playground, "Save my answers…")
    assert "“Mine”" in name_dialog(playground).findChild(QLabel, "hand-in-contents").text()
    name_dialog(playground).reject()
    card.menu_asked.emit(QPoint(40, 40))
    choose(playground, "Start again…")
    assert window.lessons.progress.record("mine").tasks  # it is asked first
    box = window.findChild(QMessageBox, "start-again")
    QTest.mouseClick(box.findChild(QPushButton, "start-again-yes"), Qt.MouseButton.LeftButton)
    assert window.lessons.lesson.id == "mine"
    assert window.lessons.records[0].tasks[0].answer is None
    assert not window.lessons.progress.record("mine").tasks


def test_the_lesson_that_is_open_can_be_started_again(
    qtbot: QtBot, playground: Playground, path: Path
) -> None:
    window = playground.window
    assert window.lessons.open_path(path)
    window.lessons.answering.commit(0, [1])
    card = cards(qtbot, playground)["mine"]
    window.gallery._start_again(card.entry)
    assert window.lessons.answering.due == 0
    assert not window.gallery.is_open


def test_a_card_says_what_is_still_needed(qtbot: QtBot, playground: Playground) -> None:
    found = cards(qtbot, playground)
    assert found["clipping"]._head.endswith("30 min · needs 3 and 7")
    assert "needs" not in found["one-neuron"]._head
    assert "needs 10–13" in found["mystery"]._head
    pairs = [(card.entry.lesson, card.entry.path) for card in found.values()]
    assert "needs 1" in found["one-line"]._head

    def known(name: str) -> dict[str, LessonEntry]:
        """All, when this one is done."""
        lesson = found[name].entry.lesson
        record = LessonRecord.of(lesson)
        for step in lesson.steps:
            for place in range(len(step.tasks)):
                attempt = Attempt(("x",), "right")
                record = record.with_attempt(lesson, step.number, place, attempt, now=1.0)
        return {entry.lesson.id: entry for entry in entries(pairs, {name: record})}

    card = found["one-line"]
    card.show_entry(known("one-neuron")["one-line"])
    assert "needs" not in card._head
    assert "(done)" in card.toolTip()
    done = replace(known("one-line")["one-line"], steps=("done",))
    assert done.undone == "1"
    card.show_entry(done)
    assert "needs" not in card._head  # since it is done itself
