"""The gauge shows what it has room for, and lays nothing over another thing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget

from nnfs_gui.plots.gradients.gauge import NormBar, NormGauge
from nnfs_gui.theme import DARK


@pytest.mark.parametrize(
    ("height", "count"), [(30, 1), (45, 2), (60, 3), (92, 3), (93, 4), (160, 4)]
)
def test_the_gauge_has_no_two_things_in_one_place(qtbot, height, count):
    window = QWidget()
    qtbot.addWidget(window)
    gauge = NormGauge(DARK, NormBar(DARK))
    gauge.setParent(window)
    gauge.resize(240, 200)
    window.show()
    gauge.resize(240, height)
    parts = (gauge.caption, gauge.figure_label, gauge.note_label, gauge.bar)
    shown = [part for part in parts if part.isVisible()]
    assert gauge.figure_label in shown
    assert len(shown) == count
    gauge.layout().activate()
    assert all(one.geometry().bottom() < two.geometry().top() for one, two in pairwise(shown))
    assert shown[-1].geometry().bottom() < height
