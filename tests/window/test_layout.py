"""How the places share a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QSplitter
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.window.layout import GAP, MIN_NETWORK, CardLayout, CardSizes, card_sizes, fitted
from nnfs_gui.window.main_window import MainWindow


@pytest.mark.parametrize("height", [500, 640, 700, 1000, 2100])
@pytest.mark.parametrize("width", [700, 996, 1200, 1572, 3800])
def test_panels_give_way_before_the_network_does(width: int, height: int) -> None:
    places = card_sizes(width, height)
    assert width - places.left - places.right - 2 * GAP >= min(MIN_NETWORK, width - 220 - 2 * GAP)


def test_a_narrow_window_loses_its_left_column_first() -> None:
    assert card_sizes(1200, 700).left > 0
    assert card_sizes(800, 700).left == 0
    assert card_sizes(800, 700).right > 0


def test_a_low_window_loses_its_bottom() -> None:
    assert card_sizes(1200, 500).bottom == 0
    assert card_sizes(1200, 640).bottom >= 140


def test_places_grow_with_the_window_up_to_a_limit() -> None:
    small, large, huge = (card_sizes(width, width * 5 // 8) for width in (1572, 2500, 3800))
    assert small.left < large.left <= huge.left
    assert small.right < large.right < huge.right
    assert huge.left <= 340


@pytest.mark.parametrize("size", [(996, 606), (1338, 674), (700, 606)])
def test_sizes_of_a_large_screen_leave_the_network_its_room_on_a_small_one(
    size: tuple[int, int],
) -> None:
    width, height = size
    places = fitted(CardSizes(500, 1200, 900, 0.5), width, height)
    assert width - places.left - places.right - 2 * GAP >= min(MIN_NETWORK, width - 220 - 2 * GAP)
    assert height - places.bottom >= 0.5 * height
    assert places.boundary_share == 0.5


def test_sizes_that_have_room_stay_as_they_are() -> None:
    sizes = CardSizes(300, 700, 500, 0.5)
    assert fitted(sizes, 2500, 1400) == sizes


def widths(cards: CardLayout) -> list[int]:
    across = cards.findChild(QSplitter, "splitter-across")
    assert across is not None
    return list(across.sizes())


def drag(playground: Playground, name: str, index: int, to: int) -> None:
    splitter = playground.window.findChild(QSplitter, name)
    assert splitter is not None
    splitter.moveSplitter(to, index)


def test_what_was_dragged_returns_with_the_room_and_after_a_restart(
    playground: Playground,
) -> None:
    window = playground.window
    window.resize(3000, 1600)
    drag(playground, "splitter-across", 2, 1500)
    drag(playground, "splitter-down", 1, 900)
    dragged = widths(window.cards)
    assert dragged[2] > 1300
    window.resize(1024, 700)
    assert widths(window.cards)[1] >= MIN_NETWORK - 2 * GAP
    window.resize(3000, 1600)
    assert widths(window.cards) == dragged
    state, height = window.cards.state(), window.tabs.height()
    window.actions_by_name["reset_layout"].trigger()
    assert widths(window.cards)[2] < 1000
    assert window.tabs.height() < height
    assert window.cards.state() == {}
    window.cards.restore(state)
    assert (widths(window.cards), window.tabs.height()) == (dragged, height)


def test_a_drag_in_presenter_mode_keeps_every_width(playground: Playground) -> None:
    window = playground.window
    before = widths(window.cards)
    window.presenter.switch(True)
    drag(playground, "splitter-across", 2, window.width() - 700)
    window.presenter.switch(False)
    window.resize(1600, 1000)
    assert widths(window.cards) == before


@pytest.mark.parametrize(
    "sizes", [b"", b"null", b"[1, 2]", b"[-1, 2, 3, 0.5]", b'["a", 2, 3, 0.5]', b"[1e999, 2, 3, 1]"]
)
def test_damaged_sizes_count_as_none(playground: Playground, sizes: bytes) -> None:
    before = widths(playground.window.cards)
    playground.window.cards.restore(
        {"sizes": sizes, "lessons": sizes, "splitter-down": b"of an older version"}
    )
    assert playground.window.cards.state() == {}
    assert widths(playground.window.cards) == before


@pytest.mark.parametrize("way", ["button", "key", "menu"])
def test_hidden_views_give_their_height_to_the_network(
    qtbot: QtBot, playground: Playground, way: str
) -> None:
    window = playground.window
    window.resize(1366, 768)
    before = window.network.height()
    if way == "button":
        qtbot.mouseClick(window.tabs.fold, Qt.MouseButton.LeftButton)
    elif way == "key":
        window.activateWindow()
        qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    else:
        window.actions_by_name["hide_views"].trigger()
    assert window.network.height() >= before + 80
    assert window.tabs.height() < 50
    assert window.actions_by_name["hide_views"].isChecked()
    qtbot.mouseClick(window.tabs.bar, Qt.MouseButton.LeftButton)
    assert window.network.height() == before
    assert not window.actions_by_name["hide_views"].isChecked()


def test_hidden_views_stay_hidden_at_the_next_start(new_playground: Playground) -> None:
    window = new_playground.window
    window.tabs.set_closed(True)
    window.close()
    window.tabs.set_closed(False)
    window.restore_and_show()
    assert window.tabs.closed


def reaches_beside_the_bottom(cards: CardLayout) -> bool:
    return cards.left.mapTo(cards, cards.left.rect().bottomLeft()).y() > (
        cards.bottom.mapTo(cards, cards.bottom.rect().topLeft()).y()
    )


def test_a_lesson_has_all_the_height_there_is_and_gives_it_back(
    new_playground: Playground, qtbot: QtBot
) -> None:
    window = new_playground.window
    window.resize(1366, 768)
    cards, before = window.cards, widths(window.cards)
    assert not reaches_beside_the_bottom(cards)
    cards.show_lesson(window.lessons.pane)
    qtbot.waitUntil(lambda: reaches_beside_the_bottom(cards))
    assert cards.bottom.x() == 0
    assert cards.across.sizes()[0] >= MIN_NETWORK
    cards.show_lesson(None)
    qtbot.waitUntil(lambda: not reaches_beside_the_bottom(cards))
    assert widths(cards) == before


def test_a_projector_leaves_a_lesson_out_and_brings_it_back(
    new_playground: Playground, qtbot: QtBot
) -> None:
    cards = new_playground.window.cards
    cards.show_lesson(new_playground.window.lessons.pane)
    cards.set_stage(lambda width, height: cards.across.setSizes([width - 400, 400]))
    cards.fit()
    assert not cards.left.isVisible()
    assert sum(cards.across.sizes()) == cards.width() - 3 * GAP  # all there is, but for gaps
    cards.set_stage(None)
    cards.fit()
    qtbot.waitUntil(lambda: reaches_beside_the_bottom(cards))
    assert cards.left.isVisible()


@pytest.mark.parametrize("size", [(1366, 748), (1366, 768), (1600, 1000)])
def test_the_forms_of_every_preset_are_whole_on_a_laptop(
    qtbot: QtBot, playground: Playground, size: tuple[int, int]
) -> None:
    playground.window.resize(*size)
    column = playground.window.findChild(QScrollArea, "left-scroll")
    assert column is not None
    for preset in preset_names():
        playground.document.open(load_preset(preset), None)
        qtbot.waitUntil(lambda: column.widget().minimumSizeHint().height() <= column.height())
        qtbot.waitUntil(lambda: not column.verticalScrollBar().isVisible())
        assert column.widget().width() == column.viewport().width()


def below_the_tabs(window: MainWindow) -> int:
    """Pixels to the strip of the history, or to the window's end if there is none."""
    foot = window.tabs.mapTo(window, window.tabs.rect().bottomLeft()).y()
    strip = window.strip
    end = strip.mapTo(window, QPoint(0, 0)).y() if strip.isVisible() else window.height()
    return end - foot - 1


def test_no_room_is_left_for_a_history_that_a_low_window_leaves_out(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    window.show()
    for height in (700, 768):
        window.resize(1366, height)
        qtbot.waitUntil(lambda: below_the_tabs(window) == GAP)
        assert window.strip.isVisible() == (height > 700)
