"""The contour lies where the map crosses the level."""

from __future__ import annotations

import numpy as np
import pytest

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.plots.boundary.contour import level_segments, region_segments


def plane(side: int = 100) -> tuple[np.ndarray, np.ndarray]:
    centres = (np.arange(side) + 0.5) / side * 2 * PLANE - PLANE
    x1, x2 = np.meshgrid(centres, centres)
    return x1, x2


def test_a_tilted_plane_is_cut_along_its_exact_line():
    x1, x2 = plane()
    segments = level_segments((x1 + 2 * x2).astype(np.float32), 1.5)
    ends = segments.reshape(-1, 2)
    assert np.allclose(ends @ [1.0, 2.0], 1.5, atol=1e-4)
    assert ends[:, 0].min() == -PLANE
    assert ends[:, 0].max() == PLANE


def test_a_contour_reaches_every_edge_where_it_belongs():
    x1, x2 = plane()
    ends = level_segments((x1 - 0.3 * x2).astype(np.float32), 0.0).reshape(-1, 2)
    assert ends[:, 1].min() == pytest.approx(-PLANE)
    assert ends[np.argmax(ends[:, 1])] == pytest.approx([0.3 * PLANE, PLANE], abs=1e-4)


@pytest.mark.parametrize("side", [1, 2, 3])
def test_tiny_maps_have_contours_too(side):
    values = np.linspace(0, 1, side * side, dtype=np.float32).reshape(side, side)
    assert np.isfinite(level_segments(values, 0.5)).all()


def test_a_circle_has_its_radius_and_its_length():
    x1, x2 = plane()
    segments = level_segments(np.hypot(x1, x2).astype(np.float32), 4.0)
    radii = np.hypot(*segments.reshape(-1, 2).T)
    assert np.allclose(radii, 4.0, atol=0.01)
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 4, rel=0.01)


def test_a_closed_contour_is_watertight():
    x1, x2 = plane(60)
    segments = level_segments((np.sin(x1) * np.cos(x2) + 0.1 * x1).astype(np.float32), 0.013)
    ends = np.round(segments.reshape(-1, 2), 4)
    inner = ends[np.abs(ends).max(axis=1) < PLANE - 1e-6]
    _, counts = np.unique(inner, axis=0, return_counts=True)
    assert (counts == 2).all()


@pytest.mark.parametrize("middle_above", [True, False])
def test_a_saddle_keeps_apart_what_its_middle_keeps_apart(middle_above):
    value = 3.0 if middle_above else 1.0
    values = np.array([[value, -2.0], [-2.0, value]], dtype=np.float32)
    segments = level_segments(values, 0.0)
    midpoints = (segments[:, :2] + segments[:, 2:]) / 2
    nearest_middle = midpoints[np.argsort(np.hypot(*midpoints.T))[:2]]
    across = np.sign(nearest_middle[:, 0] * nearest_middle[:, 1])
    assert (across == (-1 if middle_above else 1)).all()


@pytest.mark.parametrize("level", [-1.0, 2.0])
def test_a_level_never_reached_has_no_contour(level):
    x1, _ = plane(20)
    assert level_segments((x1 / 12 + 0.5).astype(np.float32), level).shape == (0, 4)


def test_numbers_that_are_none_leave_no_segment():
    values = np.full((20, 20), np.nan, dtype=np.float32)
    values[:10] = 1.0
    assert np.isfinite(level_segments(values, 0.5)).all()


def test_infinite_numbers_leave_no_segment_and_no_warning():
    values = np.full((20, 20), np.inf, dtype=np.float32)
    values[:, :10] = -np.inf
    assert len(level_segments(values, 0.5)) == 0


def test_three_regions_meet_along_their_borders():
    x1, x2 = plane()
    scores = np.exp(np.stack([x2 * 0, x1, x2]))
    scores = (scores / scores.sum(axis=0)).astype(np.float32)
    segments = region_segments(scores)
    ends = segments.reshape(-1, 2)
    first, second = np.sort(np.stack([ends[:, 0] * 0, ends[:, 0], ends[:, 1]]), axis=0)[1:]
    inner = np.abs(ends).max(axis=1) < PLANE - 0.06
    assert inner.sum() > 200
    assert np.allclose(first[inner], second[inner], atol=0.07)


def test_a_steep_boundary_is_straight_between_the_pixels():
    x1, x2 = plane()
    height = 20 * (x2 - 0.3 * x1 - 0.1)
    probability = (1 / (1 + np.exp(-height))).astype(np.float32)
    ends = level_segments(probability, 0.5, probability=True).reshape(-1, 2)
    assert np.abs(ends[:, 1] - 0.3 * ends[:, 0] - 0.1).max() < 0.005


def test_three_steep_regions_have_straight_borders():
    x1, x2 = plane()
    logits = 15 * np.stack([x2 - 0.3 * x1, 0 * x1, -6 - x2])
    scores = np.exp(logits - logits.max(axis=0))
    scores = (scores / scores.sum(axis=0)).astype(np.float32)
    ends = region_segments(scores).reshape(-1, 2)
    above = ends[np.abs(ends[:, 1] - 0.3 * ends[:, 0]) < 1]
    assert np.abs(above[:, 1] - 0.3 * above[:, 0]).max() < 0.01


def test_one_region_has_no_border():
    scores = np.stack([np.ones((10, 10)), np.zeros((10, 10)), np.zeros((10, 10))])
    assert len(region_segments(scores.astype(np.float32))) == 0
