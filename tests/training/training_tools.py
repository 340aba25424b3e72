"""What the tests of training share: bare trainers, listeners, and learned weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from engine import ACTIVATIONS, Trainer
from nnfs_gui.experiment.building import block_positions, build_network, trainer_options
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import (
    Experiment,
    LayerSpec,
    Link,
    NetworkSpec,
    default_experiment,
    make_layer,
)
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import Failure, RunState, Snapshot
from nnfs_gui.training.surgery.transplant import plane_points
from nnfs_gui.training.surgery.weights import Array, Weights, weights_of
from nnfs_gui.training.thread.session import TrainingSession

LONG = 60.0
"""Seconds that no test takes: the number of steps or epochs ends it."""


def bare_trainer(experiment: Experiment) -> Trainer:
    points = materialize(experiment)
    inputs = feature_matrix(experiment.network.features, points.inputs[points.train])
    targets = encode_targets(points, read_outputs(experiment))[points.train]
    network = build_network(experiment, with_hand_set=True)
    return Trainer(network, inputs, targets, **trainer_options(experiment))


def trained(experiment: Experiment, epochs: int = 20) -> Run:
    run = Run(1, experiment)
    train(run, epochs)
    return run


def train(run: Run, epochs: int) -> None:
    run.play(epochs)
    while run.state is RunState.RUNNING:
        run.train(LONG)


def parameters(run: Run) -> list[float]:
    return run.snapshot().parameters.tolist()


class Listener:
    """Keeps what the session says."""

    def __init__(self, session: TrainingSession) -> None:
        self.snapshots: list[Snapshot] = []
        self.states: list[RunState] = []
        self.failures: list[Failure] = []
        self.notices: list[str] = []
        self.finished = 0
        session.snapshot_changed.connect(self.snapshots.append)
        session.state_changed.connect(self.states.append)
        session.failed.connect(self.failures.append)
        session.noticed.connect(self.notices.append)
        session.epochs_finished.connect(self._finish)

    def _finish(self) -> None:
        self.finished += 1


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=10_000)


def first_snapshot(qtbot: QtBot, session: TrainingSession) -> Snapshot:
    wait_for(qtbot, lambda: session.snapshot is not None)
    assert session.snapshot is not None
    return session.snapshot


def train_epochs(qtbot: QtBot, session: TrainingSession, heard: Listener, epochs: int) -> Snapshot:
    before = heard.finished
    session.train_epochs(epochs)
    wait_for(qtbot, lambda: heard.finished > before)
    assert session.snapshot is not None
    return session.snapshot


HIDDEN = tuple(name for name in ACTIVATIONS.names() if not ACTIVATIONS[name].output_only)
POINTS = plane_points(9)


def with_layers(*layers: LayerSpec, features: tuple[str, ...] = ("x1", "x2")) -> Experiment:
    network = NetworkSpec(features=features, hidden=layers, seed=5)
    return replace(default_experiment(), network=network)


def learned(experiment: Experiment, moments: int = 2, seed: int = 0) -> Weights:
    """Weights as training leaves them: no two alike, with moments that are marked."""
    network = build_network(experiment)
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(1 + moments, network.n_parameters))
    vectors[0] = network.parameters + 0.3 * vectors[0]
    return weights_of(experiment, vectors)


def outputs(experiment: Experiment, weights: Weights) -> Array:
    network = build_network(experiment)
    network.parameters[:] = weights.parameters
    features = feature_matrix(experiment.network.features, POINTS)
    return network.predict(features)


def assert_same_function(
    old: Experiment, before: Weights, new: Experiment, after: Weights, tolerance: float = 1e-12
) -> None:
    expected = outputs(old, before)
    scale = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(outputs(new, after), expected, rtol=0, atol=tolerance * scale)


def links(experiment: Experiment, weights: Weights) -> dict[Link, tuple[float, ...]]:
    return dict(
        zip(
            block_positions(experiment).links,
            map(tuple, weights.vectors.T.tolist()),
            strict=True,
        )
    )


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    layers = [
        replace(make_layer(number, size), activation=draw(st.sampled_from(HIDDEN)))
        for number, size in enumerate(sizes, start=1)
    ]
    features = draw(st.sampled_from([("x1", "x2"), ("x1",), ("x1", "x1*x2", "sin(x2)")]))
    return with_layers(*layers, features=features)


def a_layer(data: st.DataObject, experiment: Experiment) -> LayerSpec:
    return data.draw(st.sampled_from(experiment.network.hidden))
