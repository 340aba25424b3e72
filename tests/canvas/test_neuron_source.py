"""Dragging a neuron in: from its source above the canvas, and from the + of a column."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnfs_gui.canvas.card import NetworkCard
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.neuron_source import NeuronSource
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import MAX_NEURONS
from nnfs_gui.theme import DARK

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Bench:
    """A shown card, and the hand that carries a neuron over it."""

    def __init__(self, experiment) -> None:
        self.document = Document()
        self.document.open(experiment, None)
        self.card = NetworkCard(self.document, DARK)
        self.card.resize(900, 660)
        self.card.show()
        self.document.experiment_changed.connect(self._changed)
        self.source = self.card.findChild(NeuronSource, "network-neuron")
        self.refusals: list[str] = []
        self.card.refused.connect(self.refusals.append)

    @property
    def layers(self) -> list[list[str]]:
        hidden = self.document.experiment.network.hidden
        return [[neuron.id for neuron in layer.neurons] for layer in hidden]

    def tile(self, unit: str) -> QPoint:
        rect = self.card.canvas.stage.layout.unit_rect(unit)
        return self.on_source(self.card.canvas.mapFromScene(rect.center()))

    def gap(self, index: int) -> QPoint:
        gap = self.card.canvas.stage.layout.gaps[index]
        return self.on_source(self.card.canvas.mapFromScene(gap.rect.center()))

    def on_source(self, place: QPoint) -> QPoint:
        """A place in the viewport, in the source's coordinates."""
        viewport = self.card.canvas.viewport()
        return self.source.mapFromGlobal(viewport.mapToGlobal(place))

    def carry(self, place: QPoint) -> None:
        start = self.source.rect().center()
        QTest.mousePress(self.source, LEFT, NONE, start)
        QTest.mouseMove(self.source, (start + place) / 2)
        QTest.mouseMove(self.source, place)

    def drop(self, place: QPoint) -> None:
        QTest.mouseRelease(self.source, LEFT, NONE, place)

    def _changed(self, _old, new) -> None:
        self.card.show_experiment(new)


@pytest.fixture
def bench(qtbot, make_network) -> Bench:
    bench = Bench(make_network(3, 2))
    qtbot.addWidget(bench.card)
    return bench


@pytest.mark.parametrize(("above", "expected"), [
    (0, ["L1.4", "L1.1", "L1.2", "L1.3"]),
    (1, ["L1.1", "L1.4", "L1.2", "L1.3"]),
    (3, ["L1.1", "L1.2", "L1.3", "L1.4"]),
])  # fmt: skip
def test_a_neuron_falls_between_the_two_it_is_dropped_between(bench, above, expected):
    near = bench.tile("L1.1" if above == 0 else f"L1.{above}")
    place = near + QPoint(4, -12 if above == 0 else 12)
    bench.carry(place)
    assert bench.layers[0] == ["L1.1", "L1.2", "L1.3"], "a gesture edits nothing until it ends"
    bench.drop(place)
    assert bench.layers == [expected, ["L2.1", "L2.2"]]
    bench.document.undo_stack.undo()
    assert not bench.document.undo_stack.canUndo()
    assert bench.layers[0] == ["L1.1", "L1.2", "L1.3"]


def test_in_a_gap_it_is_a_layer_of_its_own(bench):
    bench.carry(bench.gap(1))
    bench.drop(bench.gap(1))
    assert [len(layer) for layer in bench.layers] == [3, 1, 2]


@pytest.mark.parametrize("unit", ["x1", "out0"])
def test_features_and_outputs_take_none(bench, unit):
    bench.carry(bench.tile(unit))
    bench.drop(bench.tile(unit))
    assert not bench.document.undo_stack.canUndo()


def test_outside_the_canvas_nothing_happens(bench):
    far = QPoint(4000, 200)
    bench.carry(far)
    bench.drop(far)
    assert not bench.document.undo_stack.canUndo()
    assert bench.card.canvas.pointer.gesture is None


def test_escape_puts_it_back(bench):
    bench.carry(bench.tile("L1.2"))
    assert bench.card.canvas.pointer.gesture is not None
    QTest.keyClick(bench.source, Qt.Key.Key_Escape)
    assert bench.card.canvas.pointer.gesture is None
    bench.drop(bench.tile("L1.2"))
    assert not bench.document.undo_stack.canUndo()


def test_the_ghost_and_its_place_are_drawn(bench):
    before = bench.card.canvas.grab().toImage()
    bench.carry(bench.tile("L2.1"))
    assert bench.card.canvas.grab().toImage() != before
    bench.drop(bench.tile("L2.1"))


def test_without_a_mouse_it_goes_where_the_selection_is(bench):
    bench.card.canvas.select(frozenset({"L1.2"}))
    QTest.keyClick(bench.source, Qt.Key.Key_Return)
    assert [len(layer) for layer in bench.layers] == [4, 2]
    bench.card.canvas.select(frozenset())
    QTest.mouseClick(bench.source, LEFT)
    assert [len(layer) for layer in bench.layers] == [4, 3], "else into the last hidden layer"


def test_without_hidden_layers_it_begins_one(qtbot, make_network):
    bench = Bench(make_network())
    qtbot.addWidget(bench.card)
    QTest.keyClick(bench.source, Qt.Key.Key_Space)
    assert [len(layer) for layer in bench.layers] == [1]


def test_a_full_layer_says_so(qtbot, make_network):
    bench = Bench(make_network(MAX_NEURONS))
    qtbot.addWidget(bench.card)
    bench.carry(bench.tile("L1.5"))
    bench.drop(bench.tile("L1.5"))
    assert str(MAX_NEURONS) in bench.refusals[0]


def test_the_plus_of_a_column_can_be_dragged_to_another(make_desk):
    desk = make_desk(3, 2)
    start, end = desk.at(Element(Part.PLUS, "L1")), desk.at(Element(Part.UNIT, "L2.1"))
    viewport = desk.canvas.viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    for place in ((start + end) / 2, end - QPoint(0, 6)):
        QTest.mouseMove(viewport, place)
    QTest.mouseRelease(viewport, LEFT, NONE, end - QPoint(0, 6))
    hidden = desk.experiment.network.hidden
    assert [[neuron.id for neuron in layer.neurons] for layer in hidden] == [
        ["L1.1", "L1.2", "L1.3"], ["L2.3", "L2.1", "L2.2"],
    ]  # fmt: skip
