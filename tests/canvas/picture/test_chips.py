"""The chip of a column: words where there is room, and a sign instead of a single letter."""

from __future__ import annotations

import pytest

from nnfs_gui.canvas.picture.controls import chip_has_room
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
