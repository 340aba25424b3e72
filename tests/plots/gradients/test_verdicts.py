"""A layer's gradient vanishes below a thousandth of the output's and explodes above a hundredfold.

The limits are written out here: a verdict that is off by ten is a wrong answer.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnfs_gui.plots.gradients.numbers import layer_gradients


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        (0.9e-3, "vanishing"),
        (1.1e-3, "ok"),
        (1.0, "ok"),
        (95.0, "ok"),
        (105.0, "exploding"),
    ],
)
def test_verdicts_change_at_a_thousandth_and_a_hundredfold(make_snapshot, share, verdict):
    snapshot = make_snapshot(hidden=(3, 3))
    raw = np.ones_like(snapshot.raw_gradient)
    snapshot.block(1, raw)[:] = share
    found = layer_gradients(replace(snapshot, raw_gradient=raw))
    assert [layer.verdict for layer in found] == [verdict, "ok", "ok"]
    assert found[0].share == pytest.approx(share)


@pytest.mark.parametrize(("norm", "verdict"), [(990.0, "ok"), (1010.0, "exploding")])
def test_a_norm_above_a_thousand_explodes_whatever_the_others_do(make_snapshot, norm, verdict):
    snapshot = make_snapshot(hidden=(3, 3))
    block = snapshot.block(1)
    raw = np.full_like(snapshot.raw_gradient, norm / np.sqrt(block.size))
    found = layer_gradients(replace(snapshot, raw_gradient=raw))
    assert found[0].verdict == verdict
