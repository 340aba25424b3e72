"""A sweep in the window: what is asked for, tiles that are the results, cancel, continue, save."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog

from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.plots.runs import sweep_page
from nnfs_gui.plots.runs.view import RunsView
from nnfs_gui.studies.cells import task_of
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.results import CellSummary, ResultTable, summary
from nnfs_gui.studies.sweep import Sweep, parse_varied
from nnfs_gui.theme import DARK


@pytest.fixture
def page(qtbot, document):
    experiment = load_preset("xor")
    document.open(replace(experiment, data=replace(experiment.data, size=60)), None)
    view = RunsView(document, DARK, framed=False)
    qtbot.addWidget(view)
    view.resize(1300, 260)
    view.show()
    view.show_page("sweep")
    form = view.sweep.form
    form.first_values.setText("0.1,1")
    form.second_values.setText("2,3-2")
    form.seeds.setText("3")
    form.epochs.setText("4")
    form.goal.setText("test_loss<0.6")
    yield view.sweep
    view.shutdown()


def expected(page) -> ResultTable:
    sweep = page.form.sweep(page._experiment)
    table = ResultTable(sweep, sweep.cells())
    for cell in table.cells:
        table.add(task_of(sweep, cell).run())
    return table


def within_this_process(tasks, jobs=None, scheduler=None):
    for task in tasks:
        yield task.run()


def test_the_tiles_are_the_results_that_local_processes_give(qtbot, page) -> None:
    page.start.click()
    assert page.start.text() == "Cancel"
    qtbot.waitUntil(lambda: page.results is not None and not page.results.missing, timeout=60_000)
    table = expected(page)
    assert page.results.csv() == table.csv()
    picture = page.map.grab().toImage()
    for index in range(4):
        found = summary(table.results[index])
        box = page.map.tile(index)
        drawn = QColor(picture.pixel(box.left() + 6, box.bottom() - 6))
        wanted = QColor(DARK.blend(DARK.panel, DARK.accent, 0.08 + 0.85 * found.share_solved))
        assert abs(drawn.blue() - wanted.blue()) < 4
        assert f"{found.solved} of 3 reached the goal" in page.map.words_of(index)


def test_other_measures_colour_the_better_stronger(page) -> None:
    sweep = Sweep(load_preset("xor"), (parse_varied("data.noise=0,0.1,0.2"),), 4, 5)
    found = {
        0: CellSummary(4, 4, 0, 0.01, 20.0),
        1: CellSummary(4, 1, 0, 0.50, 90.0),
        2: CellSummary(4, 0, 4, float("inf"), float("inf")),
    }
    page.map.show_results(sweep, found)
    for measure in ("solved", "loss", "epochs"):
        page.map.show_measure(measure)
        strength = [QColor(page.map.colour_of(index)).blue() for index in range(3)]
        assert strength[0] > strength[1] > strength[2], measure
    assert page.map.words_of(2).endswith("median test loss –, 4 diverged")


def test_cancel_keeps_what_is_done_and_continue_does_the_rest(qtbot, page, monkeypatch) -> None:
    held: list[object] = []

    def slowly(tasks, jobs=None, scheduler=None):
        for task in tasks:
            yield task.run()
            held.append(task)

    monkeypatch.setattr(sweep_page, "run_cells", slowly)
    page._came.connect(lambda *_: page.start.click() if len(page.results.results) == 1 else None)
    page.start.click()
    qtbot.waitUntil(lambda: not page.worker.busy)
    done = len(page.results.results)
    assert 1 <= done <= 4
    page._came.disconnect()
    page._came.connect(page._take)
    if page.results.missing:
        assert page.again.isVisible()
        page.again.click()
    qtbot.waitUntil(lambda: not page.results.missing and not page.worker.busy)
    assert page.results.csv() == expected(page).csv()


def test_a_click_opens_the_cell_as_an_edit(qtbot, page, monkeypatch) -> None:
    monkeypatch.setattr(sweep_page, "run_cells", within_this_process)
    page.start.click()
    qtbot.waitUntil(lambda: page.results is not None and not page.results.missing)
    with qtbot.waitSignal(page.opened) as opened:
        place = page.map.tile(3).center()
        qtbot.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=place)
    experiment, words = opened.args
    assert words == "open hidden 3-2, learning rate 1"
    assert experiment.training.learning_rate == 1.0
    assert [len(layer.neurons) for layer in experiment.network.hidden] == [3, 2]


def test_table_and_figure_are_saved(qtbot, page, monkeypatch, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.failed) as failed:
        page.save_table()
    assert failed.args == ["There is no sweep yet to save."]
    monkeypatch.setattr(sweep_page, "run_cells", within_this_process)
    page.start.click()
    qtbot.waitUntil(lambda: page.results is not None and not page.results.missing)
    for save, name in ((page.save_table, "s.csv"), (page.save_figure, "s.svg")):
        path = str(tmp_path / name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (path, ""))
        save()
    assert (tmp_path / "s.csv").read_text() == page.results.csv()
    assert "<svg" in (tmp_path / "s.svg").read_text()


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("first_values", "fast", "Training.learning_rate=fast"),
        ("seeds", "many", "a whole number is needed, got 'many'"),
        ("goal", "test_los<1", "did you mean test_loss?"),
        ("second_values", "", "must be like"),
    ],
)
def test_wrong_words_start_nothing(qtbot, page, field: str, text: str, words: str) -> None:
    getattr(page.form, field).setText(text)
    with qtbot.waitSignal(page.failed) as failed:
        page.start.click()
    assert words in failed.args[0]
    assert not page.worker.busy


def test_what_goes_wrong_on_the_way_is_told(qtbot, page, monkeypatch) -> None:
    def broken(tasks, jobs=None, scheduler=None):
        yield tasks[0].run()
        raise StudyError("there is no Dask scheduler at tcp://x")

    monkeypatch.setattr(sweep_page, "run_cells", broken)
    with qtbot.waitSignal(page.failed) as failed:
        page.start.click()
    assert failed.args == ["There is no Dask scheduler at tcp://x."]
    assert page.start.text() == "Sweep"
    assert len(page.results.results) == 1


def test_one_setting_alone_makes_one_row(qtbot, page, monkeypatch) -> None:
    monkeypatch.setattr(sweep_page, "run_cells", within_this_process)
    page.form.second.show_choice("none")
    page.form.second.chosen.emit("none")
    assert not page.form.second_values.isVisible()
    page.start.click()
    qtbot.waitUntil(lambda: page.results is not None and not page.results.missing)
    assert len(page.results.cells) == 2
    tops = {page.map.tile(index).top() for index in range(2)}
    assert tops == {0}


def test_a_saved_table_can_be_gone_on_with(qtbot, page, monkeypatch, tmp_path: Path) -> None:
    half = expected(page)
    whole = half.csv()
    del half.results[1], half.results[2]
    half.write(tmp_path / "half.csv")
    path = str(tmp_path / "half.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    monkeypatch.setattr(sweep_page, "run_cells", within_this_process)
    page.open_table()
    assert page.words.text() == "2 of 4 cells"
    page.again.click()
    qtbot.waitUntil(lambda: not page.results.missing)
    assert page.results.csv() == whole
    page.form.epochs.setText("5")
    with qtbot.waitSignal(page.failed) as failed:
        page.open_table()
    assert "holds another sweep" in failed.args[0]
