"""Presenter mode: larger words, no forms, and everything back in its place afterwards."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground


def figure_pixels(playground: Playground) -> int:
    label = playground.window.header.findChild(QLabel, "figure-value")
    assert label is not None
    return label.font().pixelSize()


def click(qtbot: QtBot, playground: Playground, name: str) -> None:
    button = playground.window.findChild(QWidget, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def overlapping(header: QWidget) -> bool:
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    parts = [part for part in header.findChildren(QWidget, options=directly) if part.isVisible()]
    places = sorted((part.geometry().left(), part.geometry().right()) for part in parts)
    return any(right >= left for (_, right), (left, _) in pairwise(places))


def test_a_projector_gets_larger_words_and_no_forms(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    before, axis = figure_pixels(playground), window.loss.plot.left.style["tickFont"].pixelSize()
    wide = window.boundary.width()
    click(qtbot, playground, "presenter")
    qtbot.waitUntil(window.isFullScreen)
    assert figure_pixels(playground) >= 1.3 * before
    assert window.loss.plot.left.style["tickFont"].pixelSize() >= 1.3 * axis
    assert not window.data_panel.isVisible()
    qtbot.waitUntil(lambda: window.boundary.width() > wide)
    assert window.actions_by_name["presenter"].isChecked()


@pytest.mark.parametrize("leave", ["Esc", "F11", "button"])
def test_leaving_puts_everything_back(qtbot: QtBot, playground: Playground, leave: str) -> None:
    window = playground.window
    fonts = [widget.font() for widget in window.header.findChildren(QWidget)]
    height = window.header.height()
    playground.window.actions_by_name["presenter"].trigger()
    qtbot.waitUntil(window.isFullScreen)
    if leave == "button":
        click(qtbot, playground, "presenter")
    else:
        window.activateWindow()
        target = QApplication.focusWidget() or window
        qtbot.keyClick(target, Qt.Key.Key_Escape if leave == "Esc" else Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert not window.presenter.on
    assert [widget.font() for widget in window.header.findChildren(QWidget)] == fonts
    assert window.header.height() == height
    assert window.data_panel.isVisible()
    assert not window.actions_by_name["presenter"].isChecked()


def test_a_maximised_window_is_maximised_again(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.showMaximized()
    window.presenter.switch(True)
    assert window.isFullScreen()
    window.presenter.switch(False)
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_the_next_start_does_not_begin_in_full_screen(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.presenter.switch(True)
    window.close()
    window.restore_and_show()
    assert not window.isFullScreen()
    assert window.data_panel.isVisible()


def test_every_figure_fits_into_a_small_projectors_header(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    window.resize(1024, 700)
    window.presenter.switch(True)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.header.width() == 1024)
    qtbot.waitUntil(lambda: not overlapping(window.header))
    for name in ("play", "epoch", "train-loss", "test-loss", "accuracy", "presenter", "export"):
        part = window.header.findChild(QWidget, name)
        assert part is not None
        assert part.isVisible()
        assert part.x() >= 0
        assert part.geometry().right() < 1024, name


@pytest.mark.parametrize(
    ("size", "factor"), [((1024, 700), 1.0), ((1600, 1000), 1.0), ((3840, 2160), 1.6)]
)
def test_words_grow_in_a_window_that_has_room_for_them(
    qtbot: QtBot, playground: Playground, size: tuple[int, int], factor: float
) -> None:
    window = playground.window
    window.resize(1600, 1000)
    figure, form = figure_pixels(playground), window.cards.left.width()
    window.resize(*size)
    assert figure_pixels(playground) == round(figure * factor)
    assert window.tabs.gradients.bars.names.magnification == factor
    assert (window.cards.left.width() > 1.5 * form) == (factor > 1.0)
    window.resize(1600, 1000)
    assert figure_pixels(playground) == figure
    assert window.tabs.gradients.bars.names.magnification == 1.0
