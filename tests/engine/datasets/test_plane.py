"""Every generator, present and future, and what is special about each of the binary ones."""

from __future__ import annotations

import numpy as np
import pytest

from engine import DATASETS, Dataset
from engine.datasets import PLANE

NAMES = DATASETS.names()
BINARY = [name for name in NAMES if DATASETS[name].max_classes == 2]
REGRESSION = [name for name in NAMES if DATASETS[name].task == "regression"]


def classes_of(name: str) -> int:
    return min(3, DATASETS[name].max_classes)


def make(name: str, size: int = 400, noise: float = 0.0, seed: int = 0) -> Dataset:
    return DATASETS[name].generate(size, noise, np.random.default_rng(seed), classes_of(name))


def sorted_rows(points: np.ndarray) -> np.ndarray:
    return points[np.lexsort(points.T)]


def test_the_sets_of_the_issue_are_there() -> None:
    wanted = {"circle", "xor", "gaussians", "spiral", "moons", "blobs", "rings", "pinwheel"}
    assert wanted | {"plane", "multi_gaussian"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("noise", [0.0, 0.2, 0.5])
@pytest.mark.parametrize("size", [1, 2, 7, 400])
def test_a_set_has_the_shape_and_the_range_that_were_promised(
    name: str, noise: float, size: int
) -> None:
    made = make(name, size, noise)
    assert made.inputs.shape == (size, 2)
    assert made.targets.shape == (size,)
    assert made.inputs.dtype == made.targets.dtype == np.float64
    assert np.abs(made.inputs).max() <= PLANE
    assert made.task == DATASETS[name].task
    if made.task == "classification":
        assert made.n_classes == classes_of(name)
        assert set(made.targets) <= set(range(made.n_classes))
    else:
        assert made.n_classes == 0
        assert np.abs(made.targets).max() <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_repeats_a_set_to_the_bit_and_another_seed_does_not(name: str) -> None:
    first, again, other = make(name, seed=3), make(name, seed=3), make(name, seed=4)
    np.testing.assert_array_equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert not np.array_equal(first.inputs, other.inputs)


@pytest.mark.parametrize("name", NAMES)
def test_a_number_will_do_as_the_source_of_randomness(name: str) -> None:
    generator = DATASETS[name]
    from_number = generator.generate(30, 0.1, 5, classes_of(name))
    from_generator = generator.generate(30, 0.1, np.random.default_rng(5), classes_of(name))
    np.testing.assert_array_equal(from_number.inputs, from_generator.inputs)


@pytest.mark.parametrize("name", NAMES)
def test_more_noise_disturbs_the_same_points_instead_of_dealing_new_ones(name: str) -> None:
    clean, slightly = make(name, noise=0.0), make(name, noise=0.001)
    assert np.abs(clean.inputs - slightly.inputs).max() < 0.05
    changed = np.abs(clean.targets - slightly.targets) > 0.05
    assert changed.mean() < 0.02


@pytest.mark.parametrize("name", NAMES)
def test_noise_shows(name: str) -> None:
    clean, noisy = make(name, noise=0.0), make(name, noise=0.5)
    moved = not np.allclose(clean.inputs, noisy.inputs)
    relabelled = not np.allclose(clean.targets, noisy.targets)
    assert moved or relabelled


@pytest.mark.parametrize("name", NAMES)
def test_points_come_in_no_order_of_class_so_that_a_part_is_a_fair_sample(name: str) -> None:
    made = make(name, 600)
    head, tail = made.targets[:300], made.targets[300:]
    assert abs(head.mean() - tail.mean()) < 0.35
    runs = np.count_nonzero(np.diff(made.targets)) + 1
    assert runs > 200


@pytest.mark.parametrize("name", BINARY)
def test_binary_classes_are_equally_frequent_without_noise(name: str) -> None:
    assert np.bincount(make(name, 400).targets.astype(int)).tolist() == [200, 200]


@pytest.mark.parametrize("name", NAMES)
def test_every_set_says_in_one_sentence_what_it_teaches(name: str) -> None:
    generator = DATASETS[name]
    assert generator.label
    assert generator.description.endswith(".")
    assert generator.description.count(". ") == 0


@pytest.mark.parametrize("size", [0, -3, 2.5, "many"])
def test_a_size_that_is_no_size_is_refused_by_name(size: object) -> None:
    with pytest.raises(ValueError, match=r"size must be a whole number >= 1, got"):
        DATASETS["circle"].generate(size)  # type: ignore[arg-type]


@pytest.mark.parametrize("noise", [-0.01, 0.51, float("nan")])
def test_noise_out_of_range_is_refused_by_name(noise: float) -> None:
    with pytest.raises(ValueError, match=r"noise must be between 0 and 0\.5, got"):
        DATASETS["circle"].generate(10, noise)


@pytest.mark.parametrize(
    ("name", "classes", "rule"),
    [("circle", 3, "be 2"), ("blobs", 1, "between 2 and 8"), ("blobs", 9, "between 2 and 8")],
)
def test_a_number_of_classes_out_of_range_is_refused_by_name(
    name: str, classes: int, rule: str
) -> None:
    with pytest.raises(ValueError, match=rf"n_classes of '{name}' must .*{rule}, got {classes}"):
        DATASETS[name].generate(10, 0.0, 0, classes)


@pytest.mark.parametrize("name", REGRESSION)
def test_regression_sets_do_not_care_about_classes(name: str) -> None:
    assert DATASETS[name].generate(10, 0.0, 0, 0).n_classes == 0


# --- the shapes of TensorFlow Playground -------------------------------------------------------


def test_circle_is_blue_within_2_5_and_orange_from_3_5_to_5() -> None:
    made = make("circle", 2000)
    radius = np.hypot(*made.inputs.T)
    blue = made.targets == 1.0
    assert radius[blue].max() < 2.5
    assert radius[~blue].min() >= 3.5
    assert 4.9 < radius.max() <= 5.0


def test_circle_noise_swaps_labels_and_leaves_the_points() -> None:
    clean, noisy = make("circle", noise=0.0), make("circle", noise=0.3)
    np.testing.assert_array_equal(clean.inputs, noisy.inputs)
    assert 0.0 < (clean.targets != noisy.targets).mean() < 0.5


def test_circle_noise_reaches_as_far_as_it_may_and_the_border_is_at_2_5() -> None:
    made = make("circle", 4000, noise=0.1)  # at most 0.5 along each axis, 0.71 in all
    radius = np.hypot(*made.inputs.T)
    assert not made.targets[radius >= 3.5].any()
    assert made.targets[radius < 1.79].all()
    assert 0.0 < made.targets[(radius > 2.0) & (radius < 2.5)].mean() < 1.0


def test_xor_is_blue_where_the_signs_agree_and_keeps_off_the_axes() -> None:
    made = make("xor", 2000)
    np.testing.assert_array_equal(made.targets == 1.0, np.prod(made.inputs, axis=1) > 0)
    assert np.abs(made.inputs).min() >= 0.3
    assert 5.2 < np.abs(made.inputs).max() <= 5.3
    quadrants = np.bincount((made.inputs > 0).astype(int) @ [1, 2])
    assert quadrants.min() > 400


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gaussians_grow_from_variance_one_half_to_four(noise: float, variance: float) -> None:
    # Drawn before clipping: at variance 4 the border of the plane cuts the clouds.
    points, targets = DATASETS["gaussians"].points(20_000, noise, np.random.default_rng(0), 2)
    for number, centre in [(1.0, 2.0), (0.0, -2.0)]:
        cloud = points[targets == number]
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.06)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.05)


def test_spiral_arms_are_each_other_turned_by_half_a_turn() -> None:
    made = make("spiral", 300)
    blue, orange = made.inputs[made.targets == 1.0], made.inputs[made.targets == 0.0]
    np.testing.assert_allclose(sorted_rows(blue), sorted_rows(-orange), atol=1e-12)


def test_spiral_follows_the_formula_of_tensorflow_playground() -> None:
    size = 120
    along = np.arange(size // 2) / (size // 2)
    turn = 1.75 * along * 2 * np.pi
    expected = 5 * along[:, None] * np.column_stack([np.sin(turn), np.cos(turn)])
    made = make("spiral", size)
    blue = made.inputs[made.targets == 1.0]
    order = np.argsort(np.hypot(*blue.T))
    np.testing.assert_allclose(blue[order], expected, atol=1e-12)


def test_moons_are_apart_without_noise_and_no_line_separates_them() -> None:
    made = make("moons", 2000)
    blue, orange = made.inputs[made.targets == 1.0], made.inputs[made.targets == 0.0]
    gaps = np.linalg.norm(blue[:, None] - orange[None], axis=2)
    assert gaps.min() > 0.5
    design = np.column_stack([made.inputs, np.ones(2000)])
    fit = np.linalg.lstsq(design, 2 * made.targets - 1, rcond=None)[0]
    assert ((design @ fit > 0) != (made.targets == 1.0)).mean() > 0.05


def test_plane_is_a_tenth_of_the_sum_held_to_one() -> None:
    made = make("plane", 1000)
    expected = np.clip(made.inputs.sum(axis=1) / 10, -1, 1)
    np.testing.assert_allclose(made.targets, expected)
    assert np.abs(made.inputs).max() > 5.9


def test_multi_gaussian_has_three_hills_and_three_hollows() -> None:
    made = make("multi_gaussian", 20_000)
    for x, y, sign in [
        (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
    ]:  # fmt: skip
        distance = np.hypot(made.inputs[:, 0] - x, made.inputs[:, 1] - y)
        np.testing.assert_allclose(
            made.targets[distance < 1.9], sign * (1 - distance[distance < 1.9] / 2), atol=1e-12
        )
    assert (made.targets == 0.0).any()
