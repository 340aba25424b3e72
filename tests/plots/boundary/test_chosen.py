"""The point whose mathematics is shown is marked on the plane."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.plots.boundary.view import BoundaryPlot
from nnfs_gui.theme import DARK, LIGHT


@pytest.fixture(params=[DARK, LIGHT], ids=lambda theme: theme.name)
def boundary(qtbot, document, make_snapshot, request):
    snapshot = make_snapshot()
    document.open(snapshot.experiment, None)
    plot = BoundaryPlot(document, request.param)
    qtbot.addWidget(plot)
    plot.resize(420, 480)
    plot.show()
    plot.show_snapshot(replace(snapshot, data=materialize(snapshot.experiment)))
    return plot


def test_the_chosen_point_gets_a_mark_where_it_lies(boundary):
    boundary.show_point(4)
    assert boundary.chosen.place == tuple(boundary.snapshot.data.inputs[4].tolist())
    boundary.show_point(None)
    assert boundary.chosen.place is None


def test_the_mark_is_drawn_around_the_point(boundary, pixel_of):
    boundary.show_point(4)
    place = pixel_of(boundary.plot, *boundary.snapshot.data.inputs[4])
    marked = boundary.plot.viewport().grab().toImage()
    boundary.show_point(None)
    plain = boundary.plot.viewport().grab().toImage()
    changed = [
        (x, y)
        for x in range(marked.width())
        for y in range(marked.height())
        if marked.pixel(x, y) != plain.pixel(x, y)
    ]
    assert changed
    assert max(abs(x - place.x()) for x, _ in changed) < 25
    assert max(abs(y - place.y()) for _, y in changed) < 25


def test_a_mark_beyond_the_points_there_are_is_not_drawn(boundary):
    boundary.show_point(10_000)
    assert boundary.chosen.place is None


def test_new_points_move_the_mark_along(boundary, make_snapshot):
    boundary.show_point(4)
    other = make_snapshot(points=boundary.snapshot.experiment.data.points.values[::-1].copy())
    boundary.show_experiment(other.experiment)
    place = tuple(materialize(other.experiment).inputs[4].tolist())
    assert boundary.chosen.place == place


def test_a_point_that_is_spoken_of_by_number_has_it_beside_its_mark(boundary):
    boundary.show_point(4)
    plain = boundary.plot.viewport().grab().toImage()
    boundary.show_point(4, numbered=True)
    assert boundary.chosen.number == 5
    assert boundary.plot.viewport().grab().toImage() != plain
    boundary.show_point(4)  # the tab that shows its numbers says the same point
    assert boundary.chosen.number == 5
    boundary.show_point(3)
    assert boundary.chosen.number == 0
