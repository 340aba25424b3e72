"""What each tool makes of a stroke."""

from __future__ import annotations

import numpy as np
import pytest

from nnfs_gui.experiment.edits import set_data
from nnfs_gui.experiment.model import PLANE, PointArray, PointsData, default_experiment
from nnfs_gui.plots.boundary.painting.tools import (
    TOOLS,
    Brush,
    Eraser,
    Line,
    PaintSettings,
    Select,
    SinglePoint,
)

SQUARE = np.array([[-1.0, -1.0, 0], [1.0, -1.0, 1], [1.0, 1.0, 0], [-1.0, 1.0, 1]])
SETTINGS = PaintSettings(target=1.0, radius=0.5, density=10.0, reach=0.2)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def painted(points=SQUARE):
    return set_data(default_experiment(), PointsData(points=PointArray(points)))


def rows(experiment):
    return experiment.data.points.values


def test_every_tool_has_a_name_a_label_and_a_key_of_its_own():
    for field in ("name", "label", "key"):
        assert len({getattr(tool, field) for tool in TOOLS}) == len(TOOLS)


def test_the_brush_stays_within_its_radius_of_the_way(rng):
    brush = Brush(SETTINGS, rng)
    brush.press((-2.0, 0.0), painted())
    brush.drag((2.0, 0.0))
    new = rows(brush.apply(painted()))[4:]
    assert np.all(np.abs(new[:, 1]) <= 0.5)
    assert np.all(np.abs(new[:, 0]) <= 2.5)
    assert np.all(new[:, 2] == 1)


def test_the_brush_leaves_as_many_points_however_slowly_it_moves(rng):
    counts = []
    for steps in (1, 400):
        brush = Brush(SETTINGS, rng)
        brush.press((-4.0, 0.0), painted())
        for x in np.linspace(-4, 4, steps + 1)[1:]:
            brush.drag((float(x), 0.0))
        counts.append(len(rows(brush.apply(painted()))) - 4)
    expected = 10 * (np.pi * 0.25 + 8.0)
    assert counts[0] == counts[1] == pytest.approx(expected, abs=1.0)


def test_the_brush_covers_its_disc_evenly(rng):
    brush = Brush(PaintSettings(0.0, 1.0, 3000.0, 0.2), rng)
    brush.press((0.0, 0.0), painted())
    new = rows(brush.apply(painted()))[4:, :2]
    share = np.mean(np.hypot(*new.T) < 0.5)
    assert share == pytest.approx(0.25, abs=0.03)


def test_paint_beyond_the_plane_is_lost_and_does_not_pile_up_at_its_edge(rng):
    brush = Brush(SETTINGS, rng)
    brush.press((PLANE, 0.0), painted())
    brush.drag((PLANE + 3, 0.0))
    new = rows(brush.apply(painted()))[4:]
    assert len(new) >= 1
    assert np.all(new[:, 0] < PLANE)


def test_the_first_touch_leaves_at_least_one_point(rng):
    brush = Brush(PaintSettings(0.0, 0.1, 0.5, 0.2), rng)
    brush.press((0.0, 0.0), painted())
    assert len(rows(brush.apply(painted()))) == 5


def test_nothing_pending_changes_nothing(rng):
    for tool in (Brush, Eraser):
        stroke = tool(SETTINGS, rng)
        stroke.press((3.0, 3.0), painted())
        after = stroke.apply(painted())
        assert stroke.apply(after) is after


def test_a_single_point_is_carried_along_and_stays_one(rng):
    point = SinglePoint(SETTINGS, rng)
    start = painted()
    point.press((0.0, 0.0), start)
    first = point.apply(start)
    point.drag((2.0, 2.5))
    second = point.apply(first)
    assert rows(second)[4:].tolist() == [[2.0, 2.5, 1.0]]


def test_a_line_is_straight_even_and_reaches_both_ends(rng):
    line = Line(SETTINGS, rng)
    start = painted()
    line.press((-3.0, 0.0), start)
    line.drag((9.0, 1.0))
    line.drag((3.0, 3.0))
    new = rows(line.apply(start))[4:, :2]
    assert new[0].tolist() == [-3.0, 0.0]
    assert new[-1].tolist() == [3.0, 3.0]
    gaps = np.hypot(*np.diff(new, axis=0).T)
    assert np.allclose(gaps, gaps[0])


def test_a_fast_eraser_leaves_no_gaps(rng):
    points = np.column_stack([np.linspace(-5, 5, 60), np.zeros(60), np.zeros(60)])
    eraser = Eraser(SETTINGS, rng)
    eraser.press((-5.0, 0.0), painted(points))
    eraser.drag((5.0, 0.0))
    assert len(rows(eraser.apply(painted(points)))) == 0


def test_a_rubber_band_picks_what_is_inside(rng):
    select = Select(SETTINGS, rng)
    select.press((-2.0, 0.0), painted())
    select.drag((2.0, 2.0))
    assert select.selected.tolist() == [2, 3]
    assert select.band == ((-2.0, 0.0), (2.0, 2.0))
    select.release()
    assert select.band is None


def test_with_shift_the_picked_points_add_up(rng):
    select = Select(SETTINGS, rng, np.array([0]), adding=True)
    select.press((1.0, 1.0), painted())
    assert sorted(select.selected.tolist()) == [0, 2]


def test_dragging_a_picked_point_moves_all_that_are_picked(rng):
    start = painted()
    select = Select(SETTINGS, rng, np.array([0, 1]))
    select.press((1.0, -1.0), start)
    select.drag((1.5, -2.0))
    after = rows(select.apply(start))
    assert after[:2, :2].tolist() == [[-0.5, -2.0], [1.5, -2.0]]
    assert np.array_equal(after[2:], SQUARE[2:])


def test_a_press_beside_all_points_lets_them_go(rng):
    select = Select(SETTINGS, rng, np.array([0, 1]))
    select.press((4.0, 4.0), painted())
    assert select.selected.tolist() == []
