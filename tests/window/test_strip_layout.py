"""The strip holds what it shows, also if a part turns out taller in the midst of its layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from test_question_strip import TEXT

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.window.presenter.lent import Lent
from nnfs_gui.window.presenter.strip import QuestionStrip

LOW, TALL = 20, 90


class Growing(QWidget):
    """Needs more height as soon as it is given its style, or its place, and tells nobody."""

    def __init__(self, on: QEvent.Type) -> None:
        super().__init__()
        self.setObjectName("growing")
        self._on, self._high = on, LOW

    def sizeHint(self) -> QSize:
        return QSize(200, self._high)

    def event(self, event: QEvent) -> bool:
        if event.type() == self._on:
            self._high = TALL
        return super().event(event)


class Wrapping(QWidget):
    """Is as tall as its present width demands."""

    def __init__(self) -> None:
        super().__init__()
        self._high = LOW

    def sizeHint(self) -> QSize:
        return QSize(400, self._high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._high = TALL if event.size().width() < 500 else LOW
        self.updateGeometry()


def strip_without_board(playground: Playground) -> QuestionStrip:
    """The second step: it asks for words and has no options."""
    window = playground.window
    assert window.lessons.open(read_lesson(TEXT), None, 2)
    window.presenter.switch(True)
    QApplication.sendPostedEvents()
    strip = window.lesson_presenting.strip
    assert strip.board.isHidden()
    return strip


def lend(strip: QuestionStrip, part: QWidget) -> Lent:
    lent = Lent([part], strip.board)
    strip.adopt(lent)
    strip.show_lent(lent)
    return lent


@pytest.mark.parametrize("on", [QEvent.Type.Polish, QEvent.Type.Resize, QEvent.Type.Show])
def test_a_part_that_grows_while_it_is_shown_is_whole(
    playground: Playground, on: QEvent.Type
) -> None:
    strip = strip_without_board(playground)
    part = Growing(on)
    lent = lend(strip, part)
    assert part.height() == lent.height() == TALL
    assert strip.board.rect().contains(lent.geometry())
    assert strip.height() >= strip.board.geometry().bottom() + 1
    assert strip.rect().contains(strip._foot.geometry())
    strip.show_lent()
    lent.deleteLater()


def test_a_part_whose_height_follows_its_width_is_whole(playground: Playground) -> None:
    strip = strip_without_board(playground)
    part = Wrapping()
    lent = lend(strip, part)
    for width in (900, 700, 1100):
        strip.resize(width, strip.height())
        QApplication.sendPostedEvents()
        assert part.height() == lent.height() == TALL
        assert strip.board.rect().contains(lent.geometry())
        assert strip.rect().contains(strip._foot.geometry())
    strip.show_lent()
    lent.deleteLater()


LONG = TEXT.replace("Why?", "Why? " + "Say it in your own words, and say all of it. " * 30)


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)])
def test_what_is_too_long_scrolls_above_the_buttons(
    playground: Playground, size: tuple[int, int]
) -> None:
    window = playground.window
    assert window.lessons.open(read_lesson(LONG), None, 2)
    window.presenter.switch(True)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    settle()
    strip = window.lesson_presenting.strip
    header = window.presenter_header
    assert strip.parentWidget() is header
    assert header.rect().contains(strip.geometry())
    assert window.rect().contains(window.cards.geometry())
    for button in strip.findChildren(QPushButton):
        if button.isVisible():
            assert strip.rect().contains(QRect(button.mapTo(strip, QPoint(0, 0)), button.size()))
            assert button.height() >= button.sizeHint().height()
    bar = strip._sheet.verticalScrollBar()
    assert bar.isVisible()
    assert not strip._sheet.geometry().intersects(strip._foot.geometry())
    bar.setValue(bar.maximum())
    last = strip._ask.mapTo(strip, strip._ask.rect().bottomLeft()).y()
    assert last <= strip._sheet.geometry().bottom() + 1
    before = strip.height()
    playground.notifications.error("It diverged. " * 20)
    settle()
    assert strip.height() < before  # it makes room for what is docked below the pictures
    assert header.rect().contains(strip.geometry())
    window.bar.dismiss()
    window.resize(2200, 1400)
    settle()
    assert not bar.isVisible()
    assert strip.height() >= strip._ask.height() + strip._foot.height()


def settle() -> None:
    for _ in range(6):
        QApplication.sendPostedEvents()
