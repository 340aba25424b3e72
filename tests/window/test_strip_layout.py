"""The strip holds what it shows, also if a part turns out taller in the midst of its layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
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
