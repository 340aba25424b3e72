"""Every gesture with real mouse events: what it edits, one undo step, and Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.experiment.model import MAX_NEURONS, Link

LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def press(desk, at, modifiers=NONE, button=LEFT):
    QTest.mousePress(desk.canvas.viewport(), button, modifiers, at)


def drag_to(desk, *places):
    for place in places:
        QTest.mouseMove(desk.canvas.viewport(), place)


def release(desk, at, modifiers=NONE, button=LEFT):
    QTest.mouseRelease(desk.canvas.viewport(), button, modifiers, at)


def drag(desk, start, end, modifiers=NONE, button=LEFT):
    """A drag in three moves, as a hand makes it."""
    press(desk, start, modifiers, button)
    third = (end - start) / 3
    drag_to(desk, start + third, start + 2 * third, end)
    release(desk, end, modifiers, button)


def click(desk, element, modifiers=NONE):
    QTest.mouseClick(desk.canvas.viewport(), LEFT, modifiers, desk.at(element))


def step_of(gesture) -> float:
    return gesture._step


def test_dragging_down_in_a_gap_draws_a_layer(make_desk):
    desk = make_desk(4, 2)
    start = desk.gap(1)
    press(desk, start)
    drag_to(desk, start + QPoint(0, 8), start + QPoint(0, 60))
    ghost = desk.canvas.pointer.gesture.drag
    end = start + QPoint(0, round(4.5 * step_of(ghost)))
    drag_to(desk, end)
    assert ghost.units == 5
    assert desk.sizes == [4, 2], "a gesture edits nothing until it ends"
    release(desk, end)
    assert desk.sizes == [4, 5, 2]
    desk.document.undo_stack.undo()
    assert desk.sizes == [4, 2]
    assert not desk.document.undo_stack.canUndo()


def test_dragging_up_in_a_gap_draws_a_layer_as_well(make_desk):
    desk = make_desk(4, 2)
    start = desk.gap(1, 0.9)
    press(desk, start)
    drag_to(desk, start - QPoint(0, 8), start - QPoint(0, 60))
    ghost = desk.canvas.pointer.gesture.drag
    end = start - QPoint(0, round(4.5 * step_of(ghost)))
    drag_to(desk, end)
    assert ghost.units == 5
    release(desk, end)
    assert desk.sizes == [4, 5, 2]


@pytest.mark.parametrize("part", [Part.PLUS, Part.MINUS])
def test_the_button_under_a_column_stays_under_the_pointer(make_desk, part):
    """A second click at the same place must do what the first one did."""
    desk = make_desk(5, 4, 1, size=(730, 490))
    button = Element(part, "L2")
    place = desk.at(button)
    for count in range(1, 4 if part is Part.MINUS else 13):
        QTest.mouseMove(desk.canvas.viewport(), place)
        QTest.mouseClick(desk.canvas.viewport(), LEFT, NONE, place)
        assert desk.sizes == [5, 4 + (count if part is Part.PLUS else -count), 1]
    QTest.mouseMove(desk.canvas.viewport(), QPoint(5, 300))
    column = desk.canvas.state.layout.column("L2")
    middle = (column.rects[0].top() + column.rects[-1].bottom()) / 2
    other = desk.canvas.state.layout.column("L1")
    assert abs(middle - (other.rects[0].top() + other.rects[-1].bottom()) / 2) < 2, "in the middle"


def test_a_layer_can_be_drawn_before_the_first_and_after_the_last(make_desk):
    desk = make_desk(3)
    drag(desk, desk.gap(0), desk.gap(0) + QPoint(0, 10))
    assert desk.sizes == [1, 3]
    drag(desk, desk.gap(2), desk.gap(2) + QPoint(0, 10))
    assert desk.sizes == [1, 3, 1]


def test_a_layer_can_be_drawn_into_an_empty_network(make_desk):
    desk = make_desk()
    drag(desk, desk.gap(0), desk.gap(0) + QPoint(0, 100))
    assert len(desk.sizes) == 1
    assert desk.sizes[0] >= 3


def test_ghosts_stop_at_the_limit(make_desk):
    desk = make_desk(2)
    start = desk.gap(0)
    press(desk, start)
    drag_to(desk, start + QPoint(0, 20), start + QPoint(0, 5000))
    assert desk.canvas.pointer.gesture.drag.units == MAX_NEURONS
    release(desk, start + QPoint(0, 5000))
    assert desk.sizes == [MAX_NEURONS, 2]


def test_ghosts_and_their_count_are_drawn(make_desk):
    desk = make_desk(4, 2)
    start = desk.gap(1)
    before = desk.canvas.grab().toImage()
    press(desk, start)
    drag_to(desk, start + QPoint(0, 20), start + QPoint(0, 150))
    assert desk.canvas.grab().toImage() != before
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert desk.canvas.pointer.gesture is None


@pytest.mark.parametrize("kind", ["draw", "resize", "move", "weight"])
def test_escape_cancels_a_gesture(make_desk, kind):
    desk = make_desk(4, 3)
    before = desk.experiment
    starts = {
        "draw": (desk.gap(1), QPoint(0, 120), NONE),
        "resize": (desk.at(Element(Part.GRIP, "L1")), QPoint(0, 90), NONE),
        "move": (desk.at(Element(Part.CHIP, "L1")), QPoint(300, 4), NONE),
        "weight": (desk.at(Element(Part.LINK, "L1.1", "x1")), QPoint(0, -50), ALT),
    }
    start, offset, modifiers = starts[kind]
    press(desk, start, modifiers)
    drag_to(desk, start + offset / 2, start + offset)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    release(desk, start + offset, modifiers)
    assert desk.experiment == before
    assert not desk.document.undo_stack.canUndo()


def test_the_grip_draws_a_column_longer_and_shorter(make_desk):
    desk = make_desk(4, 2)
    grip = desk.at(Element(Part.GRIP, "L1"))
    drag(desk, grip, grip + QPoint(0, 46))
    assert desk.sizes == [6, 2]
    desk.document.undo_stack.undo()
    pitch = desk.canvas.state.layout.metrics.pitch
    grip = desk.at(Element(Part.GRIP, "L1"))
    drag(desk, grip, grip - QPoint(0, round(3 * pitch)))
    assert desk.sizes == [1, 2]
    desk.document.undo_stack.undo()
    assert desk.sizes == [4, 2]


def test_ghosts_of_a_tall_column_stay_in_sight(make_desk):
    """Below a full column there is no room, so the column moves together to show what comes."""
    desk = make_desk(12)
    grip = desk.at(Element(Part.GRIP, "L1"))
    press(desk, grip)
    drag_to(desk, grip + QPoint(0, 60), grip + QPoint(0, 220))
    units = desk.canvas.pointer.gesture.units
    assert units == 22
    picture = desk.canvas.grab().toImage()
    bottom = desk.canvas.height() - 6 - round(0.08 * (desk.canvas.height() - grip.y()))
    column = [picture.pixelColor(grip.x(), y).name() for y in range(bottom - 60, bottom)]
    assert len(set(column)) > 3, "ghosts down to the lower edge"
    release(desk, grip + QPoint(0, 220))
    assert desk.sizes == [22]


def test_ctrl_drag_does_what_alt_drag_does(make_desk):
    """Some window managers keep Alt for moving windows."""
    desk = make_desk(2)
    start = desk.at(Element(Part.LINK, "L1.1", "x1"))
    drag(desk, start, start - QPoint(0, 50), CTRL)
    assert desk.experiment.network.hand_set[-1].link == Link("x1", "L1.1")


def test_a_layer_never_shrinks_to_nothing_by_its_grip(make_desk):
    desk = make_desk(3)
    grip = desk.at(Element(Part.GRIP, "L1"))
    drag(desk, grip, grip - QPoint(0, 500))
    assert desk.sizes == [1]


@pytest.mark.parametrize("part", [Part.CHIP, Part.TITLE])
def test_dragging_a_chip_or_title_sideways_moves_the_layer(make_desk, part):
    desk = make_desk(4, 3, 2)
    start, end = desk.at(Element(part, "L1")), desk.at(Element(part, "L3"))
    drag(desk, start, end + QPoint(60, 0))
    assert desk.sizes == [3, 2, 4]
    desk.document.undo_stack.undo()
    assert desk.sizes == [4, 3, 2]
    drag(desk, desk.at(Element(part, "L3")), desk.at(Element(part, "L1")) - QPoint(60, 0))
    assert desk.sizes == [2, 4, 3]


def test_a_layer_dropped_where_it_was_stays(make_desk):
    desk = make_desk(4, 3)
    start = desk.at(Element(Part.CHIP, "L1"))
    drag(desk, start, start + QPoint(20, 0))
    assert desk.sizes == [4, 3]
    assert not desk.document.undo_stack.canUndo()


def test_the_features_cannot_be_moved(make_desk):
    desk = make_desk(4)
    start = desk.at(Element(Part.CHIP, "features"))
    drag(desk, start, start + QPoint(400, 0))
    assert not desk.document.undo_stack.canUndo()


def test_the_rubber_band_selects_neurons(make_desk, qtbot):
    desk = make_desk(4, 2)
    rects = [desk.canvas.state.layout.unit_rect(f"L1.{n}") for n in (1, 2)]
    start = desk.canvas.mapFromScene(rects[0].topLeft() - QPointF(30, 16))
    end = desk.canvas.mapFromScene(rects[1].bottomRight() + QPointF(8, -4))
    heard = []
    desk.canvas.selection_changed.connect(heard.append)
    drag(desk, start, end, SHIFT)
    assert desk.canvas.state.selected == {"L1.1", "L1.2"}
    assert heard[-1] == frozenset({"L1.1", "L1.2"})
    assert not desk.document.undo_stack.canUndo()


def test_shift_click_adds_to_the_selection_and_takes_from_it(make_desk):
    desk = make_desk(4, 2)
    click(desk, Element(Part.UNIT, "L1.1"))
    click(desk, Element(Part.UNIT, "L1.3"), SHIFT)
    click(desk, Element(Part.UNIT, "L2.2"), SHIFT)
    assert desk.canvas.state.selected == {"L1.1", "L1.3", "L2.2"}
    click(desk, Element(Part.UNIT, "L1.3"), SHIFT)
    assert desk.canvas.state.selected == {"L1.1", "L2.2"}
    click(desk, Element(Part.UNIT, "L1.2"))
    assert desk.canvas.state.selected == {"L1.2"}


def test_clicking_a_title_selects_the_layer_and_clicking_nothing_forgets_it(make_desk):
    desk = make_desk(3, 2)
    click(desk, Element(Part.TITLE, "L1"))
    assert desk.canvas.state.selected == {"L1.1", "L1.2", "L1.3"}
    QTest.mouseClick(desk.canvas.viewport(), LEFT, NONE, QPoint(6, 600))
    assert desk.canvas.state.selected == frozenset()


def test_the_round_buttons_add_and_remove_neurons_and_layers(make_desk):
    desk = make_desk(2)
    click(desk, Element(Part.PLUS, "L1"))
    assert desk.sizes == [3]
    click(desk, Element(Part.MINUS, "L1"))
    click(desk, Element(Part.MINUS, "L1"))
    assert desk.sizes == [1]
    click(desk, Element(Part.MINUS, "L1"))
    assert desk.sizes == [], "a layer of one neuron goes with it"
    for _ in range(4):
        desk.document.undo_stack.undo()
    assert desk.sizes == [2]
    click(desk, Element(Part.INSERT, gap=1))
    assert len(desk.sizes) == 2


def test_a_refused_edit_is_told_and_changes_nothing(make_desk):
    desk = make_desk(MAX_NEURONS)
    click(desk, Element(Part.PLUS, "L1"))
    assert desk.sizes == [MAX_NEURONS]
    assert str(MAX_NEURONS) in desk.refusals[0]


def test_alt_drag_on_a_link_changes_its_weight_as_one_step(make_desk):
    desk = make_desk(2)
    link = Link("x1", "L1.1")
    before = desk.canvas.state.readout.weight(link)
    start = desk.at(Element(Part.LINK, "L1.1", "x1"))
    press(desk, start, ALT)
    drag_to(desk, start - QPoint(0, 20), start - QPoint(0, 50))
    entry = desk.experiment.network.hand_set[-1]
    assert entry.link == link
    assert entry.value == pytest.approx(before + 1.0, abs=1e-3), "it follows while dragging"
    drag_to(desk, start - QPoint(0, 100))
    release(desk, start - QPoint(0, 100), ALT)
    entries = desk.experiment.network.hand_set
    assert len(entries) == 1
    assert entries[0].value == pytest.approx(before + 2.0, abs=1e-3)
    assert entries[0].before == before
    desk.document.undo_stack.undo()
    assert desk.experiment.network.hand_set == ()
    assert not desk.document.undo_stack.canUndo()


def test_a_weight_dragged_back_to_its_start_leaves_no_step(make_desk):
    desk = make_desk(2)
    start = desk.at(Element(Part.LINK, "L1.1", "x1"))
    press(desk, start, ALT)
    drag_to(desk, start - QPoint(0, 40), start)
    release(desk, start, ALT)
    assert desk.experiment.network.hand_set == ()
    assert not desk.document.undo_stack.canUndo()


def test_ctrl_wheel_zooms_to_the_pointer_and_the_middle_button_pans(make_desk):
    desk = make_desk(4, 2)
    canvas = desk.canvas
    place = QPointF(300, 200)
    under = canvas.mapToScene(place.toPoint())
    wheel(canvas, place, 240)
    assert canvas.zoom > 1.2
    now = canvas.mapToScene(place.toPoint())
    assert abs(now.x() - under.x()) < 2
    assert abs(now.y() - under.y()) < 2
    corner = canvas.mapToScene(0, 0)
    drag(desk, QPoint(400, 300), QPoint(460, 330), NONE, MIDDLE)
    moved = (corner - canvas.mapToScene(0, 0)) * canvas.zoom
    assert abs(moved.x() - 60) < 3
    assert abs(moved.y() - 30) < 3
    QTest.keyClick(canvas, Qt.Key.Key_0, CTRL)
    assert canvas.zoom == 1.0
    assert canvas.mapToScene(0, 0).toPoint() == QPoint(0, 0)


def test_space_and_drag_pans(make_desk):
    desk = make_desk(4)
    corner = desk.canvas.mapToScene(0, 0)
    QTest.keyPress(desk.canvas, Qt.Key.Key_Space)
    drag(desk, QPoint(300, 300), QPoint(340, 320))
    QTest.keyRelease(desk.canvas, Qt.Key.Key_Space)
    assert corner.x() - desk.canvas.mapToScene(0, 0).x() == pytest.approx(40, abs=2)
    assert not desk.document.undo_stack.canUndo()


def test_a_tap_on_space_is_told_to_whoever_listens(make_desk):
    desk = make_desk(4)
    taps = []
    desk.canvas.space_tapped.connect(_Tap(taps))
    QTest.keyClick(desk.canvas, Qt.Key.Key_Space)
    assert taps == [1]


def test_gestures_work_while_zoomed(make_desk):
    desk = make_desk(4, 2)
    wheel(desk.canvas, QPointF(desk.gap(1)), 300)
    start = desk.gap(1)
    drag(desk, start, start + QPoint(0, 40))
    assert len(desk.sizes) == 3


class _Tap:
    """Counts taps; a plain callable, so that the signal needs no argument."""

    def __init__(self, taps: list[int]) -> None:
        self._taps = taps

    def __call__(self) -> None:
        self._taps.append(1)


def wheel(canvas, place: QPointF, turn: int, modifiers=CTRL) -> None:
    event = QWheelEvent(
        place, QPointF(canvas.viewport().mapToGlobal(place.toPoint())), QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
