"""All numbers at once: where they stand, and what is said about those that do not fit."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from nnfs_gui.canvas.card import NetworkCard
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.picture.figures import short_number
from nnfs_gui.canvas.picture.labels import SMALLEST, Mode
from nnfs_gui.canvas.picture.links import MAX_DRAWN
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Link
from nnfs_gui.theme import DARK

FULL = (890, 690)


def shown(desk):
    desk.canvas.show_numbers(True)
    desk.canvas.grab()
    return desk.canvas.state.labels.shown


def all_links(desk) -> set[Link]:
    layers = desk.canvas.state.readout.layers
    return {
        Link(source, target)
        for sources, targets in pairwise(layers)
        for target in targets
        for source in sources
    }


def places(found) -> list[QRectF]:
    """What each number covers, a little less than the room it has."""
    size = QSizeF(0.85 * found.cell.width(), 0.78 * found.cell.height())
    return [QRectF(label.center - QPointF(size.width() / 2, size.height() / 2), size)
            for label in found.labels]  # fmt: skip


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("sizes", [(4, 2), (8, 8, 6), (8, 8), (5, 5, 5, 5)])
def test_every_number_is_shown_and_none_covers_another(make_desk, sizes, presenter):
    desk = make_desk(*sizes, size=FULL)
    desk.canvas.set_presenter(presenter)
    found = shown(desk)
    assert {label.link for label in found.labels} == all_links(desk)
    assert found.hidden == 0
    assert found.pixels >= SMALLEST
    assert not any(one.intersects(other) for one, other in combinations(places(found), 2))
    view = QRectF(0, 0, *FULL)
    assert all(view.contains(place) for place in places(found))


def test_figures_are_larger_for_a_projector(make_desk):
    desk = make_desk(4, 2, size=FULL)
    before = shown(desk).pixels
    desk.canvas.set_presenter(1.35)
    assert shown(desk).pixels > 1.25 * before


def test_a_box_lists_the_incoming_weights_in_the_order_of_the_sources(make_desk):
    desk = make_desk(8, 8, size=FULL)
    found = shown(desk)
    assert found.modes[1] is Mode.BOXES
    mine = [label for label in found.labels if label.link.target == "L2.3"]
    in_reading_order = sorted(mine, key=lambda label: (label.center.x(), label.center.y()))
    assert [label.link.source for label in in_reading_order] == [f"L1.{n}" for n in range(1, 9)]
    tile = desk.canvas.state.layout.unit_rect("L2.3")
    assert all(label.center.x() < tile.left() for label in mine)


def test_numbers_that_do_not_fit_are_counted_and_told_for_the_neuron_in_question(make_desk):
    desk = make_desk(32, 32, 1, size=FULL)
    assert Mode.ASKED in shown(desk).modes
    assert "1\u2009024 weights do not fit: point at a neuron" in desk.canvas.note
    assert not any(label.link.target.startswith("L2") for label in shown(desk).labels)
    desk.canvas.select(frozenset({"L2.7"}))
    told = {label.link for label in shown(desk).labels if label.link.target.startswith("L2")}
    assert told == {Link(f"L1.{number}", "L2.7") for number in range(1, 33)}


def test_zooming_in_makes_room_for_the_rest(make_desk):
    desk = make_desk(16, 16, size=FULL)
    assert shown(desk).hidden == 256
    desk.canvas.zoom_by(4.0)
    assert shown(desk).hidden == 0
    assert "do not fit" not in desk.canvas.note


def test_the_pointer_moves_no_number_that_has_its_place(make_desk):
    desk = make_desk(8, 8, size=FULL)
    before = shown(desk).labels
    QTest.mouseMove(desk.canvas.viewport(), desk.at(Element(Part.UNIT, "L2.3")))
    assert shown(desk).labels == before


def test_a_number_is_a_handle_of_its_link(make_desk):
    desk = make_desk(8, 8, size=FULL)
    label = next(label for label in shown(desk).labels if label.boxed)
    place = desk.canvas.mapFromScene(label.center)
    QTest.mouseClick(
        desk.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert desk.canvas.popups.popover.link == label.link


def test_the_note_says_what_the_numbers_are(make_desk):
    desk = make_desk(4, 2)
    assert desk.canvas.note == ""
    desk.canvas.show_numbers(True)
    assert desk.canvas.note == (
        "Weights on the links, biases in the neurons, means in the features"
    )
    desk.canvas.show_gradients(True)
    assert desk.canvas.note == (
        "Gradients on the links, of biases in the neurons, means in the features"
    )
    desk.canvas.show_numbers(False)
    assert desk.canvas.note == ""


def test_links_that_are_not_drawn_are_counted(make_desk):
    desk = make_desk(*(32,) * 8)
    total = 2 * 32 + 7 * 32 * 32 + 32
    assert desk.canvas.note == (
        f"The strongest {MAX_DRAWN} of {total:,} links are drawn".replace(",", "\u2009")
    )


def test_the_card_shows_the_note_below_the_network(qtbot, make_network):
    document = Document()
    document.open(make_network(4, 2), None)
    card = NetworkCard(document, DARK)
    qtbot.addWidget(card)
    card.resize(900, 660)
    card.show()
    note = card.findChild(QLabel, "network-note")
    assert not note.isVisible()
    card.canvas.show_numbers(True)
    assert note.isVisible()
    assert note.accessibleName() == card.canvas.note
    card.canvas.show_numbers(False)
    assert not note.isVisible()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (0.432, "0.43"), (-0.003, "−0.003"), (-12.34, "−12.3"),
     (123.4, "123"), (2e-4, "2e−4"), (-31234.0, "−3e4")],
)  # fmt: skip
def test_numbers_are_short(value, text):
    assert short_number(value) == text
