"""The chip of a column: words where there is room, and a sign instead of a single letter."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from nnfs_gui.canvas.picture.controls import chip_has_room, draw_chip
from nnfs_gui.experiment import edits


def rooms(desk) -> list[bool]:
    state = desk.canvas.state
    return [chip_has_room(state, column) for column in state.layout.columns]


def named(make_network, activation: str, *sizes: int):
    experiment = make_network(*sizes)
    for layer in experiment.network.hidden:
        experiment = edits.set_activation(experiment, layer.id, activation)
    return experiment


def test_few_columns_have_room_for_words(make_desk, make_network):
    assert all(rooms(make_desk(experiment=named(make_network, "leaky_relu", 4, 2))))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_many_narrow_columns_show_signs_instead_of_first_letters(
    make_desk, make_network, activation
):
    experiment = named(make_network, activation, *[6] * 6)
    desk = make_desk(experiment=experiment, size=(466, 400))
    state = desk.canvas.state
    assert not state.layout.metrics.compact
    assert not any(rooms(desk))
    desk.canvas.repaint()


def drawn(desk, column) -> QImage:
    area = column.chip_rect.toAlignedRect().adjusted(-6, -6, 6, 6)
    picture = QImage(area.size(), QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    painter.translate(-area.topLeft())
    draw_chip(painter, desk.canvas.state, column)
    painter.end()
    return picture


def test_a_locked_sign_wears_a_padlock_as_words_do(make_desk, make_network):
    for sizes, words in (([4, 2], True), ([6] * 8, False)):
        desk = make_desk(experiment=named(make_network, "sigmoid", *sizes), size=(420, 400))
        state = desk.canvas.state
        column, free_column = state.layout.columns[1], state.layout.columns[-1]
        assert chip_has_room(state, column) is words
        free = drawn(desk, column), drawn(desk, free_column)
        state.locked = frozenset({"activation"})
        assert drawn(desk, column) != free[0]
        assert drawn(desk, free_column) == free[1]
