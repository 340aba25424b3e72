"""Plots keep the margins of their own, however large their words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nnfs_gui.plots.weights.view import WeightsView
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.magnify import magnify


@pytest.mark.parametrize("factor", [1.0, 1.6])
@pytest.mark.parametrize("height", [120, 190, 250])
def test_the_names_below_the_matrices_are_whole(qtbot, document, train, factor, height):
    view = WeightsView(document, DARK, framed=False)
    qtbot.addWidget(view)
    magnify(view, factor)
    view.resize(round(1300 * factor), round(height * factor))
    view.show()
    view.show_snapshot(train(hidden=(8, 6))[-1])
    for _ in range(4):
        QApplication.sendPostedEvents()
    plot = view.hinton
    for axis, matrix in zip(plot.columns, plot.matrices, strict=False):
        if axis.isVisible():
            names = axis.mapRectToScene(axis.rect())
            assert names.bottom() <= plot.height() + 1
            assert names.height() >= 14 * factor
            assert matrix.rows * plot.cell <= plot.plotItem.vb.height() + 1
