"""A hand that paints on a boundary plot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from nnfs_gui.plots.boundary.view import BoundaryPlot
from nnfs_gui.theme import DARK

from .painted_points import painted

LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Does to a plot what a person does, in coordinates of the plane."""

    def __init__(self, qtbot, view: BoundaryPlot, pixel_of) -> None:
        self.qtbot, self.view, self._pixel_of = qtbot, view, pixel_of

    def pixel(self, x: float, y: float) -> QPoint:
        return self._pixel_of(self.view.plot, x, y)

    def click(self, x, y, modifier=Qt.KeyboardModifier.NoModifier):
        viewport = self.view.plot.viewport()
        self.qtbot.mouseClick(viewport, LEFT, modifier, pos=self.pixel(x, y))

    def drag(self, *places, release=True):
        viewport = self.view.plot.viewport()
        self.qtbot.mousePress(viewport, LEFT, pos=self.pixel(*places[0]))
        for place in places[1:]:
            self.qtbot.mouseMove(viewport, pos=self.pixel(*place))
        if release:
            self.qtbot.mouseRelease(viewport, LEFT, pos=self.pixel(*places[-1]))

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.view.plot, key, modifier)

    def press_button(self, name: str) -> None:
        button = self.view.findChild(QAbstractButton, name)
        self.qtbot.mouseClick(button, LEFT)


@pytest.fixture
def start(qtbot, document, pixel_of):
    """Open an experiment and start painting on it."""

    def started(experiment=None) -> tuple[BoundaryPlot, Hand]:
        document.open(experiment or painted(), None)
        view = BoundaryPlot(document, DARK)
        qtbot.addWidget(view)
        view.resize(420, 560)
        document.experiment_changed.connect(lambda _old, new: view.show_experiment(new))
        with qtbot.waitExposed(view):
            view.show()
        hand = Hand(qtbot, view, pixel_of)
        hand.press_button("paint-mode")
        view.grab()
        return view, hand

    return started
