"""The drawn border lies where the engine itself is undecided."""

from __future__ import annotations

import numpy as np
import pytest

from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import PLANE
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.plots.boundary.map import PlaneMap
from nnfs_gui.theme import DARK

SIDE = 100
PIXEL = 2 * PLANE / SIDE


def outputs_at(snapshot, network, places):
    return network.predict(feature_matrix(snapshot.experiment.network.features, places))


def indecision(outputs):
    """0 where two classes are equally likely; its sign says which one is ahead."""
    if outputs.shape[1] == 1:
        return np.log(outputs[:, 0] / (1 - outputs[:, 0]))
    second, first = np.sort(np.log(outputs), axis=1)[:, -2:].T
    return first - second


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_the_border_is_where_the_engine_is_undecided(qapp, train, classes):
    snapshot = train(steps=300, hidden=(6, 5), classes=classes, learning_rate=0.3)[-1]
    network = build_network(snapshot.experiment)
    network.parameters = snapshot.parameters
    boundary = outputs_at(snapshot, network, grid_points(SIDE)).T.reshape(-1, SIDE, SIDE)
    shown = PlaneMap(DARK)
    shown.show_outputs(boundary.astype(np.float32), read_outputs(snapshot.experiment))
    ends = shown.segments.reshape(-1, 2)
    assert len(ends) > 100
    # How far off the border is: how undecided the engine is there, by how fast that changes.
    here = indecision(outputs_at(snapshot, network, ends))
    shifted = [
        np.abs(indecision(outputs_at(snapshot, network, ends + step)))
        for step in 0.05 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    ]
    rise = np.max(shifted, axis=0) / 0.05
    off = np.abs(here) / rise
    assert np.quantile(off, 0.9) < 0.1 * PIXEL
    assert off.max() < 1.5 * PIXEL


def test_the_whole_border_is_drawn(qapp, train):
    """Wherever two neighbouring pixels are of different classes, a segment passes by."""
    snapshot = train(steps=300, hidden=(6, 5), classes=4, learning_rate=0.3)[-1]
    network = build_network(snapshot.experiment)
    network.parameters = snapshot.parameters
    boundary = outputs_at(snapshot, network, grid_points(SIDE)).T.reshape(-1, SIDE, SIDE)
    shown = PlaneMap(DARK)
    shown.show_outputs(boundary.astype(np.float32), read_outputs(snapshot.experiment))
    labels, points = boundary.argmax(axis=0), grid_points(SIDE).reshape(SIDE, SIDE, 2)
    crossed = (labels[:, 1:] != labels[:, :-1]).nonzero()
    between = (points[:, 1:] + points[:, :-1])[crossed] / 2
    middles = (shown.segments[:, :2] + shown.segments[:, 2:]) / 2
    nearest = np.linalg.norm(between[:, None] - middles[None], axis=2).min(axis=1)
    assert len(between) > 50
    assert nearest.max() < PIXEL
