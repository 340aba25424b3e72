"""Layers in another order: fitted to the outputs there were, and told how well that went."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from training_tools import learned, outputs, with_layers

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment, make_layer
from nnfs_gui.training.surgery import rearranged
from nnfs_gui.training.surgery.notices import notice
from nnfs_gui.training.surgery.rearranged import is_rearranged
from nnfs_gui.training.surgery.transplant import plane_points, transplant
from nnfs_gui.training.surgery.weights import Weights, empty_weights

POINTS = plane_points(9)


def three_layers() -> Experiment:
    return with_layers(make_layer(1, 5), make_layer(2, 4), make_layer(3, 3))


def moved_up(experiment: Experiment) -> Experiment:
    return edits.move_layer(experiment, experiment.network.hidden[0].id, 2)


def test_only_the_same_layers_in_another_order_are_rearranged() -> None:
    old = three_layers()
    assert is_rearranged(old, moved_up(old))
    assert not is_rearranged(old, old)
    assert not is_rearranged(old, edits.add_layer(old, 1))
    assert not is_rearranged(old, edits.remove_layer(old, old.network.hidden[1].id))


def test_the_fit_brings_the_outputs_nearer_and_is_the_same_every_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = three_layers()
    weights, new = learned(old), moved_up(old)
    before = outputs(old, weights)
    fitted = transplant(old, weights, new)
    again = transplant(old, weights, new)
    np.testing.assert_array_equal(fitted.weights.vectors, again.weights.vectors)
    monkeypatch.setattr(rearranged, "STEPS", 0)
    unfitted = transplant(old, weights, new)
    distances = [
        np.abs(outputs(new, found.weights) - before).mean() for found in (fitted, unfitted)
    ]
    assert distances[0] < 0.3 * distances[1]


def test_undo_finds_all_weights_as_they_were() -> None:
    old = three_layers()
    weights, new = learned(old), moved_up(old)
    after = transplant(old, weights, new).weights
    back = transplant(new, after, old, remembered=weights).weights
    np.testing.assert_array_equal(back.vectors, weights.vectors)
    assert back.vectors is not weights.vectors


def test_frozen_neurons_keep_their_weights_in_the_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    old = three_layers()
    frozen = old.network.hidden[1].neurons[0].id
    old = edits.freeze(old, [frozen], on=True)
    weights, new = learned(old), moved_up(old)
    rows = []
    for steps in (0, 500):
        monkeypatch.setattr(rearranged, "STEPS", steps)
        found = transplant(old, weights, new).weights
        row = found.ids[1].index(frozen)
        rows.append((found.blocks()[0][0, row].tolist(), found.blocks()[2][0].tolist()))
    assert rows[0][0] == rows[1][0]
    assert rows[0][1] != rows[1][1]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of weights that no run would keep
@pytest.mark.parametrize("value", [1e200, np.inf, np.nan])
def test_weights_beyond_all_measure_do_not_stop_a_move(value: float) -> None:
    layers = [replace(make_layer(number, 3), activation="relu") for number in (1, 2)]
    old = with_layers(*layers)
    weights, new = learned(old), edits.move_layer(old, old.network.hidden[0].id, 1)
    weights.vectors[0] = value
    assert np.isfinite(transplant(old, weights, new).weights.vectors[0]).any()


def test_a_notice_says_when_something_was_lost() -> None:
    old = three_layers()
    weights = learned(old)
    nothing = empty_weights(weights.ids, 1)
    lost = notice(old, weights, old, nothing, POINTS, None)
    assert "outputs moved by" in lost
    assert "cannot do all they did" in lost
    near = Weights(weights.ids, weights.vectors[:1] * (1 + 1e-4))
    slightly = notice(old, weights, old, near, POINTS, None)
    assert "outputs moved by" in slightly
    assert "cannot do all they did" not in slightly
    assert notice(old, weights, old, weights, POINTS, None) == ""
    regression = replace(old, training=replace(old.training, loss="mse"))
    assert notice(old, weights, regression, weights, POINTS, None) == ""
