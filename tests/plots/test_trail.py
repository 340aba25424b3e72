"""The trail of parameters stays small, evenly spaced, and true to the run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnfs_gui.plots.trail import ParameterTrail


def test_the_trail_holds_the_parameters_of_every_moment(train):
    trail, snapshots = ParameterTrail(), train()
    for snapshot in snapshots:
        trail.record(snapshot)
    assert list(trail.steps()) == [0, 10, 20, 30, 40]
    np.testing.assert_array_equal(trail.vectors(), [snapshot.parameters for snapshot in snapshots])
    np.testing.assert_array_equal(trail.columns(slice(2, 5)), trail.vectors()[:, 2:5])


def test_an_hour_of_training_does_not_grow_the_trail(make_snapshot):
    trail, snapshot = ParameterTrail(capacity=32), make_snapshot(step=0)
    for step in range(0, 20_000, 7):
        trail.record(replace(snapshot, step=step))
    assert len(trail) <= 33
    steps = trail.steps()
    assert steps[0] == 0
    assert steps[-1] > 18_000
    assert np.diff(steps).max() < 4 * np.median(np.diff(steps))


def test_winding_back_forgets_what_lay_ahead(make_snapshot):
    trail, snapshot = ParameterTrail(), make_snapshot(step=0)
    for step in (0, 10, 20, 30):
        trail.record(replace(snapshot, step=step))
    trail.record(replace(snapshot, step=10, parameters=snapshot.parameters + 1))
    assert list(trail.steps()) == [0, 10]
    np.testing.assert_array_equal(trail.vectors()[-1], snapshot.parameters + 1)


def test_another_run_or_another_network_begins_a_new_trail(make_snapshot):
    trail = ParameterTrail()
    trail.record(make_snapshot(step=5))
    trail.record(make_snapshot(step=9, run=2))
    assert list(trail.steps()) == [9]
    trail.record(make_snapshot(step=11, run=2, hidden=(3,)))
    assert list(trail.steps()) == [11]
    assert trail.vectors().shape == (1, 13)


def test_diverged_parameters_leave_no_mark(make_snapshot):
    trail, snapshot = ParameterTrail(), make_snapshot()
    trail.record(replace(snapshot, parameters=np.full_like(snapshot.parameters, np.nan)))
    assert len(trail) == 0
