"""What is drawn after real training, looked at as a picture and held against the engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, QRectF
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Trainer
from nnfs_gui.app import Playground
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.plots.gradients.arrows import Arrow
from nnfs_gui.plots.shared.bars import Bars
from nnfs_gui.plots.shared.base import Plot
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import RunState

EPOCHS = 40
PixelOf = Callable[..., QPoint]
BoxOf = Callable[..., QRectF]


@pytest.fixture(scope="module", params=["xor", "spiral"])
def learned(shared_playground: Playground, request: pytest.FixtureRequest) -> Playground:
    """The whole application after some epochs of a preset."""
    session, window = shared_playground.session, shared_playground.window
    shared_playground.open(load_preset(request.param), None)
    session.train_epochs(EPOCHS)
    wait = QElapsedTimer()
    wait.start()
    while not wait.hasExpired(60_000):
        QTest.qWait(10)
        shown = window.boundary.snapshot
        if shown is not None and shown.epoch == EPOCHS and session.state is RunState.PAUSED:
            return shared_playground
    raise AssertionError("the training has not come to its end")


@pytest.fixture
def trained(learned: Playground) -> Playground:
    """It as it begins, whatever was switched in the test before."""
    learned.window.show_theme(DARK)
    learned.window.tabs.open_tab("Gradients")
    return learned


@pytest.fixture(scope="module")
def engine(learned: Playground) -> Trainer:
    """The bare engine after the same training: nothing here comes from a snapshot."""
    experiment = learned.document.experiment
    points = materialize(experiment)
    inputs = feature_matrix(experiment.network.features, points.inputs[points.train])
    targets = encode_targets(points, read_outputs(experiment))[points.train]
    trainer = Trainer(build_network(experiment), inputs, targets, **trainer_options(experiment))
    for _ in range(EPOCHS * trainer.steps_per_epoch):
        trainer.step()
    return trainer


def row_norms(trainer: Trainer, gradient: np.ndarray) -> np.ndarray:
    """The norm of every neuron's gradient, first layer first."""
    norms, start = [], 0
    for layer in trainer.network.layers:
        block = gradient[start : start + layer.block.size].reshape(layer.block.shape)
        norms += np.linalg.norm(block, axis=1).tolist()
        start += layer.block.size
    return np.array(norms)


def pixels(widget: QWidget) -> np.ndarray:
    """A picture of a widget as (height, width, 3) of red, green, blue."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    bytes_ = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return bytes_[:, : image.width(), 2::-1].astype(int)


def blueness(picture: np.ndarray) -> np.ndarray:
    return picture[..., 2] - picture[..., 0]


def plane(side: int = 24) -> np.ndarray:
    axis = np.linspace(-5.6, 5.6, side)
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_plane_is_blue_and_orange_where_the_engine_says_so(
    trained: Playground, engine: Trainer, pixel_of: PixelOf, theme
) -> None:
    boundary = trained.window.boundary
    trained.window.show_theme(theme)
    places, experiment = plane(), trained.document.experiment
    outputs = engine.network.predict(feature_matrix(experiment.network.features, places))[:, 0]
    picture = blueness(pixels(boundary.plot.viewport()))
    at = [pixel_of(boundary.plot, *place) for place in places.tolist()]
    drawn = np.array([picture[point.y(), point.x()] for point in at])
    sure = np.abs(outputs - 0.5) > 0.25
    agree = (drawn > 0) == (outputs > 0.5)
    assert (outputs[sure] > 0.5).any()
    assert (outputs[sure] < 0.5).any()
    # Points, their rings and the contour lie on the map: they may hide a few places, not more.
    assert agree[sure].mean() > 0.9


def test_both_classes_points_are_drawn_where_they_lie(
    trained: Playground, pixel_of: PixelOf
) -> None:
    boundary, data = trained.window.boundary, materialize(trained.document.experiment)
    picture = blueness(pixels(boundary.plot.viewport()))
    right = []
    for index in data.train.tolist():
        point = pixel_of(boundary.plot, *data.inputs[index].tolist())
        right.append((picture[point.y(), point.x()] > 0) == (data.targets[index] == 1))
    assert set(data.targets.tolist()) == {0.0, 1.0}
    assert np.mean(right) > 0.9


def test_the_drawn_loss_is_the_engines(trained: Playground, engine: Trainer) -> None:
    loss, data = trained.window.loss, materialize(trained.document.experiment)
    inputs = feature_matrix(trained.document.experiment.network.features, data.inputs)
    targets = encode_targets(data, read_outputs(trained.document.experiment))
    for line, part in ((loss.train, data.train), (loss.test, data.test)):
        expected = engine.network.evaluate(inputs[part], targets[part])
        assert 10 ** line.y[-1] == pytest.approx(expected, rel=1e-9)
        assert line.x[-1] == EPOCHS


@pytest.mark.parametrize("name", ["boundary", "norm", "layers", "landscape", "history", "loss"])
def test_every_y_axis_points_up(trained: Playground, pixel_of: PixelOf, name: str) -> None:
    window = trained.window
    gradients = window.tabs.gradients
    plots: dict[str, tuple[str, Plot]] = {
        "boundary": ("Gradients", window.boundary.plot),
        "loss": ("Gradients", window.loss.plot),
        "norm": ("Gradients", gradients.norm_plot),
        "layers": ("Gradients", gradients.layer_plot),
        "landscape": ("Landscape", window.tabs.landscape.plot),
        "history": ("Weights", window.tabs.weights.history),
    }
    tab, plot = plots[name]
    window.tabs.open_tab(tab)
    (x, _), (low, high) = plot.plotItem.vb.viewRange()
    assert pixel_of(plot, x, high).y() < pixel_of(plot, x, low).y()


def test_the_drawn_bars_are_as_high_as_the_engines_norms(
    trained: Playground, engine: Trainer, box_of: BoxOf, pixel_of: PixelOf
) -> None:
    bars = trained.window.tabs.gradients.bars
    raw = row_norms(engine, engine.raw_gradient)
    applied = row_norms(engine, engine.applied_gradient)
    np.testing.assert_allclose(bars.norms[0], raw, rtol=1e-9)
    np.testing.assert_allclose(bars.norms[1], applied, rtol=1e-9)
    picture = pixels(bars.viewport())
    accent = tuple(int(DARK.accent[place : place + 2], 16) for place in (1, 3, 5))
    filled = (np.abs(picture - accent) < 12).all(axis=-1)
    boxes = [box_of(bars.applied, index) for index in range(len(applied))]
    heights = [filled[:, round(box.center().x())].sum() for box in boxes]
    base = pixel_of(bars, 0.0, 0.0).y()
    expected = [base - pixel_of(bars, 0.0, norm).y() for norm in applied]
    # The outline hides the first and the last of the filled pixels.
    np.testing.assert_allclose(heights, expected, atol=3.0)


def test_the_drawn_weights_go_up_in_blue_and_down_in_orange(
    qtbot: QtBot, trained: Playground, engine: Trainer, box_of: BoxOf, pixel_of: PixelOf
) -> None:
    tabs = trained.window.tabs
    tabs.open_tab("Weights")
    bars, row = tabs.weights.bars, engine.network.layers[0].block[0]
    np.testing.assert_allclose(bars.values, row, rtol=1e-9)
    qtbot.waitUntil(lambda: bars.height() > 60)  # laid out
    picture, zero = pixels(bars.viewport()), pixel_of(bars, 0.0, 0.0).y()
    for index, weight in enumerate(row.tolist()):
        column = blueness(picture[:, round(box_of(bars.bars, index).center().x())])
        above, below = column[: zero - 2], column[zero + 3 : -24]
        strong = abs(weight) > 0.1 * np.abs(row).max()
        if strong and weight > 0:
            assert above.max() > 100
            assert np.abs(below).max() < 100
        elif strong:
            assert below.min() < -100
            assert np.abs(above).max() < 100


def test_the_drawn_histograms_count_the_engines_activations(
    qtbot: QtBot, trained: Playground, engine: Trainer
) -> None:
    tabs, experiment = trained.window.tabs, trained.document.experiment
    tabs.open_tab("Activations")
    qtbot.waitUntil(lambda: min(plot.height() for plot in tabs.activations.histograms.plots) > 60)
    points = materialize(experiment)
    outputs = engine.network.forward(feature_matrix(experiment.network.features, points.inputs))
    for plot in tabs.activations.histograms.plots:
        entry = plot.entry
        assert entry is not None
        values = outputs[entry.layer - 1].ravel()
        edges = np.linspace(entry.low, entry.high, len(entry.shares) + 1)
        counted, _ = np.histogram(values, edges)
        np.testing.assert_allclose(plot.bars.high, counted / len(values), atol=5e-3)
        picture = blueness(pixels(plot.viewport()))
        assert picture.max() > 100
        assert picture.min() < -100


def test_the_landscape_is_lowest_in_its_brightest_colour_and_the_right_way_up(
    qtbot: QtBot, trained: Playground, pixel_of: PixelOf
) -> None:
    view = trained.window.tabs.landscape
    trained.window.tabs.open_tab("Landscape")
    qtbot.waitUntil(lambda: view.landscape is not None and not view.worker.busy, timeout=30_000)
    landscape = view.landscape
    assert landscape is not None
    light = pixels(view.plot.viewport()).sum(axis=-1)
    heights, drawn = [], []
    for row in range(4, len(landscape.y) - 4, 4):
        for column in range(4, len(landscape.x) - 4, 4):
            at = pixel_of(view.plot, landscape.x[column], landscape.y[row])
            heights.append(landscape.loss[row, column])
            drawn.append(light[at.y(), at.x()])
    ranks = [np.argsort(np.argsort(values)) for values in (np.log(heights), drawn)]
    assert np.corrcoef(ranks[0], ranks[1])[0, 1] < -0.8
    flipped = np.array(heights).reshape(-1, len(range(4, len(landscape.x) - 4, 4)))[::-1].ravel()
    upside_down = np.argsort(np.argsort(np.log(flipped)))
    assert np.corrcoef(upside_down, ranks[1])[0, 1] > np.corrcoef(ranks[0], ranks[1])[0, 1]


def test_the_mathematics_is_the_engines(trained: Playground, engine: Trainer) -> None:
    tabs = trained.window.tabs
    tabs.open_tab("Math")
    trace = tabs.math.trace
    assert trace is not None
    layer = engine.network.layers[0]
    inputs = np.array([entry.value for entry in trace.weights[:-1]])
    assert trace.z == pytest.approx(float(layer.weights[0] @ inputs + layer.biases[0]))
    before = [value for entry in trace.weights for value, _ in entry.moments]
    moments = engine.optimizer.moments.values()
    expected = [moment[at] for at in range(len(trace.weights)) for moment in moments]
    np.testing.assert_allclose(before, expected, rtol=1e-9)


def test_a_change_repaints_all_that_is_seen_of_bars_and_arrows(trained: Playground) -> None:
    """Qt repaints an item's bounding box: one that lags behind the range leaves old bars."""
    checked = 0
    for plot in trained.window.findChildren(Plot):
        box = plot.plotItem.vb
        for item in plot.plotItem.items:
            if isinstance(item, Bars | Arrow):
                wanted = item.mapRectFromView(box.viewRect())
                assert item.boundingRect() == wanted, plot.objectName()
                checked += 1
    assert checked >= 5
