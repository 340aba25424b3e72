"""Every kind of gesture in the real window while training runs at full speed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.view import NetworkCanvas
from nnfs_gui.experiment.model import GeneratedData
from nnfs_gui.training.snapshot import RunState

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Player:
    """NetworkEdits on a network that is training."""

    def __init__(self, qtbot: QtBot, playground: Playground, experiment) -> None:
        self.qtbot, self.playground = qtbot, playground
        playground.open(experiment, None)
        self.session, self.document = playground.session, playground.document
        self.canvas: NetworkCanvas = playground.window.network.canvas
        self.failures: list[object] = []
        self.session.failed.connect(self.failures.append)
        self.session.set_speed(1.0)
        self.session.play()
        self.wait(lambda: self.step > 5)

    @property
    def step(self) -> int:
        snapshot = self.session.snapshot
        return -1 if snapshot is None else snapshot.step

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def at(self, element: Element) -> QPoint:
        if element.part is Part.LINK:
            point = self.canvas.state.curves.point(element, 0.5)
        else:
            point = self.canvas.state.bounds(element).center()
        return self.canvas.mapFromScene(point)

    def gap(self, index: int) -> QPoint:
        rect = self.canvas.state.layout.gaps[index].rect
        return self.canvas.mapFromScene(rect.center())

    def drag(self, start: QPoint, end: QPoint, modifiers=NONE) -> None:
        """A drag during which training goes on and frames are drawn."""
        viewport = self.canvas.viewport()
        QTest.mousePress(viewport, LEFT, modifiers, start)
        for share in (0.2, 0.6, 1.0):
            QTest.mouseMove(viewport, start + (end - start) * share)
            before = self.step
            self.wait(lambda step=before: self.step > step)
        QTest.mouseRelease(viewport, LEFT, modifiers, end)

    def key(self, element: Element, key: Qt.Key, modifiers=NONE) -> None:
        self.canvas._focus(element)
        QTest.keyClick(self.canvas, key, modifiers)

    def expect_the_edit_to_be_trained_on(self) -> None:
        """The worker follows: its snapshots are of the edited network, and training goes on."""
        self.wait(lambda: self.session.snapshot.experiment == self.document.experiment)
        before = self.step
        self.wait(lambda: self.step > before)
        assert self.session.state is RunState.RUNNING
        assert not self.failures


@pytest.fixture
def player(qtbot, playground, make_network) -> Player:
    experiment = make_network(4, 3)
    data = GeneratedData("gaussians", size=60, noise=0.1)
    return Player(qtbot, playground, type(experiment)(data=data, network=experiment.network))


def draw(player: Player) -> None:
    player.drag(player.gap(1), player.gap(1) + QPoint(0, 70))


def lengthen(player: Player) -> None:
    grip = player.at(Element(Part.GRIP, "L1"))
    player.drag(grip, grip + QPoint(0, 46))


def move_a_layer(player: Player) -> None:
    chip, other = (player.at(Element(Part.CHIP, layer)) for layer in ("L1", "L2"))
    player.drag(chip, other + QPoint(80, 0))


def drop_a_neuron(player: Player) -> None:
    player.drag(player.at(Element(Part.PLUS, "L1")), player.at(Element(Part.UNIT, "L2.1")))


def change_a_weight(player: Player) -> None:
    start = player.at(Element(Part.LINK, "L1.1", "x1"))
    player.drag(start, start - QPoint(0, 40), ALT)


def duplicate(player: Player) -> None:
    player.key(Element(Part.UNIT, "L1.2"), Qt.Key.Key_D, CTRL)


def delete(player: Player) -> None:
    player.key(Element(Part.UNIT, "L1.2"), Qt.Key.Key_Delete)


def freeze_and_mute(player: Player) -> None:
    player.key(Element(Part.UNIT, "L1.2"), Qt.Key.Key_F)
    player.key(Element(Part.UNIT, "L1.3"), Qt.Key.Key_M)


GESTURES = [draw, lengthen, move_a_layer, drop_a_neuron, change_a_weight, duplicate, delete,
            freeze_and_mute]  # fmt: skip


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_gesture_and_its_undo_are_followed_while_training_runs(player, gesture):
    before = player.document.experiment
    gesture(player)
    assert player.document.experiment != before
    player.expect_the_edit_to_be_trained_on()
    while player.document.undo_stack.canUndo():
        player.document.undo_stack.undo()
    assert player.document.experiment == before
    player.expect_the_edit_to_be_trained_on()
