"""The canvas as a view: hover card, signals, and what the card around it says."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from nnfs_gui.canvas.card import NetworkCard
from nnfs_gui.canvas.elements import NOTHING, Element, Part
from nnfs_gui.canvas.hints import hint
from nnfs_gui.canvas.popovers.hover import card_lines
from nnfs_gui.canvas.readout import Readout
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits import points as point_edits
from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.icons import IconButton

UNIT = Element(Part.UNIT, "L1.2")


def hover(desk, element):
    QTest.mouseMove(desk.canvas.viewport(), QPoint(2, 2))  # an unmoved pointer sends no event
    QTest.mouseMove(desk.canvas.viewport(), desk.at(element))


def test_a_resized_view_is_laid_out_anew(make_desk):
    desk = make_desk(3)
    desk.canvas.resize(500, 420)
    assert desk.canvas.state.layout.metrics.width == 500
    output = desk.canvas.state.layout.columns[-1]
    assert output.right < 500


def test_presenter_mode_makes_words_larger(make_desk):
    desk = make_desk(3)
    before = desk.canvas.state.layout.metrics.scale
    desk.canvas.set_presenter(1.35)
    assert desk.canvas.state.layout.metrics.scale > 1.25 * before
    desk.canvas.set_presenter(False)
    assert desk.canvas.state.layout.metrics.scale == before


def test_hovering_a_neuron_tells_its_id_and_leaving_tells_none(make_desk):
    desk = make_desk(3)
    heard = []
    hover(desk, Element(Part.CHIP, "L1"))
    desk.canvas.unit_hovered.connect(heard.append)
    hover(desk, UNIT)
    QApplication.sendEvent(desk.canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert heard == ["L1.2", None]
    assert not desk.canvas.popups.card.isVisible()


def test_the_hover_card_shows_the_computation_at_the_pointer(make_desk):
    desk = make_desk(3, steps=30)
    hover(desk, UNIT)
    card = desk.canvas.popups.card
    assert card.isVisible()
    text = [line.text for line in card.lines]
    assert text[0] == "Hidden 1 · neuron 2"
    assert text[1].startswith("z = Σ wᵢaᵢ + b = ")
    assert text[2].startswith("a = tanh(z) = ")
    assert any("at x₁" in line for line in text)


def test_the_card_offers_no_edit_of_a_locked_weight(make_desk):
    desk = make_desk(3, steps=30)
    offered = []
    for locked in (frozenset(), frozenset({"weights"})):
        desk.canvas.state.locked = locked
        hover(desk, UNIT)
        hover(desk, Element(Part.LINK, "L1.1", "x1"))
        text = [line.text for line in desk.canvas.popups.card.lines]
        assert text[0].startswith("Feature x₁ → ")
        offered.append(any("click to edit" in line for line in text))
    assert offered == [True, False]


def test_the_numbers_of_the_card_are_those_of_the_network(make_network, make_snapshot):
    snapshot = make_snapshot(make_network(3), 20)
    readout = Readout(snapshot.experiment, snapshot)
    column, row = 30, 9  # from the left, from below
    share = QPointF((column + 0.5) / 40, 1 - (row + 0.5) / 40)
    lines = card_lines(readout, UNIT, share)
    x1, x2 = (at * 0.3 + 0.15 - 6 for at in (column, row))
    w1, w2, bias = snapshot.block(1)[1]
    z = w1 * x1 + w2 * x2 + bias
    assert lines[1].text.endswith(f"= {z:.2f}".replace("-", "−"))
    terms = lines[1].text.split(" = ")[2].replace(" ", "").replace("−", "-")
    assert eval_sum(terms) == pytest.approx(z, abs=0.03)


def test_the_terms_of_many_inputs_are_told_to_be_sums(make_network, make_snapshot):
    snapshot = make_snapshot(make_network(3), 20)
    lines = card_lines(
        Readout(snapshot.experiment, snapshot), Element(Part.UNIT, "out0"), QPointF(0.3, 0.7)
    )
    inputs, said = lines[1].text.split(" = "), lines[2].text
    assert said == "all inputs that raise it, all that lower it, and b"
    raising, lowering, _ = inputs[2].replace("− ", "-").replace("+ ", "").split()
    assert float(raising) >= 0 >= float(lowering.replace("−", "-"))
    few = card_lines(Readout(snapshot.experiment, snapshot), UNIT, QPointF(0.3, 0.7))
    assert all(line.text != said for line in few), "two inputs have a term each"


def eval_sum(text: str) -> float:
    """The value of a sum such as ``0.84-1.21+0.16``."""
    return sum(float(part) for part in text.replace("-", " -").replace("+", " +").split())


def test_the_card_says_when_a_gradient_was_clipped(make_network, make_snapshot):
    snapshot = make_snapshot(make_network(3), 20)
    clipped = dataclasses.replace(snapshot, applied_gradient=snapshot.raw_gradient * 0.5)
    lines = card_lines(Readout(snapshot.experiment, clipped), UNIT, None)
    norm = next(line for line in lines if line.text.startswith("‖g‖"))
    assert norm.text.endswith("clipped")
    assert "→" in norm.text
    assert norm.role == "neg"
    plain = card_lines(Readout(snapshot.experiment, snapshot), UNIT, None)
    assert not any("clipped" in line.text for line in plain)


def test_the_card_follows_the_training(make_desk, make_snapshot):
    desk = make_desk(3)
    hover(desk, UNIT)
    before = desk.canvas.popups.card.lines
    desk.canvas.show_snapshot(make_snapshot(desk.experiment, 60))
    assert desk.canvas.popups.card.lines != before


def test_the_card_of_a_link_shows_weight_and_gradient(make_desk):
    desk = make_desk(2, steps=10)
    hover(desk, Element(Part.LINK, "L1.1", "x1"))
    lines = desk.canvas.popups.card.lines
    assert lines[0].text == "Feature x₁ → Hidden 1 · neuron 1"
    assert lines[1].text.startswith("w = ")
    assert lines[2].text.startswith("∂L/∂w ")


def test_the_card_stays_inside_the_canvas(make_desk):
    desk = make_desk(8, 8, size=(500, 420))
    for unit in ("x1", "L1.1", "L2.8", "out0"):
        hover(desk, Element(Part.UNIT, unit))
        card = desk.canvas.popups.card
        assert desk.canvas.viewport().rect().contains(card.geometry())
        assert not card.geometry().contains(desk.at(Element(Part.UNIT, unit)))


def test_numbers_follow_ids_when_the_snapshot_is_older_than_the_network(
    make_network, make_snapshot
):
    old = make_snapshot(make_network(3, 2), 20)
    new = edits.move_layer(edits.remove_neurons(old.experiment, ["L1.1"]), "L2", 1)
    new = edits.add_neuron(new, "L2")
    readout = Readout(new, old)
    assert readout.weight(Link("L1.2", "L2.1")) == old.block(2)[0, 1]
    assert readout.weights(2)[0].tolist() == [old.block(2)[0, 1], old.block(2)[0, 2]]
    assert readout.weight(Link(BIAS, "L2.2")) == old.block(2)[1, -1]
    added = new.network.hidden[1].neurons[-1].id
    assert not readout.knows(added)
    assert readout.weight(Link("L1.2", added)) == 0.0


def test_a_selection_that_loses_a_neuron_says_so(make_desk):
    desk = make_desk(3)
    desk.canvas.select(frozenset({"L1.1", "L1.3"}))
    heard = []
    desk.canvas.selection_changed.connect(heard.append)
    desk.document.edit(edits.remove_neurons(desk.experiment, ["L1.3"]), "remove")
    assert heard == [frozenset({"L1.1"})]


def test_each_frame_is_told(make_desk):
    desk = make_desk(3)
    frames = []
    desk.canvas.frame_painted.connect(_Count(frames))
    desk.canvas.viewport().repaint()
    assert len(frames) == 1


def test_a_theme_changes_every_colour(make_desk):
    desk = make_desk(3)
    dark = desk.canvas.grab().toImage()
    desk.canvas.show_theme(LIGHT)
    light = desk.canvas.grab().toImage()
    assert dark.pixelColor(3, 300).lightness() < 60
    assert light.pixelColor(3, 300).lightness() > 200


# --- the card ---


@pytest.fixture
def card(qtbot, make_network):
    document = Document()
    document.open(make_network(8, 8), None)
    card = NetworkCard(document, DARK)
    qtbot.addWidget(card)
    card.resize(800, 640)
    card.show()
    return card


def test_the_header_counts_units_and_parameters(card, make_network):
    label = card.findChild(QLabel, "network-sizes")
    assert label.text().split() == ["2", "→", "8", "→", "8", "→", "1", "·", "105", "parameters"]
    card.show_experiment(make_network(2))
    assert "2 → 2 → 1" in label.text()


def test_the_buttons_and_the_canvas_agree(card):
    numbers = card.findChild(IconButton, "network-numbers")
    gradients = card.findChild(IconButton, "network-gradients")
    QTest.mouseClick(numbers, Qt.MouseButton.LeftButton)
    assert card.canvas.state.numbers
    card.canvas.show_gradients(True)
    assert gradients.isChecked()
    card.canvas.zoom_by(2.0)
    QTest.mouseClick(card.findChild(IconButton, "network-fit"), Qt.MouseButton.LeftButton)
    assert card.canvas.zoom == 1.0


def test_the_snowflake_freezes_what_is_selected(card):
    button = card.findChild(IconButton, "network-freeze")
    assert not button.isEnabled()
    heard = []
    card.selection_changed.connect(heard.append)
    card.select_unit("L1.3")
    assert heard == [frozenset({"L1.3"})]
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    frozen = [n.id for n in card._document.experiment.network.hidden[0].neurons if n.frozen]
    assert frozen == ["L1.3"]


class _Count:
    def __init__(self, calls: list[int]) -> None:
        self._calls = calls

    def __call__(self) -> None:
        self._calls.append(1)


def test_painted_points_leave_the_network_where_it_stands_and_more_classes_do_not(make_desk):
    desk = make_desk(3, 2)
    layout = desk.canvas.state.layout
    desk.document.edit(point_edits.add_points(desk.experiment, [[1.0, 2.0]], 1.0), "paint")
    assert desk.canvas.state.layout is layout
    assert desk.canvas.state.experiment is desk.experiment
    desk.document.edit(point_edits.add_class(desk.experiment), "add a class")
    assert desk.canvas.state.bounds(Element(Part.UNIT, "out2")) is not None


def test_chips_buttons_and_grips_have_hints(make_network):
    experiment = make_network(2, activation="leaky_relu")
    chip = hint(experiment, Element(Part.CHIP, "L1"))
    assert "α z" in chip
    assert "move" in chip
    assert "x₁, x₂" in hint(experiment, Element(Part.CHIP, "features"))
    for part in (Part.PLUS, Part.MINUS, Part.GRIP, Part.TITLE):
        assert hint(experiment, Element(part, "L1"))
    assert hint(experiment, Element(Part.INSERT, gap=0))
    assert hint(experiment, UNIT) == "", "neurons have their card"


def test_a_muted_neuron_leaves_the_boundary_in_sight(make_desk):
    """Muting is for seeing the boundary without it, so its own empty map is not asked for."""
    desk = make_desk(3)
    heard = []
    desk.canvas.unit_hovered.connect(heard.append)
    hover(desk, UNIT)
    desk.document.edit(edits.mute(desk.experiment, ["L1.2"], True), "mute")
    assert heard == ["L1.2", None]
    assert any(line.text == "a = 0, whatever z is" for line in desk.canvas.popups.card.lines)
    desk.document.undo_stack.undo()
    assert heard == ["L1.2", None, "L1.2"]


LINK = Element(Part.LINK, "L1.2", "x1")


def click_link(desk):
    place = desk.canvas.mapFromScene(desk.canvas.state.curves.point(LINK, 0.2))
    QTest.mouseClick(desk.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.canvas.state.focus == LINK


def test_a_clicked_link_goes_dark_with_its_editor(make_desk):
    desk = make_desk(3)
    click_link(desk)
    desk.canvas.popups.close_popover()
    assert desk.canvas.state.focus == NOTHING


def test_a_link_that_the_keyboard_came_to_stays_lit_until_escape(make_desk):
    desk = make_desk(3)
    desk.canvas.state.focus = LINK
    QTest.keyClick(desk.canvas, Qt.Key.Key_Return)
    assert desk.canvas.popups.popover is not None
    desk.canvas.popups.close_popover()
    assert desk.canvas.state.focus == LINK
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert desk.canvas.state.focus == NOTHING


def test_another_experiment_lights_nothing_and_selects_nothing(make_desk, make_network):
    desk = make_desk(3)
    desk.canvas.select(frozenset({"L1.2"}))
    desk.canvas.state.focus = LINK
    desk.document.open(make_network(3, activation="relu"), None)
    assert desk.canvas.state.focus == NOTHING
    assert desk.canvas.state.selected == frozenset()


def test_escape_with_nothing_to_give_up_is_left_to_the_window(make_desk):
    desk = make_desk(3)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    desk.canvas.select(frozenset({"L1.2"}))
    desk.canvas.keyPressEvent(event)
    assert event.isAccepted()
    desk.canvas.keyPressEvent(event)
    assert not event.isAccepted()


def test_columns_keep_their_names_when_their_heads_are_out_of_sight(make_desk):
    desk = make_desk(6)
    canvas = desk.canvas
    strip = QRect(0, 0, canvas.width(), 26)
    column = canvas.state.layout.column("L1")
    canvas.zoom_by(3.0, QPointF(canvas.mapFromScene(column.rects[3].center())))
    assert canvas.mapFromScene(column.title_rect.center()).y() < 0
    colours = set()
    picture, x = canvas.grab(strip).toImage(), canvas.mapFromScene(column.title_rect.center()).x()
    for at in range(max(0, x - 30), x + 30):
        colours |= {picture.pixelColor(at, y).name() for y in range(6, 22)}
    assert DARK.text.lower() in colours or len(colours) > 8
    canvas.fit()
    assert canvas.grab(strip).toImage() != picture


def test_tooltips_have_the_windows_colours(make_desk, monkeypatch):
    """Without a widget Qt shows them in the system's, which are white on many desktops."""
    desk, shown = make_desk(3), []
    monkeypatch.setattr("nnfs_gui.canvas.view.QToolTip.showText", lambda *args: shown.append(args))
    hover(desk, Element(Part.PLUS, "L1"))
    help_event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(desk.canvas.viewport(), help_event)
    assert shown[0][1].startswith("Add a neuron")
    assert shown[0][2] is desk.canvas
