"""A message that stays lies below the pictures while presenting; one that goes lies over them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.notifications import Action

LONG = "Training diverged at step 6: loss and gradient became infinite. " * 3


def place(widget: QWidget) -> QRect:
    """Where it is in the window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def settle() -> None:
    for _ in range(4):
        QApplication.sendPostedEvents()


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768), (3840, 2160)])
def test_an_error_hides_no_picture_and_none_of_its_buttons(
    qtbot: QtBot, playground: Playground, size: tuple[int, int]
) -> None:
    window = playground.window
    window.presenter.switch(True)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    settle()
    whole = place(window.network)
    words = ("Learning rate 0.01", "Clip the norm at 1", "Rewind", "What happened?")
    actions = tuple(Action(word, lambda: None) for word in words)
    playground.notifications.error(LONG, details="more", actions=actions)
    settle()
    bar = place(window.bar)
    assert window.rect().contains(bar)
    for card in (window.network, window.boundary):
        assert card.isVisible()
        assert not place(card).intersects(bar)
    assert place(window.network).height() < whole.height()
    for button in window.bar.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width()
        assert window.bar.rect().contains(
            QRect(button.mapTo(window.bar, QPoint(0, 0)), button.size())
        )
    window.bar.findChild(QPushButton, "message-details-button").click()
    settle()
    assert not place(window.network).intersects(place(window.bar))
    window.bar.dismiss()
    settle()
    assert place(window.network) == whole


def test_what_only_passes_moves_nothing(playground: Playground) -> None:
    window = playground.window
    window.presenter.switch(True)
    settle()
    whole = place(window.network)
    playground.notifications.info("Saved.")
    settle()
    assert window.bar.isVisible()
    assert place(window.network) == whole


def test_an_error_is_where_it_always_is_once_nobody_presents(playground: Playground) -> None:
    window = playground.window
    playground.notifications.error(LONG)
    settle()
    before, network = place(window.bar), place(window.network)
    window.presenter.switch(True)
    settle()
    assert not place(window.network).intersects(place(window.bar))
    window.presenter.leave()
    settle()
    assert place(window.bar) == before
    assert place(window.network) == network
