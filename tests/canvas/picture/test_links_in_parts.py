"""Links are redrawn gap by gap while training, and look as if drawn at once when it rests."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QTransform

from nnfs_gui.canvas.picture import links
from nnfs_gui.canvas.picture.links import LinkLayer
from nnfs_gui.theme import DARK

SIZE = QSize(900, 620)


def pixels(layer: LinkLayer, transform: QTransform, ratio: float, calm: bool) -> np.ndarray:
    image = layer.picture(SIZE, ratio, transform, calm).toImage()
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4).astype(int)


def with_weights(desk, seed: int) -> None:
    snapshot = desk.canvas.state.readout.snapshot
    parameters = np.random.default_rng(seed).normal(0, 1, snapshot.parameters.size)
    desk.canvas.show_snapshot(dataclasses.replace(snapshot, parameters=parameters))


@pytest.fixture
def eager(monkeypatch) -> None:
    """No waiting between two redrawings of a gap."""
    monkeypatch.setattr(links, "EYE", 0.0)
    monkeypatch.setattr(links, "SHARE", 0.0)


@pytest.mark.parametrize(("zoom", "ratio"), [(1.0, 1.0), (1.37, 1.0), (2.1, 1.5)])
@pytest.mark.parametrize("sizes", [(8, 8, 8), (16, 16, 16)])  # the latter in two lanes
def test_gaps_that_are_redrawn_one_by_one_look_as_drawn_at_once(
    make_desk, monkeypatch, eager, sizes, zoom, ratio
):
    monkeypatch.setattr(links, "VISIBLE", 0.0)
    desk = make_desk(*sizes)
    layer, view = desk.canvas.state.links, QTransform(zoom, 0, 0, zoom, -91.3 * (zoom - 1), 4.7)
    pixels(layer, view, ratio, calm=True)
    with_weights(desk, 1)
    rounds = 0
    while layer.behind:
        assert rounds < 4
        rounds += 1
        parts = pixels(layer, view, ratio, calm=False)
    assert rounds > 1
    whole = pixels(layer, view, ratio, calm=True)
    different = (np.abs(parts - whole).max(axis=2) > 3).any(axis=0).nonzero()[0] / ratio
    # Only between the lanes of a column may pieces be of another moment.
    layout = desk.canvas.state.layout
    assert layout.metrics.staggered == (16 in sizes)
    lanes = [
        (view.map(column.rects[0].topRight()).x(), view.map(column.rects[1].topLeft()).x())
        for column in layout.columns[1:-1]
    ]
    assert all(any(a - 1 <= x <= b + 1 for a, b in lanes) for x in different)
    layer.set_theme(DARK)
    assert np.array_equal(whole, pixels(layer, view, ratio, calm=True))


def test_a_frame_of_training_redraws_the_gap_that_changed_and_no_other(make_desk, eager):
    desk = make_desk(8, 8)
    state = desk.canvas.state
    layer, view = state.links, QTransform()
    before = pixels(layer, view, 1.0, calm=True)
    snapshot = state.readout.snapshot
    parameters = snapshot.parameters.copy()
    parameters[8 * 3 : 8 * 3 + 8 * 9] *= -1
    desk.canvas.show_snapshot(dataclasses.replace(snapshot, parameters=parameters))
    changed = (pixels(layer, view, 1.0, calm=False) != before).any(axis=(0, 2)).nonzero()[0]
    gap = state.curves.gaps[1]
    assert gap.x[0] - 1 <= changed.min() < changed.max() <= gap.x[-1] + 1


def test_a_gap_that_hardly_changed_waits_until_training_rests(make_desk, eager):
    desk = make_desk(8, 16)
    layer, view = desk.canvas.state.links, QTransform()
    before = pixels(layer, view, 1.0, calm=True)
    snapshot = desk.canvas.state.readout.snapshot
    parameters = snapshot.parameters.copy()
    parameters[8 * 3] += 0.12
    desk.canvas.show_snapshot(dataclasses.replace(snapshot, parameters=parameters))
    assert layer.behind
    assert np.array_equal(pixels(layer, view, 1.0, calm=False), before)
    assert not np.array_equal(pixels(layer, view, 1.0, calm=True), before)
    assert not layer.behind
