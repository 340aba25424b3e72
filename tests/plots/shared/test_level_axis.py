"""Numbers of a level axis touch neither each other nor the name that stands at its end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF

from nnfs_gui.plots.shared.axes import PlainAxis
from nnfs_gui.plots.shared.base import Plot
from nnfs_gui.theme import DARK


@pytest.mark.parametrize("last", [7, 60, 780, 3900, 20_000, 1_000_000])
@pytest.mark.parametrize("width", [110, 150, 200, 320, 600])
@pytest.mark.parametrize("name", ["step", "epoch"])
def test_numbers_are_apart_and_end_before_the_name(qtbot, last, width, name):
    plot = Plot(DARK, name="plot", description="A plot",
                bottom=PlainAxis("bottom", inline=True, whole=True))  # fmt: skip
    qtbot.addWidget(plot)
    plot.resize(width, 120)
    plot.set_labels(name, "loss")
    plot.set_range((0.0, float(last)), (0.0, 1.0))
    plot.show()
    axis = plot.bottom
    size = axis.size().width()
    spacing, values = axis.tickValues(0.0, float(last), size)[0]
    measure = QFontMetricsF(axis.style["tickFont"]).horizontalAdvance
    texts = axis.tickStrings(values, 1.0, spacing)
    middles = [value / last * size for value in values]
    spans = [(at - measure(text) / 2, at + measure(text) / 2)
             for at, text in zip(middles, texts, strict=True)]  # fmt: skip
    for (_, before), (after, _) in pairwise(spans):
        assert after - before >= 6
    assert values
    assert spans[-1][1] + 4 <= size - measure(name)


@pytest.mark.parametrize(
    ("last", "numbers"), [(80, [0, 20, 40, 60]), (60, [0, 10, 20, 30, 40, 50])]
)
def test_numbers_go_on_up_to_the_name(qtbot, last, numbers):
    plot = Plot(DARK, name="plot", description="A plot",
                bottom=PlainAxis("bottom", inline=True, whole=True))  # fmt: skip
    qtbot.addWidget(plot)
    plot.resize(600, 120)
    plot.set_labels("epoch", "loss")
    plot.set_range((0.0, float(last)), (0.0, 1.0))
    plot.show()
    _, values = plot.bottom.tickValues(0.0, float(last), plot.bottom.size().width())[0]
    assert values == numbers
