"""Weights that surgery has to begin or to translate: fresh rows, and the rows of other outputs."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from msgspec.structs import replace

from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs

from .weights import Array, Weights


def fresh_row(experiment: Experiment, layer: int, unit: str) -> Array:
    """Initial weights and bias (0) of one unit of layer 1 …, of shape (n_in + 1,).

    Drawn by the experiment's initializer from its seed and the unit's id, so that the same edit
    always gives the same weights, whatever else is in the layer.
    """
    spec = experiment.network
    seed = (spec.seed << 32) ^ crc32(unit.encode())
    network = build_network(replace(experiment, network=replace(spec, seed=abs(seed))))
    row: Array = network.layers[layer - 1].block[0].copy()
    return row


def with_output_rows_of(old: Experiment, weights: Weights, new: Experiment) -> Weights:
    """The old weights with an output layer that means what the new one's does.

    One logit says as much as two of a softmax, of which only the difference counts, so the way
    from one to two classes' outputs and back keeps the function.  Rows that mean nothing in the
    new output are left out and begin anew.
    """
    before, after = read_outputs(old), read_outputs(new)
    one: tuple[str, ...] = ("out0",)
    two = ("out0", "out1")
    ids: tuple[str, ...]
    head = weights.vectors[:, : weights.vectors.shape[1] - weights.blocks()[-1][0].size]
    block = weights.blocks()[-1]
    if (before.n_outputs, after.n_outputs) == (1, 2):
        ids, block = two, np.concatenate([np.zeros_like(block), block], axis=1)
    elif (before.n_outputs, after.n_outputs) == (2, 1):
        ids, block = one, block[:, 1:] - block[:, :1]
    elif before.n_outputs == after.n_outputs or min(before.n_outputs, after.n_outputs) > 1:
        return weights
    else:
        ids, block = (), block[:, :0]
    block = block.copy()
    block[1:] = 0.0  # moments cannot be subtracted: a mean square would turn negative
    vectors = np.concatenate([head, block.reshape(len(block), -1)], axis=1)
    return Weights((*weights.ids[:-1], ids), vectors)
