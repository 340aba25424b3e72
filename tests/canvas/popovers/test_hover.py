"""What the card beside the pointer says."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.canvas.popovers.hover import Line


def told(desk, element: Element) -> tuple[Line, ...]:
    QTest.mouseMove(desk.canvas.viewport(), QPoint(2, 2))  # an unmoved pointer sends no event
    QTest.mouseMove(desk.canvas.viewport(), desk.at(element))
    return desk.canvas.popups.card.lines


def test_nobody_is_invited_to_change_locked_weights(make_desk):
    desk = make_desk(3, steps=1)
    link = Element(Part.LINK, "L1.2", source="x1")
    free = told(desk, link)
    assert any("click to edit" in line.text for line in free)
    desk.canvas.state.locked = frozenset({"weights"})
    assert told(desk, link) == tuple(line for line in free if "click to edit" not in line.text)
