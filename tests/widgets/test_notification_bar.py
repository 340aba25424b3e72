import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton

from nnfs_gui.notifications import Action, Notification, NotificationHub
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.magnify import magnify
from nnfs_gui.widgets.notification_bar import NotificationBar


@pytest.fixture
def hub(qapp):
    return NotificationHub()


@pytest.fixture
def bar(qtbot, hub):
    made = NotificationBar(hub, theme=DARK)
    qtbot.addWidget(made)
    made.resize(900, 60)
    return made


def text_of(bar):
    return bar.findChild(QLabel, "message-text").text()


def click(bar, kind, name):
    QTest.mouseClick(bar.findChild(kind, name), Qt.MouseButton.LeftButton)


def test_the_bar_is_only_there_when_there_is_something_to_say(bar, hub):
    assert bar.isHidden()
    hub.warn("The loss does not fit.")
    assert bar.isVisible()
    assert text_of(bar) == "The loss does not fit."
    click(bar, QToolButton, "message-dismiss")
    assert bar.isHidden()


def test_an_action_runs_and_the_message_goes(bar, hub):
    done = []
    actions = (
        Action("Learning rate ÷ 10", lambda: done.append("rate")),
        Action("Clip at 1.0", lambda: done.append("clip")),
    )
    hub.error("Training diverged at step 12.", actions=actions)
    second = bar.findChild(QPushButton, "message-action-1")
    assert second.text() == "Clip at 1.0"
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert done == ["clip"]
    assert bar.isHidden()


def test_an_action_may_say_something_itself(bar, hub):
    hub.warn("Too fast.", actions=(Action("Slower", lambda: hub.warn("Slower now.")),))
    click(bar, QPushButton, "message-action-0")
    assert text_of(bar) == "Slower now."


def test_messages_wait_in_line(bar, hub):
    hub.warn("First.")
    hub.warn("Second.")
    assert text_of(bar) == "First."
    bar.dismiss()
    assert text_of(bar) == "Second."


def test_an_error_goes_before_what_waits(bar, hub):
    hub.warn("First.")
    hub.error("Broken.")
    assert text_of(bar) == "Broken."
    bar.dismiss()
    assert text_of(bar) == "First."


def test_an_info_gives_way_to_what_comes_after_it(bar, hub):
    hub.info("Saved.")
    hub.warn("Too fast.")
    assert text_of(bar) == "Too fast."
    assert bar.waiting == ()


def test_a_newer_message_takes_the_place_of_the_older_on_its_topic(bar, hub):
    hub.warn("Rate is high.", topic="rate")
    hub.warn("Other.")
    hub.warn("Rate is very high.", topic="rate")
    assert text_of(bar) == "Rate is very high."
    bar.dismiss()
    assert text_of(bar) == "Other."
    bar.dismiss()
    assert bar.isHidden()


def test_a_withdrawn_topic_disappears(bar, hub):
    hub.error("Diverged.", topic="diverged")
    hub.withdraw("diverged")
    assert bar.isHidden()


def test_details_open_and_can_be_copied(bar, hub):
    hub.error("The file is broken.", details="line 3: expected a number")
    details = bar.findChild(QPlainTextEdit, "message-details")
    assert not details.isVisible()
    click(bar, QPushButton, "message-details-button")
    assert details.isVisible()
    assert details.toPlainText() == "line 3: expected a number"
    click(bar, QToolButton, "message-copy")
    assert QGuiApplication.clipboard().text() == (
        "The file is broken.\n\nline 3: expected a number"
    )


def test_without_details_there_is_nothing_to_open(bar, hub):
    hub.warn("Short.")
    assert not bar.findChild(QPushButton, "message-details-button").isVisible()


def test_an_info_goes_away_by_itself_and_a_warning_stays(qtbot, hub):
    QCursor.setPos(790, 790)  # a mouse that rests on the bar keeps it
    bar = NotificationBar(hub, theme=DARK, info_ms=1)
    qtbot.addWidget(bar)
    bar.move(0, 0)
    hub.info("Saved.")
    qtbot.waitUntil(bar.isHidden)
    hub.warn("Too fast.")
    assert not bar._timer.isActive()


def test_escape_dismisses(bar, hub):
    hub.warn("Too fast.")
    bar.findChild(QToolButton, "message-dismiss").setFocus()
    QTest.keyClick(bar.findChild(QToolButton, "message-dismiss"), Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_the_kind_and_the_theme_are_seen(bar, hub):
    hub.error("Broken.")
    assert bar.findChild(QLabel, "message-text").parent().property("kind") == "error"
    bar.show_theme(LIGHT)
    assert text_of(bar) == "Broken."


def test_html_in_a_message_is_only_text(bar, hub):
    hub.warn("<b>x</b> < y")
    assert bar.findChild(QLabel, "message-text").textFormat() == Qt.TextFormat.PlainText


def test_messages_of_one_kind_share_one_picture(bar, hub):
    """A new one for each stays in Qt's cache of pixmaps, ten megabytes of them."""
    icon = bar.findChild(QLabel, "message-icon")
    seen = set()
    for number in range(5):
        hub.warn(f"Message {number}", topic="same")
        seen.add(icon.pixmap().cacheKey())
    assert len(seen) == 1


def test_an_info_that_stays_waits_until_it_is_withdrawn(qtbot, hub):
    bar = NotificationBar(hub, info_ms=1)
    qtbot.addWidget(bar)
    hub.post(Notification("Opening a.json…", topic="opening", stays=True))
    hub.info("Another thing.")
    hub.post(Notification("Opening b.json…", topic="opening", stays=True))
    assert text_of(bar) == "Opening b.json…"
    hub.withdraw("opening")
    assert text_of(bar) == "Another thing."
    qtbot.waitUntil(bar.isHidden)


@pytest.mark.parametrize("count", [2, 4])
def test_many_buttons_stand_below_the_words(qtbot, hub, bar, count):
    bar.resize(860, 200)
    actions = tuple(Action(f"Remedy number {n}", list) for n in range(count))
    hub.error("The loss became infinite. " * 8, actions=actions, details="more")
    text = bar.findChild(QLabel, "message-text")
    buttons = [bar.findChild(QPushButton, f"message-action-{n}") for n in range(count)]
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons))
    below = [button.mapTo(bar, QPoint(0, 0)).y() >= text.geometry().bottom() for button in buttons]
    assert below == [count > 2] * count
    assert text.width() > 300


def test_buttons_have_words_as_large_as_their_message(bar, hub):
    magnify(bar, 1.6)
    hub.warn("Too fast.", actions=(Action("Slower", lambda: None),))
    button = bar.findChild(QPushButton, "message-action-0")
    assert button.font().pixelSize() == bar.findChild(QLabel, "message-text").font().pixelSize()
