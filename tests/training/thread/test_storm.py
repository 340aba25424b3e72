"""A storm of edits while training runs at full speed: the worker ends where the document does."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from storm import Storm
from training_tools import Listener, first_snapshot, wait_for

from nnfs_gui.document import Document
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.thread.session import TrainingSession

EDITS = 300


def assert_whole(snapshot: Snapshot) -> None:
    """The snapshot is of its own experiment in every part, and its numbers are finite."""
    sizes = tuple(len(units) for units in layer_ids(snapshot.experiment))
    assert snapshot.sizes == sizes
    assert tuple(len(maps) for maps in snapshot.maps) == sizes
    assert tuple(values.shape for values in snapshot.activations) == tuple(
        (size, len(snapshot.sample)) for size in sizes
    )
    size = sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes))
    vectors = (snapshot.parameters, snapshot.raw_gradient, snapshot.applied_gradient)
    for vector in (*vectors, *snapshot.moments.values()):
        assert vector.shape == (size,)
    assert np.isfinite(snapshot.parameters).all()
    if snapshot.state is not RunState.DIVERGED:
        assert all(np.isfinite(vector).all() for vector in (*vectors, *snapshot.moments.values()))
        assert math.isfinite(snapshot.train_loss) or not len(snapshot.data.train)


@pytest.mark.parametrize("seed", [1, 2])
def test_training_follows_a_storm_of_edits(
    qtbot: QtBot, document: Document, session: TrainingSession, heard: Listener, seed: int
) -> None:
    storm = Storm(document, seed)
    first_snapshot(qtbot, session)
    edited = 0
    while edited < EDITS:
        session.play()
        for _ in range(storm.burst()):
            storm.blow()
            edited += 1
        heard.snapshots.clear()
        wait_for(qtbot, lambda: bool(heard.snapshots))
        for snapshot in heard.snapshots:
            assert_whole(snapshot)
    session.pause()
    wait_for(qtbot, lambda: heard.snapshots[-1].experiment is document.experiment)
    assert_whole(heard.snapshots[-1])
    assert [failure for failure in heard.failures if not failure.diverged] == []
    assert session.state is not RunState.RUNNING
