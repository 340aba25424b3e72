"""What a learner is told of weights that had to be fitted."""

from __future__ import annotations

import numpy as np

from engine import ACTIVATIONS
from nnfs_gui.experiment.model import Experiment, LayerSpec
from nnfs_gui.experiment.outputs import read_outputs

from .weights import Array, Weights, activate, pre_activations

EXACT = 1e-9
"""Outputs that moved by less than this count as unchanged."""
FAR = 0.05
"""Outputs that moved by more, on average, have lost something that was learned."""


def notice(
    old: Experiment,
    weights: Weights,
    new: Experiment,
    result: Weights,
    points: Array,
    inserted: LayerSpec | None,
) -> str:
    """How far the outputs moved at the points, and why; "" if that is not worth telling."""
    if read_outputs(old) != read_outputs(new):
        return ""
    before = pre_activations(old, weights, points)[-1]
    after = pre_activations(new, result, points)[-1]
    top, old_top = len(result.ids) - 1, len(weights.ids) - 1
    moved = np.abs(activate(new, top, after) - activate(old, old_top, before))
    usual, most = float(moved.mean()), float(moved.max())
    far = f"the outputs moved by {usual:.2g} on average, and by up to {most:.2g}."
    if inserted is not None:
        label = ACTIVATIONS[inserted.activation].label
        if most <= EXACT:
            return f"The new {label} layer starts as an identity: the outputs are unchanged."
        return f"The new {label} layer cannot be an exact identity: {far}"
    if most <= EXACT:
        return ""
    fitted = f"Layers that meet for the first time were fitted to what they computed: {far}"
    if usual <= FAR:
        return fitted
    return f"{fitted} They cannot do all they did in their old places; training goes on from there."
