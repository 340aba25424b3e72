"""Dragging a neuron in: from its source above the canvas, and from the + of a column."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnfs_gui.canvas.card import NetworkCard
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.gestures.neuron_source import NeuronSource
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import MAX_NEURONS
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.magnify import magnify

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class TrainedNetwork:
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
        rect = self.card.canvas.state.layout.unit_rect(unit)
        return self.on_source(self.card.canvas.mapFromScene(rect.center()))

    def gap(self, index: int) -> QPoint:
        gap = self.card.canvas.state.layout.gaps[index]
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
def trained(qtbot, make_network) -> TrainedNetwork:
    trained = TrainedNetwork(make_network(3, 2))
    qtbot.addWidget(trained.card)
    return trained


@pytest.mark.parametrize(("above", "expected"), [
    (0, ["L1.4", "L1.1", "L1.2", "L1.3"]),
    (1, ["L1.1", "L1.4", "L1.2", "L1.3"]),
    (3, ["L1.1", "L1.2", "L1.3", "L1.4"]),
])  # fmt: skip
def test_a_neuron_falls_between_the_two_it_is_dropped_between(trained, above, expected):
    near = trained.tile("L1.1" if above == 0 else f"L1.{above}")
    place = near + QPoint(4, -12 if above == 0 else 12)
    trained.carry(place)
    assert trained.layers[0] == ["L1.1", "L1.2", "L1.3"], "a gesture edits nothing until it ends"
    trained.drop(place)
    assert trained.layers == [expected, ["L2.1", "L2.2"]]
    trained.document.undo_stack.undo()
    assert not trained.document.undo_stack.canUndo()
    assert trained.layers[0] == ["L1.1", "L1.2", "L1.3"]


def test_in_a_gap_it_is_a_layer_of_its_own(trained):
    trained.carry(trained.gap(1))
    trained.drop(trained.gap(1))
    assert [len(layer) for layer in trained.layers] == [3, 1, 2]


@pytest.mark.parametrize("unit", ["x1", "out0"])
def test_features_and_outputs_take_none(trained, unit):
    trained.carry(trained.tile(unit))
    trained.drop(trained.tile(unit))
    assert not trained.document.undo_stack.canUndo()


def test_outside_the_canvas_nothing_happens(trained):
    far = QPoint(4000, 200)
    trained.carry(far)
    trained.drop(far)
    assert not trained.document.undo_stack.canUndo()
    assert trained.card.canvas.pointer.gesture is None


def test_escape_puts_it_back(trained):
    trained.carry(trained.tile("L1.2"))
    assert trained.card.canvas.pointer.gesture is not None
    QTest.keyClick(trained.source, Qt.Key.Key_Escape)
    assert trained.card.canvas.pointer.gesture is None
    trained.drop(trained.tile("L1.2"))
    assert not trained.document.undo_stack.canUndo()


def test_the_ghost_and_its_place_are_drawn(trained):
    before = trained.card.canvas.grab().toImage()
    trained.carry(trained.tile("L2.1"))
    assert trained.card.canvas.grab().toImage() != before
    trained.drop(trained.tile("L2.1"))


def test_without_a_mouse_it_goes_where_the_selection_is(trained):
    trained.card.canvas.select(frozenset({"L1.2"}))
    QTest.keyClick(trained.source, Qt.Key.Key_Return)
    assert [len(layer) for layer in trained.layers] == [4, 2]
    trained.card.canvas.select(frozenset())
    QTest.mouseClick(trained.source, LEFT)
    assert [len(layer) for layer in trained.layers] == [4, 3], "else into the last hidden layer"


def test_without_hidden_layers_it_begins_one(qtbot, make_network):
    trained = TrainedNetwork(make_network())
    qtbot.addWidget(trained.card)
    QTest.keyClick(trained.source, Qt.Key.Key_Space)
    assert [len(layer) for layer in trained.layers] == [1]


def test_a_full_layer_says_so(qtbot, make_network):
    trained = TrainedNetwork(make_network(MAX_NEURONS))
    qtbot.addWidget(trained.card)
    trained.carry(trained.tile("L1.5"))
    trained.drop(trained.tile("L1.5"))
    assert str(MAX_NEURONS) in trained.refusals[0]


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


def test_the_tile_is_as_large_as_the_word_beside_it(qtbot) -> None:
    source = NeuronSource(DARK)
    qtbot.addWidget(source)
    source.set_compact(True)
    inked = []
    for factor in (1.0, 2.0):
        magnify(source, factor)
        source.resize(source.sizeHint())
        picture = source.grab().toImage()
        ground = picture.pixelColor(1, 1)
        columns = [
            x
            for x in range(picture.width())
            if any(picture.pixelColor(x, y) != ground for y in range(picture.height()))
        ]
        inked.append(columns[-1] - columns[0])
    assert inked[1] == pytest.approx(2 * inked[0], abs=3)
