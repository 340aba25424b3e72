"""Undo and redo of surgery bring back what was learned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training_tools import (
    a_layer,
    assert_same_function,
    experiments,
    learned,
    links,
    with_layers,
)

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import parameter_index
from nnfs_gui.experiment.model import Experiment, Link, default_experiment, make_layer
from nnfs_gui.training.surgery.transplant import Transplant, transplant
from nnfs_gui.training.surgery.weights import Weights, weights_of


def there_and_back(old: Experiment, new: Experiment) -> tuple[Weights, Transplant, Transplant]:
    before = learned(old)
    there = transplant(old, before, new)
    back = transplant(new, there.weights, old, remembered=before, merged=there.merged)
    return before, there, back


@settings(max_examples=60)
@given(experiments(), st.data())
def test_undo_of_any_removal_brings_learned_weights_back(
    old: Experiment, data: st.DataObject
) -> None:
    if data.draw(st.booleans()):
        new = edits.remove_layer(old, a_layer(data, old).id)
    else:
        ids = [neuron.id for layer in old.network.hidden for neuron in layer.neurons]
        new = edits.remove_neurons(old, data.draw(st.sets(st.sampled_from(ids), min_size=1)))
    before, _, back = there_and_back(old, new)
    np.testing.assert_array_equal(back.weights.vectors, before.vectors)


@settings(max_examples=40)
@given(experiments(), st.data())
def test_undo_of_a_new_layer_brings_the_old_function_back(
    old: Experiment, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(old.network.hidden)))
    new = edits.add_layer(old, index, data.draw(st.integers(1, 5)))
    before, _, back = there_and_back(old, new)
    np.testing.assert_array_equal(back.weights.vectors, before.vectors)


@settings(max_examples=40)
@given(experiments(), st.data())
def test_undo_of_a_duplicate_gives_its_share_back_and_redo_takes_it_again(
    old: Experiment, data: st.DataObject
) -> None:
    layer = a_layer(data, old)
    neuron = data.draw(st.sampled_from(layer.neurons))
    new = edits.duplicate_neurons(old, [neuron.id])
    before, there, back = there_and_back(old, new)
    assert_same_function(old, before, old, back.weights)
    again = transplant(old, back.weights, new, remembered=there.weights, merged=back.merged)
    assert_same_function(old, before, new, again.weights)


def test_a_feature_that_undo_brings_back_has_its_weights_again() -> None:
    old = with_layers(make_layer(1, 3))
    before, there, back = there_and_back(old, edits.toggle_feature(old, "x2"))
    np.testing.assert_array_equal(back.weights.vectors, before.vectors)
    drawn_anew = transplant(edits.toggle_feature(old, "x2"), there.weights, old).weights
    assert not drawn_anew.blocks()[0][0][:, 1].any()


def test_surgery_does_not_write_into_the_old_weights() -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 3))
    before = learned(old)
    copy = before.vectors.copy()
    for new in (
        edits.duplicate_neurons(old, ["L1.1"]),
        edits.add_layer(old, 1),
        edits.remove_layer(old, "L1"),
        edits.set_output_activation(old, "softmax"),
    ):
        transplant(old, before, new)
    np.testing.assert_array_equal(before.vectors, copy)


def test_vectors_of_the_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"vectors must be \(n, 25\)"):
        weights_of(default_experiment(), np.zeros((1, 24)))


@pytest.mark.parametrize(("apart", "merged"), [(0.0, True), (1e-6, False), (0.5, False)])
def test_a_duplicate_that_has_learned_something_of_its_own_is_not_merged(
    apart: float, merged: bool
) -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 2))
    new = edits.duplicate_neurons(old, ["L1.2"])
    before = learned(old)
    there = transplant(old, before, new)
    twin = new.network.hidden[0].neurons[2].id
    trained = Weights(there.weights.ids, there.weights.vectors.copy())
    place = parameter_index(new, Link("x1", twin))
    trained.vectors[0, place] += apart
    back = transplant(new, trained, old, remembered=before, merged=there.merged)
    assert back.merged == (frozenset({twin}) if merged else frozenset())
    kept = links(old, back.weights)[Link("L1.2", "L2.1")][0]
    whole = links(old, before)[Link("L1.2", "L2.1")][0]
    assert kept == pytest.approx(whole if merged else whole / 2)
