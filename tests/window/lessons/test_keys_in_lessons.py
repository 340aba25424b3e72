"""Where the keys go in a lesson: Tab leads into the step, and Space is play."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lesson_hands import OpenStep
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.assets import lesson_paths
from nnfs_gui.training.snapshot import RunState

TOUR = next(path for path in lesson_paths() if path.name == "tour.lesson.md")


def from_the_gallery(qtbot: QtBot, playground: Playground) -> None:
    gallery = playground.window.gallery
    gallery.open()
    take = gallery.page.findChild(QPushButton, "gallery-continue")
    qtbot.waitUntil(lambda: take.isVisible() and take.text() == "Take the tour")
    take.setFocus()
    QTest.keyClick(take, Qt.Key.Key_Return)
    assert not gallery.is_open


def from_a_file(_qtbot: QtBot, playground: Playground) -> None:
    assert playground.window.lessons.open_path(TOUR)


def from_another_step(_qtbot: QtBot, playground: Playground) -> None:
    assert playground.window.lessons.open_path(TOUR, 2)
    playground.window.network.canvas.setFocus()
    playground.window.lessons.back()


WAYS = (from_the_gallery, from_a_file, from_another_step)


def activate(qtbot: QtBot, playground: Playground) -> None:
    """Give the window the keys, as a window manager would."""
    playground.window.activateWindow()
    qtbot.waitUntil(playground.window.isActiveWindow)


@pytest.mark.parametrize("way", WAYS)
def test_tab_leads_to_what_a_step_asks_first(
    qtbot: QtBot, playground: Playground, way: Callable[[QtBot, Playground], None]
) -> None:
    window = playground.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    way(qtbot, playground)
    qtbot.waitUntil(lambda: window.lessons.stage.moment is not None)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QScrollArea)
    assert not focused.property("ringed")
    QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.lessons.view.tasks[0].field.rows[0].button


def test_space_plays_where_a_step_is_read(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(3)
    activate(qtbot, playground)
    focused = QApplication.focusWidget()
    assert lessons.pane.isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: playground.session.state is RunState.RUNNING)
    playground.session.pause()


def test_arrows_scroll_a_long_step(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    activate(qtbot, playground)
    scroll = lessons.pane.findChild(QScrollArea, "lesson-scroll")
    scroll.setFixedHeight(60)
    bar = scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert bar.value() > 0


def test_a_number_that_is_typed_at_once_goes_to_its_box(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    activate(qtbot, playground)
    QTest.mouseClick(lessons.pane.findChild(QPushButton, "lesson-next"), Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_1, Qt.Key.Key_Period, Qt.Key.Key_5):
        QTest.keyClick(QApplication.focusWidget(), key)
    (box,) = lessons.view.tasks[0].field.fields
    assert box.text() == "1.5"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert lessons.view.tasks[0].feedback.tone == "right"
    lessons.back()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)  # nothing takes a number here
    assert lessons.number == 1


def test_a_step_shows_that_tab_came_to_it(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    activate(qtbot, playground)
    scroll = lessons.pane.findChild(QScrollArea, "lesson-scroll")
    before = scroll.grab().toImage()
    QTest.keyClick(scroll, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert scroll.hasFocus()
    assert scroll.grab().toImage() != before


def test_whoever_leaves_a_lesson_has_the_network_under_the_keys(
    playground: Playground, open_step: OpenStep
) -> None:
    lessons = open_step(1)
    lessons.leave()
    focused: QWidget | None = playground.window.focusWidget()
    assert focused is playground.window.network.canvas
