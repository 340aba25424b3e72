"""The table of runs says what the tape says, and hands on what a person does with a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QInputDialog

from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.plots.loss.curves import LossOptions
from nnfs_gui.plots.loss.view import LossPlot
from nnfs_gui.plots.runs.run_table import CURVE, PINNED, WORDS, RunTable, small_curve
from nnfs_gui.plots.shared.pins import MOST_PINNED, pin_colour
from nnfs_gui.theme import DARK, LABEL, LIGHT
from nnfs_gui.training.tape.picture import BranchPicture, Place, RunOutline, TapePicture
from nnfs_gui.widgets.magnify import magnify


def outline(words: str, scale: float = 1.0, **changes: object) -> RunOutline:
    losses = scale * np.array([0.7, 0.3, 0.1])
    values: dict[str, object] = {
        "words": words, "epoch": 20.0, "train_loss": 0.09 * scale, "test_loss": 0.1 * scale,
        "accuracy": 0.953, "steps": np.array([0.0, 250, 500]), "epochs": np.array([0.0, 10, 20]),
        "test_losses": losses, "experiment": default_experiment(),
    }  # fmt: skip
    return RunOutline(**(values | changes))  # type: ignore[arg-type]


def run(number: int, words: str = "as opened", **changes: object) -> BranchPicture:
    outlined = outline(words, 1.0 / number, diverged=bool(changes.pop("diverged", False)))
    return BranchPicture(number, None, 0, 500, (), 0, outline=outlined, **changes)  # type: ignore[arg-type]


TAPE = TapePicture(
    (run(1), run(2, "learning rate 0.03 → 30", diverged=True), run(3, "other", name="best")),
    Place(3, 500),
)


@pytest.fixture
def table(qtbot):
    made = RunTable(DARK)
    qtbot.addWidget(made)
    made.resize(800, 200)
    made.show()
    made.show_tape(TAPE)
    return made


def texts(table: RunTable, row: int) -> list[str]:
    return [table.item(row, column).text() for column in range(6)]


def test_rows_are_runs_the_newest_first(table) -> None:
    assert texts(table, 0) == ["best, now", "other", "20", "0.0300", "0.0333", "95.3%"]
    assert texts(table, 1)[1] == "learning rate 0.03 → 30"
    assert texts(table, 1)[5] == "diverged"
    assert texts(table, 2) == ["Run 1", "as opened", "20", "0.0900", "0.100", "95.3%"]


def test_a_run_that_is_gone_leaves_no_row(table) -> None:
    table.show_tape(TapePicture(TAPE.branches[1:], TAPE.live))
    assert table.rowCount() == 2
    assert table.run_at(1).number == 2


def test_clicks_and_keys_look_go_on_pin_rename_and_delete(qtbot, table, monkeypatch) -> None:
    place = table.visualItemRect(table.item(2, 1)).center()
    with qtbot.waitSignal(table.looked_at) as looked:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert looked.args == [1, 500]
    for key, signal, expected in (
        (Qt.Key.Key_Return, table.continued, [1, 500]),
        (Qt.Key.Key_P, table.pinned, [1, True]),
        (Qt.Key.Key_Delete, table.removed, [1]),
    ):
        with qtbot.waitSignal(signal) as told:
            qtbot.keyClick(table, key)
        assert told.args == expected
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("  mine ", True))
    with qtbot.waitSignal(table.renamed) as renamed:
        qtbot.keyClick(table, Qt.Key.Key_F2)
    assert renamed.args == [1, "mine"]
    assert [action.objectName() for action in table.menu_of(TAPE.branches[0]).actions()] == [
        "run-look", "run-go-on", "run-compare", "run-pin", "run-rename", "run-delete",
    ]  # fmt: skip


def test_the_pin_is_a_click_and_a_seventh_is_refused(qtbot, table) -> None:
    place = table.visualItemRect(table.item(1, PINNED)).center()
    with qtbot.waitSignal(table.pinned) as pinned:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pinned.args == [2, True]
    full = tuple(run(number, pinned=number <= MOST_PINNED) for number in range(1, 9))
    table.show_tape(TapePicture(full, Place(8, 500)))
    table.setCurrentCell(0, 0)
    with qtbot.waitSignal(table.refused):
        qtbot.keyClick(table, Qt.Key.Key_P)


def test_kept_runs_have_letters_the_oldest_first(table) -> None:
    runs = (run(1), run(2, pinned=True), run(3, pinned=True))
    table.show_tape(TapePicture(runs, Place(3, 500)))
    assert [table.item(row, PINNED).text() for row in range(3)] == ["B", "A", "○"]
    texts_of = {number: table.menu_of(runs[number - 1]).actions()[3].text() for number in (1, 2)}
    assert texts_of == {1: "Keep as A", 2: "No longer keep"}


def test_the_small_curve_falls_from_corner_to_corner_on_a_log_scale() -> None:
    drawn = [(point.x(), point.y()) for point in small_curve(outline("x"), QRectF(0, 0, 100, 10))]
    assert drawn[0] == (0.0, 0.0)
    assert drawn[-1] == (100.0, 10.0)
    middle = 10 * np.log(0.7 / 0.3) / np.log(7.0)
    assert drawn[1] == pytest.approx((50.0, middle))


def test_pinned_runs_stay_in_the_loss_plot_but_for_the_present_one(qtbot, document, train) -> None:
    plot = LossPlot(document, DARK)
    qtbot.addWidget(plot)
    plot.resize(400, 260)
    plot.show()
    runs = (run(1, pinned=True), run(2), run(3, pinned=True, name="best"), run(4, pinned=True))
    snapshot = replace(train()[-1], tape=TapePicture(runs, Place(4, 500)))
    plot.show_snapshot(snapshot)
    assert [label.toPlainText() for label in plot.pins.labels] == ["A: Run 1", "B: best"]
    assert plot._empty.isHidden()
    area = plot.plot.plotItem.vb.sceneBoundingRect()
    for label in plot.pins.labels:  # whole, also where a curve ends high
        assert area.contains(label.mapRectToScene(label.boundingRect()))
    for line, number in zip(plot.pins.lines, (1, 3), strict=True):
        np.testing.assert_allclose(10**line.y, np.array([0.7, 0.3, 0.1]) / number)
        np.testing.assert_allclose(line.x, [0, 10, 20])
    assert [line._colour for line in plot.pins.lines] == [pin_colour(DARK, 0), pin_colour(DARK, 1)]
    low = plot.plot.plotItem.vb.viewRange()[1][0]
    assert low < np.log10(0.1 / 3)
    plot._options_changed(LossOptions(by_steps=True))
    np.testing.assert_allclose(plot.pins.lines[0].x, [0, 250, 500])
    plot.show_snapshot(replace(snapshot, tape=TapePicture(runs[1:2], Place(2, 500))))
    assert not plot.pins.lines


def test_another_theme_recolours_all_that_is_written(qtbot):
    table = RunTable(DARK)
    qtbot.addWidget(table)
    table.show_tape(TAPE)
    table.show_theme(LIGHT)
    cells = [table.item(row, column) for row in range(3) for column in range(table.columnCount())]
    colours = {cell.foreground().color().name().upper() for cell in cells if cell is not None}
    assert DARK.text.upper() not in colours
    assert DARK.error.upper() not in colours
    assert {LIGHT.text.upper(), LIGHT.error.upper()} <= colours


@pytest.mark.parametrize("factor", [1.0, 1.35, 3.2])
def test_rows_are_as_large_as_their_heads_and_no_head_is_cut(table, factor):
    table.resize(round(1000 * factor), 400)
    magnify(table, factor)
    head = table.horizontalHeader()
    metrics = QFontMetrics(head.font())
    for column in range(table.columnCount()):
        words = table.horizontalHeaderItem(column).text()
        assert head.sectionSize(column) >= metrics.horizontalAdvance(words) + 8, words
        item = table.item(0, column)
        if item is not None and column not in (CURVE, WORDS):
            assert item.font().pixelSize() == head.font().pixelSize() == round(factor * LABEL)
            wide = QFontMetrics(item.font()).horizontalAdvance(item.text())
            assert head.sectionSize(column) >= wide, item.text()
    assert table.rowHeight(0) >= QFontMetrics(table.item(0, 0).font()).height()
