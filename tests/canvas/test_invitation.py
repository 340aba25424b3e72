"""What invites to draw a layer: whole words, and over nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def test_a_network_without_hidden_layers_invites_to_draw_one(make_desk):
    desk = make_desk()
    bare = make_desk(1)
    middle = desk.gap(0, 0.5)
    picture = desk.canvas.grab().toImage()
    area = [picture.pixelColor(middle + QPoint(x, 150)).name() for x in range(-90, 90)]
    assert len(set(area)) > 5, "there are words below the dashed tiles"
    assert bare.canvas.state.layout.columns[1].hidden
    desk.canvas.state.hushed = True
    picture = desk.canvas.grab().toImage()
    area = [picture.pixelColor(middle + QPoint(x, 150)).name() for x in range(-90, 90)]
    assert len(set(area)) <= 5, "none while a lesson asks for something else"


@pytest.mark.parametrize("height", [360, 420, 900])
def test_the_words_that_invite_to_draw_are_whole(make_desk, height):
    desk = make_desk(4, 2)
    desk.canvas.resize(620, height)
    QApplication.sendPostedEvents()
    plain = desk.canvas.grab().toImage()
    desk.canvas.invite()
    invited = desk.canvas.grab().toImage()
    rows = {
        y
        for y in range(height)
        if any(plain.pixel(x, y) != invited.pixel(x, y) for x in range(0, 620, 2))
    }
    assert max(rows) < height - 4, "nothing is cut at the lower edge"
    words = [y for y in rows if y + 1 not in rows]
    assert len(words) >= 4, "tiles, and three lines below them"


@pytest.mark.parametrize("sizes", [(8, 8), (6, 6, 6, 6, 6), (8, 8, 8, 8, 8), (8,)])
def test_the_words_that_invite_to_draw_leave_buttons_and_neurons_alone(make_desk, sizes):
    desk = make_desk(*sizes)
    desk.canvas.resize(410, 360)
    QApplication.sendPostedEvents()
    plain = desk.canvas.grab().toImage()
    desk.canvas.invite()
    invited = desk.canvas.grab().toImage()
    buttons = [
        rect.toAlignedRect()
        for column in desk.canvas.state.layout.columns
        for rect in (column.minus, column.plus)
        if rect is not None
    ]
    assert len(buttons) > len(sizes)
    neurons = [
        rect.toAlignedRect() for column in desk.canvas.state.layout.columns for rect in column.rects
    ]
    for taken in (*buttons, *neurons):
        assert plain.copy(taken) == invited.copy(taken)


def test_ghosts_show_once_how_a_layer_is_drawn(make_desk):
    desk = make_desk(3, 2)
    plain = desk.canvas.grab().toImage()
    heard = []
    desk.canvas.invited.connect(lambda: heard.append(1))
    desk.canvas.invite()
    assert desk.canvas.grab().toImage() != plain
    for _ in range(2):
        QTest.mouseClick(desk.canvas.viewport(), Qt.MouseButton.LeftButton, pos=desk.gap(2, 0.05))
    QTest.mouseMove(desk.canvas.viewport(), QPoint(2, 2))
    assert heard == [1], "seen once is seen"
    assert not desk.canvas.state.inviting
    assert desk.canvas.grab().toImage() == plain
