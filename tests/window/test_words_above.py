"""What opens above a large window has words as large as the window's, and at first as ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.model import Link
from nnfs_gui.lessons.reading.reader import lesson_paths
from nnfs_gui.theme import BODY
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.magnify import magnify_menus, pixels_of

DIALOGS = ("formula", "import_table", "shortcuts", "save_code")
LARGE, USUAL = (3840, 2160), (1600, 1000)
Written = QAbstractButton | QLabel | QLineEdit


@pytest.fixture(autouse=True)
def menus_as_ever() -> Iterator[None]:
    yield
    magnify_menus(1.0)


def opened(playground: Playground, action: str) -> QDialog:
    window = playground.window
    if action == "formula":
        window.data_dialogs.make_from_formula()
    else:
        window.actions_by_name[action].trigger()
    return next(each for each in window.findChildren(QDialog) if each.isVisible())


def words_in(root: QWidget) -> list[tuple[str, int]]:
    """What is written in labels, buttons and lines, and how large."""
    written = (each for each in root.findChildren(QWidget) if isinstance(each, Written))
    return [(each.text(), pixels_of(each.font())) for each in written if each.text()]


def grown(words: list[tuple[str, int]], factor: float) -> list[tuple[str, int]]:
    return [(text, round(pixels * factor)) for text, pixels in words]


@pytest.mark.parametrize("action", DIALOGS)
def test_all_words_of_a_dialog_are_as_large_as_the_window_s(
    qtbot: QtBot, playground: Playground, action: str
) -> None:
    window = playground.window
    window.resize(*USUAL)
    window.show()
    dialog = opened(playground, action)
    usual = words_in(dialog)
    assert usual
    window.resize(*LARGE)  # while it is open
    qtbot.waitUntil(lambda: words_in(dialog) == grown(usual, 1.6))
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    dialog = opened(playground, action)
    assert words_in(dialog) == grown(usual, 1.6)
    window.resize(*USUAL)
    qtbot.waitUntil(lambda: words_in(dialog) == usual)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))


def test_what_a_dialog_makes_later_is_as_large(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.resize(*LARGE)
    window.show()
    dialog = opened(playground, "formula")
    usual = pixels_of(QPushButton().font())
    dialog.findChild(QAbstractButton, "formula-form-regression").click()
    example = dialog.findChild(QAbstractButton, "formula-example-0")
    qtbot.waitUntil(lambda: pixels_of(example.font()) > 1.5 * usual)
    dialog.reject()


def test_the_help_has_all_its_keys_in_sight_where_there_is_room(playground: Playground) -> None:
    window = playground.window
    window.resize(*LARGE)
    window.show()
    dialog = opened(playground, "shortcuts")
    keys = dialog.findChild(QScrollArea, "help-keys")
    keys.widget().layout().activate()
    assert keys.verticalScrollBar().maximum() == 0
    assert window.rect().contains(dialog.rect())
    dialog.reject()


def test_menus_and_tool_tips_follow_the_window(playground: Playground) -> None:
    window = playground.window
    window.resize(*LARGE)
    window.show()
    menus = window.findChildren(QMenu)
    assert len(menus) > 6
    late = window.network.canvas.menus.open_activations("L1", window.rect().center())
    sizes = {pixels_of(menu.font()) for menu in (*menus, late)}
    assert {*sizes, pixels_of(QToolTip.font())} == {round(1.6 * BODY)}
    late.close()
    window.resize(*USUAL)
    sizes = {pixels_of(menu.font()) for menu in window.findChildren(QMenu)}
    assert {*sizes, pixels_of(QToolTip.font())} == {BODY}


def test_an_open_list_gives_its_entries_the_room_of_their_words(playground: Playground) -> None:
    window = playground.window
    window.resize(*USUAL)
    window.show()
    box = window.training_panel.findChild(DropDown, "loss")
    entry = box.model().index(0, 0)
    usual = box.view().sizeHintForIndex(entry).height()
    window.resize(*LARGE)
    assert box.view().sizeHintForIndex(entry).height() == round(1.6 * usual)


def test_a_popover_is_as_large_and_inside_the_window(playground: Playground) -> None:
    window = playground.window
    window.show()
    unit = playground.document.experiment.network.hidden[0].neurons[0].id
    words = []
    for size in (USUAL, LARGE):
        window.resize(*size)
        popups = window.network.canvas.popups
        popups.edit_weight(Link("x1", unit), QRect(400, 300, 10, 10))
        popover = popups.popover
        assert popover is not None
        assert window.rect().contains(popover.geometry())
        assert popover.width() >= popover.minimumSizeHint().width()
        words.append(words_in(popover))
        popups.close_popover()
    assert words[1] == grown(words[0], 1.6)


def test_the_gallery_s_words_and_cards_are_as_large(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.resize(*USUAL)
    window.show()
    window.gallery.open()
    page = window.gallery.page
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.cards and page.chips))
    words, card = words_in(page), page.cards[0].height()
    window.resize(*LARGE)
    assert words_in(page) == grown(words, 1.6)
    assert page.cards[0].height() == round(1.6 * card)
    window.gallery.close()
    window.gallery.open()  # with cards made anew
    qtbot.waitUntil(lambda: words_in(page) == grown(words, 1.6))
    assert page.cards[0].height() == round(1.6 * card)


def test_a_lesson_s_words_are_as_large_in_every_step(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.resize(*USUAL)
    window.show()
    path = next(each for each in lesson_paths() if each.name == "one-neuron.lesson.md")
    window.lessons.open_path(path, 1)
    pane = window.lessons.pane
    sticky = pane.findChild(QPushButton, "lesson-sticky-commit")
    of_sticky = pixels_of(sticky.font())

    def shown() -> list[tuple[str, int]]:
        words = words_in(pane)
        words.remove((sticky.text(), pixels_of(sticky.font())))  # it says what is out of sight
        return sorted(set(words))

    usual = shown()
    window.resize(*LARGE)
    assert shown() == grown(usual, 1.6)
    assert pixels_of(sticky.font()) == round(1.6 * of_sticky)
    pane.went_on.emit()
    assert shown() != grown(usual, 1.6)
    pane.went_back.emit()
    qtbot.waitUntil(lambda: shown() == grown(usual, 1.6))
    window.presenter.enter()
    window.presenter.leave()
    window.resize(*LARGE)
    qtbot.waitUntil(lambda: shown() == grown(usual, 1.6))
    window.resize(*USUAL)
    qtbot.waitUntil(lambda: shown() == usual)
