"""Snapshots are complete, true, and cannot be written to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from training_tools import bare_trainer, train, trained

from engine import ACTIVATIONS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData, default_experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.training.run import Run


def test_a_snapshot_is_complete_and_nothing_in_it_can_be_written(experiment: Experiment) -> None:
    run = trained(experiment, 3)
    found = run.snapshot()
    arrays = [
        *(getattr(found, name) for name in ("parameters", "raw_gradient", "applied_gradient")),
        *(getattr(found.curve, name) for name in found.curve.__slots__),
        *(getattr(found.gradient_norms, name) for name in found.gradient_norms.__slots__),
        *found.maps,
        *found.activations,
        *(getattr(found, name) for name in ("boundary", "sample", "predictions", "point_losses")),
    ]
    assert len(arrays) > 20
    assert not any(array.flags.writeable for array in arrays)
    kept = [array.copy() for array in arrays]
    train(run, 5)
    run.snapshot()
    assert all(np.array_equal(a, b) for a, b in zip(arrays, kept, strict=True))


def test_losses_in_a_snapshot_are_those_of_its_parameters(experiment: Experiment) -> None:
    experiment = edits.set_training(experiment, regularizer="l2", regularization_rate=0.1)
    run = trained(experiment, 5)
    found, points = run.snapshot(), materialize(experiment)
    network = build_network(experiment)
    network.parameters[:] = found.parameters
    features = feature_matrix(experiment.network.features, points.inputs)
    targets = encode_targets(points, read_outputs(experiment))
    for part, loss in ((points.train, found.train_loss), (points.test, found.test_loss)):
        assert loss == pytest.approx(network.evaluate(features[part], targets[part]), rel=1e-12)
    weights = [layer.weights for layer in network.layers]
    penalty = 0.05 * sum(float(np.square(w).sum()) for w in weights)
    assert found.penalty == pytest.approx(penalty)
    assert found.curve.train_loss[-1] == found.train_loss
    assert found.curve.step[-1] == found.step


def test_r_squared_of_a_snapshot_is_that_of_its_test_points(experiment: Experiment) -> None:
    assert math.isnan(trained(experiment, 5).snapshot().test_r_squared)
    found = trained(edits.change_data(experiment, generator="plane"), 40).snapshot()
    network = build_network(found.experiment)
    network.parameters[:] = found.parameters
    points = found.data.inputs[found.data.test]
    outputs = network.predict(feature_matrix(found.experiment.network.features, points))[:, 0]
    targets = found.data.targets[found.data.test]
    explained = 1 - np.square(targets - outputs).sum() / np.square(targets - targets.mean()).sum()
    assert found.test_r_squared == pytest.approx(explained, abs=1e-5)


@pytest.mark.parametrize("clip", ["value", "neuron", "norm", "none"])
def test_the_trail_tells_norms_and_angles_of_single_steps(
    experiment: Experiment, clip: str
) -> None:
    experiment = edits.set_training(experiment, clip=clip, clip_threshold=0.02)
    run, bare = Run(1, experiment), bare_trainer(experiment)
    expected = []
    for _ in range(20):
        run.step("batch")
        bare.step()
        raw, applied = bare.raw_gradient, bare.applied_gradient
        lengths = np.linalg.norm(raw), np.linalg.norm(applied)
        cosine = raw.dot(applied) / (lengths[0] * lengths[1])
        expected.append((bare.steps, *lengths, cosine, bare.clipped))
    history = run.snapshot().gradient_norms
    found = np.column_stack(
        [history.step, history.raw, history.applied, history.cosine, history.clipped]
    )
    np.testing.assert_allclose(found, np.array(expected, dtype=float), rtol=1e-9)
    assert history.clipped.any() == (clip != "none")


@pytest.mark.parametrize("name", ["softmax", *ACTIVATIONS.names()])
def test_every_activation_can_be_run_and_shown(experiment: Experiment, name: str) -> None:
    if ACTIVATIONS[name].output_only:
        experiment = edits.set_output_activation(experiment, name)
    else:
        experiment = edits.set_activation(experiment, "L1", name)
    found = trained(experiment, 2).snapshot()
    assert np.isfinite(found.parameters).all()
    assert found.boundary.shape[0] == found.sizes[-1]


def test_of_many_points_a_sample_is_drawn_and_judged(experiment: Experiment) -> None:
    many = edits.set_data(default_experiment(), PointsData(points=_cloud(30_000)))
    run = Run(1, many)
    run.play()
    run.train(0.01)
    found = run.snapshot()
    assert len(found.data.inputs) == 30_000
    assert len(found.sample) == 2_000 == len(found.predictions) == len(found.point_losses)
    assert (np.diff(found.sample) > 0).all()
    assert found.sample[-1] > 29_000
    assert math.isfinite(found.test_loss)


def _cloud(count: int) -> PointArray:
    rng = np.random.default_rng(0)
    points = rng.uniform(-6, 6, (count, 2))
    return PointArray(np.column_stack([points, points[:, 0] > points[:, 1]]))


def test_the_side_of_maps_and_boundary_can_be_chosen(experiment: Experiment) -> None:
    run = Run(1, experiment)
    run.set_detail(16, 30)
    run.apply(edits.add_neuron(experiment, "L1"))
    found = run.snapshot()
    assert [maps.shape for maps in found.maps] == [(n, 16, 16) for n in (2, 5, 2, 1)]
    assert found.boundary.shape == (1, 30, 30)
