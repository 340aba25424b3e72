"""The history of parameters stays small, evenly spaced, and true to the run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnfs_gui.plots.shared.parameter_history import ParameterHistory


def test_the_trail_holds_the_parameters_of_every_moment(train):
    history, snapshots = ParameterHistory(), train()
    for snapshot in snapshots:
        history.record(snapshot)
    assert list(history.steps()) == [0, 10, 20, 30, 40]
    np.testing.assert_array_equal(
        history.vectors(), [snapshot.parameters for snapshot in snapshots]
    )
    np.testing.assert_array_equal(history.columns(slice(2, 5)), history.vectors()[:, 2:5])


def test_an_hour_of_training_does_not_grow_the_norms(make_snapshot):
    history, snapshot = ParameterHistory(capacity=32), make_snapshot(step=0)
    for step in range(0, 20_000, 7):
        history.record(replace(snapshot, step=step))
    assert len(history) <= 33
    steps = history.steps()
    assert steps[0] == 0
    assert steps[-1] > 18_000
    assert np.diff(steps).max() < 4 * np.median(np.diff(steps))


def test_winding_back_forgets_what_lay_ahead(make_snapshot):
    history, snapshot = ParameterHistory(), make_snapshot(step=0)
    for step in (0, 10, 20, 30):
        history.record(replace(snapshot, step=step))
    history.record(replace(snapshot, step=10, parameters=snapshot.parameters + 1))
    assert list(history.steps()) == [0, 10]
    np.testing.assert_array_equal(history.vectors()[-1], snapshot.parameters + 1)


def test_another_run_or_another_network_begins_a_new_norms(make_snapshot):
    history = ParameterHistory()
    history.record(make_snapshot(step=5))
    history.record(make_snapshot(step=9, run=2))
    assert list(history.steps()) == [9]
    history.record(make_snapshot(step=11, run=2, hidden=(3,)))
    assert list(history.steps()) == [11]
    assert history.vectors().shape == (1, 13)


def test_diverged_parameters_leave_no_mark(make_snapshot):
    history, snapshot = ParameterHistory(), make_snapshot()
    history.record(replace(snapshot, parameters=np.full_like(snapshot.parameters, np.nan)))
    assert len(history) == 0
