"""Tiles painted in one go look as their items paint them, and special ones are left to those."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem

from nnfs_gui.canvas.elements import Element, Part
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


def elsewhere(canvas, unit: str) -> bool:
    item = canvas.reconciler.item(Element(Part.UNIT, unit))
    assert item is not None
    return bool(item.flags() & QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)


@pytest.mark.parametrize("gradients", [False, True])
@pytest.mark.parametrize(("zoom", "ratio"), [(1.0, 1.0), (1.0, 2.0), (1.37, 1.0), (2.3, 1.5)])
def test_a_tile_looks_as_its_item_paints_it(make_desk, zoom, ratio, gradients):
    canvas = make_desk(2, 1, steps=40).canvas
    canvas.show_gradients(gradients)
    canvas.grab()
    view = QTransform(zoom, 0, 0, zoom, -130.3 * (zoom - 1), -77.7 * (zoom - 1))
    layer = TileLayer(canvas.state, canvas.reconciler)
    layer.share_out()

    def as_items(painter: QPainter) -> None:
        painter.setWorldTransform(view)
        for unit in UNITS:
            canvas.reconciler.item(Element(Part.UNIT, unit)).paint(
                painter, QStyleOptionGraphicsItem()
            )

    expected = sheet(as_items, ratio)
    found = sheet(lambda painter: layer.paint(painter, view, ratio), ratio)
    assert expected.max(axis=2).any()
    # A sixteenth of a pixel is all that a kept frame may be off by.
    assert np.abs(found - expected).max() <= (4 if zoom == 1.0 else 40)


def test_special_tiles_are_left_to_their_items(make_desk):
    desk = make_desk(3, 2)
    canvas = desk.canvas
    canvas.grab()
    assert all(elsewhere(canvas, unit) for unit in ("L1.1", "L2.2", "out0"))
    assert not elsewhere(canvas, "x1")
    canvas.select(frozenset({"L1.2"}))
    canvas.state.hover = Element(Part.BIAS, "L1.3")
    desk.document.edit(edits.mute(desk.experiment, {"L2.1"}, True), "Mute")
    canvas.grab()
    assert [elsewhere(canvas, f"L1.{number}") for number in (1, 2, 3)] == [True, False, False]
    assert not elsewhere(canvas, "L2.1")
    canvas.select(frozenset())
    canvas.grab()
    assert elsewhere(canvas, "L1.2")


def test_a_new_neuron_is_painted_at_once(make_desk):
    desk = make_desk(2)
    desk.canvas.grab()
    desk.document.edit(edits.add_neuron(desk.experiment, "L1"), "Add")
    picture = desk.canvas.grab().toImage()
    rect = desk.canvas.state.layout.unit_rect("L1.3")
    assert rect is not None
    assert elsewhere(desk.canvas, "L1.3")
    colour = picture.pixelColor(desk.canvas.mapFromScene(rect.center()))
    assert colour.name() == desk.canvas.state.theme.mid.lower()
