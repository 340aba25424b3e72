"""The bar of painting tools: it fits narrow cards and offers what the tool heeds."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from nnfs_gui.experiment.edits import set_data
from nnfs_gui.experiment.model import GeneratedData, default_experiment
from nnfs_gui.plots.boundary.painting.bar import PaintBar
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.slider import FlatSlider


@pytest.fixture
def bar(qtbot):
    made = PaintBar(DARK)
    qtbot.addWidget(made)
    made.show()
    return made


def buttons(bar: PaintBar) -> list[QAbstractButton]:
    found = [bar.findChild(QAbstractButton, f"paint-class-{number}") for number in range(1, 9)]
    return [button for button in found if button is not None]


@pytest.mark.parametrize("width", [232, 420])
def test_eight_classes_are_large_enough_to_be_told_apart_in_any_card(bar, width):
    experiment = set_data(default_experiment(), GeneratedData("blobs", classes=8))
    bar.show_experiment(experiment)
    bar.resize(width, bar.sizeHint().height())
    bar.grab()
    places = [button.mapTo(bar, button.rect().topLeft()) for button in buttons(bar)]
    assert len({place.y() for place in places}) == 1
    assert all(button.width() >= 24 for button in buttons(bar))
    assert max(place.x() for place in places) + buttons(bar)[-1].width() <= width


@pytest.mark.parametrize(
    ("tool", "size", "density"),
    [
        ("brush", True, True),
        ("point", False, False),
        ("line", False, True),
        ("eraser", True, False),
        ("select", False, False),
    ],
)
def test_only_what_the_tool_heeds_can_be_set(bar, tool, size, density):
    bar.choose_tool(tool)
    assert bar.findChild(FlatSlider, "paint-size").isEnabled() is size
    assert bar.findChild(FlatSlider, "paint-density").isEnabled() is density
