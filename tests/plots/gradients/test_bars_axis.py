"""What stands at the axis of the gradients' bars does not touch, at any size of number or word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtWidgets import QApplication

from nnfs_gui.plots.gradients.numbers import neuron_norms
from nnfs_gui.plots.gradients.view import GradientsView
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.magnify import magnify


@pytest.fixture
def view(qtbot, document):
    made = GradientsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.show()
    return made


def labels_of(plot):
    """Where the labels of the upright axis stand, and what they say, in the plot's pixels."""
    axis = plot.left
    picture = QPicture()
    painter = QPainter(picture)
    specs = axis.generateDrawSpecs(painter)[2]
    painter.end()
    return [(axis.mapRectToScene(box), text) for box, _flags, text in specs]


@pytest.mark.parametrize("factor", [1.0, 1.6])
@pytest.mark.parametrize("size", [1.0, 7.5e-2, 1.4e-3, 7.4e-5, 7.4e-6, 1.4e-4, 3e-12, 3e5, 7.4e8])
def test_the_numbers_of_the_bars_leave_the_name_of_their_axis_alone(view, train, size, factor):
    snapshot = train()[-1]
    largest = float(neuron_norms(snapshot, snapshot.raw_gradient).max())
    small = snapshot.raw_gradient * (size / largest)
    magnify(view, factor)
    view.resize(round(1200 * factor), round(130 * factor))
    view.show_snapshot(replace(snapshot, raw_gradient=small, applied_gradient=small))
    QApplication.sendPostedEvents()
    labels = labels_of(view.bars)
    assert len(labels) == 3, "the zero, the middle and the top"
    axis = view.bars.left
    name = axis.label.mapRectToScene(axis.label.boundingRect().adjusted(0, 4, 0, -4))
    assert [text for box, text in labels if box.left() < name.right() + 2] == []
