"""The pictures, losses and curves of many seeds are the engine's numbers."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton

from nnfs_gui.experiment.model import PointArray, PointsData
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.plots.boundary.thumbnail import map_image
from nnfs_gui.plots.runs.view import RunsView
from nnfs_gui.studies.goal import Goal
from nnfs_gui.studies.seed_process import SIDE, SeedProgress
from nnfs_gui.theme import BODY, DARK, LIGHT
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.magnify import magnify

LOSSES = np.array(
    [[0.7, 0.5, 0.05], [0.6, 0.4, 0.3], [0.8, np.nan, np.nan], [0.7, 0.2, 0.1], [0.5, 0.3, 0.01]]
)


def progress(**changes: object) -> SeedProgress:
    rng = np.random.default_rng(1)
    values: dict[str, object] = {
        "epoch": 20, "judged": np.array([0, 10, 20]), "train_losses": LOSSES / 2,
        "test_losses": LOSSES, "accuracies": np.array([0.9, 0.8, 0.5, 0.95, 1.0]),
        "reached": (20, None, None, None, 20), "diverged": (False, False, True, False, False),
        "outputs": tuple(rng.uniform(0, 1, (5, 1, SIDE, SIDE)).astype(np.float32)),
        "finished": False,
    }  # fmt: skip
    return SeedProgress(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot, document):
    document.open(load_preset("xor"), None)
    made = RunsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1200, 200)
    made.show()
    made.show_page("seeds")
    yield made
    made.shutdown()


@pytest.fixture
def grid(view, document):
    grid = view.seeds.grid
    grid.show_progress(range(1, 6), progress(), document.experiment)
    return grid


def test_each_picture_is_the_boundary_of_its_network(grid, document) -> None:
    picture = grid.grab().toImage()
    for index, cell in enumerate(grid.cells()):
        image = map_image(progress().outputs[index], document.experiment, DARK)
        drawn = QColor(picture.pixel(cell.center().x(), cell.y() + 10))
        high = SIDE * cell.height() / cell.width()
        row = (SIDE - high) / 2 + 10 / cell.height() * high
        places = [(SIDE // 2 + x, int(row) + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        around = [QColor(image.pixel(*place)) for place in places]
        for part in ("red", "green", "blue"):
            found = [getattr(colour, part)() for colour in around]
            assert min(found) - 12 <= getattr(drawn, part)() <= max(found) + 12


def test_frames_say_who_reached_the_goal_who_diverged_and_who_is_open(grid) -> None:
    grid.show_opened(3)
    picture = grid.grab().toImage()
    edges = [
        QColor(picture.pixel(cell.left() + 1, cell.center().y())).name() for cell in grid.cells()
    ]
    expected = (DARK.ok, DARK.line, DARK.error, DARK.accent, DARK.ok)
    for found, colour in zip(edges, expected, strict=True):
        assert near(found, colour), (found, colour)


def near(one: str, other: str) -> bool:
    a, b = QColor(one), QColor(other)
    return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) < 40


def test_pictures_never_overlap_and_stay_inside_at_any_size(grid) -> None:
    for width, height in ((1200, 60), (300, 300), (500, 120), (200, 34)):
        grid.resize(width, height)
        cells = grid.cells()
        assert all(grid.rect().contains(cell) for cell in cells)
        assert not any(a.intersects(b) for a in cells for b in cells if a is not b)
        assert len({(cell.width(), cell.height()) for cell in cells}) == 1


def test_a_click_and_the_keys_choose_a_network(qtbot, grid) -> None:
    with qtbot.waitSignal(grid.chosen) as chosen:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cells()[4].center())
    assert chosen.args == [4]
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right):
        qtbot.keyClick(grid, key)
    with qtbot.waitSignal(grid.chosen) as chosen:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert chosen.args == [1]
    assert grid.accessibleDescription() == (
        "2 of 5 reached the goal by epoch 20; seed 2: test loss 0.300, accuracy 80.0%"
    )
    assert grid.words_of(2) == "seed 3: diverged"
    assert grid.words_of(0).endswith("goal reached in epoch 20")


def test_the_band_is_the_median_and_the_middle_half_and_the_diverged_count_as_worst(view) -> None:
    band = view.seeds.band
    band.show_progress(progress(), Goal("test_loss", "<", 0.06))
    np.testing.assert_allclose(band.median.x, [0, 10, 20])
    np.testing.assert_allclose(10**band.median.y, [0.7, 0.4, 0.1])
    np.testing.assert_allclose(10**band.band.low, [0.6, 0.3, 0.05])
    np.testing.assert_allclose(10**band.band.high, [0.7, 0.5, 0.3])
    assert band.goal.height == pytest.approx(np.log10(0.06))


def test_the_theme_recolours_the_pictures(view, grid) -> None:
    dark = grid.grab().toImage()
    view.show_theme(LIGHT)
    assert grid.grab().toImage() != dark


def test_train_all_shows_all_and_opens_the_one_that_is_clicked(qtbot, view) -> None:
    page = view.seeds
    page.epochs.show_value(8)
    page.start.click()
    assert page.start.text() == "Cancel"
    qtbot.waitUntil(lambda: page.progress is not None and page.progress.finished, timeout=60_000)
    assert page.start.text() == "Train all"
    assert page.words.text() == "12 seeds · epoch 8 · click one to go on with it"
    assert page.verdict.text() == f"{page.progress.solved} of 12 came below 0.1"
    with qtbot.waitSignal(view.opened, timeout=10_000) as opened:
        qtbot.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=page.grid.cells()[6].center())
    assert opened.args[0].experiment.network.seed == 7
    assert page.grid.opened == 6


def test_cancel_ends_the_process_and_keeps_what_is_shown(qtbot, view) -> None:
    page = view.seeds
    page.epochs.show_value(100_000)
    page.start.click()
    qtbot.waitUntil(lambda: page.progress is not None, timeout=60_000)
    process = page._process._process
    page.start.click()
    assert not page.training
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()
    assert page.grid.cells()
    with qtbot.waitSignal(view.failed) as failed:
        page.grid.chosen.emit(0)
    assert failed.args[0].startswith("These networks are gone")


def test_without_points_it_says_so(qtbot, view, document) -> None:
    document.edit(replace(document.experiment, data=PointsData(points=PointArray())), "clear")
    view.show_experiment(document.experiment)
    with qtbot.waitSignal(view.failed, timeout=60_000) as failed:
        view.seeds.start.click()
    assert failed.args == ["There are no training points, so there is nothing to learn from."]


def test_controls_move_into_the_page_where_the_header_has_no_room(view) -> None:
    controls = view.seeds.controls
    view.fit_header(900)
    assert view.header.indexOf(controls) >= 0
    view.fit_header(400)
    assert view.header.indexOf(controls) < 0
    assert not view.seeds.words.isVisible()
    view.fit_header(900)
    assert view.header.indexOf(controls) >= 0
    assert view.seeds.words.isVisible()


def test_the_controls_are_seen_in_whatever_order_pages_and_room_come(qtbot, document) -> None:
    view = RunsView(document, DARK, framed=False)
    qtbot.addWidget(view)
    view.resize(1200, 200)
    view.fit_header(400)  # as a tab of a laptop's window that begins with the table of runs
    view.show()
    view.show_page("seeds")
    qtbot.waitUntil(view.seeds.start.isVisible)
    view.fit_header(1100)
    qtbot.waitUntil(view.seeds.start.isVisible)
    assert view.header.indexOf(view.seeds.controls) >= 0
    view.shutdown()


@pytest.mark.parametrize("factor", [1.0, 1.35, 3.2])
def test_large_words_have_their_room(view, factor):
    view.resize(round(1100 * factor), round(300 * factor))
    magnify(view, factor)
    for page in (view.seeds, view.compare):
        for field in page.findChildren(DropDown):
            words = next(one.shown for one in field.choices if one.key == field.current_key)
            assert field.width() >= QFontMetrics(field.font()).horizontalAdvance(words) + 26
        for button in page.findChildren(QPushButton):
            assert button.font().pixelSize() == round(BODY * factor)
    epochs = view.seeds.epochs
    assert epochs.width() >= QFontMetrics(epochs.font()).horizontalAdvance("300 epochs") + 30


@pytest.mark.parametrize(("width", "factor"), [(820, 1.35), (1320, 1.35), (700, 1.0)])
def test_the_verdict_lies_over_no_control(view, width, factor):
    page = view.seeds
    view.show_page("seeds")
    view.fit_header(0)  # beside large tabs, the controls are in the page
    view.resize(width, 500)
    magnify(view, factor)
    page.verdict.setText("12 of 12 came below 0.1")
    page._place_verdict()
    for _ in range(5):
        QApplication.sendPostedEvents()
    assert page.isAncestorOf(page.controls)
    assert page.controls.width() >= page.controls.sizeHint().width()
    assert not page.verdict.geometry().intersects(page.controls.geometry())
    assert page.verdict.width() >= page.verdict.sizeHint().width()
