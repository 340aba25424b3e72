"""Maps of every neuron: the network's own numbers, in single precision and kept buffers."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ACTIVATIONS, Network
from nnfs_gui.training.maps import CHUNK, MapEvaluator

POINTS = np.random.default_rng(0).uniform(-6, 6, (300, 2))


@pytest.mark.parametrize("hidden", [n for n in ACTIVATIONS if not ACTIVATIONS[n].output_only])
def test_maps_are_the_networks_activations(hidden: str) -> None:
    network = Network([2, 5, 3, 1], activation=hidden, seed=1)
    maps = MapEvaluator(network, POINTS).evaluate()
    assert [m.shape for m in maps] == [(5, 300), (3, 300), (1, 300)]
    for drawn, exact in zip(maps, network.forward(POINTS), strict=True):
        assert drawn.dtype == np.float32
        far = np.abs(exact.T) > 1e-4 if hidden == "step" else slice(None)
        np.testing.assert_allclose(drawn[far], exact.T[far], rtol=2e-4, atol=2e-5)


def test_softmax_works_over_the_units() -> None:
    network = Network([2, 4, 3], output_activation="softmax", loss="cce", seed=1)
    outputs = MapEvaluator(network, POINTS).evaluate()[-1]
    np.testing.assert_allclose(outputs.sum(axis=0), 1.0, rtol=1e-5)
    np.testing.assert_allclose(outputs.T, network.predict(POINTS), atol=1e-5)


def test_maps_follow_the_parameters_in_the_same_buffers() -> None:
    network = Network([2, 3, 1], seed=1)
    evaluator = MapEvaluator(network, POINTS)
    first = evaluator.evaluate()
    before = first[0].copy()
    network.parameters[:] *= -1
    second = evaluator.evaluate()
    assert np.shares_memory(first[0], second[0])
    np.testing.assert_allclose(second[0], -before, rtol=1e-6)


def test_maps_follow_muting() -> None:
    network = Network([2, 3, 2, 1], activation="sigmoid", seed=1)
    evaluator = MapEvaluator(network, POINTS)
    evaluator.evaluate()
    network.set_muted(0, [1])
    maps = evaluator.evaluate()
    assert not maps[0][1].any()
    np.testing.assert_allclose(maps[-1].T, network.predict(POINTS), atol=1e-5)
    network.set_muted(0, [])
    assert evaluator.evaluate()[0][1].all()


@pytest.mark.parametrize("n_points", [1, CHUNK - 1, CHUNK, CHUNK + 1])
def test_any_number_of_points_is_evaluated(n_points: int) -> None:
    points = np.random.default_rng(1).uniform(-6, 6, (n_points, 2))
    network = Network([2, 3, 1], seed=1)
    outputs = MapEvaluator(network, points).evaluate()[-1]
    np.testing.assert_allclose(outputs.T, network.predict(points), atol=1e-5)


def test_double_precision_is_to_be_had() -> None:
    network = Network([2, 3, 1], seed=1)
    outputs = MapEvaluator(network, POINTS, dtype=np.float64).evaluate()[-1]
    assert outputs.dtype == np.float64
    np.testing.assert_allclose(outputs.T, network.predict(POINTS), rtol=1e-13)


def test_points_are_copied_and_checked() -> None:
    points, network = POINTS.copy(), Network([2, 3, 1], seed=1)
    evaluator = MapEvaluator(network, points)
    points[:] = 0
    np.testing.assert_allclose(evaluator.evaluate()[-1].T, network.predict(POINTS), atol=1e-5)
    with pytest.raises(ValueError, match=r"points must have shape \(n_samples, 2\)"):
        MapEvaluator(network, np.zeros((5, 3)))


def test_huge_parameters_give_no_warning() -> None:
    network = Network([2, 3, 1], "relu", "linear", "mse", seed=1)
    network.parameters[:] = 1e300
    MapEvaluator(network, POINTS).evaluate()


def test_features_beyond_single_precision_are_infinite_without_a_warning() -> None:
    network = Network([2, 3, 1], seed=1)
    outputs = MapEvaluator(network, [[1e200, -1e200], [1.0, 2.0]]).evaluate()[-1]
    assert np.isfinite(outputs[:, 1]).all()
