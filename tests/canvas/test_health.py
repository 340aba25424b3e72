"""Neurons that have stopped working: marked on the picture, with the reason on the hover card."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.wording import spoken_unit
from nnfs_gui.experiment import edits
from nnfs_gui.theme import DARK

UNIT = Element(Part.UNIT, "L1.2")


def show_activation(desk, value: float) -> None:
    """Show a snapshot in which one neuron answers every point with the same value."""
    snapshot = desk.canvas.state.readout.snapshot
    activations = list(snapshot.activations)
    activations[1] = activations[1].copy()
    activations[1][1] = value
    desk.canvas.show_snapshot(dataclasses.replace(snapshot, activations=tuple(activations)))


def warned(desk) -> int:
    """Pixels in the colour of warnings about the upper left corner of the neuron's tile."""
    picture = desk.canvas.grab().toImage()
    corner = desk.canvas.mapFromScene(desk.canvas.state.layout.unit_rect("L1.2").topLeft())
    wanted = np.array(QColor(DARK.warn).getRgb()[:3])
    area = [picture.pixelColor(corner + QPoint(x, y)).getRgb()[:3]
            for x in range(-10, 11) for y in range(-10, 11)]  # fmt: skip
    return int((np.abs(np.array(area) - wanted).sum(axis=1) < 60).sum())


@pytest.mark.parametrize(
    ("activation", "value", "kind", "reason"),
    [
        ("relu", 0.0, "dead", "dead: 0 for every sample point, so its weights get no gradient"),
        ("tanh", 0.999, "saturated", "saturated: |a| > 0.97 for every sample point"),
    ],
)
def test_a_neuron_that_stopped_working_is_marked_and_says_why(
    make_desk, make_network, activation, value, kind, reason
):
    desk = make_desk(experiment=make_network(3, activation=activation), steps=3)
    show_activation(desk, 0.4)
    assert not warned(desk)
    show_activation(desk, value)
    assert warned(desk) > 5
    for place in (QPoint(2, 2), desk.at(UNIT)):  # an unmoved pointer sends no event
        QTest.mouseMove(desk.canvas.viewport(), place)
    (line,) = [line for line in desk.canvas.popups.card.lines if line.role == "warn"]
    assert line.text.startswith(reason)
    assert spoken_unit(desk.canvas.state.readout, "L1.2").endswith(kind)


def test_a_muted_neuron_is_silent_by_wish(make_desk, make_network):
    desk = make_desk(experiment=make_network(3, activation="relu"), steps=3)
    show_activation(desk, 0.0)
    desk.document.edit(edits.mute(desk.experiment, ["L1.2"], True), "mute")
    assert not warned(desk)
