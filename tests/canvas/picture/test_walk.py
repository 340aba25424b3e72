"""What a walk shows on the canvas: which parts stay bright, and where which numbers stand."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPixmap

from nnfs_gui.canvas.picture.walk import WalkPicture
from nnfs_gui.canvas.state import CanvasState
from nnfs_gui.canvas.view import NetworkCanvas
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment, GeneratedData, default_experiment
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.theme import DARK, LIGHT, font, load_fonts
from nnfs_gui.training.run import Run
from nnfs_gui.training.step_walk import prepare_step
from nnfs_gui.training.walk import Kind, Walk
from nnfs_gui.widgets.motion import allow_motion
from nnfs_gui.widgets.numbers import format_number


@pytest.fixture
def experiment() -> Experiment:
    made = default_experiment()
    training = replace(made.training, clip="value", clip_threshold=0.01)
    return replace(made, data=GeneratedData("circle", size=60), training=training)


@pytest.fixture
def walk(experiment) -> Walk:
    prepared = prepare_step(Run(1, experiment).shown)
    assert prepared is not None
    return Walk.begin(prepared).following_sample(2)


@pytest.fixture
def picture(qapp, experiment, walk) -> WalkPicture:
    load_fonts()
    state = CanvasState(experiment, DARK)
    state.arrange(900, 560)
    made = WalkPicture(state)
    made.show(walk)
    return made


def at(picture: WalkPicture, kind: Kind, layer: int = 0) -> Walk:
    walk = picture.walk
    assert walk is not None
    index = next(
        number
        for number, phase in enumerate(walk.phases)
        if phase.kind is kind and phase.layer == layer
    )
    picture.show(walk.at(index))
    return walk.at(index)


def drawn(picture: WalkPicture, share: float = 1.0) -> QPixmap:
    state = picture._state
    pixmap = QPixmap(900, 560)
    pixmap.fill(QColor(state.theme.pos))
    painter = QPainter(pixmap)
    picture.paint(painter, pixmap.rect().toRectF(), share)
    painter.end()
    return pixmap


def test_forward_lights_a_layer_and_what_feeds_it(picture, experiment) -> None:
    layers = layer_ids(experiment)
    walk = at(picture, Kind.FORWARD, 2)
    assert set(picture.bright()) == {*layers[1], *layers[2]}
    assert [strand.element.source for strand in picture.strands()] == list(layers[1])
    assert {strand.element.id for strand in picture.strands()} == {layers[2][0]}
    assert all(strand.flow == 1 for strand in picture.strands())
    notes = {note.unit: note.words for note in picture.notes()}
    passes = walk.prepared.passes
    for position, unit in enumerate(layers[2]):
        z, a = (float(part[1][walk.sample, position]) for part in (passes.z, passes.a))
        assert notes[unit] == f"z {format_number(z, 2)}  a {format_number(a, 2)}"
    for position, unit in enumerate(layers[1]):
        value = float(passes.a[0][walk.sample, position])
        assert notes[unit] == f"a = {format_number(value, 2)}"


def test_errors_flow_back_in_a_colour_of_their_own(picture, experiment) -> None:
    layers = layer_ids(experiment)
    walk = at(picture, Kind.BACKWARD, 1)
    assert set(picture.bright()) == {*layers[1], *layers[2]}
    strands = picture.strands()
    assert [strand.element.id for strand in strands] == list(layers[2])
    assert {strand.element.source for strand in strands} == {layers[1][0]}
    assert all(strand.flow == -1 for strand in strands)
    weights = walk.prepared.network.layers[1].weights[:, 0]
    assert [strand.weight for strand in strands] == weights.tolist()
    notes = {note.unit: note for note in picture.notes()}
    for layer in (1, 2):
        for position, unit in enumerate(layers[layer]):
            delta = float(walk.prepared.passes.delta[layer - 1][walk.sample, position])
            assert notes[unit].words == f"δ = {format_number(delta)}"
            assert notes[unit].error
    image = drawn(picture).toImage()
    path = picture._state.curves.path(strands[0].element)
    found = {
        image.pixelColor(path.pointAtPercent(share).toPoint()).name()
        for share in np.linspace(0.02, 0.98, 200)
    }
    assert DARK.warn.lower() in found


def test_the_flow_moves_with_the_phase_and_the_other_way_when_going_back(picture) -> None:
    at(picture, Kind.BACKWARD, 1)
    assert drawn(picture, 0.0).toImage() != drawn(picture, 0.45).toImage()


def test_gradient_clip_and_update_number_the_links_of_the_followed_neuron(picture) -> None:
    walk = at(picture, Kind.GRADIENT)
    step, row = walk.prepared, walk.row
    words = [strand.words for strand in picture.strands()]
    gradient = step.data_gradient[row][:-1]
    assert words == [f"∂L/∂w {format_number(value, 2)}" for value in gradient]
    at(picture, Kind.CLIP)
    pairs = zip(step.raw[row][:-1], step.applied[row][:-1], strict=True)
    assert [strand.words for strand in picture.strands()] == [
        f"{format_number(raw, 2)} → {format_number(applied, 2)}" for raw, applied in pairs
    ]
    at(picture, Kind.UPDATE)
    pairs = zip(step.before[row][:-1], step.after[row][:-1], strict=True)
    assert [strand.words for strand in picture.strands()] == [
        f"{format_number(old)} → {format_number(new)}" for old, new in pairs
    ]


def test_in_the_update_weights_move_from_old_to_new(picture) -> None:
    walk = at(picture, Kind.UPDATE)
    old, new = (part[walk.row][0] for part in (walk.prepared.before, walk.prepared.after))
    moves = [picture.strands(share)[0].weight for share in (0.0, 0.5, 1.0)]
    assert moves == pytest.approx([old, (old + new) / 2, new])


def test_each_neuron_shows_its_raw_and_applied_length(picture, experiment) -> None:
    walk = at(picture, Kind.CLIP)
    layers, bars = layer_ids(experiment), picture.length_bars()
    assert set(bars) == {unit for layer in layers[1:] for unit in layer}
    norms = {
        unit: walk.prepared.norms(walk.prepared.row(layer, position))
        for layer, units in enumerate(layers[1:], start=1)
        for position, unit in enumerate(units)
    }
    largest = max(raw for raw, _ in norms.values())
    for unit, (raw, applied) in bars.items():
        tile = picture._state.layout.unit_rect(unit)
        assert raw.width() == pytest.approx(max(1.0, norms[unit][0] / largest * tile.width()))
        assert applied.width() == pytest.approx(max(1.0, norms[unit][1] / largest * tile.width()))
        assert raw.top() > tile.bottom()
    at(picture, Kind.UPDATE)
    assert picture.length_bars() == {}


def test_the_loss_shows_outputs_and_targets(picture, experiment) -> None:
    walk = at(picture, Kind.LOSS)
    output = float(walk.prepared.passes.a[-1][walk.sample, 0])
    target = float(walk.prepared.passes.targets[walk.sample, 0])
    assert picture.bright() == layer_ids(experiment)[-1]
    words = f"ŷ {format_number(output, 2)}  y {format_number(target, 2)}"
    assert [note.words for note in picture.notes()] == [words]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_what_is_not_at_work_lies_under_a_veil(picture, theme) -> None:
    state = picture._state
    state.show_theme(theme)
    at(picture, Kind.GRADIENT)
    image = drawn(picture).toImage()
    corner = image.pixelColor(5, 500)  # an empty place of the picture
    veiled = QColor(theme.blend(theme.pos, theme.panel, 0.74))
    for channel in ("red", "green", "blue"):
        assert getattr(corner, channel)() == pytest.approx(getattr(veiled, channel)(), abs=3)
    assert image.pixelColor(5, 5) == QColor(theme.pos)  # titles and chips stay as they are


def test_numbers_do_not_cover_each_other(picture) -> None:
    for index in range(len(picture.walk.phases)):
        picture.show(picture.walk.at(index))
        boxes = [box for box, _, _ in picture.placed_words(picture.strands(), font(11))]
        assert boxes
        pairs = [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :]]
        assert not any(a.intersects(b) for a, b in pairs)


def test_units_that_are_gone_from_the_picture_are_left_out(picture, experiment) -> None:
    network = replace(experiment.network, hidden=experiment.network.hidden[:1])
    picture._state.show_experiment(replace(experiment, network=network))
    picture._state.arrange(900, 560)
    for index in range(len(picture.walk.phases)):
        picture.show(picture.walk.at(index))
        drawn(picture)


def test_values_flow_only_where_things_may_move(qtbot, qapp, experiment, walk) -> None:
    document = Document()
    document.open(experiment, None)
    canvas = NetworkCanvas(document, DARK)
    qtbot.addWidget(canvas)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.show_walk(walk)
    assert canvas._flow.state() is QVariantAnimation.State.Stopped  # the system wants rest
    allow_motion(qapp)
    try:
        canvas.show_walk(walk.following_sample(1))
        assert canvas._flow.state() is QVariantAnimation.State.Stopped  # the same phase
        canvas.show_walk(walk.at(1))
        assert canvas._flow.state() is QVariantAnimation.State.Running
        canvas.show_walk(None)
        assert canvas._flow.state() is QVariantAnimation.State.Stopped
    finally:
        allow_motion(qapp, False)
