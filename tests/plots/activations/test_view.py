"""The activations view counts what is there and flags what is dead or saturated."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from nnfs_gui.plots.activations.numbers import BINS, LEVELS, layer_histogram
from nnfs_gui.plots.activations.view import ActivationsView
from nnfs_gui.theme import DARK


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
    [("tanh", -1, 1, 0), ("sigmoid", 0, 1, 0.5), ("relu", 0, 3, 0), ("linear", -3, 3, 0),
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
    assert view.histograms._notes == ["1 saturated", "", ""]
    qtbot.mouseClick(view.switch._buttons["neurons"], Qt.MouseButton.LeftButton)
    assert view.columns.flag("L1.3") == "!"
    assert view.columns.flag("L1.1") == ""
    assert view.columns.tip(2).startswith("Hidden 1 · neuron 3 is saturated")
    assert "is saturated" in view.summary()


def test_a_dead_relu_is_flagged(view, make_snapshot):
    snapshot = with_activation(make_snapshot(hidden=(3,)), "relu")
    values = np.abs(snapshot.activations[1])
    values[1] = 0.0
    view.show_snapshot(with_values(snapshot, 1, values))
    assert view.health["L1.2"].kind == "dead"
    assert view.histograms._notes[0] == "1 dead"


def test_many_flags_are_counted_instead_of_listed(view, make_snapshot):
    snapshot = make_snapshot(hidden=(8, 2))
    view.show_snapshot(with_values(snapshot, 1, np.ones((8, 60))))
    assert "and 7 more" in view.reasons.text()
    view.resize(1300, 600)
    assert "more" not in view.reasons.text()


def test_a_network_whose_neurons_work_says_so(view, train):
    view.show_snapshot(train()[-1])
    assert view.verdict.text() == "All 7 hidden neurons work."


def test_the_histogram_shows_both_signs_in_their_colours(view, make_snapshot):
    snapshot = make_snapshot(hidden=(2,))
    values = np.array([[-0.99] * 30 + [0.99] * 30] * 2)
    view.show_snapshot(with_values(snapshot, 1, values))
    image = view.histograms.grab().toImage()
    base = view.histograms.height() - 20
    row = [image.pixelColor(x, base).name() for x in range(view.histograms.width() // 2)]
    blue, orange = DARK.signed(0.99), DARK.signed(-0.99)
    assert row.index(near(row, orange)) < row.index(near(row, blue))


def near(row, colour):
    """The colour of ``row`` that is closest to ``colour``; fails if none is close."""

    def distance(name):
        return sum(
            abs(int(name[at : at + 2], 16) - int(colour[at : at + 2], 16)) for at in (1, 3, 5)
        )

    best = min(row, key=distance)
    assert distance(best) < 30
    return best


def test_clicking_a_column_names_its_neuron(qtbot, view, train):
    view.show_snapshot(train()[-1])
    qtbot.mouseClick(view.switch._buttons["neurons"], Qt.MouseButton.LeftButton)
    lefts, pitch = view.columns._lefts(view.columns._units)
    with qtbot.waitSignal(view.unit_clicked) as clicked:
        spot = QPoint(int(lefts[5] + pitch / 2), 30)
        qtbot.mouseClick(view.columns, Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["L2.2"]


def test_a_network_without_hidden_layers_is_shown_too(view, train):
    view.show_snapshot(train(hidden=())[-1])
    assert view.verdict.text() == "There are no hidden neurons."
    assert len(view.histograms.layers) == 1
