"""Live plots zoom with the wheel, stay so while training runs, and reset by a double click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from nnfs_gui.plots.gradients.view import GradientsView
from nnfs_gui.theme import DARK


@pytest.fixture
def view(qtbot, document):
    made = GradientsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1200, 150)
    with qtbot.waitExposed(made):
        made.show()
    return made


def turn_wheel(plot, at, steps):
    place = QPointF(at)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        place, QPointF(plot.viewport().mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps),
        buttons, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def test_a_zoom_stays_while_training_runs_and_a_double_click_ends_it(qtbot, view, train, pixel_of):
    snapshots, plot = train(), view.bars
    view.show_snapshot(snapshots[1])
    whole = plot.plotItem.vb.viewRange()
    at = pixel_of(plot, 3.0, whole[1][1] / 4)
    turn_wheel(plot, at, 4)
    near = plot.plotItem.vb.viewRange()
    assert plot.zoomed
    for (low, high), (least, most) in zip(near, whole, strict=True):
        assert least <= low < high <= most
        assert high - low < 0.9 * (most - least)
    view.show_snapshot(snapshots[-1])
    assert plot.plotItem.vb.viewRange() == near
    enlarged = []
    view.enlarge_requested.connect(lambda: enlarged.append(True))
    plot.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not plot.zoomed
    assert plot.plotItem.vb.viewRange()[0] == whole[0]
    assert not enlarged
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert enlarged


def test_zooming_out_ends_at_the_whole(view, train, pixel_of):
    view.show_snapshot(train()[-1])
    plot = view.bars
    whole = plot.plotItem.vb.viewRange()
    turn_wheel(plot, pixel_of(plot, 3.0, 0.0), -5)
    assert plot.plotItem.vb.viewRange() == whole
    assert not plot.zoomed


def test_hairlines_lie_below_the_bars(view, train, pixel_of):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    plot, norms = view.bars, view.bars.applied.high
    tallest, half = int(norms.argmax()), plot.plotItem.vb.viewRange()[1][1] / 2
    assert half < norms[tallest]
    places, picture = plot.applied.at, plot.viewport().grab().toImage()
    between = (places[tallest - 1] + places[tallest]) / 2
    on_the_bar, beside = (
        {picture.pixelColor(spot.x(), spot.y() + step).name() for step in (-1, 0, 1)}
        for spot in (pixel_of(plot, x, half) for x in (places[tallest], between))
    )
    assert on_the_bar == {DARK.accent.lower()}
    assert DARK.line.lower() in beside


def test_hovering_over_a_bar_tells_its_numbers(view, train, box_of, monkeypatch):
    view.show_snapshot(train()[-1])
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: told.append(text))
    at = box_of(view.bars.raw, 2).center().toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.bars.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.bars.viewport(), event)
    assert told == [view.bars.tip(2)]
    assert told[0].startswith("Hidden 1 · neuron 3: ‖g‖ ")
