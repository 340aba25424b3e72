"""Axes for low strips leave labels out, but never the zero."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from nnfs_gui.plots.shared.strip_axes import NameAxis, SparseAxis
from nnfs_gui.theme import DARK


def test_a_tall_axis_keeps_all_its_ticks(qapp):
    assert len(SparseAxis("left").tickValues(-1.0, 1.0, 400.0)[0][1]) >= 5


@pytest.mark.parametrize("size", [30.0, 55.0])
def test_a_low_axis_leaves_out_what_would_touch(qapp, size):
    _, values = SparseAxis("left").tickValues(-1.0, 1.0, size)[0]
    assert len(values) <= size / 15
    assert 0.0 in values


def test_a_low_logarithmic_axis_does_too(qapp):
    axis = SparseAxis("left")
    axis.setLogMode(False, True)
    _, values = axis.tickValues(-1.3, 0.8, 50.0)[0]
    assert 1 <= len(values) <= 3


def test_names_stand_at_their_places(qapp):
    axis = NameAxis("bottom")
    axis.set_names(["Hidden 1", "Hidden 2", "Output"])
    assert axis.tickStrings([0.0, 1.0, 2.0, 3.0], 1.0, 1.0) == [
        "Hidden 1",
        "Hidden 2",
        "Output",
        "",
    ]


@pytest.mark.parametrize(("size", "shown"), [(700.0, 7), (350.0, 4), (200.0, 3)])
def test_names_that_would_touch_are_left_out(qapp, size, shown):
    axis = NameAxis("bottom")
    axis.set_names([f"Hidden {number}" for number in range(1, 7)] + ["Output"])
    (_, places), *_ = axis.tickValues(-0.5, 6.5, size)
    assert len(places) == shown
    width = QFontMetricsF(axis.style["tickFont"]).horizontalAdvance("Hidden 1")
    assert all(b - a >= width / size * 7 for a, b in pairwise(places))


def test_a_logarithmic_axis_within_a_decade_has_round_numbers(qapp):
    axis = SparseAxis("left")
    axis.setLogMode(False, True)
    (spacing, values), *_ = axis.tickValues(math.log10(0.688), math.log10(0.724), 300.0)
    assert axis.tickStrings(values, 1.0, spacing) == ["0.69", "0.7", "0.71", "0.72"]


class Noting:
    """A painter that only notes where words are drawn."""

    def __init__(self):
        self.words = {}
        self._font = None

    def setRenderHint(self, *_):
        pass

    def setPen(self, *_):
        pass

    def setFont(self, font):
        self._font = font

    def drawText(self, box, flags, text):
        width = QFontMetricsF(self._font).horizontalAdvance(text)
        right = box.right() if flags & int(Qt.AlignmentFlag.AlignRight) else box.left() + width
        self.words[text] = (right - width, right)


@pytest.mark.parametrize("factor", [1.0, 3.2])
def test_the_word_beside_names_touches_none_of_them(qapp, factor):
    axis = NameAxis("bottom", word="neuron")
    axis.show_theme(DARK)
    axis.set_names(["1.1", "1.2"])
    axis.magnify(factor)
    wide = QFontMetricsF(axis.style["tickFont"]).horizontalAdvance("1.1")
    first = QRectF(4 - wide / 2, 0, wide, 20)  # below a bar of 8 pixels at the very left
    painter = Noting()
    axis.drawPicture(painter, None, [], [(first, int(Qt.AlignmentFlag.AlignLeft), "1.1")])
    (left, right), (name, _) = painter.words["neuron"], painter.words["1.1"]
    assert right <= name - 5
    assert axis.boundingRect().left() <= left
