"""Larger words, and back."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.theme import font
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.widgets.magnify import magnified, magnify


def test_words_grow_and_come_back_to_exactly_their_size(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    layout = QVBoxLayout(room)
    small, large = QLabel("small"), QLabel("large")
    small.setFont(font(11, 500))
    large.setFont(font(20, 600, tabular=True))
    layout.addWidget(small)
    layout.addWidget(large)
    before = [small.font(), large.font()]
    for _ in range(3):
        magnify(room, 1.35)
        assert [small.font().pixelSize(), large.font().pixelSize()] == [15, 27]
        assert magnified(10, large) == 14
        magnify(room, 1.0)
    assert [small.font(), large.font()] == before
    assert magnified(10, large) == 10


def test_a_figure_takes_more_room_and_gives_it_back(qtbot: QtBot) -> None:
    figure = Figure("loss", "Loss", "0.0000")
    qtbot.addWidget(figure)
    width = figure.minimumSizeHint().width()
    magnify(figure, 1.5)
    assert figure.minimumSizeHint().width() > 1.3 * width
    magnify(figure, 1.0)
    assert figure.minimumSizeHint().width() == width
