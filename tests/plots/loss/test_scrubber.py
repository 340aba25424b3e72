"""The loss plot's cursor is the tape's handle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnfs_gui.plots.loss.view import LossPlot
from nnfs_gui.theme import DARK
from nnfs_gui.training.tape.picture import Place


@pytest.fixture
def view(qtbot, document):
    plot = LossPlot(document, DARK)
    qtbot.addWidget(plot)
    plot.resize(380, 240)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


@pytest.fixture
def sought(view):
    found = []
    view.sought.connect(lambda step, near: found.append((step, near)))
    return found


def at_step(view, pixel_of, step):
    curve = view.snapshot.curve
    along = curve.step if view.options.by_steps else curve.epoch
    low, high = view.plot.plotItem.vb.viewRange()[1]
    return pixel_of(view.plot, np.interp(step, curve.step, along), (low + high) / 2)


def past(snapshot, share):
    step = int(snapshot.curve.step[-1] * share)
    return replace(snapshot, step=step, past=Place(1, step))


@pytest.mark.parametrize("by_steps", [False, True])
def test_the_moment_is_a_line_and_what_follows_is_dim(view, make_snapshot, pixel_of, by_steps):
    if by_steps:
        next(a for a in view.view_menu.actions() if a.objectName() == "loss-by-steps").trigger()
    whole = make_snapshot()
    view.show_snapshot(whole)
    assert not view.scrubber.line.isVisible()
    bright = view.plot.viewport().grab().toImage()
    shown = past(whole, 0.4)
    view.show_snapshot(shown)
    assert view.scrubber.line.isVisible()
    along = shown.curve.step if by_steps else shown.curve.epoch
    expected = float(np.interp(shown.step, shown.curve.step, along))
    assert view.scrubber.line.value() == pytest.approx(expected)
    assert view.scrubber.veil.getRegion()[0] == pytest.approx(expected)
    dimmed = view.plot.viewport().grab().toImage()

    def strongest(image, index):
        heights = np.log10(shown.curve.train_loss[index])
        spot = pixel_of(view.plot, along[index], heights)
        around = [spot + QPoint(0, dy) for dy in (-1, 0, 1)]
        return max(
            QColor(image.pixelColor(point)).saturationF() * QColor(image.pixelColor(point)).valueF()
            for point in around
        )

    count = len(along)
    early, late = count // 5, count * 4 // 5
    assert strongest(dimmed, early) == pytest.approx(strongest(bright, early), abs=0.02)
    assert strongest(dimmed, late) < 0.7 * strongest(bright, late)
    view.show_snapshot(whole)
    assert not view.scrubber.line.isVisible()
    assert not view.scrubber.veil.isVisible()


def test_a_drag_seeks_nearly_and_its_end_exactly(view, make_snapshot, pixel_of, sought):
    view.show_snapshot(make_snapshot())
    last = view.snapshot.curve.step[-1]
    ground = view.plot.viewport()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=at_step(view, pixel_of, 0.8 * last))
    QTest.mouseMove(ground, at_step(view, pixel_of, 0.5 * last))
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=at_step(view, pixel_of, 0.25 * last))
    pixel = last / ground.width() * 1.5
    assert sought[0] == (pytest.approx(0.5 * last, abs=pixel), True)
    assert sought[-1] == (pytest.approx(0.25 * last, abs=pixel), False)


def test_a_click_goes_there_and_a_double_click_only_enlarges(
    qtbot, view, make_snapshot, pixel_of, sought
):
    view.scrubber._click.setInterval(30)
    view.show_snapshot(make_snapshot())
    last = view.snapshot.curve.step[-1]
    spot = at_step(view, pixel_of, 0.5 * last)
    ground = view.plot.viewport()
    with qtbot.waitSignal(view.enlarge_requested):
        QTest.mouseClick(ground, Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(ground, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.wait(60)
    assert sought == []
    QTest.qWait(QApplication.doubleClickInterval())
    spot = at_step(view, pixel_of, 0.5 * last)
    with qtbot.waitSignal(view.sought):
        QTest.mouseClick(ground, Qt.MouseButton.LeftButton, pos=spot)
    assert sought == [(pytest.approx(0.5 * last, abs=last / ground.width() * 1.5), False)]
