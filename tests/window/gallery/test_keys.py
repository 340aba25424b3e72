"""The gallery by keyboard: Tab goes round, arrows from row to row, and the focus is seen."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.progress import LessonRecord
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.window.gallery.catalogue import entries
from nnfs_gui.window.gallery.gallery import Gallery


def test_keys_stay_with_the_gallery_while_it_is_open(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    window, page, document = playground.window, gallery.page, playground.document
    before = document.experiment
    window.setFocus()  # as a press on the bar of messages does
    assert window.focusWidget() is page
    for key in (Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_S, Qt.Key.Key_Delete):
        qtbot.keyClick(window.focusWidget(), key)
    assert document.experiment is before
    assert playground.session.state is RunState.PAUSED
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    window.setFocus()
    assert window.focusWidget() is window.network.canvas


def test_the_tab_key_goes_round_in_the_gallery(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    window, page = playground.window, gallery.page
    page.setFocus()
    names = []
    for _ in range(60):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert page.isAncestorOf(window.focusWidget())
        names.append(window.focusWidget().objectName())
    assert names[:2] == ["gallery-open", "gallery-write-lesson"]
    assert names.index("gallery-continue") < names.index("lesson-tour")
    cards = [name for name in names if name.startswith("lesson-")]
    assert cards[:18] == [card.objectName() for card in page.cards]
    assert names.index("lesson-mystery") < names.index("preset-first-steps")
    assert names.count("gallery-open") == 2
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget().objectName() == names[-2]


def test_arrows_go_from_row_to_row_and_bring_them_into_sight(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    window, page = playground.window, gallery.page
    window.resize(1366, 768)
    QApplication.sendPostedEvents()
    page.cards[2].setFocus(Qt.FocusReason.TabFocusReason)
    column = page.cards[2].mapTo(page, page.cards[2].rect().center()).x()
    rows = []
    while window.focusWidget() in page.cards:
        here = window.focusWidget()
        assert here.mapTo(page, here.rect().center()).x() == column
        assert here.visibleRegion().boundingRect() == here.rect()
        rows.append(page.cards.index(here))
        qtbot.keyClick(here, Qt.Key.Key_Down)
    assert rows == [2, 7, 12, 17]
    assert window.focusWidget() in page.chips
    for _ in range(8):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget() in page.chips
    assert window.focusWidget().y() == page.chips[-1].y()  # it ends in the last row
    page.chips[-1].setFocus()
    qtbot.keyClick(page.chips[-1], Qt.Key.Key_Left)
    assert window.focusWidget() is page.chips[-2]
    page.cards[4].setFocus()
    qtbot.keyClick(page.cards[4], Qt.Key.Key_Up)
    assert window.focusWidget().objectName() == "gallery-continue"


def test_the_ring_is_seen_on_a_card_that_has_a_bright_edge(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    page, theme = gallery.page, playground.themes.theme
    lesson, path = next(pair for pair in gallery._bundled if pair[0].id == "one-neuron")
    begun = replace(LessonRecord.of(lesson), step=2)
    page.show_lessons(entries([(lesson, path)], {lesson.id: begun}), first_time=False)
    (card,) = page.cards
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    assert card.entry.is_begun
    seen = []
    for reason in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
        card.clearFocus()
        card.setFocus(reason)
        image = card.grab().toImage()
        middle = card.height() // 2 + 30  # below the picture
        seen.append({image.pixelColor(x, middle).name() for x in range(4)})
    text = QColor(theme.text).name()
    assert text not in seen[0]
    assert text in seen[1]
