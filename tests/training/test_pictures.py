"""Maps lie the right way up and show what the network computes."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.training.pictures import PictureMaker, copied


def maker(experiment: Experiment, map_size: int = 12, boundary_size: int = 20) -> PictureMaker:
    network = build_network(experiment)
    return PictureMaker(network, experiment, materialize(experiment), map_size, boundary_size)


def test_row_0_is_the_smallest_x2_and_column_0_the_smallest_x1(experiment: Experiment) -> None:
    x1, x2 = maker(experiment).take().maps[0]
    assert x1[0, 0] == x1[-1, 0] == pytest.approx(-5.5)
    assert x1[0, -1] == pytest.approx(5.5)
    assert x2[0, 0] == x2[0, -1] == pytest.approx(-5.5)
    assert x2[-1, 0] == pytest.approx(5.5)


def test_maps_and_boundary_are_the_activations_at_pixel_centres(experiment: Experiment) -> None:
    experiment = edits.set_features(experiment, ("x1", "x1*x2", "sin(x2)"))
    found = maker(experiment).take()
    network = build_network(experiment)
    for side, maps in ((12, found.maps[1:]), (20, (found.boundary,))):
        features = feature_matrix(experiment.network.features, grid_points(side))
        expected = network.forward(features)[-len(maps) :]
        for picture, values in zip(maps, expected, strict=True):
            flat = picture.reshape(len(picture), -1)
            np.testing.assert_allclose(flat, values.T, rtol=0, atol=1e-5)


def test_drawn_points_come_with_their_predictions_losses_and_activations(
    experiment: Experiment,
) -> None:
    found, points = maker(experiment).take(), materialize(experiment)
    network = build_network(experiment)
    outputs = network.predict(points.inputs)
    targets = encode_targets(points, read_outputs(experiment))
    np.testing.assert_allclose(found.predictions, outputs, atol=1e-5)
    np.testing.assert_allclose(
        found.point_losses, network.loss.per_sample(outputs, targets), atol=1e-4
    )
    np.testing.assert_allclose(found.activations[0], points.inputs.T, rtol=1e-6)
    np.testing.assert_allclose(found.activations[-1], outputs.T, atol=1e-5)


def test_pictures_of_a_network_do_not_change_with_it(experiment: Experiment) -> None:
    network = build_network(experiment)
    pictures = PictureMaker(network, experiment, materialize(experiment), 8, 8)
    found = pictures.take()
    kept = found.boundary.copy()
    network.parameters[:] += 1.0
    assert (pictures.take().boundary != kept).any()
    assert found.boundary.tolist() == kept.tolist()


def test_a_softmax_output_gives_one_boundary_per_class(experiment: Experiment) -> None:
    found = maker(edits.set_output_activation(experiment, "softmax")).take()
    assert found.boundary.shape == (2, 20, 20)
    np.testing.assert_allclose(found.boundary.sum(axis=0), 1.0, rtol=1e-5)


def test_huge_weights_give_maps_without_a_warning(experiment: Experiment) -> None:
    network = build_network(replace(experiment))
    pictures = PictureMaker(network, experiment, materialize(experiment), 8, 8)
    network.parameters[:] = 1e200
    pictures.take()


def test_what_is_too_large_for_a_picture_is_infinite_without_a_warning() -> None:
    assert list(copied(np.array([1e300, 1.0]))) == [np.inf, 1.0]
