"""Canvases with a really trained network, made by the engine directly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine import Trainer
from nnfs_gui.canvas.elements import Element
from nnfs_gui.canvas.view import NetworkCanvas
from nnfs_gui.document import Document
from nnfs_gui.experiment.building import build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment, NetworkSpec, make_layer
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.theme import DARK
from nnfs_gui.training.pictures import PictureMaker
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import Curve, GradientNorms, RunState, Snapshot

Train = Callable[..., Snapshot]
NONE = Qt.KeyboardModifier.NoModifier


def train(experiment: Experiment, steps: int = 0, state: RunState = RunState.PAUSED) -> Snapshot:
    """A snapshot of the experiment's network after some steps of its own trainer."""
    network, points = build_network(experiment), materialize(experiment)
    inputs = feature_matrix(experiment.network.features, points.inputs[points.train])
    targets = encode(points.targets[points.train], read_outputs(experiment))
    trainer = Trainer(network, inputs, targets, **trainer_options(experiment))
    for _ in range(steps):
        trainer.step()
    maker = PictureMaker(network, experiment, points, 40, 60)
    pictures = maker.take()
    none, flat = np.zeros(0), np.zeros(network.parameters.size)
    return Snapshot(
        run=1, serial=steps, experiment=experiment, data=points, state=state, epoch=trainer.epoch,
        step=steps, learning_rate=0.03, train_loss=0.1, test_loss=0.1, penalty=0.0,
        train_accuracy=1.0, test_accuracy=1.0,
        sizes=tuple(len(units) for units in layer_ids(experiment)),
        parameters=network.parameters.copy(),
        raw_gradient=trainer.raw_gradient.copy() if steps else flat,
        applied_gradient=trainer.applied_gradient.copy() if steps else flat,
        curve=Curve(none, none, none, none, none, none),
        gradient_norms=GradientNorms(none, none, none, none, np.zeros(0, bool)),
        maps=pictures.maps, boundary=pictures.boundary, sample=maker.sample,
        predictions=pictures.predictions, point_losses=pictures.point_losses,
        activations=pictures.activations,
    )  # fmt: skip


def network(*sizes: int, activation: str = "tanh") -> Experiment:
    """An experiment with hidden layers of these sizes."""
    layers = tuple(
        make_layer(number, size, activation) for number, size in enumerate(sizes, start=1)
    )
    return Experiment(network=NetworkSpec(hidden=layers))


class Desk:
    """A shown canvas over a document, with the wiring that the window makes."""

    def __init__(self, experiment: Experiment, size: tuple[int, int] = (900, 620)) -> None:
        self.document = Document()
        self.document.open(experiment, None)
        self.window = QWidget()
        self.window.resize(*size)
        self.canvas = NetworkCanvas(self.document, DARK, self.window)
        self.canvas.resize(*size)
        self.document.experiment_changed.connect(self._changed)
        self.refusals: list[str] = []
        self.canvas.refused.connect(self.refusals.append)

    @property
    def experiment(self) -> Experiment:
        return self.document.experiment

    @property
    def sizes(self) -> list[int]:
        """Neurons per hidden layer."""
        return [len(layer.neurons) for layer in self.experiment.network.hidden]

    def at(self, element: Element) -> QPoint:
        """The middle of an element in the viewport."""
        if element.link is not None and element.source:
            point = self.canvas.state.curves.point(element, 0.5)
            assert point is not None
        else:
            bounds = self.canvas.state.bounds(element)
            assert bounds is not None
            point = bounds.center()
        return self.canvas.mapFromScene(point)

    def gap(self, index: int, share: float = 0.3) -> QPoint:
        """A place in a gap, below its button."""
        gap = self.canvas.state.layout.gaps[index]
        y = gap.rect.top() + share * gap.rect.height()
        return self.canvas.mapFromScene(QPointF(gap.x, y))

    def _changed(self, _old: Experiment, new: Experiment) -> None:
        self.canvas.show_experiment(new)


@pytest.fixture
def make_desk(qtbot) -> Iterator[Callable[..., Desk]]:
    """Makes shown canvases."""
    desks: list[Desk] = []

    def make(*sizes: int, experiment: Experiment | None = None, steps: int = 0,
             size: tuple[int, int] = (900, 620)) -> Desk:  # fmt: skip
        desk = Desk(experiment or network(*sizes), size)
        qtbot.addWidget(desk.window)
        with qtbot.waitExposed(desk.window):
            desk.window.show()
        desk.window.activateWindow()
        desk.canvas.setFocus()
        qtbot.waitUntil(desk.canvas.hasFocus)
        desk.canvas.show_snapshot(train(desk.experiment, steps))
        desks.append(desk)
        return desk

    yield make
    desks.clear()


@pytest.fixture
def make_network() -> Callable[..., Experiment]:
    return network


@pytest.fixture
def make_snapshot() -> Train:
    return train


class LivingDesk(Desk):
    """A desk whose network really trains, in turns with the test and to the bit."""

    def __init__(self, experiment: Experiment, size: tuple[int, int] = (900, 620)) -> None:
        super().__init__(experiment, size)
        self.run = Run(1, experiment)
        self.notices: list[str] = []

    @property
    def weights(self) -> list[float]:
        """All parameters of the network, in their order."""
        return self.run.snapshot().parameters.tolist()

    def train(self, steps: int) -> None:
        """Go on training for some steps, and show where it got to."""
        self.run.play()
        self.run.train(60.0, steps)
        self.run.pause()
        self.canvas.show_snapshot(self.run.snapshot())

    def outputs(self) -> np.ndarray:
        """What the network says all over the plane, in double precision."""
        axis = np.linspace(-6, 6, 13)
        points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
        network = build_network(self.experiment)
        network.parameters[:] = self.run.snapshot().parameters
        return network.predict(feature_matrix(self.experiment.network.features, points))

    def drag(self, start: QPoint, *places: QPoint, widget: QWidget | None = None,
             modifiers: Qt.KeyboardModifier = NONE) -> None:  # fmt: skip
        """Press at the start, move on from place to place, and let go at the last one."""
        widget, left = widget or self.canvas.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(widget, left, modifiers, start)
        for place in places:
            QTest.mouseMove(widget, (start + place) / 2)
            QTest.mouseMove(widget, place)
        QTest.mouseRelease(widget, left, modifiers, places[-1])

    def click(self, element: Element, modifiers: Qt.KeyboardModifier = NONE) -> None:
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(self.canvas.viewport(), left, modifiers, self.at(element))

    def _changed(self, old: Experiment, new: Experiment) -> None:
        notice = self.run.apply(new)
        self.notices += [notice] if notice else []
        super()._changed(old, new)
        self.canvas.show_snapshot(self.run.snapshot())


@pytest.fixture
def make_living_desk(qtbot) -> Iterator[Callable[..., LivingDesk]]:
    """Makes shown canvases with a run behind them."""
    desks: list[LivingDesk] = []

    def make(*sizes: int, experiment: Experiment | None = None, steps: int = 40) -> LivingDesk:
        desk = LivingDesk(experiment or network(*sizes))
        qtbot.addWidget(desk.window)
        with qtbot.waitExposed(desk.window):
            desk.window.show()
        desk.window.activateWindow()
        desk.canvas.setFocus()
        qtbot.waitUntil(desk.canvas.hasFocus)
        desk.train(steps)
        desks.append(desk)
        return desk

    yield make
    desks.clear()
