"""No range and no unit makes an axis raise: it is asked while Qt paints."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnfs_gui.plots.shared.axes import PlainAxis
from nnfs_gui.plots.shared.strip_axes import NameAxis, SparseAxis

ANY = st.floats(width=64)
ABSURD = st.sampled_from(
    [0.0, 5e-324, 1e-300, 1e-9, 1.0, 1e9, 1e16, 1e300, 1e308, math.inf, math.nan]
)
NUMBERS = ANY | ABSURD | ABSURD.map(lambda value: -value)


def ask(axis, low, high, size):
    """What pyqtgraph asks while it paints."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        levels = axis.tickValues(low, high, size)
        for spacing, ticks in levels:
            assert len(ticks) < 2000
            assert np.isfinite(ticks).all()
            assert len(axis.tickStrings(ticks, 1.0, spacing)) == len(ticks)
    return levels


def axes():
    fixed = PlainAxis("bottom", fixed=(-6.0, 0.0, 6.0))
    worded = PlainAxis("left", inline=True, whole=True)
    worded.set_word("x₁")
    names = NameAxis("bottom")
    names.set_names(["one", "two", "three"])
    powers = PlainAxis("left")
    powers.setLogMode(False, True)
    return [fixed, worded, SparseAxis("left"), names, powers]


@given(low=NUMBERS, high=NUMBERS, offset=NUMBERS, unit=NUMBERS, size=st.floats(0, 4000))
def test_no_range_and_no_unit_makes_an_axis_raise(qapp, low, high, offset, unit, size):
    for axis in axes():
        axis.set_mapping(offset, unit)
        ask(axis, low, high, size)


@pytest.mark.parametrize("scale", [1e308, -1e308, 1e-308, 0.0])
def test_a_unit_beyond_reckoning_leaves_the_planes_own_numbers(qapp, scale):
    axis = PlainAxis("bottom", fixed=(-6.0, 0.0, 6.0))
    axis.set_mapping(0.0, scale)
    [(spacing, ticks)] = ask(axis, -6.0, 6.0, 300)
    assert axis.tickStrings(ticks, 1.0, spacing) == ["−6", "0", "6"]


def test_ordinary_units_are_used(qapp):
    axis = PlainAxis("bottom", fixed=(-6.0, 0.0, 6.0))
    axis.set_mapping(4200.0, 800.0)
    [(spacing, ticks)] = ask(axis, -6.0, 6.0, 300)
    assert "4\u2009000" in axis.tickStrings(ticks, 1.0, spacing)
