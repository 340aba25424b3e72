"""The name of an axis stands in its middle, whatever it was called before."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nnfs_gui.plots.loss.view import LossPlot
from nnfs_gui.theme import DARK, LIGHT


@pytest.fixture
def view(qtbot, document):
    made = LossPlot(document, DARK)
    qtbot.addWidget(made)
    made.resize(420, 320)
    made.show()
    for _ in range(3):
        QApplication.sendPostedEvents()
    return made


@pytest.mark.parametrize("theme", [None, LIGHT], ids=["alone", "another theme"])
def test_a_longer_name_stands_in_the_middle_too(view, theme):
    axis = view.plot.left
    view.plot.set_labels("epoch", "a")
    view.plot.set_labels("epoch", "Binary cross-entropy")
    if theme is not None:
        axis.magnify(1.2)
        axis.show_theme(theme)
    name = axis.label.mapRectToParent(axis.label.boundingRect())
    assert abs(name.center().y() - axis.size().height() / 2) <= 2
    assert name.top() >= 0


@pytest.mark.parametrize("factor", [1.0, 1.35, 2.0, 3.2])
def test_numbers_leave_the_name_alone_however_large_words_are(view, factor):
    view.resize(1400, 800)
    view.plot.set_labels("epoch", "Binary cross-entropy")
    view.plot.show_magnified(factor)
    view.plot.grab()  # numbers are measured as they are drawn
    axis = view.plot.left
    box = axis.label.mapRectToParent(axis.label.boundingRect())
    letters = box.right() - axis.label.document().documentMargin()
    numbers = axis.minimumWidth() - axis.style["tickTextOffset"][0] - axis.textWidth
    assert axis.textWidth > 0
    assert numbers - letters >= 3.5
