"""The weights view shows the snapshot's own weights, as bars, as a matrix and over time."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from nnfs_gui.plots.weights.hinton import squares
from nnfs_gui.plots.weights.view import WeightsView
from nnfs_gui.theme import DARK


@pytest.fixture
def view(qtbot, document):
    made = WeightsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1300, 130)
    made.show()
    return made


def test_the_bars_are_the_neurons_weights_and_its_bias(view, train):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    view.show_selection(frozenset({"L2.3"}))
    np.testing.assert_array_equal(view.bars.values, snapshot.block(2)[2])
    assert view.name.text() == "Hidden 2 · neuron 3"
    assert view.bars.tip(0).startswith("Hidden 2 · neuron 3: weight from 1.1 ")
    assert "bias" in view.bars.tip(4)


def test_positive_bars_go_up_in_blue_and_negative_ones_down_in_orange(view, make_snapshot):
    snapshot = make_snapshot(hidden=(1,))
    parameters = snapshot.parameters.copy()
    parameters[:3] = (0.9, -0.9, 0.0)
    view.show_snapshot(make_snapshot(hidden=(1,), parameters=parameters))
    image = view.bars.grab().toImage()
    centres, _ = view.bars._centres()
    zero = view.bars._zero()
    up = image.pixelColor(int(centres[0]), int(zero - 12))
    down = image.pixelColor(int(centres[1]), int(zero + 12))
    assert (up.name(), down.name()) == (DARK.pos.lower(), DARK.neg.lower())
    assert image.pixelColor(int(centres[0]), int(zero + 12)).name() != DARK.pos.lower()


def test_the_history_is_what_the_weights_were(view, train):
    snapshots = train()
    for snapshot in snapshots:
        view.show_snapshot(snapshot)
    view.show_selection(frozenset({"L1.2"}))
    histories = view.history.histories
    assert len(histories) == 3
    for column, history in enumerate(histories):
        expected = [snapshot.block(1)[1, column] for snapshot in snapshots]
        np.testing.assert_array_equal(history, expected)


def test_a_click_on_a_row_of_the_matrix_shows_that_neuron(qtbot, view, train):
    view.show_snapshot(train()[-1])
    view.hinton.grab()
    spot = view.hinton.cell_box(2, 1, 0).center().toPoint()
    with qtbot.waitSignal(view.unit_clicked) as clicked:
        qtbot.mouseClick(view.hinton, Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["L2.2"]
    assert view.unit == "L2.2"


def test_the_matrix_shows_every_weight_by_sign(view, train):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    image = view.hinton.grab().toImage()
    for layer in range(1, len(snapshot.sizes)):
        block = snapshot.block(layer)
        for row, column in np.ndindex(block.shape):
            if abs(block[row, column]) < 0.2:
                continue
            spot = view.hinton.cell_box(layer, row, column).center()
            seen = image.pixelColor(QPoint(int(spot.x()), int(spot.y())))
            expected = DARK.pos if block[row, column] > 0 else DARK.neg
            assert seen.name() == QColor(expected).name()


def test_the_area_of_a_square_is_its_weight():
    colours = np.array([0, 1, 2], dtype=np.uint32)
    image = squares(np.array([[1.0, 0.25, -0.25, 0.0]]), 200, colours)
    assert image.shape == (200, 800)
    areas = [(image[:, 200 * at : 200 * at + 200] > 0).sum() for at in range(4)]
    assert areas[1] / areas[0] == pytest.approx(0.25, rel=0.1)
    assert areas[3] <= 4
    assert set(np.unique(image[:, 400:600])) == {0, 2}


def test_all_weights_of_all_neurons_can_be_seen_at_once(qtbot, view, train):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    qtbot.mouseClick(view.switch._buttons["all"], Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(view.all_bars.values, snapshot.parameters)
    assert view.all_bars.isVisible()
    assert not view.hinton.isVisible()
    centres, _ = view.all_bars._centres()
    with qtbot.waitSignal(view.unit_clicked) as clicked:
        spot = QPoint(int(centres[-1]), 20)
        qtbot.mouseClick(view.all_bars, Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["out0"]


def test_a_neuron_that_was_removed_gives_way_to_the_first(view, train):
    view.show_snapshot(train(hidden=(4, 3))[-1])
    view.show_selection(frozenset({"L2.3"}))
    view.show_snapshot(train(hidden=(4,))[-1])
    assert view.unit == "L1.1"


def test_a_large_network_paints(view, make_snapshot):
    view.resize(1300, 700)
    view.show_snapshot(make_snapshot(hidden=(32,) * 10))
    assert not view.grab().isNull()


def test_the_table_and_the_summary_name_every_weight(view, train):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    _, rows = view.table()
    assert [row[3] for row in rows] == pytest.approx(list(snapshot.parameters))
    assert [row[2] for row in rows[:3]] == ["x₁", "x₂", "bias"]
    assert "Hidden 1 · neuron 1: x₁ " in view.summary()
