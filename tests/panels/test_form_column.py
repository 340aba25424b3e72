"""The column of forms: what training needs is in sight at every size of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from engine import DATASETS
from nnfs_gui.experiment import edits
from nnfs_gui.panels.data.data_panel import DataPanel
from nnfs_gui.panels.form_column import FormColumn
from nnfs_gui.panels.training.training_panel import TrainingPanel
from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK, load_fonts
from nnfs_gui.widgets.magnify import magnify

TRAINING = ("loss", "optimizer", "learning-rate", "batch-size", "clip", "clip-threshold",
            "regularizer", "regularization-rate")  # fmt: skip
SLIDERS = ("noise", "training-share", "points", "data-seed")


@pytest.fixture
def column(qtbot, document):
    load_fonts()
    made = FormColumn((DataPanel(document, DARK), TrainingPanel(document, DARK)), 14)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(DARK))
    made.show()
    return made


def resize(column, width, height):
    column.resize(width, height)
    for _ in range(5):  # a layout may ask for another one
        QApplication.sendPostedEvents()


def in_sight(column, name):
    widget = column.findChild(QWidget, name)
    start = widget.mapTo(column, QPoint())
    end = widget.mapTo(column, QPoint(widget.width(), widget.height()))
    inside = start.y() >= 0 and end.x() <= column.width() and end.y() <= column.height()
    return widget.isVisible() and inside


# What is left of windows of 1024 x 700, 1366 x 768 and 1600 x 1000, without and with a history.
@pytest.mark.parametrize("size", [(236, 447), (236, 480), (236, 518), (252, 689), (256, 731)])
@pytest.mark.parametrize("dataset", ["spiral", "pinwheel"])
def test_all_that_training_needs_is_in_sight(column, document, size, dataset):
    resize(column, *size)
    column.findChild(QAbstractButton, f"dataset-{dataset}").click()
    resize(column, *size)
    wanted = (*TRAINING, "gallery", "import-data", "formula-data")
    assert [name for name in wanted if not in_sight(column, name)] == []
    assert column.widget().minimumSizeHint().height() <= size[1]


@pytest.mark.parametrize(("height", "shown"), [(731, 4), (689, 4), (518, 2), (440, 0)])
def test_a_low_window_keeps_sliders_of_data_behind_more(column, height, shown):
    resize(column, 236, height)
    assert [in_sight(column, name) for name in SLIDERS] == [at < shown for at in range(4)]
    column.findChild(QAbstractButton, "data-extras-button").click()
    assert all(column.findChild(QWidget, name).isVisible() for name in SLIDERS)


@pytest.mark.parametrize(("height", "columns"), [(731, 4), (689, 4), (518, 6)])
def test_arrow_keys_follow_the_rows_of_the_gallery(column, document, height, columns):
    resize(column, 236, height)
    names = DATASETS.names()
    first = column.findChild(QWidget, f"dataset-{names[0]}")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert document.experiment.data.generator == names[columns]


@pytest.mark.parametrize("height", [456, 518])
def test_what_is_opened_is_as_wide_as_a_column_with_a_scroll_bar(column, document, height):
    resize(column, 236, height)
    experiment = edits.change_data(document.experiment, generator="multi_gaussian")
    experiment = edits.set_loss(experiment, name="huber")
    document.edit(edits.set_training(experiment, optimizer="adam"), "settings")
    for name in ("data-extras-button", "training-more-button"):
        column.findChild(QAbstractButton, name).click()
    resize(column, 236, height)
    assert column.verticalScrollBar().isVisible()
    assert column.widget().width() == column.viewport().width()


def test_larger_words_stand_in_larger_fields(column):
    resize(column, 560, 1500)
    names = ("loss", "learning-rate")
    before = [column.findChild(QWidget, name).height() for name in names]
    magnify(column, 1.6)
    resize(column, 560, 1500)
    after = [column.findChild(QWidget, name).height() for name in names]
    assert after == [round(1.6 * height) for height in before]
