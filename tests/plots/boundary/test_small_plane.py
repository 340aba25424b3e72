"""A small plane: its note is whole, its numbers do not touch, and painting has room."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPicture
from PySide6.QtWidgets import QApplication, QWidget

from nnfs_gui.plots.shared import export
from nnfs_gui.plots.shared.figure import figure_size
from nnfs_gui.widgets.magnify import magnify

SIX = np.array([[number, number - 3.0, number] for number in range(6)], dtype=float)


def settle():
    for _ in range(4):
        QApplication.sendPostedEvents()


@pytest.mark.parametrize("width", [180, 230, 340])
@pytest.mark.parametrize("painting", [False, True])
def test_the_words_below_an_empty_plane_are_whole(show, fresh, width, painting):
    view = show(fresh(SIX[:2]))
    view.resize(width, 320)
    view.set_painting(painting)
    view._show_note(0, 0)
    settle()
    legend = view.legend
    metrics = QFontMetrics(legend._font())
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    words = metrics.boundingRect(QRect(0, 0, legend.width(), 999), flags, legend.note)
    assert words.width() <= legend.width()
    assert words.height() <= legend._note_height(legend.width()) <= legend.height()


def test_the_bar_of_tools_names_the_classes_while_one_paints(show, fresh):
    view = show(fresh(SIX, classes=6))
    view.resize(262, 300)
    settle()
    view.set_painting(True)
    settle()
    painting = view._frame.plane_side()
    assert view.legend.height() == 0
    view.set_painting(False)
    settle()
    assert view.legend.height() > 40
    assert painting >= 80


@pytest.mark.parametrize("side", [60.0, 80.0, 120.0, 300.0])
def test_the_name_of_an_axis_keeps_away_from_its_numbers(show, fresh, side):
    view = show(fresh(SIX, classes=6))
    for axis, apart in ((view.plot.bottom, 17.0), (view.plot.left, 12.0)):
        (_, ticks), *_ = axis.tickValues(-6.0, 6.0, side)
        places = sorted((tick + 6.0) / 12.0 * side for tick in ticks)
        name = (ticks[-1] + 6.0) / 12.0 * side
        beside = [abs(place - name) for place in places if place != name]
        assert min(beside) >= apart
        assert all(b > a for a, b in pairwise(places))


def test_a_figure_leaves_the_tools_for_painting_out(show, fresh):
    view = show(fresh(SIX, classes=6))
    view.resize(300, 360)
    settle()
    view.set_painting(True)
    settle()
    high = figure_size(view).height()
    bar = view.findChild(QWidget, "paint-bar")
    assert bar.isVisible()
    assert high <= view.height() - bar.height() + 150
    before = export.picture(view)
    bar.findChild(QWidget, "paint-size").setValue(3)
    assert export.picture(view) == before, "nothing of the tools is drawn"


@pytest.mark.parametrize("factor", [1.0, 1.6, 2.4])
def test_the_ends_of_the_plane_are_labelled_however_large_the_words(show, fresh, factor):
    view = show(fresh(SIX, classes=6))
    magnify(view, factor)
    view.resize(round(400 * factor), round(500 * factor))
    settle()
    for axis in (view.plot.bottom, view.plot.left):
        picture = QPicture()
        painter = QPainter(picture)
        texts = [text for _box, _flags, text in axis.generateDrawSpecs(painter)[2]]
        painter.end()
        assert {"−6", "6"} <= set(texts)
