"""Each way to clip, worked by hand, and what it does to the direction."""

from __future__ import annotations

import numpy as np
import pytest

from engine import CLIPPERS
from engine.functions.clipping import NeuronRows, ScalingClipper, was_clipped

ROWS = NeuronRows(np.array([0, 2, 5]), np.array([2, 3, 2]))
GRADIENT = np.array([3.0, 4.0, 0.0, 0.6, 0.8, -2.0, 0.0])  # the rows' norms: 5, 1, 2
NORM = np.sqrt(30.0)


def clip(name: str, threshold: float, gradient: np.ndarray = GRADIENT) -> np.ndarray:
    out = np.full_like(gradient, np.nan)
    before = gradient.copy()
    CLIPPERS.create(name).clip(gradient, threshold, ROWS, out)
    np.testing.assert_array_equal(gradient, before)
    return out


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_none_leaves_everything() -> None:
    np.testing.assert_array_equal(clip("none", 1e-3), GRADIENT)


def test_value_clamps_each_component() -> None:
    np.testing.assert_array_equal(clip("value", 1.0), [1, 1, 0, 0.6, 0.8, -1, 0])


@pytest.mark.parametrize("threshold", [1e-3, 2.0, 3.5, 5.0, 5.47])
def test_norm_has_torchs_meaning(threshold: float) -> None:
    clipped = clip("norm", threshold)
    np.testing.assert_allclose(clipped, GRADIENT * threshold / (NORM + 1e-6), rtol=1e-14)
    assert np.linalg.norm(clipped) < threshold
    np.testing.assert_array_equal(clip("norm", 100.0), GRADIENT)  # never made longer


def test_neuron_shortens_each_row_by_itself() -> None:
    expected = GRADIENT.copy()
    expected[:2] *= 1.5 / (5 + 1e-6)
    expected[5:] *= 1.5 / (2 + 1e-6)
    np.testing.assert_allclose(clip("neuron", 1.5), expected, rtol=1e-14)


def test_only_the_norm_of_the_whole_keeps_the_direction() -> None:
    assert cosine(clip("norm", 0.5), GRADIENT) == pytest.approx(1.0, abs=1e-15)
    assert cosine(clip("value", 0.5), GRADIENT) < 0.95
    assert cosine(clip("neuron", 0.5), GRADIENT) < 0.95
    keeping = {name for name in CLIPPERS if CLIPPERS[name].keeps_direction}
    assert keeping == {"none", "norm"}


@pytest.mark.parametrize("name", CLIPPERS.names())
def test_a_gradient_of_0_stays_0(name: str) -> None:
    zeros = np.zeros_like(GRADIENT)
    np.testing.assert_array_equal(clip(name, 1.0, zeros), zeros)


@pytest.mark.parametrize("name", CLIPPERS.names())
def test_a_generous_threshold_changes_nothing(name: str) -> None:
    np.testing.assert_array_equal(clip(name, 1e3), GRADIENT)


@pytest.mark.parametrize("name", ["none", "norm"])
def test_scaling_clippers_tell_their_factor(name: str) -> None:
    clipper = CLIPPERS.create(name)
    assert isinstance(clipper, ScalingClipper)
    np.testing.assert_array_equal(clip(name, 2.0), GRADIENT * clipper.scale(NORM, 2.0))
    assert clipper.scale(0.0, 1.0) == 1.0
    assert repr(clipper).endswith("()")


@pytest.mark.parametrize("name", CLIPPERS.names())
def test_whatever_clipping_changes_gets_shorter(name: str) -> None:
    """So that norms tell whether a gradient was clipped, also where clipping bends it."""
    rng = np.random.default_rng(4)
    changed = 0
    for _ in range(300):
        gradient = rng.normal(size=7) * 10.0 ** rng.uniform(-3, 3, 7)
        clipped = clip(name, 10.0 ** rng.uniform(-3, 3), gradient)
        assert (np.abs(clipped) <= np.abs(gradient)).all()
        differs = not np.allclose(clipped, gradient, rtol=1e-6, atol=0.0)
        changed += differs
        assert was_clipped(np.linalg.norm(gradient), np.linalg.norm(clipped)) == differs
    assert changed > 100 or name == "none"
