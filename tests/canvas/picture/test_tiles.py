"""Tiles painted in one go look as they look painted one by one, and special ones are painted so."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QTransform

from nnfs_gui.canvas.elements import NOTHING, Element, Part
from nnfs_gui.canvas.picture.tile import draw_tile, fitted_label
from nnfs_gui.canvas.picture.tiles import TileLayer
from nnfs_gui.canvas.surface import _HINTS
from nnfs_gui.experiment import edits

UNITS = ("L1.1", "L1.2", "L2.1", "out0")


def sheet(painted, ratio: float = 1.0) -> np.ndarray:
    image = QImage(round(900 * ratio), round(620 * ratio), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setRenderHints(_HINTS)
    painted(painter)
    painter.end()
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4).astype(int)


@pytest.mark.parametrize("gradients", [False, True])
@pytest.mark.parametrize(("zoom", "ratio"), [(1.0, 1.0), (1.0, 2.0), (1.37, 1.0), (2.3, 1.5)])
def test_a_plain_tile_looks_as_it_does_alone(make_desk, zoom, ratio, gradients):
    canvas = make_desk(2, 1, steps=40).canvas
    state = canvas.state
    canvas.show_gradients(gradients)
    canvas.grab()
    view = QTransform(zoom, 0, 0, zoom, -130.3 * (zoom - 1), -77.7 * (zoom - 1))
    layer = TileLayer(state)
    assert not layer.special() & set(UNITS)

    def one_by_one(painter: QPainter) -> None:
        painter.setWorldTransform(view)
        for unit in (*state.readout.layers[0], *UNITS):
            draw_tile(painter, state, unit, state.layout.unit_rect(unit))

    expected = sheet(one_by_one, ratio)
    found = sheet(lambda painter: layer.paint(painter, view, ratio), ratio)
    assert expected.max(axis=2).any()
    # A sixteenth of a pixel is all that a kept frame may be off by.
    assert np.abs(found - expected).max() <= (4 if zoom == 1.0 else 40)


def test_what_is_chosen_pointed_at_or_muted_is_painted_by_itself(make_desk):
    desk = make_desk(3, 2)
    canvas = desk.canvas
    layer = TileLayer(canvas.state)
    canvas.state.hover = NOTHING
    assert layer.special() == {"x1", "x2"}
    canvas.select(frozenset({"L1.2"}))
    canvas.state.hover = Element(Part.BIAS, "L1.3")
    desk.document.edit(edits.mute(desk.experiment, {"L2.1"}, True), "Mute")
    assert layer.special() == {"x1", "x2", "L1.2", "L1.3", "L2.1"}
    canvas.select(frozenset())
    assert "L1.2" not in layer.special()


def rim(desk, unit: str) -> list[int]:
    """How light the upper edge of a tile is, along it."""
    picture, rect = desk.canvas.grab().toImage(), desk.canvas.state.layout.unit_rect(unit)
    assert rect is not None
    left, right = round(rect.left() + 10), round(rect.right() - 16)
    return [picture.pixelColor(x, round(rect.top())).lightness() for x in range(left, right)]


def test_a_frozen_neuron_is_told_from_one_that_is_pointed_at(make_desk):
    desk = make_desk(3)
    desk.canvas.state.hover = Element(Part.UNIT, "L1.2")
    pointed = rim(desk, "L1.2")
    desk.canvas.state.hover = NOTHING
    desk.document.edit(edits.freeze(desk.experiment, {"L1.2"}, True), "Freeze")
    desk.canvas.state.hover = NOTHING
    frozen = rim(desk, "L1.2")
    assert max(pointed) - min(pointed) < 10, "a line"
    assert max(frozen) - min(frozen) > 20, "dashes"


def test_a_new_neuron_is_painted_at_once(make_desk):
    desk = make_desk(2)
    desk.canvas.grab()
    desk.document.edit(edits.add_neuron(desk.experiment, "L1"), "Add")
    picture = desk.canvas.grab().toImage()
    rect = desk.canvas.state.layout.unit_rect("L1.3")
    assert rect is not None
    colour = picture.pixelColor(desk.canvas.mapFromScene(rect.center()))
    assert colour.name() == desk.canvas.state.theme.mid.lower()


@pytest.mark.parametrize("left", range(24, 60, 4))
def test_a_short_name_of_a_feature_is_not_cut_where_there_is_little_room(qapp, left) -> None:
    for label in ("x₁", "x₁²", "x₁x₂"):
        face, text, gap = fitted_label(label, 13, left, 40)
        if left >= 32 or label != "x₁x₂":
            assert text == label
        assert QFontMetricsF(face).horizontalAdvance(text) <= left - gap
    assert fitted_label("x₁", 13, 60, 40)[2] > 5
    assert fitted_label("sin(x₁) · cos(x₂) · x₁", 13, left, 40)[1].endswith("…")


@pytest.mark.parametrize("label", ["sin x₁", "cos x₂"])
def test_a_name_of_two_words_stands_in_two_lines_where_there_is_little_room(qapp, label) -> None:
    for left in range(24, 60, 2):
        face, text, gap = fitted_label(label, 13, left, 40)
        assert text.split() == label.split()
        wide = max(map(QFontMetricsF(face).horizontalAdvance, text.split("\n")))
        assert wide <= left - gap
    assert fitted_label(label, 13, 60, 40)[1] == label
    assert "\n" in fitted_label(label, 13, 26, 40)[1]
    assert "\n" not in fitted_label(label, 13, 26, 12)[1], "no room for two lines"
