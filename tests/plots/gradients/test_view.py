"""The gradients view shows the engine's own norms, and says what clipping does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from nnfs_gui.plots.gradients.numbers import (
    CLIP_WORDS,
    angle,
    angles,
    clipped_share,
    direction_sentence,
    layer_gradients,
    layers_sentence,
    neuron_norms,
)
from nnfs_gui.plots.gradients.view import MODES, GradientsView
from nnfs_gui.plots.shared.units import units_of
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import GradientNorms, RunState
from nnfs_gui.widgets.numbers import format_exact


@pytest.fixture
def view(qtbot, document):
    made = GradientsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1200, 130)
    made.show()
    return made


def click(qtbot, view, mode):
    button = view.findChild(type(view.switch._buttons[mode]), f"gradients-mode-{mode}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("classes", [2, 4, 0])
def test_the_bars_are_the_norms_of_the_engines_gradient_rows(view, train, classes):
    snapshot = train(clip="norm", clip_threshold=0.05, classes=classes)[-1]
    view.show_snapshot(snapshot)
    raw, applied = view.bars.norms
    index = 0
    for layer in range(1, len(snapshot.sizes)):
        for row in range(snapshot.sizes[layer]):
            for vector, shown in (
                (snapshot.raw_gradient, raw),
                (snapshot.applied_gradient, applied),
            ):
                expected = np.linalg.norm(snapshot.block(layer, vector)[row])
                assert shown[index] == pytest.approx(expected, rel=1e-12)
            index += 1
    assert len(raw) == index == sum(snapshot.sizes[1:])


def test_the_norms_of_all_neurons_make_up_the_global_norm(train):
    snapshot = train()[-1]
    norms = neuron_norms(snapshot, snapshot.raw_gradient)
    assert np.linalg.norm(norms) == pytest.approx(np.linalg.norm(snapshot.raw_gradient))


@pytest.mark.parametrize("height", [130, 700])
def test_bars_stand_on_the_axis_as_high_as_both_norms(view, train, box_of, pixel_of, height):
    view.resize(1200, height)
    snapshot = train(clip="norm", clip_threshold=0.05)[-1]
    view.show_snapshot(snapshot)
    plot, places = view.bars, units_of(snapshot).place
    for bars, norms in (
        (plot.raw, neuron_norms(snapshot, snapshot.raw_gradient)),
        (plot.applied, neuron_norms(snapshot, snapshot.applied_gradient)),
    ):
        np.testing.assert_array_equal(bars.low, 0.0)
        np.testing.assert_array_equal(bars.high, norms)
        for index, norm in enumerate(norms):
            box = box_of(bars, index)
            top, base = pixel_of(plot, places[index], norm), pixel_of(plot, places[index], 0.0)
            assert box.top() == pytest.approx(top.y(), abs=1.0)
            assert box.bottom() == pytest.approx(base.y(), abs=1.0)
            assert box.center().x() == pytest.approx(top.x(), abs=1.0)
            assert 0 <= box.left() < box.right() <= plot.width()
    assert (plot.applied.high < plot.raw.high).all()


def test_the_bars_are_filled_up_to_the_applied_norm(view, train, box_of):
    view.show_snapshot(train(clip="norm", clip_threshold=0.05)[-1])
    index = int(view.bars.raw.high.argmax())
    image = view.bars.grab().toImage()
    filled, outline = box_of(view.bars.applied, index), box_of(view.bars.raw, index)
    middle = outline.center().x()
    inside = image.pixelColor(int(middle), int(filled.center().y()))
    above = image.pixelColor(int(middle), int((filled.top() + outline.top()) / 2))
    assert inside.name() == DARK.accent.lower()
    assert above.name() == DARK.panel.lower()


def test_the_gauge_tells_before_and_after_and_how_often(view, train):
    snapshot = train(clip="norm", clip_threshold=0.05)[-1]
    view.show_snapshot(snapshot)
    assert view.gauge.figure.endswith("→ 0.050")
    share = clipped_share(snapshot.gradient_norms)
    assert share > 0.5
    assert f"clipped in {100 * share:.0f}" in view.gauge.note
    assert f"the last {len(snapshot.gradient_norms.step)} steps" in view.gauge.note


def test_without_clipping_the_gauge_shows_one_number(view, train):
    view.show_snapshot(train()[-1])
    assert "→" not in view.gauge.figure
    assert view.gauge.note == "not clipped"


def test_before_the_first_step_the_gauge_says_so(view, train):
    snapshot = train()[-1]
    names = ("step", "raw", "applied", "cosine", "clipped")
    empty = GradientNorms(*(getattr(snapshot.gradient_norms, name)[:0] for name in names))
    view.show_snapshot(replace(snapshot, gradient_norms=empty))
    assert view.gauge.note == "no step yet"


def test_at_rest_even_a_rare_large_step_fits_the_gauge(view, train):
    snapshot = train()[-1]
    far = replace(snapshot, raw_gradient=1000 * snapshot.raw_gradient, state=RunState.PAUSED)
    view.show_snapshot(far)
    assert view.gauge.top >= np.linalg.norm(far.raw_gradient)


def test_clipped_steps_are_marked_at_their_raw_norm(qtbot, view, train, pixel_of):
    norms = train()[-1].gradient_norms.raw
    snapshot = train(clip="norm", clip_threshold=float(np.median(norms)))[-1]
    view.show_snapshot(snapshot)
    click(qtbot, view, "time")
    history, plot = snapshot.gradient_norms, view.norm_plot
    assert 0 < history.clipped.sum() < len(history.clipped)
    steps, heights = plot.dots
    np.testing.assert_array_equal(steps, history.step[history.clipped])
    np.testing.assert_array_equal(heights, history.raw[history.clipped])
    assert (heights > history.applied[history.clipped]).all()
    picture = plot.viewport().grab().toImage()
    dots = np.column_stack([steps, heights])[1:-1]
    seen = [picture.pixelColor(pixel_of(plot, *dot)) for dot in dots]
    assert sum(colour.red() > 200 > 120 > colour.blue() for colour in seen) > 0.8 * len(seen)
    assert plot.isVisible()
    assert not view.bars.isVisible()


@pytest.mark.parametrize("clip", CLIP_WORDS)
def test_only_norm_clipping_has_a_limit_of_the_global_norm(view, train, clip):
    view.resize(1200, 700)
    view.show_snapshot(train(clip=clip, clip_threshold=0.05)[-1])
    expected = 0.05 if clip == "norm" else None
    assert view.norm_plot.limit == expected
    assert view.gauge.bar.limit.isVisible() == (clip == "norm")
    names = list(view.gauge.bar.ends.names.values())
    assert names == (["threshold 0.05"] if clip == "norm" else ["0", format_exact(view.gauge.top)])
    if clip == "norm":
        assert view.gauge.bar.limit.value() == 0.05


def test_the_limit_goes_when_clipping_is_switched_off(view, train):
    view.show_part("time")
    view.show_snapshot(train(clip="norm", clip_threshold=0.05)[-1])
    view.show_snapshot(train(clip="none")[-1])
    assert view.norm_plot.limit is None
    assert not view.norm_plot._limit_text.isVisible()


@pytest.mark.parametrize("threshold", [0.05, 1e6])
def test_the_gauge_bar_holds_the_raw_and_the_applied_norm(view, train, threshold):
    snapshot = train(clip="norm", clip_threshold=threshold)[-1]
    view.show_snapshot(snapshot)
    raw = np.linalg.norm(snapshot.raw_gradient)
    applied = np.linalg.norm(snapshot.applied_gradient)
    bars = view.gauge.bar.bars
    assert list(bars.high) == pytest.approx([view.gauge.top, raw, applied])
    assert bars.colours[2] == (DARK.neg if applied < raw else DARK.accent)


def test_value_clipping_bends_and_norm_clipping_does_not(qtbot, view, train):
    click(qtbot, view, "direction")
    view.show_snapshot(train(clip="value", clip_threshold=0.01)[-1])
    assert view.arrows.angle > 5
    assert view.angle_plot.degrees.max() > 5
    assert "bends" in view.direction_note.text()
    view.show_snapshot(train(clip="norm", clip_threshold=0.05)[-1])
    assert view.arrows.angle == 0
    assert view.angle_plot.degrees.max() == 0
    assert "the direction stays" in view.direction_note.text()


@pytest.mark.parametrize("height", [100, 150, 700])
def test_the_arrows_are_as_long_and_as_far_apart_as_the_gradients(view, train, pixel_of, height):
    view.resize(1200, height)
    view.show_part("direction")
    snapshot = train(clip="value", clip_threshold=0.05)[-1]
    view.show_snapshot(snapshot)
    raw, applied = snapshot.raw_gradient, snapshot.applied_gradient
    share = np.linalg.norm(applied) / np.linalg.norm(raw)
    plot, turn = view.arrows, np.radians(angle(raw, applied))
    assert 0.04 < share < 1
    assert plot.raw.tip == (1.0, 0.0)
    assert plot.applied.tip == pytest.approx((share * np.cos(turn), share * np.sin(turn)))
    tails, ends = pixel_of(plot, 0.0, 0.0), (plot.raw.tip, plot.applied.tip)
    long, short = (pixel_of(plot, *end) - tails for end in ends)
    assert np.hypot(short.x(), short.y()) == pytest.approx(share * long.x(), abs=1.5)
    assert -short.y() == pytest.approx(share * long.x() * np.sin(turn), abs=1.5)
    assert all(plot.viewport().rect().contains(tails + end) for end in (long, short))
    assert list(plot.legend.names.values())[2] == f"{np.degrees(turn):.1f}° apart"
    picture = plot.viewport().grab().toImage()
    for end, colour in ((long, DARK.dim), (short, DARK.accent)):
        seen = picture.pixelColor(tails + end / 2).getRgb()
        np.testing.assert_allclose(seen, QColor(colour).getRgb(), atol=60)


def test_without_a_gradient_there_are_no_arrows(view, train):
    view.show_part("direction")
    view.show_snapshot(with_gradient(train()[0], (0.0, 0.0, 0.0)))
    assert not any(item.isVisible() for item in (view.arrows.raw, view.arrows.applied))
    assert view.arrows.legend.names == {}


def test_the_angle_of_the_textbook_example():
    raw = np.array([5.0, 0.05])
    by_value = np.clip(raw, -0.001, 0.001)
    assert np.cos(np.radians(angle(raw, by_value))) == pytest.approx(0.714, abs=1e-3)
    assert angle(raw, raw * 0.001) == 0.0
    assert angles(np.array([1.0, 0.0, -1.0])) == pytest.approx([0, 90, 180])


def test_per_neuron_clipping_keeps_directions_within_a_neuron(train):
    snapshot = train(clip="neuron", clip_threshold=0.05)[-1]
    assert "Each neuron's gradient gets a factor of its own" in direction_sentence(snapshot)


def with_gradient(snapshot, factors):
    """The snapshot with its raw gradient scaled layer by layer."""
    raw = np.ones_like(snapshot.raw_gradient)
    for layer, factor in enumerate(factors, start=1):
        snapshot.block(layer, raw)[:] = factor
    return replace(snapshot, raw_gradient=raw)


def test_a_vanishing_gradient_is_called_by_its_name(qtbot, view, make_snapshot):
    snapshot = with_gradient(make_snapshot(hidden=(3, 3)), (1e-6, 1e-2, 1.0))
    layers = layer_gradients(snapshot)
    assert [layer.verdict for layer in layers] == ["vanishing", "ok", "ok"]
    assert layers[0].typical == pytest.approx(1e-6)
    assert layers_sentence(layers).startswith("Vanishing in layer 1: 1\u2009000\u2009000 times")
    click(qtbot, view, "layers")
    view.show_snapshot(snapshot)
    assert view.layer_note.text().startswith("Vanishing in layer 1")
    assert [layer.verdict for layer in view.layer_plot.layers] == ["vanishing", "ok", "ok"]


def test_an_exploding_gradient_is_called_by_its_name(make_snapshot):
    layers = layer_gradients(with_gradient(make_snapshot(hidden=(3, 3)), (1e4, 1e3, 1.0)))
    assert [layer.verdict for layer in layers] == ["exploding", "exploding", "ok"]
    assert layers_sentence(layers).startswith("Exploding in layers 1, 2")


def test_before_the_first_step_there_is_no_verdict(make_snapshot):
    layers = layer_gradients(with_gradient(make_snapshot(hidden=(3,)), (0.0, 0.0)))
    assert layers_sentence(layers) == "No gradient yet: take a step."


def test_given_height_all_parts_are_shown(view, train):
    view.resize(1200, 700)
    view.show_snapshot(train()[-1])
    for part in (view.bars, view.norm_plot, view.angle_plot, view.layer_plot):
        assert part.isVisible()
    assert not view.switch.isVisible()
    view.resize(1200, 130)
    assert view.bars.isVisible()
    assert not view.norm_plot.isVisible()


def test_clicking_a_bar_names_its_neuron(qtbot, view, train, box_of):
    view.show_snapshot(train()[-1])
    spot = box_of(view.bars.raw, 2).center().toPoint()
    with qtbot.waitSignal(view.unit_clicked) as clicked:
        qtbot.mouseClick(view.bars.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["L1.3"]


def test_a_frozen_neuron_is_grey_and_says_so(view, train, box_of):
    snapshot = train()[-1]
    layer = snapshot.experiment.network.hidden[0]
    frozen = msgspec.structs.replace(layer.neurons[1], frozen=True)
    layer = msgspec.structs.replace(layer, neurons=(layer.neurons[0], frozen, *layer.neurons[2:]))
    network = msgspec.structs.replace(
        snapshot.experiment.network, hidden=(layer, *snapshot.experiment.network.hidden[1:])
    )
    experiment = msgspec.structs.replace(snapshot.experiment, network=network)
    view.show_snapshot(replace(snapshot, experiment=experiment))
    assert list(units_of(view.snapshot).frozen[:3]) == [False, True, False]
    assert "frozen" in view.bars.tip(1)
    assert view.bars.applied.colours[:3] == [DARK.accent, DARK.line, DARK.accent]
    assert view.bars.names.tone("1.2") == "faint"
    spot = box_of(view.bars.applied, 1).center().toPoint()
    assert view.bars.grab().toImage().pixelColor(spot).name() == DARK.line.lower()


def test_a_large_network_still_fits_and_paints(view, make_snapshot, box_of):
    view.show_snapshot(make_snapshot(hidden=(32,) * 10))
    boxes = [box_of(view.bars.raw, index) for index in range(321)]
    assert boxes[0].left() >= 0
    assert boxes[-1].right() <= view.bars.width()
    assert all(first.right() <= second.left() + 1 for first, second in pairwise(boxes))
    assert not view.bars.grab().isNull()


def test_numbers_that_are_not_finite_paint_without_complaint(view, train):
    snapshot = train()[-1]
    broken = np.full_like(snapshot.raw_gradient, np.nan)
    view.resize(1200, 700)
    view.show_snapshot(replace(snapshot, raw_gradient=broken, applied_gradient=broken))
    assert not view.grab().isNull()
    view.show_snapshot(replace(snapshot, raw_gradient=broken + np.inf))
    assert not view.grab().isNull()


def test_the_summary_and_the_table_hold_the_numbers(view, train):
    snapshot = train(clip="norm", clip_threshold=0.05)[-1]
    view.show_snapshot(snapshot)
    assert "clipped by global norm to 0.050" in view.summary()
    header, rows = view.table()
    assert header[2] == "raw norm"
    assert [row[2] for row in rows] == pytest.approx(list(view.bars.norms[0]))


def test_the_theme_recolours_the_bars(view, train, box_of):
    view.show_snapshot(train()[-1])
    view.show_theme(LIGHT)
    index = int(view.bars.applied.high.argmax())
    spot = box_of(view.bars.applied, index).center().toPoint()
    assert view.bars.grab().toImage().pixelColor(spot).name() == LIGHT.accent.lower()


def test_before_the_first_step_the_bars_say_what_to_do(view, train):
    start = train()[0]
    view.show_snapshot(replace(start, raw_gradient=start.raw_gradient * 0))
    assert view.bars.empty.isVisible()
    assert not view.bars.raw.isVisible()
    view.show_snapshot(train()[-1])
    assert not view.bars.empty.isVisible()
    assert view.bars.raw.isVisible()
    assert view.summary()


@pytest.mark.parametrize("mode", MODES)
def test_every_part_follows_the_theme_in_every_state(view, train, mode):
    """Without a snapshot, before the first step, trained, wound back, and of another network."""
    snapshots = train()
    start = replace(snapshots[0], raw_gradient=snapshots[0].raw_gradient * 0)
    other = replace(train(hidden=(5,))[-1], run=2)
    view.show_part(mode)
    for snapshot in (None, start, snapshots[-1], snapshots[1], other):
        view.show_snapshot(snapshot)
        for theme in (LIGHT, DARK):
            view.show_theme(theme)
            assert not view.grab().isNull()
            assert view.bars.applied.colours[:1] in ([], [theme.accent])
    brushes = [point.brush().color().name() for point in view.layer_plot._dots.points()]
    assert brushes in ([], [DARK.accent.lower()] * len(view.layer_plot.layers))


def test_the_legend_names_the_dots_of_clipped_steps_where_they_are_drawn(view):
    view.resize(1400, 150)
    assert "clipped" not in view.legend.text()
    view.show_part("time")
    assert "clipped" in view.legend.text()


def test_before_the_first_step_every_plot_has_plain_axes_and_no_marks(view, train):
    start = train()[0]
    view.resize(1200, 700)
    view.show_snapshot(replace(start, raw_gradient=start.raw_gradient * 0))
    for plot in (view.norm_plot, view.angle_plot, view.layer_plot):
        _, (low, high) = plot.plotItem.vb.viewRange()
        levels = plot.left.tickValues(low, high, 200.0)
        texts = [text for step, at in levels for text in plot.left.tickStrings(at, 1.0, step)]
        assert texts
        assert max(map(len, texts)) <= 6
    assert not view.layer_plot._dots.isVisible()
    view.show_snapshot(train()[-1])
    assert view.layer_plot._dots.isVisible()


@pytest.mark.parametrize("height", [330, 560, 900])
def test_given_height_the_bars_get_their_share_of_it(qtbot, view, train, height):
    view.resize(1500, height)
    view.show_snapshot(train()[-1])
    qtbot.waitUntil(lambda: view.bars.height() > 0.33 * height)
    assert view.norm_plot.height() > 0.25 * height
