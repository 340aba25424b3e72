"""What is drawn: maps the right way up, in the right colours, and links by sign and size."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.picture.atlas import Atlas, resample, unit_picture, values_picture
from nnfs_gui.canvas.picture.links import LEVELS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import GeneratedData, OutputSpec, TrainingSpec
from nnfs_gui.theme import DARK, LIGHT, Theme


def bluish(colour: QColor) -> bool:
    return colour.blue() > colour.red() + 30


def orangish(colour: QColor) -> bool:
    return colour.red() > colour.blue() + 30


def close(colour: QColor, name: str, by: int = 12) -> bool:
    other = QColor(name)
    pairs = zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) <= by for a, b in pairs)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_maps_are_blue_where_positive_with_y_upwards(make_network, make_snapshot, theme: Theme):
    atlas = Atlas(theme)
    atlas.refresh(make_snapshot(make_network(2)), 48)
    found = atlas.picture("x2")
    assert found is not None
    image, source = found
    top = image.pixelColor(24, int(source.top()) + 3)
    bottom = image.pixelColor(24, int(source.bottom()) - 4)
    assert close(top, theme.pos, 30)
    assert close(bottom, theme.neg, 30)
    image, source = atlas.picture("x1") or (QImage(), source)
    row = int(source.top()) + 24
    assert orangish(image.pixelColor(3, row))
    assert bluish(image.pixelColor(44, row))


def test_the_middle_of_the_range_has_the_middle_colour(make_network, make_snapshot):
    picture = unit_picture(make_snapshot(make_network(2)), "x1", DARK, 101)
    assert close(picture.pixelColor(50, 50), DARK.mid)


def test_corners_are_cut_and_edges_are_not(make_network, make_snapshot):
    atlas = Atlas(DARK)
    atlas.refresh(make_snapshot(make_network(2)), 40)
    image, source = atlas.picture("L1.1") or (QImage(), None)
    assert source is not None
    top = int(source.top())
    assert image.pixelColor(0, top).alpha() == 0
    assert image.pixelColor(20, top).alpha() == 255
    assert image.pixelColor(0, top + 20).alpha() == 255


def test_a_map_is_asymmetric_where_its_network_is(make_desk):
    """One neuron with weights (1, 3): positive towards the upper right."""
    desk = make_desk(1)
    snapshot = desk.canvas.state.readout.snapshot
    axis = (np.arange(40) + 0.5) * 0.3 - 6
    x1, x2 = np.meshgrid(axis, axis)
    maps = list(snapshot.maps)
    maps[1] = np.tanh(x1 + 3 * x2)[None].astype(np.float32)
    desk.canvas.show_snapshot(_with(snapshot, maps=tuple(maps)))
    picture = desk.canvas.grab().toImage()
    rect = desk.canvas.state.layout.unit_rect("L1.1")
    assert rect is not None
    assert bluish(picture.pixelColor((rect.topRight() + QPointF(-8, 8)).toPoint()))
    assert orangish(picture.pixelColor((rect.bottomLeft() + QPointF(9, -9)).toPoint()))
    # Just left of the upper middle it is still positive: x2 counts three times.
    assert bluish(picture.pixelColor((rect.center() + QPointF(-6, -12)).toPoint()))


def test_resampling_keeps_values_and_turns_rows_upside_down():
    ramp = np.linspace(0, 255, 10, dtype=np.float32)[:, None].repeat(10, axis=1)
    picture = resample(ramp[None], 30)[0]
    assert picture[0, 0] > picture[-1, 0]
    assert picture.max() <= 255.001
    assert np.allclose(picture[:, 0], picture[:, -1])


def test_maps_that_are_not_finite_are_still_drawn(make_network, make_snapshot):
    snapshot = make_snapshot(make_network(2))
    maps = list(snapshot.maps)
    broken = maps[1].copy()
    broken[0, :20] = np.nan
    broken[0, 20:] = np.inf
    maps[1] = broken
    atlas = Atlas(DARK)
    atlas.refresh(_with(snapshot, maps=tuple(maps)), 32)
    assert atlas.picture("L1.1") is not None


def test_maps_next_to_the_largest_number_there_is_are_still_drawn(make_network, make_snapshot):
    """As of the last step before a divergence: one pixel is huge, and its neighbours are not."""
    snapshot = make_snapshot(make_network(2))
    maps = [values.copy() for values in snapshot.maps]
    boundary = snapshot.boundary.copy()
    for values in (*maps[1:], boundary):
        values[0, ::3] = np.finfo(np.float32).max
        values[0, 1::3] = -np.finfo(np.float32).max
    atlas = Atlas(DARK)
    huge = _with(snapshot, maps=tuple(maps), boundary=boundary)
    atlas.refresh(huge, 32)
    atlas.refresh_output(huge, "out0", 64)
    assert atlas.picture("L1.1") is not None
    assert not atlas.picture("out0")[0].isNull()


def test_softmax_outputs_have_the_colour_of_their_class(make_network, make_snapshot):
    experiment = replace(
        make_network(4),
        data=GeneratedData("blobs", classes=3),
        training=TrainingSpec(loss="cce", learning_rate=0.1),
    )
    network = replace(experiment.network, output=OutputSpec("softmax"))
    experiment = replace(experiment, network=network)
    snapshot = make_snapshot(experiment, 400)
    for index in range(3):
        picture = unit_picture(snapshot, f"out{index}", DARK, 40)
        best = np.unravel_index(int(snapshot.maps[-1][index].argmax()), (40, 40))
        colour = picture.pixelColor(int(best[1]), 39 - int(best[0]))
        assert close(colour, DARK.class_color(index, 3), 60)


def test_a_picture_of_values_reaches_full_colour():
    values = np.linspace(-2, 2, 32)[None].repeat(32, axis=0)
    picture = values_picture(values, DARK, 32)
    assert close(picture.pixelColor(31, 16), DARK.pos, 10)
    assert close(picture.pixelColor(0, 16), DARK.neg, 10)


def test_links_are_blue_or_orange_by_sign_and_stronger_by_size(make_desk):
    desk = make_desk(1)
    _set_weights(desk, "L1.1", (3.0, -3.0), 0.0)
    layer = desk.canvas.state.links
    assert layer.level(0, 0, 0) == LEVELS - 1
    assert layer.level(0, 0, 1) == -(LEVELS - 1)
    picture = desk.canvas.grab().toImage()
    for source, wanted in (("x1", DARK.pos), ("x2", DARK.neg)):
        point = desk.at(Element(Part.LINK, "L1.1", source))
        assert close(picture.pixelColor(point), wanted, 20)


def test_weak_links_are_drawn_weakly(make_desk):
    desk = make_desk(1)
    _set_weights(desk, "L1.1", (3.0, 0.02), 0.0)
    levels = desk.canvas.state.links
    assert abs(levels.level(0, 0, 1)) < LEVELS / 4


def test_the_gradient_toggle_shows_gradients_on_the_links(make_desk):
    desk = make_desk(1, steps=20)
    desk.canvas.show_gradients(True)
    gradient = desk.canvas.state.readout.weights(
        1, desk.canvas.state.readout.snapshot.applied_gradient
    )
    signs = [np.sign(desk.canvas.state.links.level(0, 0, column)) for column in range(2)]
    assert signs == np.sign(gradient[0]).tolist()


def test_the_gradients_on_the_links_are_the_clipped_ones(make_desk):
    desk = make_desk(1, steps=20)
    snapshot = desk.canvas.state.readout.snapshot
    applied = np.array([2.0, -1.0, 0.0, 0.0, 0.0])
    desk.canvas.show_gradients(True)
    desk.canvas.show_snapshot(_with(snapshot, raw_gradient=-applied, applied_gradient=applied))
    levels = [desk.canvas.state.links.level(0, 0, column) for column in range(2)]
    assert levels[0] == LEVELS - 1
    assert -LEVELS < levels[1] < 0


def test_one_huge_weight_dims_nobody(make_desk):
    desk = make_desk(6)
    snapshot = desk.canvas.state.readout.snapshot
    parameters = np.where(np.arange(snapshot.parameters.size) % 3 < 2, 2.0, 0.0)
    parameters[0] = 200.0
    desk.canvas.show_snapshot(_with(snapshot, parameters=parameters))
    links = desk.canvas.state.links
    assert links.level(0, 0, 0) == links.level(0, 5, 1) == LEVELS - 1


def test_the_bias_dot_has_the_colour_of_its_sign(make_desk):
    for bias, wanted in ((0.7, DARK.pos), (-0.7, DARK.neg)):
        desk = make_desk(1)
        _set_weights(desk, "L1.1", (0.1, 0.1), bias)
        picture = desk.canvas.grab().toImage()
        dot = desk.canvas.state.layout.bias_center("L1.1")
        assert close(picture.pixelColor(dot.toPoint()), wanted)


def test_the_link_layer_is_kept_while_nothing_changes(make_desk):
    desk = make_desk(4, 2, steps=30)
    desk.canvas.grab()
    painted_at = desk.canvas.state.links._painted_at
    desk.canvas.show_snapshot(desk.canvas.state.readout.snapshot)
    desk.canvas.grab()
    assert desk.canvas.state.links._painted_at == painted_at


def test_a_changed_weight_is_shown_at_once_when_nothing_trains(make_desk):
    desk = make_desk(1)
    desk.canvas.grab()
    _set_weights(desk, "L1.1", (-3.0, 3.0), 0.0)
    assert desk.canvas.state.links.behind
    desk.canvas.grab()
    assert not desk.canvas.state.links.behind


def test_all_numbers_are_drawn_on_a_small_network(make_desk):
    desk = make_desk(4, 2)
    before = desk.canvas.grab().toImage()
    desk.canvas.show_numbers(True)
    assert desk.canvas.grab().toImage() != before
    places = desk.canvas.state.labels.shown.labels
    assert {(place.link.source, place.link.target) for place in places} == {
        (source, target)
        for layer, below in (("L1", ("x1", "x2")), ("L2", tuple(f"L1.{n}" for n in range(1, 5))))
        for target in [f"{layer}.{n}" for n in range(1, 5 if layer == "L1" else 3)]
        for source in below
    } | {("L2.1", "out0"), ("L2.2", "out0")}


def _with(snapshot, **fields):
    return dataclasses.replace(snapshot, **fields)


def _set_weights(desk, unit: str, weights: tuple[float, ...], bias: float) -> None:
    """Show a snapshot in which one unit of layer 1 has these weights."""
    snapshot = desk.canvas.state.readout.snapshot
    parameters = snapshot.parameters.copy()
    assert unit == "L1.1"
    parameters[: len(weights) + 1] = (*weights, bias)
    desk.canvas.show_snapshot(_with(snapshot, parameters=parameters))


def test_the_links_of_a_muted_neuron_are_drawn_as_dead(make_desk):
    desk = make_desk(3, 2, steps=20)
    links = desk.canvas.state.links
    assert links.level(0, 1, 0) != 0
    desk.document.edit(edits.mute(desk.experiment, ["L1.2"], True), "Mute")
    assert [links.level(0, 1, source) for source in range(2)] == [0, 0]
    assert [links.level(1, target, 1) for target in range(2)] == [0, 0]
    assert links.level(0, 0, 0) != 0
    assert links.level(1, 0, 0) != 0
    desk.document.edit(edits.mute(desk.experiment, ["L1.2"], False), "Unmute")
    assert links.level(0, 1, 0) != 0
