"""The weights view shows the snapshot's own weights, as bars, as a matrix and over time."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from nnfs_gui.plots.shared.units import units_of
from nnfs_gui.plots.weights.hinton import squares
from nnfs_gui.plots.weights.view import MODES, WeightsView
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.numbers import format_number


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
    first, last = (view.bars.part_at(at, 0.1) for at in (0.2, 3.9))
    assert view.bars.tip(first) == (
        f"Hidden 2 · neuron 3: weight from 1.1 {format_number(snapshot.block(2)[2, 0])}"
    )
    assert view.bars.tip(last) == (
        f"Hidden 2 · neuron 3: bias {format_number(snapshot.block(2)[2, 4])}"
    )


def test_the_pointer_finds_the_nearest_bar(view, train):
    view.show_snapshot(train()[-1])
    view.show_selection(frozenset({"L2.3"}))
    first = int(units_of(view.snapshot).start[6])
    for bar in range(5):
        found = [view.bars.part_at(bar + aside, 0.0) for aside in (-0.4, 0.0, 0.4)]
        assert found == [first + bar] * 3
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
def cell(view, pixel_of):
    """Where a weight of layer 1, 2 … is in the viewport of the matrices."""

    def place(layer, row, column):
        matrix, side = view.hinton.matrices[layer - 1], view.hinton.cell
        return pixel_of(view.hinton, matrix.left + (column + 0.5) * side, (row + 0.5) * side)

    return place


def test_a_click_on_a_row_of_the_matrix_shows_that_neuron(qtbot, view, train, cell, box_of):
    view.show_snapshot(train()[-1])
    plot = view.hinton
    for column in (0, 4, -1):  # a weight, the bias, and the neuron's label beside the matrix
        view.show_unit("L1.1")
        with qtbot.waitSignal(view.unit_clicked) as clicked:
            spot = cell(2, 1, column)
            qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert clicked.args == ["L2.2"]
        assert view.unit == "L2.2"
    frame = box_of(plot.frame, 0)
    assert all(frame.contains(cell(2, 1, column).toPointF()) for column in (0, 4))
    assert frame.height() == pytest.approx(plot.cell, abs=0.1)
    assert frame.width() == pytest.approx(5 * plot.cell, abs=0.1)


def test_a_place_beside_the_matrices_is_no_weight(view, train):
    view.show_snapshot(train()[-1])
    plot, (first, second, last) = view.hinton, view.hinton.matrices
    end = last.left + last.columns * plot.cell
    inside = plot.cell * last.rows - 1
    assert plot.part_at(end - 1, inside) == plot.snapshot.parameters.size - 1
    assert plot.part_at(end + 1, inside) is None
    assert plot.part_at(last.left, inside + 2) is None
    assert plot.part_at(first.left + first.columns * plot.cell + 1, 1.0) is None
    assert plot.part_at(second.left, -1.0) is None


def test_hovering_over_a_square_tells_its_weight(view, train, cell, monkeypatch):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: told.append(text))
    viewport = view.hinton.viewport()
    for layer, block in ((1, snapshot.block(1)), (2, snapshot.block(2))):
        for column in (1, block.shape[1] - 1):
            at = cell(layer, 2, column)
            event = QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at))
            QApplication.sendEvent(viewport, event)
            source = ("bias", "weight from x₂", "weight from 1.2")[layer * (column == 1)]
            weight = format_number(block[2, column])
            assert told.pop() == f"Hidden {layer} · neuron 3: {source} {weight}"


def test_names_stand_beside_their_rows_and_below_their_columns(qtbot, view, train, cell):
    view.resize(1300, 800)
    view.show_snapshot(train()[-1])
    plot = view.hinton
    qtbot.waitUntil(lambda: all(axis.isVisible() for axis in plot.columns))
    assert list(plot.titles.names.values()) == ["Hidden 1", "Hidden 2", "Output"]
    assert list(plot.columns[1].names.values()) == ["1.1", "1.2", "1.3", "1.4", "b"]
    assert list(plot.rows[1].names.values()) == ["2.1", "2.2", "2.3"]
    for index, matrix in enumerate(plot.matrices):
        rows, columns = plot.rows[index], plot.columns[index]
        assert rows.isVisible()
        left, bottom = cell(index + 1, matrix.rows - 1, 0).toTuple()
        assert rows.geometry().right() == pytest.approx(left - plot.cell / 2, abs=1.5)
        assert columns.geometry().top() == pytest.approx(bottom + plot.cell / 2, abs=1.5)
        (_, places), *_ = rows.tickValues(*rows.range, rows.height())
        assert places == pytest.approx(plot.cell * (np.arange(matrix.rows) + 0.5))


def test_the_names_follow_a_zoom(qtbot, view, train, cell):
    view.resize(1300, 800)
    view.show_snapshot(train()[-1])
    plot = view.hinton
    qtbot.waitUntil(lambda: all(axis.isVisible() for axis in plot.columns))
    second, box = plot.matrices[1], plot.plotItem.vb
    whole = plot.rows[1].geometry()
    box.setRange(xRange=(second.left - 20, second.left + 200), yRange=(0, 90), padding=0)
    box.updateMatrix()
    left = cell(2, 0, 0).x() - (cell(2, 0, 1).x() - cell(2, 0, 0).x()) / 2
    assert plot.rows[1].geometry() != whole
    assert plot.rows[1].geometry().right() == pytest.approx(left, abs=2)
    assert [axis.isVisible() for axis in plot.rows] == [False, True, False]


def test_the_matrices_of_a_deep_network_fit_in_the_strip(view, make_snapshot):
    for hidden in ((4,), (8,) * 6, (16,) * 8, (32,) * 10):
        view.show_snapshot(make_snapshot(hidden=hidden))
        plot, last = view.hinton, view.hinton.matrices[-1]
        assert len(plot.matrices) == len(hidden) + 1
        assert last.left + last.columns * plot.cell <= plot.width()
        assert [axis.isVisible() for axis in plot.rows].count(True) in (0, len(plot.matrices))


def test_the_matrix_shows_every_weight_by_sign(view, train, cell):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    image = view.hinton.grab().toImage()
    for layer in (1, 2, 3):
        block = snapshot.block(layer)
        for row, column in np.ndindex(block.shape):
            if abs(block[row, column]) < 0.2:
                continue
            expected = DARK.pos if block[row, column] > 0 else DARK.neg
            seen = image.pixelColor(cell(layer, row, column))
            assert seen.name() == QColor(expected).name()


def test_the_squares_of_all_matrices_have_one_scale(view, train):
    """Areas are the weights' sizes: all the same share of a cell, whatever the layer."""
    view.resize(1300, 800)
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    largest = view.hinton.top
    assert largest >= np.abs(snapshot.parameters).max()
    side = round(view.hinton.cell)
    for layer, matrix in enumerate(view.hinton.matrices, start=1):
        block, left = snapshot.block(layer), round(matrix.left)
        picture = view.hinton.image.image[: len(block) * side, left:][:, : block.shape[1] * side]
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
            colours = [list(QColor(name).getRgb()[:3]) for name in (theme.pos, theme.neg)]
            assert view.hinton.image.lut[1:3].tolist() == colours


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
