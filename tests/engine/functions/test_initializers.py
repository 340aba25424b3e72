from __future__ import annotations

import numpy as np
import pytest

from engine import INITIALIZERS

RANDOM = [name for name in INITIALIZERS if name != "zeros"]


def filled(name: str, shape: tuple[int, int], seed: int = 0, **parameters: float) -> np.ndarray:
    weights = np.full(shape, np.nan)
    INITIALIZERS.create(name, **parameters).fill(weights, np.random.default_rng(seed))
    return weights


@pytest.mark.parametrize("name", INITIALIZERS.names())
@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (40, 2)])
def test_every_weight_is_overwritten_with_a_finite_number(
    name: str, shape: tuple[int, int]
) -> None:
    assert np.isfinite(filled(name, shape)).all()


@pytest.mark.parametrize("name", INITIALIZERS.names())
def test_weights_that_are_a_view_are_filled_in_place(name: str) -> None:
    block = np.full((4, 4), 7.0)
    INITIALIZERS.create(name).fill(block[:, :-1], np.random.default_rng(0))
    assert (block[:, -1] == 7.0).all()
    assert (block[:, :-1] != 7.0).all()


@pytest.mark.parametrize("name", RANDOM)
def test_no_number_is_used_twice(name: str) -> None:
    assert len(np.unique(filled(name, (20, 30)))) == 600


@pytest.mark.parametrize("name", RANDOM)
def test_the_seed_decides(name: str) -> None:
    np.testing.assert_array_equal(filled(name, (3, 4), 1), filled(name, (3, 4), 1))
    assert not np.array_equal(filled(name, (3, 4), 1), filled(name, (3, 4), 2))


@pytest.mark.parametrize(("n_out", "n_in"), [(300, 500), (500, 300)])
def test_glorot_has_variance_two_over_fan_in_and_fan_out(n_out: int, n_in: int) -> None:
    weights = filled("glorot", (n_out, n_in))
    assert weights.var() == pytest.approx(2 / (n_in + n_out), rel=0.02)
    assert np.abs(weights).max() <= np.sqrt(6 / (n_in + n_out))


@pytest.mark.parametrize(("n_out", "n_in"), [(300, 500), (500, 300)])
def test_he_has_variance_two_over_fan_in(n_out: int, n_in: int) -> None:
    weights = filled("he", (n_out, n_in))
    assert weights.var() == pytest.approx(2 / n_in, rel=0.02)
    # Normal, not uniform: the tails reach beyond any uniform of this variance.
    assert np.abs(weights).max() > 3.5 * np.sqrt(2 / n_in)


def test_uniform_ignores_the_size_of_the_layer() -> None:
    weights = filled("uniform", (200, 300))
    assert 0.499 < np.abs(weights).max() <= 0.5
    assert np.abs(filled("uniform", (50, 50), limit=0.01)).max() <= 0.01


def test_zeros_are_zeros() -> None:
    assert not filled("zeros", (3, 4)).any()


@pytest.mark.parametrize("limit", [0.0, -1.0, float("inf"), float("nan")])
def test_a_limit_out_of_range_is_refused_by_name(limit: float) -> None:
    with pytest.raises(ValueError, match=r"limit must be > 0 and finite, got"):
        INITIALIZERS.create("uniform", limit=limit)
