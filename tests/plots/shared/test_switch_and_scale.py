"""The small parts of the bottom card: quiet scales and switches."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt

from nnfs_gui.plots.shared.quiet_scale import QuietScale, round_up
from nnfs_gui.plots.shared.switch import Switch
from nnfs_gui.theme import DARK


@pytest.mark.parametrize(
    ("value", "top"), [(0.95, 1.0), (1.0, 1.0), (1.01, 1.5), (0.07, 0.08), (8.5, 10.0), (320, 400)]
)
def test_tops_of_axes_are_round(value, top):
    assert round_up(value) == pytest.approx(top)


@pytest.mark.parametrize("value", [0.55, 0.07, 2.5e-7, 5.5e-3, 25.0, 5.5e5])
def test_the_top_of_an_axis_is_written_without_a_tail(value):
    assert len(repr(round_up(value))) <= 8


def test_a_scale_grows_at_once_and_shrinks_with_hesitation():
    scale = QuietScale(patience=5)
    assert scale.follow(0.9) == 1.0
    assert scale.follow(2.9) == 3.0
    assert [scale.follow(0.9) for _ in range(4)] == [3.0] * 4
    assert scale.follow(0.9) == 1.0


def test_one_large_value_starts_the_wait_again():
    scale = QuietScale(patience=3)
    scale.follow(3.0)
    for value in (0.5, 0.5, 2.5, 0.5, 0.5):
        assert scale.follow(value) == 3.0
    assert scale.follow(0.5) == pytest.approx(0.6)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_a_value_that_cannot_be_drawn_leaves_the_scale_alone(value):
    scale = QuietScale()
    scale.follow(2.0)
    assert scale.follow(value) == 2.0


def test_a_scale_that_begins_anew_forgets_what_was_large():
    scale = QuietScale()
    scale.follow(2e24)
    scale.begin_anew()
    assert scale.top == 1.0
    assert scale.follow(0.25) == 0.3


def test_a_switch_tells_what_a_person_chose_and_nothing_else(qtbot):
    switch = Switch(DARK, "kind", {"one": ("One", "The first"), "two": ("Two", "The second")})
    qtbot.addWidget(switch)
    assert switch.current == "one"
    with qtbot.assertNotEmitted(switch.chosen):
        switch.choose("two")
    assert switch.current == "two"
    with qtbot.waitSignal(switch.chosen) as chosen:
        qtbot.mouseClick(switch._buttons["one"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["one"]
    assert switch._buttons["one"].accessibleName() == "One"
    assert switch._buttons["one"].toolTip() == "The first"


def test_a_scale_fits_at_once_when_training_pauses():
    scale = QuietScale()
    scale.follow(8.0, running=True)
    assert scale.follow(2.0, running=True) == 8.0
    assert scale.follow(2.0, running=False) == 2.0
    assert scale.follow(1.0, running=False) == 2.0
