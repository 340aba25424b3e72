"""What every plot can do: be enlarged, copied, saved, described, and rest while hidden."""

from __future__ import annotations

import csv
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.plots.shared import export
from nnfs_gui.plots.shared.base import Plot, PlotView
from nnfs_gui.plots.shared.enlarge import EnlargeOverlay
from nnfs_gui.plots.shared.figure import figure_size
from nnfs_gui.theme import DARK, LIGHT


class Ramp(PlotView):
    """A plot of a rising line that counts how often it was drawn."""

    def __init__(self, document, parent=None, framed=True):
        super().__init__("Ramp up", document, DARK, parent, framed=framed)
        self.plot = self.add_plot(Plot(DARK, name="ramp-plot", description="Ramp"))
        self.body.addWidget(self.plot, 1)
        self.plot.plot([0, 1], [0, 1])
        self.drawn = 0

    def draw(self, snapshot):
        self.drawn += 1

    def summary(self):
        return f"drawn {self.drawn} times"

    def table(self):
        return ("x", "y"), ((0, 0.25), (1, 1.0))


@pytest.fixture
def ramp(qtbot, document):
    view = Ramp(document)
    qtbot.addWidget(view)
    view.resize(300, 220)
    view.show()
    return view


def test_a_hidden_view_draws_nothing_and_catches_up_when_shown(ramp, make_snapshot):
    ramp.hide()
    ramp.show_snapshot(make_snapshot())
    ramp.show_snapshot(make_snapshot())
    assert ramp.drawn == 0
    ramp.show()
    assert ramp.drawn == 1


def test_the_description_is_renewed_at_most_once_a_second(ramp, make_snapshot):
    for _ in range(5):
        ramp.show_snapshot(make_snapshot())
    assert ramp.drawn == 5
    assert ramp.accessibleDescription() == "drawn 1 times"
    ramp._summary_timer.timeout.emit()
    ramp._summary_timer.stop()
    ramp.summary_changed()
    assert ramp.accessibleDescription() == "drawn 5 times"


def test_a_png_is_a_picture_at_twice_the_size(ramp, tmp_path):
    assert export.save(ramp, tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert image.size() == 2 * figure_size(ramp)
    assert image.pixelColor(20, image.height() - 20).name() == DARK.panel.lower()


def test_an_svg_is_well_formed_and_draws_paths(ramp, tmp_path):
    assert export.save(ramp, tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert root.tag.endswith("svg")
    assert tags & {"path", "polyline"}


def test_a_csv_has_the_columns_and_rows_of_the_table(ramp, tmp_path):
    assert export.save(ramp, tmp_path / "a.csv")
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["x", "y"], ["0", "0.25"], ["1", "1.0"]]


def test_a_saved_plot_may_be_read_by_whom_new_files_may(ramp, tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    assert export.save(ramp, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").stat().st_mode == plain.stat().st_mode


def test_saving_leaves_the_buttons_where_they_were(ramp, tmp_path):
    before = ramp.more_button.geometry()
    export.save(ramp, tmp_path / "a.png")
    assert ramp.more_button.isVisible()
    assert ramp.more_button.geometry() == before


@pytest.mark.parametrize("suffix", [".png", ".svg", ".csv"])
def test_a_folder_that_is_missing_gives_one_sentence(ramp, qtbot, tmp_path, suffix):
    with qtbot.waitSignal(ramp.failed) as failed:
        assert not export.save(ramp, tmp_path / "missing" / f"a{suffix}")
    assert failed.args == [f"Could not save a{suffix}: there is no such file or folder."]


def test_a_full_disk_gives_one_sentence(ramp, qtbot):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with qtbot.waitSignal(ramp.failed) as failed:
        assert not export.save(ramp, Path("/dev/full/a.png"))
    assert failed.args[0].startswith("Could not save a.png: ")


def test_a_write_that_fails_half_way_leaves_the_old_file(ramp, qtbot, tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("old")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with qtbot.waitSignal(ramp.failed) as failed:
        assert not export.save(ramp, tmp_path / "a.csv")
    assert failed.args == ["Could not save a.csv: the disk is full."]
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_an_unknown_suffix_is_refused_by_name(ramp, qtbot, tmp_path):
    with qtbot.waitSignal(ramp.failed) as failed:
        assert not export.save(ramp, tmp_path / "a.gif")
    assert "a.gif" in failed.args[0]
    assert ".png, .svg or .csv" in failed.args[0]


def test_the_menu_offers_everything(ramp):
    menu = ramp.more_button.menu()
    menu.aboutToShow.emit()
    names = {action.objectName() for action in menu.actions()} - {""}
    assert names == {
        "plot-enlarge",
        "plot-copy",
        "plot-save-png",
        "plot-save-svg",
        "plot-save-csv",
    }


def test_copy_puts_a_picture_on_the_clipboard(ramp):
    menu = ramp.more_button.menu()
    menu.aboutToShow.emit()
    copy = next(action for action in menu.actions() if action.objectName() == "plot-copy")
    copy.trigger()
    assert QGuiApplication.clipboard().image().size() == 2 * figure_size(ramp)


def test_a_theme_change_recolours_the_axes(ramp):
    ramp.show_theme(LIGHT)
    assert ramp.plot.left.textPen().color().name() == LIGHT.dim.lower()


def test_a_page_has_neither_title_nor_margins(qtbot, document):
    page = Ramp(document, framed=False)
    qtbot.addWidget(page)
    page.show()
    assert page.contentsMargins().left() == page.layout().contentsMargins().left() == 0
    assert not page._title.isVisible()


@pytest.fixture
def window(qtbot):
    """A window that outlives the test: garbage collected in a paint event, it would crash there."""
    made = QWidget()
    qtbot.addWidget(made)
    yield made
    QCoreApplication.sendPostedEvents()


def show_active(qtbot, window: QWidget) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def holder_of(kind: str, view: QWidget) -> QWidget:
    if kind == "layout":
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.addWidget(QToolButton())
        layout.addWidget(view, 1)
        return holder
    holder = QSplitter() if kind == "splitter" else QStackedWidget()
    holder.addWidget(QWidget())
    holder.addWidget(view)
    if isinstance(holder, QStackedWidget):
        holder.setCurrentWidget(view)
    return holder


@pytest.mark.parametrize("kind", ["layout", "splitter", "stack"])
def test_double_click_enlarges_and_escape_puts_it_back(qtbot, window, document, kind):
    view = Ramp(document)
    holder = holder_of(kind, view)
    QVBoxLayout(window).addWidget(holder)
    window.resize(800, 600)
    show_active(qtbot, window)
    before = view.geometry()
    overlay = EnlargeOverlay(window, DARK)
    view.enlarge_requested.connect(lambda: overlay.open(view))
    qtbot.mouseDClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert overlay.view is view
    assert overlay.geometry() == window.rect()
    assert view.width() > 600
    window.resize(900, 640)
    assert overlay.geometry() == window.rect()
    window.resize(800, 600)
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert overlay.view is None
    assert not overlay.isVisible()
    assert holder.isAncestorOf(view)
    assert view.isVisible()
    window.layout().activate()
    qtbot.waitUntil(lambda: view.geometry() == before)


def test_escape_works_while_the_plot_has_the_focus(qtbot, window, document):
    view = Ramp(document)
    QVBoxLayout(window).addWidget(view)
    show_active(qtbot, window)
    overlay = EnlargeOverlay(window, DARK)
    overlay.open(view)
    view.plot.setFocus()
    qtbot.keyClick(view.plot, Qt.Key.Key_Escape)
    assert overlay.view is None


def test_a_second_double_click_goes_back(window, document):
    view = Ramp(document)
    QVBoxLayout(window).addWidget(view)
    window.show()
    overlay = EnlargeOverlay(window, DARK)
    overlay.open(view)
    overlay.open(view)
    assert overlay.view is None
    assert view.parentWidget() is window


def test_a_range_that_is_pyqtgraphs_first_one_is_kept_too(qtbot):
    plot = Plot(DARK, name="plot", description="A plot")
    qtbot.addWidget(plot)
    plot.set_range((0.0, 1.0), (0.0, 1.0))
    plot.addItem(pg.PlotCurveItem([0.0, 50.0], [-1e18, 1e18]))
    plot.resize(300, 200)
    plot.show()
    plot.grab()
    plot.plotItem.vb.updateAutoRange()
    assert plot.plotItem.vb.viewRange() == [[0.0, 1.0], [0.0, 1.0]]
