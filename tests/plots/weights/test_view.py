"""The weights view shows the snapshot's own weights, as bars, as a matrix and over time."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from nnfs_gui.plots.weights.hinton import squares
from nnfs_gui.plots.weights.view import MODES, WeightsView
from nnfs_gui.theme import DARK, LIGHT


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


def test_the_pointer_finds_the_nearest_bar(view, train):
    view.show_snapshot(train()[-1])
    view.show_selection(frozenset({"L2.3"}))
    for part in range(5):
        found = [view.bars.part_at(part + aside, 0.0) for aside in (-0.4, 0.0, 0.4)]
        assert found == [part] * 3
    assert view.bars.part_at(-1.2, 0.0) is None
    assert view.bars.part_at(5.2, 0.0) is None


def test_positive_bars_go_up_in_blue_and_negative_ones_down_in_orange(
    view, make_snapshot, box_of, pixel_of
):
    snapshot = make_snapshot(hidden=(1,))
    parameters = snapshot.parameters.copy()
    parameters[:3] = (0.9, -0.9, 0.0)
    view.show_snapshot(make_snapshot(hidden=(1,), parameters=parameters))
    bars, zero = view.bars.bars, pixel_of(view.bars, 0.0, 0.0).y()
    up, down, none = (box_of(bars, index) for index in range(3))
    assert bars.colours[:2] == [DARK.pos, DARK.neg]
    assert (up.bottom(), down.top()) == pytest.approx((zero, zero), abs=1.0)
    assert up.top() == pytest.approx(pixel_of(view.bars, 0.0, 0.9).y(), abs=1.0)
    assert down.bottom() == pytest.approx(pixel_of(view.bars, 1.0, -0.9).y(), abs=1.0)
    assert none.height() == 0.0
    image = view.bars.grab().toImage()
    seen = [image.pixelColor(box.center().toPoint()).name() for box in (up, down)]
    assert seen == [DARK.pos.lower(), DARK.neg.lower()]
    assert image.pixelColor(int(up.center().x()), zero + 12).name() == DARK.panel.lower()


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


@pytest.fixture
def cell(pixel_of):
    """Where a weight of a layer is in the viewport of its matrix."""
    return lambda matrix, row, column: pixel_of(matrix, column + 0.5, row + 0.5)


def test_a_click_on_a_row_of_the_matrix_shows_that_neuron(qtbot, view, train, cell):
    view.show_snapshot(train()[-1])
    matrix = view.hinton.plots[1]
    for column in (0, -1):  # a weight, and the neuron's label beside the matrix
        view.show_unit("L1.1")
        with qtbot.waitSignal(view.unit_clicked) as clicked:
            spot = cell(matrix, 1, column)
            qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert clicked.args == ["L2.2"]
        assert view.unit == "L2.2"
    assert [matrix.frame.isVisible() for matrix in view.hinton.plots] == [False, True, False]
    assert list(matrix.frame.at) == [1.5]


def test_the_matrix_shows_every_weight_by_sign(view, train, cell):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    for layer, matrix in enumerate(view.hinton.plots, start=1):
        block = snapshot.block(layer)
        image = matrix.grab().toImage()
        for row, column in np.ndindex(block.shape):
            if abs(block[row, column]) < 0.2:
                continue
            expected = DARK.pos if block[row, column] > 0 else DARK.neg
            seen = image.pixelColor(cell(matrix, row, column))
            assert seen.name() == QColor(expected).name()


def test_the_squares_of_all_matrices_have_one_scale(view, train):
    """Areas are the weights' sizes: all the same share of a cell, whatever the layer."""
    view.resize(1300, 800)
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    largest = view.hinton.top
    assert largest >= np.abs(snapshot.parameters).max()
    cells = {matrix.cell for matrix in view.hinton.plots}
    assert len(cells) == 1
    side = round(cells.pop())
    for layer, matrix in enumerate(view.hinton.plots, start=1):
        block, picture = snapshot.block(layer), matrix.image.image
        assert picture.shape == (block.shape[0] * side, block.shape[1] * side)
        for row, column in np.ndindex(block.shape):
            part = picture[side * row : side * (row + 1), side * column : side * (column + 1)]
            weight = block[row, column]
            assert set(np.unique(part[part > 0])) == {1 if weight > 0 else 2}
            wanted = np.sqrt(abs(weight) / largest) * (side - 1)
            assert np.sqrt((part > 0).sum()) == pytest.approx(max(wanted, 1.5), abs=1.1)


def test_the_area_of_a_square_is_its_weight():
    image = squares(np.array([[1.0, 0.25, -0.25, 0.0]]), 200)
    assert image.shape == (200, 800)
    areas = [(image[:, 200 * at : 200 * at + 200] > 0).sum() for at in range(4)]
    assert areas[1] / areas[0] == pytest.approx(0.25, rel=0.1)
    assert areas[3] <= 4
    assert set(np.unique(image[:, 400:600])) == {0, 2}


def test_all_weights_of_all_neurons_can_be_seen_at_once(qtbot, view, train, box_of):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    qtbot.mouseClick(view.switch._buttons["all"], Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(view.all_bars.values, snapshot.parameters)
    signs = [DARK.neg if weight < 0 else DARK.pos for weight in snapshot.parameters]
    assert view.all_bars.bars.colours == signs
    assert view.all_bars.isVisible()
    assert not view.hinton.isVisible()
    with qtbot.waitSignal(view.unit_clicked) as clicked:
        spot = box_of(view.all_bars.bars, -1).center().toPoint()
        qtbot.mouseClick(view.all_bars.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["out0"]


@pytest.mark.parametrize("mode", MODES)
def test_every_part_follows_the_theme_in_every_state(view, train, mode):
    """Without a snapshot, before the first step, trained, wound back, and of another network."""
    snapshots = train()
    view.show_part(mode)
    for snapshot in (None, snapshots[0], snapshots[-1], snapshots[1], train(hidden=(5,))[-1]):
        view.show_snapshot(snapshot)
        for theme in (LIGHT, DARK):
            view.show_theme(theme)
            assert not view.grab().isNull()
            for bars in (view.bars.bars, view.all_bars.bars):
                assert set(bars.colours) <= {theme.pos, theme.neg}
            for matrix in view.hinton.plots:
                assert matrix.image.lut[1].tolist() == list(QColor(theme.pos).getRgb()[:3])
                assert matrix.image.lut[2].tolist() == list(QColor(theme.neg).getRgb()[:3])


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
