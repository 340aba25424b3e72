"""A message over the window's foot."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.notifications import NotificationHub
from nnfs_gui.widgets.floating import Floating
from nnfs_gui.widgets.magnify import magnify
from nnfs_gui.widgets.notification_bar import NotificationBar


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 600)
    layout = QVBoxLayout(window)
    content = QWidget()
    content.setObjectName("content")
    layout.addWidget(content)
    window.show()
    return window


def test_a_message_moves_nothing_and_stays_inside(qtbot: QtBot, ground: QWidget) -> None:
    hub = NotificationHub()
    bar = NotificationBar(hub)
    floating = Floating(bar, ground)
    content = ground.findChild(QWidget, "content")
    assert content is not None
    before = content.geometry()
    hub.warn("The learning rate is very high. " * 12)
    qtbot.waitUntil(bar.isVisible)
    for width in (1000, 500, 1400):
        ground.resize(width, 600)
        qtbot.waitUntil(lambda: ground.rect().contains(bar.geometry()))
        text = bar.findChild(QWidget, "message-text")
        assert text is not None
        qtbot.waitUntil(lambda text=text: text.height() >= text.heightForWidth(text.width()))
        assert abs(bar.geometry().center().x() - ground.rect().center().x()) <= 1
    ground.resize(1000, 600)
    assert content.geometry() == before
    floating.deleteLater()


def test_a_message_covers_nothing_of_what_is_shown_beside_it(qtbot: QtBot, ground: QWidget) -> None:
    hub = NotificationHub()
    bar = NotificationBar(hub)
    floating = Floating(bar, ground)
    column = QWidget(ground)
    column.setGeometry(10, 10, 300, 580)
    column.show()
    floating.keep_clear(column)
    hub.warn("The learning rate is very high. " * 12)
    qtbot.waitUntil(bar.isVisible)
    assert bar.geometry().left() > column.geometry().right()
    assert ground.rect().contains(bar.geometry())
    column.hide()
    floating.place()
    assert abs(bar.geometry().center().x() - ground.rect().center().x()) <= 1


def test_details_grow_upwards(qtbot: QtBot, ground: QWidget) -> None:
    hub = NotificationHub()
    bar = NotificationBar(hub)
    Floating(bar, ground)
    hub.error("Broken.", details="line\n" * 20)
    qtbot.waitUntil(bar.isVisible)
    foot, height = bar.geometry().bottom(), bar.height()
    more = bar.findChild(QWidget, "message-details-button")
    assert more is not None
    more.click()
    qtbot.waitUntil(lambda: bar.height() > height + 50)
    assert bar.geometry().bottom() == foot


def test_what_stays_in_sight_at_the_foot_is_not_covered(qtbot: QtBot, ground: QWidget) -> None:
    hub = NotificationHub()
    bar = NotificationBar(hub)
    foot = QWidget()
    foot.setFixedHeight(40)
    layout = ground.layout()
    assert layout is not None
    layout.addWidget(foot)
    Floating(bar, ground, foot)
    qtbot.waitUntil(lambda: foot.isVisible() and foot.y() > 500)
    hub.warn("The learning rate is very high.")
    qtbot.waitUntil(lambda: bar.isVisible() and bar.geometry().bottom() < foot.y())
    foot.hide()
    ground.resize(1000, 601)
    qtbot.waitUntil(lambda: bar.geometry().bottom() > ground.height() - 40)


def test_a_short_message_lies_over_no_more_than_it_must(qtbot: QtBot, ground: QWidget) -> None:
    hub = NotificationHub()
    bar = NotificationBar(hub)
    Floating(bar, ground, snug=lambda: bar.current is not None and bar.current.passes)
    hub.info("Locked in this step: play.")
    qtbot.waitUntil(bar.isVisible)
    text = bar.findChild(QLabel, "message-text")
    assert text is not None
    qtbot.waitUntil(lambda: bar.width() < 400)
    assert text.height() < 2 * text.fontMetrics().height()
    assert abs(bar.geometry().center().x() - ground.rect().center().x()) <= 1
    hub.warn("This stays, and has all the width there is.")
    qtbot.waitUntil(lambda: bar.width() > 800)


def test_larger_words_have_wider_messages(qtbot: QtBot, ground: QWidget) -> None:
    hub = NotificationHub()
    bar = NotificationBar(hub)
    floating = Floating(bar, ground)
    ground.resize(3000, 1600)
    hub.warn("The learning rate is very high. " * 12)
    qtbot.waitUntil(bar.isVisible)
    usual = bar.width()
    magnify(bar, 1.6)
    floating.place()
    assert bar.width() == round(1.6 * usual)
    floating.deleteLater()
