"""A card that unfolds: nothing of the form is squeezed in any frame on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.panels.form import FormGrid
from nnfs_gui.widgets.fold import Fold
from nnfs_gui.widgets.motion import allow_motion


class Squeezed(QObject):
    """Counts paintings, and notes those of a widget that is lower than it must be."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget, self.painted, self.heights = widget, 0, list[int]()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted += 1
            if self._widget.height() < self._widget.minimumSizeHint().height():
                self.heights.append(self._widget.height())
        return super().eventFilter(watched, event)


@pytest.fixture
def moving(qapp: QApplication) -> Iterator[None]:
    allow_motion(qapp)
    yield
    allow_motion(qapp, False)


@pytest.mark.parametrize("size", [(1024, 700), (1366, 749), (1600, 1000)])
def test_fields_are_never_squeezed_while_a_card_unfolds(
    qtbot: QtBot, playground: Playground, moving: None, size: tuple[int, int]
) -> None:
    window = playground.window
    window.resize(*size)
    window.show()
    fold = window.training_panel.findChild(Fold, "training-more")
    grid, field = window.training_panel.findChild(FormGrid), fold.findChild(QWidget, "schedule")
    qtbot.waitUntil(lambda: grid.height() >= grid.minimumSizeHint().height())
    watched = [Squeezed(grid), Squeezed(field)]
    for opened in (True, False):
        fold.set_open(opened)
        qtbot.waitUntil(lambda: fold.maximumHeight() > 10_000)
        assert fold.isVisible() == opened
    assert all(each.painted for each in watched)
    assert [each.heights for each in watched] == [[], []]
