"""The activations view counts what is there and flags what is dead or saturated."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPicture

from nnfs_gui.plots.activations.columns import SHADES
from nnfs_gui.plots.activations.numbers import BINS, LEVELS, layer_histogram
from nnfs_gui.plots.activations.view import MODES, ActivationsView
from nnfs_gui.plots.shared.units import units_of
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.magnify import magnify


@pytest.fixture
def view(qtbot, document):
    made = ActivationsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1300, 130)
    made.show()
    return made


def with_values(snapshot, layer, values):
    """The snapshot with other activations in one layer."""
    layers = list(snapshot.activations)
    layers[layer] = values.astype(np.float32)
    return replace(snapshot, activations=tuple(layers))


def with_activation(snapshot, name):
    """The snapshot with another activation function in all hidden layers."""
    network = snapshot.experiment.network
    hidden = tuple(msgspec.structs.replace(layer, activation=name) for layer in network.hidden)
    network = msgspec.structs.replace(network, hidden=hidden)
    return replace(
        snapshot, experiment=msgspec.structs.replace(snapshot.experiment, network=network)
    )


def test_the_histogram_is_numpys(train):
    snapshot = train()[-1]
    entry = layer_histogram(snapshot, 1, 1.0)
    counts, _ = np.histogram(snapshot.activations[1], BINS, (-1, 1))
    np.testing.assert_allclose(entry.shares, counts / counts.sum())
    assert entry.shares.sum() == pytest.approx(1.0)
    assert entry.columns.shape == (4, LEVELS)
    np.testing.assert_allclose(entry.columns.sum(axis=1), 1.0)


def test_values_beyond_the_axis_count_in_the_outer_bins(make_snapshot):
    snapshot = with_activation(make_snapshot(), "linear")
    values = np.array([[-50.0, 50.0, 0.1, np.nan]] * 4)
    entry = layer_histogram(with_values(snapshot, 1, values), 1, 2.0)
    assert entry.shares[0] == pytest.approx(0.5)  # −50, and NaN has to go somewhere
    assert entry.shares[-1] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("name", "low", "high", "middle"),
    [("tanh", -1, 1, 0), ("sigmoid", 0, 1, 0), ("relu", 0, 3, 0), ("linear", -3, 3, 0),
     ("elu", -1, 3, 0)],
)  # fmt: skip
def test_the_axis_follows_the_functions_own_bounds(make_snapshot, name, low, high, middle):
    entry = layer_histogram(with_activation(make_snapshot(), name), 1, 3.0)
    assert (entry.low, entry.high, entry.middle) == (low, high, middle)


def test_dead_and_saturated_neurons_are_flagged_with_the_reason(qtbot, view, make_snapshot):
    snapshot = make_snapshot(hidden=(4, 2))
    values = snapshot.activations[1].copy()
    values[2] = 0.9999
    view.show_snapshot(with_values(snapshot, 1, values))
    assert view.verdict.text() == "1 saturated, of 6 hidden neurons."
    assert "1.3" in view.reasons.text()
    assert "|a| &gt; 0.97 for every sample point" in view.reasons.text()
    notes = [plot.note for plot in view.histograms.plots]
    assert notes == ["1 saturated", "", ""]
    first = view.histograms.plots[0]
    assert "1 saturated" in first.title.names.values()
    assert first.title.tone("1 saturated") == "warn"
    qtbot.mouseClick(view.switch._buttons["neurons"], Qt.MouseButton.LeftButton)
    assert view.columns.flag("L1.3") == "!"
    assert view.columns.flag("L1.1") == ""
    assert view.columns.flags.names == {2.0: "!"}
    assert view.columns.names.tone("1.3") == "warn"
    assert view.columns.tip(2).startswith("Hidden 1 · neuron 3 is saturated")
    assert "is saturated" in view.summary()


def test_a_dead_relu_is_flagged(view, make_snapshot):
    snapshot = with_activation(make_snapshot(hidden=(3,)), "relu")
    values = np.abs(snapshot.activations[1])
    values[1] = 0.0
    view.show_snapshot(with_values(snapshot, 1, values))
    assert view.health["L1.2"].kind == "dead"
    assert view.histograms.plots[0].note == "1 dead"


def test_many_flags_are_counted_instead_of_listed(view, make_snapshot):
    snapshot = make_snapshot(hidden=(8, 2))
    view.show_snapshot(with_values(snapshot, 1, np.ones((8, 60))))
    assert "and 7 more" in view.reasons.text()
    view.resize(1300, 600)
    assert "more" not in view.reasons.text()


def test_a_network_whose_neurons_work_says_so(view, train):
    view.show_snapshot(train()[-1])
    assert view.verdict.text() == "All 7 hidden neurons work."


@pytest.mark.parametrize("classes", [2, 4])
def test_the_bars_of_a_histogram_are_the_engines_counts(view, train, box_of, pixel_of, classes):
    snapshot = train(classes=classes)[-1]
    view.show_snapshot(snapshot)
    assert len(view.histograms.plots) == len(snapshot.sizes) - 1
    for layer, plot in enumerate(view.histograms.plots, start=1):
        values = snapshot.activations[layer].ravel()
        low, high = (-1.0, 1.0) if layer < len(snapshot.sizes) - 1 else (0.0, 1.0)
        counts, edges = np.histogram(values, BINS, (low, high))
        bars = plot.bars
        np.testing.assert_allclose(bars.high, counts / values.size, atol=1e-2)
        assert bars.high.sum() == pytest.approx(1.0)
        np.testing.assert_allclose(bars.at, (edges[1:] + edges[:-1]) / 2)
        tallest = int(bars.high.argmax())
        top = pixel_of(plot, bars.at[tallest], bars.high[tallest])
        assert box_of(bars, tallest).top() == pytest.approx(top.y(), abs=1.0)
        assert box_of(bars, tallest).center().x() == pytest.approx(top.x(), abs=1.0)


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "softplus"])
def test_bins_have_the_colours_of_the_maps(view, train, hidden):
    """Orange below zero, of a single output below its classes' middle; no class of a hidden one."""
    view.show_snapshot(with_activation(train()[-1], hidden))
    plots = view.histograms.plots
    for plot, middle in zip((plots[0], plots[-1]), (0.0, 0.5), strict=True):
        for at, colour in zip(plot.bars.at, plot.bars.colours, strict=True):
            red, blue = int(colour[1:3], 16), int(colour[5:7], 16)
            assert (blue > red) == (at > middle)
        reach = max(middle - plot.entry.low, plot.entry.high - middle)
        share = 0.45 + 0.55 * (plot.bars.at[-1] - middle) / reach
        assert plot.bars.colours[-1] == DARK.signed(share)


def plot_share(at, middle):
    """How strong the colour of a bin is: 0.45 in the middle, 1 at the end."""
    return 0.45 + 0.55 * (at - middle) / (1.0 - middle)


def test_the_columns_hold_every_neurons_spread(view, train):
    snapshot = train()[-1]
    view.show_part("neurons")
    view.show_snapshot(snapshot)
    units = units_of(snapshot)
    for layer, image in enumerate(view.columns.images, start=1):
        entry = layer_histogram(snapshot, layer, 1.0)
        shade, above = image.image % SHADES, image.image >= SHADES
        assert image.image.shape == (LEVELS, snapshot.sizes[layer])
        strength = np.sqrt(entry.columns / entry.columns.max()).T
        np.testing.assert_allclose(shade, strength * (SHADES - 1), atol=0.51)
        np.testing.assert_array_equal(above[:, 0], np.arange(LEVELS) >= LEVELS // 2)
        first = units.place[units.layer == layer][0]
        box = image.mapRectToParent(image.boundingRect())
        assert box.left() == pytest.approx(first - 0.5)
        assert box.width() == pytest.approx(snapshot.sizes[layer])


@pytest.mark.parametrize("mode", MODES)
def test_every_part_follows_the_theme_in_every_state(view, train, mode):
    """Without a snapshot, before the first step, trained, wound back, and of another network."""
    snapshots = train()
    view.show_part(mode)
    for snapshot in (None, snapshots[0], snapshots[-1], snapshots[1], train(hidden=(5,))[-1]):
        view.show_snapshot(snapshot)
        for theme in (LIGHT, DARK):
            view.show_theme(theme)
            assert not view.grab().isNull()
            for plot in view.histograms.plots:
                assert plot.bars.colours[-1] == theme.signed(plot_share(plot.bars.at[-1], 0.0)) or (
                    plot is view.histograms.plots[-1]
                )
            for image in view.columns.images:
                assert bytes(image.lut[2 * SHADES - 1]).hex() == theme.pos[1:].lower()


def test_clicking_a_column_names_its_neuron(qtbot, view, train, pixel_of):
    view.show_snapshot(train()[-1])
    qtbot.mouseClick(view.switch._buttons["neurons"], Qt.MouseButton.LeftButton)
    place = units_of(view.snapshot).place[5]
    with qtbot.waitSignal(view.unit_clicked) as clicked:
        spot = pixel_of(view.columns, place, 0.4)
        qtbot.mouseClick(view.columns.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["L2.2"]


def test_a_network_without_hidden_layers_is_shown_too(view, train):
    view.show_snapshot(train(hidden=())[-1])
    assert view.verdict.text() == "There are no hidden neurons."
    assert len(view.histograms.plots) == 1


def written(axis):
    """What an axis really writes: pyqtgraph leaves out what its height does not hold."""
    picture = QPicture()
    painter = QPainter(picture)
    specs = axis.generateDrawSpecs(painter)
    painter.end()
    return [text for _, _, text in specs[2]] if specs else []


@pytest.mark.parametrize("factor", [1.0, 1.6, 2.4])
def test_names_and_flags_stand_above_however_large_words_are(view, make_snapshot, factor):
    snapshot = make_snapshot()
    values = snapshot.activations[1].copy()
    values[2] = 0.9999
    view.resize(2000, 400)
    magnify(view, factor)
    view.show_snapshot(with_values(snapshot, 1, values))
    view.grab()
    assert any("Hidden 1" in text for text in written(view.histograms.plots[0].title))
    view.switch._buttons["neurons"].click()
    view.grab()
    assert written(view.columns.flags) == ["!"]
