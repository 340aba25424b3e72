"""Sets with a choice of classes."""

from __future__ import annotations

import numpy as np
import pytest

from engine import DATASETS

NAMES = [name for name in DATASETS if DATASETS[name].max_classes > 2]
CLASSES = range(2, 9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("classes", CLASSES)
def test_points_are_divided_evenly_among_the_classes(name: str, classes: int) -> None:
    made = DATASETS[name].generate(100, 0.1, 0, classes)
    counts = np.bincount(made.targets.astype(int), minlength=classes)
    assert len(counts) == classes
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("classes", CLASSES)
def test_classes_can_be_told_apart_without_noise(name: str, classes: int) -> None:
    """Nearly every point's nearest neighbour among the others is of its own class."""
    made = DATASETS[name].generate(100 * classes, 0.0, 1, classes)
    distance = np.linalg.norm(made.inputs[:, None] - made.inputs[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = made.targets[distance.argmin(axis=1)]
    assert (nearest == made.targets).mean() > 0.97


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("classes", [2, 3, 5, 8])
def test_few_points_sit_on_the_border_of_the_plane(name: str, classes: int) -> None:
    made = DATASETS[name].generate(1000, 0.0, 2, classes)
    assert (np.abs(made.inputs) == 6.0).mean() < 0.01
    assert np.abs(made.inputs).max() > 4.0


def test_blobs_stand_anticlockwise_in_order_of_class() -> None:
    made = DATASETS["blobs"].generate(900, 0.0, 0, 4)
    centres = np.array([made.inputs[made.targets == k].mean(axis=0) for k in range(4)])
    np.testing.assert_array_equal(centres > 0, [[1, 1], [0, 1], [0, 0], [1, 0]])


def test_rings_lie_outwards_in_order_of_class() -> None:
    made = DATASETS["rings"].generate(900, 0.0, 0, 5)
    radius = np.hypot(*made.inputs.T)
    for inner in range(4):
        outermost = radius[made.targets == inner].max()
        assert outermost < radius[made.targets == inner + 1].min()


def test_pinwheel_sails_are_one_another_turned() -> None:
    points, targets = DATASETS["pinwheel"].points(9000, 0.1, np.random.default_rng(0), 3)
    means = np.array([points[targets == k].mean(axis=0) for k in range(3)])
    angles = np.unwrap(np.arctan2(means[:, 1], means[:, 0]))
    np.testing.assert_allclose(np.diff(angles), 2 * np.pi / 3, atol=0.05)
