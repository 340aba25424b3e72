"""Snapshots made by hand: small, asymmetric and the same every time."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from engine import Trainer
from nnfs_gui.document import Document
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import PlaneData, materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import (
    PLANE,
    Experiment,
    NetworkSpec,
    OutputSpec,
    PointArray,
    PointsData,
    TrainingSpec,
    make_layer,
)
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.plots.boundary.view import BoundaryPlot
from nnfs_gui.plots.shared.bars import Bars
from nnfs_gui.plots.shared.base import Plot
from nnfs_gui.theme import DARK, Theme, load_fonts
from nnfs_gui.training.snapshot import Curve, GradientNorms, RunState, Snapshot

MAP, BOUNDARY = 20, 60

SnapshotFactory = Callable[..., Snapshot]


@pytest.fixture(scope="session", autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def make_snapshot() -> SnapshotFactory:
    """`snapshot_of` as a fixture."""
    return snapshot_of


def experiment_of(points: np.ndarray, hidden: tuple[int, ...] = (4, 2), classes: int = 2):
    """An experiment on painted ``points`` (x1, x2, target); ``classes`` 0 means regression."""
    layers = tuple(make_layer(number + 1, units) for number, units in enumerate(hidden))
    output = OutputSpec("softmax" if classes > 2 else "linear" if classes == 0 else "sigmoid")
    names = ("orange", "blue", *(f"class {index}" for index in range(2, classes)))[:classes]
    task = "classification" if classes else "regression"
    data = PointsData(task=task, points=PointArray(points), class_names=names)
    network = NetworkSpec(hidden=layers, output=output)
    loss = "cce" if classes > 2 else "mse" if classes == 0 else "bce"
    return Experiment("Test", data=data, network=network, training=TrainingSpec(loss=loss))


def some_points(n: int = 60, classes: int = 2, seed: int = 3) -> np.ndarray:
    """Points whose class grows with x2: class 0 at the bottom, the last class at the top."""
    plane = np.random.default_rng(seed).uniform(-5.5, 5.5, (n, 2))
    if classes == 0:
        return np.column_stack([plane, plane[:, 1] / 6])
    target = np.clip(((plane[:, 1] + 6) / 12 * classes).astype(int), 0, classes - 1)
    return np.column_stack([plane, target])


def snapshot_of(
    points: np.ndarray | None = None,
    hidden: tuple[int, ...] = (4, 2),
    classes: int = 2,
    seed: int = 0,
    experiment: Experiment | None = None,
    **changes: object,
) -> Snapshot:
    """A complete snapshot whose outputs rise from the bottom of the plane to its top.

    Hidden layers hold a random network's real activations; the outputs are set so that the
    class boundaries are horizontal (at x2 = 0 with two classes).
    """
    points = some_points(classes=classes) if points is None else points
    experiment = experiment or experiment_of(points, hidden, classes)
    n_outputs = classes if classes > 2 else 1
    sizes = (2, *hidden, n_outputs)
    data = _plane_data(points, classes)
    rng = np.random.default_rng(seed)
    blocks = [rng.normal(0, 0.8, (n_out, n_in + 1)) for n_in, n_out in itertools.pairwise(sizes)]
    parameters = np.concatenate([block.ravel() for block in blocks])
    sample = np.arange(min(len(points), 2000))
    activations = _activations(blocks, data.inputs[sample], classes)
    predictions = activations[-1].T
    targets = data.targets[sample]
    raw = rng.normal(0, 0.2, parameters.size)
    snapshot = Snapshot(
        run=1,
        serial=7,
        experiment=experiment,
        data=data,
        state=RunState.PAUSED,
        epoch=1284,
        step=32_100,
        learning_rate=0.03,
        train_loss=0.0031,
        test_loss=0.0184,
        penalty=0.0004,
        train_accuracy=0.99,
        test_accuracy=0.97,
        sizes=sizes,
        parameters=parameters,
        raw_gradient=raw,
        applied_gradient=raw * min(1.0, 1.0 / float(np.linalg.norm(raw))),
        curve=curve_of(),
        gradient_norms=norms_of(),
        maps=tuple(
            layer.reshape(-1, MAP, MAP) for layer in _activations(blocks, _grid(MAP), classes)
        ),
        boundary=_outputs(_grid(BOUNDARY), classes).reshape(-1, BOUNDARY, BOUNDARY),
        sample=sample,
        predictions=predictions,
        point_losses=_losses(predictions, targets, classes),
        activations=activations,
    )
    return replace(snapshot, **changes)  # type: ignore[arg-type]  # fields by name


def curve_of(n: int = 200) -> Curve:
    """A loss that falls from 0.7 to 0.003 in training, and to 0.02 in the test."""
    epoch = np.linspace(0, 1284, n)
    fall = np.exp(-epoch / 200)
    return Curve(
        step=epoch * 25,
        epoch=epoch,
        train_loss=0.7 * fall + 0.003,
        test_loss=0.7 * fall + 0.02,
        penalty=np.full(n, 0.0004),
        accuracy=1 - 0.5 * fall,
    )


def norms_of(n: int = 300) -> GradientNorms:
    """Norms that wave around the threshold 1; steps above it were clipped to it."""
    step = np.arange(n, dtype=float)
    raw = 1 + 0.6 * np.sin(step / 20)
    applied = np.minimum(raw, 1.0)
    return GradientNorms(step, raw, applied, np.where(raw > 1, 0.98, 1.0), raw > 1)


def _plane_data(points: np.ndarray, classes: int) -> PlaneData:
    train, test = np.arange(0, len(points), 2), np.arange(1, len(points), 2)
    task = "classification" if classes else "regression"
    return PlaneData(points[:, :2].copy(), points[:, 2].copy(), train, test, task, classes)


def _grid(side: int) -> np.ndarray:
    """Pixel centres of the plane, row 0 at the smallest x2; of shape (side², 2)."""
    centres = (np.arange(side) + 0.5) / side * 2 * PLANE - PLANE
    x1, x2 = np.meshgrid(centres, centres)
    return np.column_stack([x1.ravel(), x2.ravel()])


def _outputs(inputs: np.ndarray, classes: int) -> np.ndarray:
    """Outputs of shape (n_outputs, n): rising with x2, or soft bands for more classes."""
    height = inputs[:, 1]
    if classes == 0:
        return (height / PLANE)[None].astype(np.float32)
    if classes == 2:
        return (1 / (1 + np.exp(-2 * height)))[None].astype(np.float32)
    centres = (np.arange(classes) + 0.5) / classes * 2 * PLANE - PLANE
    logits = -((height[None] - centres[:, None]) ** 2)
    weights = np.exp(logits - logits.max(0))
    return (weights / weights.sum(0)).astype(np.float32)


def _activations(
    blocks: list[np.ndarray], inputs: np.ndarray, classes: int
) -> tuple[np.ndarray, ...]:
    layers = [inputs.T.astype(np.float32)]
    for block in blocks[:-1]:
        layers.append(np.tanh(block[:, :-1] @ layers[-1] + block[:, -1:]).astype(np.float32))
    return (*layers, _outputs(inputs, classes))


def _losses(predictions: np.ndarray, targets: np.ndarray, classes: int) -> np.ndarray:
    if classes == 0:
        return ((predictions[:, 0] - targets) ** 2).astype(np.float32)
    right = (
        predictions[:, 0]
        if classes == 2
        else predictions[np.arange(len(targets)), targets.astype(int)]
    )
    right = np.where(targets == 1, right, 1 - right) if classes == 2 else right
    return (-np.log(np.maximum(right, 1e-7))).astype(np.float32)


@pytest.fixture
def pixel_of() -> Callable[..., QPoint]:
    """Where a place of the plane is in a plot's viewport: ``pixel_of(plot, x, y)``."""

    def pixel(plot: Plot, x: float, y: float) -> QPoint:
        return plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(x, y)))

    return pixel


@pytest.fixture
def colour_at(pixel_of: Callable[..., QPoint]) -> Callable[..., QColor]:
    """The colour drawn at a place of the plane: ``colour_at(plot, x, y)``."""

    def colour(plot: Plot, x: float, y: float) -> QColor:
        return plot.viewport().grab().toImage().pixelColor(pixel_of(plot, x, y))

    return colour


@pytest.fixture
def box_of() -> Callable[..., QRectF]:
    """Where a bar stands in its plot's viewport: ``box_of(bars, index)``."""

    def box(bars: Bars, index: int) -> QRectF:
        return QRectF(*bars.boxes(bars.sceneTransform())[index])

    return box


@pytest.fixture
def train() -> Callable[..., list[Snapshot]]:
    """Snapshots of a really trained network, one every ten steps; see `_train`."""
    return _train


def _train(
    steps: int = 40, hidden: tuple[int, ...] = (4, 3), classes: int = 2, **changes: object
) -> list[Snapshot]:
    """Train on `some_points`; ``changes`` are fields of the `TrainingSpec`.

    Parameters, gradients, history and activations are the engine's; the rest is `snapshot_of`'s.
    """
    points = some_points(classes=classes)
    experiment = experiment_of(points, hidden, classes)
    loss = "cce" if classes > 2 else "mse" if classes == 0 else "bce"
    training = msgspec.structs.replace(experiment.training, **({"loss": loss} | changes))
    experiment = msgspec.structs.replace(experiment, training=training)
    start = snapshot_of(points, hidden, classes, experiment=experiment)
    network = build_network(experiment)
    inputs = feature_matrix(experiment.network.features, start.data.inputs)
    targets = encode_targets(start.data, read_outputs(experiment))
    part = start.data.train
    trainer = Trainer(network, inputs[part], targets[part], **trainer_options(experiment))
    rows: list[tuple[float, ...]] = []
    made = []
    for step in range(steps + 1):
        if step % 10 == 0:
            layers = [inputs, *network.forward(inputs)]
            made.append(
                replace(
                    start,
                    serial=step,
                    step=step,
                    parameters=network.parameters.copy(),
                    raw_gradient=trainer.raw_gradient.copy(),
                    applied_gradient=trainer.applied_gradient.copy(),
                    train_loss=network.evaluate(inputs[part], targets[part]),
                    gradient_norms=_norms(rows),
                    activations=tuple(layer.T.astype(np.float32) for layer in layers),
                )
            )
        trainer.step()
        raw, applied = trainer.raw_gradient, trainer.applied_gradient
        norms = float(np.linalg.norm(raw)), float(np.linalg.norm(applied))
        cosine = float(raw @ applied) / (norms[0] * norms[1])
        rows.append((step + 1, *norms, cosine, float(norms[1] < norms[0] * (1 - 1e-9))))
    return made


def _norms(rows: list[tuple[float, ...]]) -> GradientNorms:
    step, raw, applied, cosine, clipped = np.array(rows).reshape(-1, 5).T
    return GradientNorms(step, raw, applied, cosine, clipped > 0)


@pytest.fixture
def show(qtbot, document):
    """Show a snapshot in a new plot, with its experiment in the document."""

    def shown(snapshot, theme: Theme = DARK, size: int = 420) -> BoundaryPlot:
        document.open(snapshot.experiment, None)
        view = BoundaryPlot(document, theme)
        qtbot.addWidget(view)
        view.resize(size, size + 60)
        with qtbot.waitExposed(view):
            view.show()
        view.show_snapshot(snapshot)
        return view

    return shown


@pytest.fixture
def fresh(make_snapshot):
    """A snapshot whose data is what its experiment gives, as in a real run."""

    def made(*args, **changes):
        snapshot = make_snapshot(*args, **changes)
        data = materialize(snapshot.experiment)
        return replace(snapshot, data=data)

    return made
