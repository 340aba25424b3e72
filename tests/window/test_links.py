"""Links of TensorFlow Playground in the window: pasted, dropped, typed and copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.export.tfp import open_link
from nnfs_gui.notifications import Kind, Notification

LINK = "https://playground.tensorflow.org/#activation=relu&dataset=spiral&seed=0.5&networkShape=3"


@pytest.fixture
def posted(playground: Playground) -> list[Notification]:
    heard: list[Notification] = []
    playground.notifications.posted.connect(heard.append)
    return heard


def paste(qtbot: QtBot, playground: Playground, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(playground.window.focusWidget() or playground.window, Qt.Key.Key_V,
                   Qt.KeyboardModifier.ControlModifier)  # fmt: skip


@pytest.mark.parametrize("place", ["window", "canvas", "play"])
def test_a_link_is_pasted_wherever_the_focus_is(
    place: str, playground: Playground, posted: list[Notification], qtbot: QtBot
) -> None:
    canvas = playground.window.network.canvas
    canvas.setFocus() if place == "canvas" else playground.window.setFocus()
    if place == "play":
        playground.window.header.findChild(object, "play").setFocus()
    paste(qtbot, playground, LINK)
    assert playground.document.experiment == open_link(LINK).experiment
    assert "same points, same initial weights" in posted[-1].message


def test_other_texts_are_not_opened(playground: Playground, qtbot: QtBot) -> None:
    before = playground.document.experiment
    playground.window.setFocus()
    paste(qtbot, playground, "some words # of mine")
    assert playground.document.experiment is before


def test_what_a_link_does_not_keep_is_told(
    playground: Playground, posted: list[Notification]
) -> None:
    playground.window.share.links.open(f"{LINK}&tutorial=basics&batchSize=7")
    assert posted[-1].kind is Kind.WARN
    assert "smaller batch of their own" in posted[-1].message
    assert "“basics”" in posted[-1].message


def test_a_wrong_link_changes_nothing_and_says_why(
    playground: Playground, posted: list[Notification]
) -> None:
    before = playground.document.experiment
    playground.window.share.links.open("#batchSize=0")
    assert playground.document.experiment is before
    assert posted[-1].kind is Kind.ERROR
    assert "batchSize" in posted[-1].message


def test_unsaved_changes_are_asked_about(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playground.window.files, "may_discard", lambda: False)
    playground.document.edit(edits.set_title(playground.document.experiment, "Mine"), "Title")
    playground.window.share.links.open(LINK)
    assert playground.document.experiment.title == "Mine"


def test_a_link_is_dropped(playground: Playground) -> None:
    words = QMimeData()
    words.setText(LINK)
    window = playground.window
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, words,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    window.dropEvent(event)
    assert playground.document.experiment == open_link(LINK).experiment


def test_the_dialog_proposes_the_link_in_the_clipboard(
    playground: Playground, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(LINK)
    playground.window.actions_by_name["open_link"].trigger()
    dialog = playground.window.findChild(QInputDialog, "open-link")
    assert isinstance(dialog, QInputDialog)
    assert dialog.textValue() == LINK
    dialog.accept()
    assert playground.document.experiment == open_link(LINK).experiment


def test_an_opened_link_is_copied_again(playground: Playground, posted: list[Notification]) -> None:
    playground.window.share.links.open(LINK)
    playground.window.actions_by_name["copy_link"].trigger()
    copied = QGuiApplication.clipboard().text()
    assert open_link(copied).experiment == open_link(LINK).experiment
    assert posted[-1].message == "Copied the link."


def test_what_stands_in_the_way_of_a_link_is_told(
    playground: Playground, posted: list[Notification]
) -> None:
    QGuiApplication.clipboard().setText("before")
    playground.window.actions_by_name["copy_link"].trigger()
    assert QGuiApplication.clipboard().text() == "before"
    assert "half squared error" in posted[-1].message


def test_the_share_button_opens_its_menu_within_the_window(
    playground: Playground, qtbot: QtBot
) -> None:
    window = playground.window
    button = window.header.findChild(object, "export")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = window.findChild(QMenu, "menu-share")
    assert isinstance(menu, QMenu)
    assert menu.isVisible()
    right = menu.mapToGlobal(QPoint(menu.width(), 0)).x()
    assert right <= window.mapToGlobal(QPoint(window.width(), 0)).x()
    menu.close()
