"""Surgery keeps what was learned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from training_tools import (
    HIDDEN,
    a_layer,
    assert_same_function,
    experiments,
    learned,
    links,
    outputs,
    with_layers,
)

from engine import ACTIVATIONS, INITIALIZERS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.model import (
    BIAS,
    Experiment,
    GeneratedData,
    Link,
    NeuronSpec,
    default_experiment,
    make_layer,
)
from nnfs_gui.training.surgery.transplant import transplant
from nnfs_gui.training.surgery.weights import weights_of

# --- the function stays ---------------------------------------------------------------------------


@settings(max_examples=60)
@given(experiments(), st.data(), st.integers(1, 4))
def test_adding_neurons_leaves_the_function_unchanged(
    old: Experiment, data: st.DataObject, count: int
) -> None:
    layer = a_layer(data, old)
    new = edits.resize_layer(old, layer.id, len(layer.neurons) + count)
    before = learned(old)
    assert_same_function(old, before, new, transplant(old, before, new).weights)


@settings(max_examples=60)
@given(experiments(), st.data())
def test_duplicating_neurons_leaves_the_function_unchanged(
    old: Experiment, data: st.DataObject
) -> None:
    ids = [neuron.id for layer in old.network.hidden for neuron in layer.neurons]
    chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    new = edits.duplicate_neurons(old, chosen)
    before = learned(old)
    assert_same_function(old, before, new, transplant(old, before, new).weights)


@settings(max_examples=40)
@given(experiments(), st.data())
def test_pasting_neurons_leaves_the_function_unchanged(
    old: Experiment, data: st.DataObject
) -> None:
    copied = data.draw(st.sets(st.sampled_from(a_layer(data, old).neurons), min_size=1))
    new = edits.paste_neurons(old, a_layer(data, old).id, sorted(copied, key=lambda n: n.id))
    before = learned(old)
    assert_same_function(old, before, new, transplant(old, before, new).weights)


@settings(max_examples=30)
@given(experiments())
def test_a_new_feature_leaves_the_function_unchanged(old: Experiment) -> None:
    new = edits.set_features(old, ("x2**2", *old.network.features, "cos(x1)"))
    before = learned(old)
    assert_same_function(old, before, new, transplant(old, before, new).weights)


def identity_above_zero(name: str) -> bool:
    above = np.array([0.0, 0.5, 40.0, 300.0])
    return bool(np.array_equal(ACTIVATIONS.create(name).value(above.copy()), above))


@pytest.mark.parametrize("below", HIDDEN)
@pytest.mark.parametrize("name", [name for name in HIDDEN if identity_above_zero(name)])
def test_a_new_layer_is_exact_where_its_activation_allows(name: str, below: str) -> None:
    old = with_layers(replace(make_layer(1, 3), activation=below), make_layer(2, 2))
    before = learned(old)
    for index in range(3):
        for units in (3, 5):
            new = edits.add_layer(old, index, units, name)
            after = transplant(old, before, new)
            assert_same_function(old, before, new, after.weights, tolerance=1e-11)
            assert "starts as an identity" in after.notice


@pytest.mark.parametrize("name", [name for name in HIDDEN if not identity_above_zero(name)])
@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_new_layer_that_cannot_be_exact_is_near_and_says_so(name: str, index: int) -> None:
    old = with_layers(make_layer(1, 4), make_layer(2, 4))
    before = learned(old)
    new = edits.add_layer(old, index, 4, name)
    after = transplant(old, before, new)
    moved = np.abs(outputs(new, after.weights) - outputs(old, before)).max()
    assert "cannot be an exact identity" in after.notice
    assert moved > 1e-9
    if name != "step":
        assert moved < 0.12


@pytest.mark.parametrize("units", [1, 2])
def test_a_narrow_linear_layer_comes_as_near_as_its_rank_allows(units: int) -> None:
    old = with_layers(make_layer(1, 4), make_layer(2, 3))
    before = learned(old)
    new = edits.add_layer(old, 1, units, "linear")
    after = transplant(old, before, new)
    blocks = after.weights.blocks()
    product = blocks[2][0][:, :-1] @ blocks[1][0][:, :-1]
    wanted = before.blocks()[1][0][:, :-1]
    sizes = np.linalg.svd(wanted, compute_uv=False)
    assert np.linalg.norm(product - wanted, 2) == pytest.approx(sizes[units], rel=1e-9)


def test_one_logit_becomes_two_of_a_softmax_and_back_without_a_change() -> None:
    old = default_experiment()
    before = learned(old)
    new = edits.set_output_activation(old, "softmax")
    after = transplant(old, before, new).weights
    both = outputs(new, after)
    np.testing.assert_allclose(both[:, 1:], outputs(old, before), rtol=0, atol=1e-12)
    assert_same_function(old, before, old, transplant(new, after, old).weights)


# --- what survives, to the bit --------------------------------------------------------------------


@settings(max_examples=60)
@given(experiments(), st.data())
def test_links_whose_ends_survive_keep_weight_and_moments_to_the_bit(
    old: Experiment, data: st.DataObject
) -> None:
    ids = [neuron.id for layer in old.network.hidden for neuron in layer.neurons]
    gone = data.draw(st.sets(st.sampled_from(ids), max_size=len(ids) // 2))
    layer = a_layer(data, old)
    wider = edits.resize_layer(old, layer.id, len(layer.neurons) + 2)
    new = edits.remove_neurons(wider, gone - {neuron.id for neuron in layer.neurons[:1]})
    before = learned(old)
    old_links, new_links = links(old, before), links(new, transplant(old, before, new).weights)
    fed = {link.target for link in old_links if link.source != BIAS and link in new_links}
    shared = [link for link in old_links if link in new_links and link.target in fed]
    assert shared
    assert all(new_links[link] == old_links[link] for link in shared)


def test_a_new_neuron_has_fresh_incoming_and_zero_outgoing_weights_without_moments() -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 2))
    new = edits.add_neuron(old, "L1")
    found = links(new, transplant(old, learned(old), new).weights)
    added = new.network.hidden[0].neurons[-1].id
    incoming = [found[Link(source, added)] for source in ("x1", "x2")]
    assert all(value[0] != 0.0 and value[1:] == (0.0, 0.0) for value in incoming)
    assert found[Link(BIAS, added)] == (0.0, 0.0, 0.0)
    assert all(found[Link(added, unit.id)][0] == 0.0 for unit in new.network.hidden[1].neurons)


def test_fresh_weights_depend_on_the_seed_and_the_neuron_alone() -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 2))
    new = edits.resize_layer(old, "L1", 5)
    added = [neuron.id for neuron in new.network.hidden[0].neurons[3:]]

    def incoming(experiment: Experiment, new: Experiment, seed: int) -> list[tuple[float, ...]]:
        found = links(new, transplant(experiment, learned(experiment, seed=seed), new).weights)
        return [found[Link("x1", unit)] for unit in added]

    assert incoming(old, new, seed=1) == incoming(old, new, seed=2)
    assert len({value[0] for value in incoming(old, new, seed=1)}) == 2
    other_old, other_new = edits.set_seed(old, 6), edits.set_seed(new, 6)
    assert incoming(other_old, other_new, seed=1) != incoming(old, new, seed=1)


@pytest.mark.parametrize("initializer", INITIALIZERS.names())
def test_a_new_neuron_begins_as_the_initializer_says(initializer: str) -> None:
    old = edits.set_initializer(with_layers(make_layer(1, 3)), initializer)
    new = edits.add_neuron(old, "L1")
    found = links(new, transplant(old, learned(old), new).weights)
    added = new.network.hidden[0].neurons[-1].id
    assert (found[Link("x1", added)][0] == 0.0) == (initializer == "zeros")


def test_a_twin_takes_incoming_weights_and_half_of_the_outgoing_ones() -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 2))
    new = edits.duplicate_neurons(old, ["L1.2"])
    before = learned(old)
    old_links, found = links(old, before), links(new, transplant(old, before, new).weights)
    twin = new.network.hidden[0].neurons[2].id
    for source in ("x1", "x2", BIAS):
        assert found[Link(source, twin)] == old_links[Link(source, "L1.2")]
    for target in ("L2.1", "L2.2"):
        half = old_links[Link("L1.2", target)][0] / 2
        assert found[Link("L1.2", target)][0] == half
        assert found[Link(twin, target)][0] == half
        assert found[Link(twin, target)][1:] == old_links[Link("L1.2", target)][1:]


def test_two_twins_that_come_at_once_share_with_their_original() -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 2))
    new = edits.paste_neurons(old, "L1", [NeuronSpec("L1.2"), NeuronSpec("L1.2")])
    before = learned(old)
    assert_same_function(old, before, new, transplant(old, before, new).weights)


def test_a_twin_of_a_muted_neuron_that_is_heard_itself_takes_nothing_away() -> None:
    muted = edits.mute(with_layers(make_layer(1, 3), make_layer(2, 2)), ["L1.2"], True)
    new = edits.mute(edits.duplicate_neurons(muted, ["L1.2"]), ["L1.4"], False)
    before = learned(muted)
    assert_same_function(muted, before, new, transplant(muted, before, new).weights)


def test_a_neuron_pasted_into_another_layer_matches_sources_by_position() -> None:
    old = with_layers(make_layer(1, 2), make_layer(2, 3))
    new = edits.paste_neurons(old, "L2", [NeuronSpec("L1.1")])
    before = learned(old)
    old_links, found = links(old, before), links(new, transplant(old, before, new).weights)
    pasted = new.network.hidden[1].neurons[-1].id
    assert found[Link("L1.1", pasted)] == old_links[Link("x1", "L1.1")]
    assert found[Link("L1.2", pasted)] == old_links[Link("x2", "L1.1")]
    assert found[Link(BIAS, pasted)] == old_links[Link(BIAS, "L1.1")]
    assert found[Link(pasted, "out0")][0] == 0.0


def test_removing_a_layer_leaves_the_layers_before_it_alone() -> None:
    old = with_layers(make_layer(1, 3), make_layer(2, 2), make_layer(3, 2))
    new = edits.remove_layer(old, "L2")
    before = learned(old)
    old_links, found = links(old, before), links(new, transplant(old, before, new).weights)
    kept = [link for link in found if link.target.startswith("L1") or link.target == "out0"]
    assert len(kept) == 12
    assert all(found[link] == old_links[link] for link in kept)


def test_a_layer_that_meets_new_sources_is_fitted_to_what_it_computed() -> None:
    """With a linear layer taken out from between, the fit can be exact."""
    middle = replace(make_layer(2, 3), activation="linear")
    old = with_layers(make_layer(1, 4), middle, make_layer(3, 2))
    new = edits.remove_layer(old, "L2")
    before = learned(old)
    after = transplant(old, before, new)
    assert_same_function(old, before, new, after.weights, tolerance=1e-6)


def test_a_moved_layer_keeps_more_of_the_function_than_fresh_weights_would() -> None:
    old = with_layers(make_layer(1, 8), make_layer(2, 8), make_layer(3, 8))
    new = edits.move_layer(old, "L2", 0)
    before = learned(old)
    after = transplant(old, before, new)
    fresh = weights_of(new, build_network(new).parameters[None])
    moved = np.abs(outputs(new, after.weights) - outputs(old, before)).mean()
    assert moved < 0.5 * np.abs(outputs(new, fresh) - outputs(old, before)).mean()
    assert "fitted" in after.notice


def test_more_classes_keep_the_rows_of_those_that_were_there() -> None:
    data = GeneratedData("blobs", classes=3)
    old = edits.set_data(default_experiment(), data)
    new = edits.set_data(old, replace(data, classes=5))
    before = learned(old)
    old_links, found = links(old, before), links(new, transplant(old, before, new).weights)
    assert all(found[link] == value for link, value in old_links.items())
    assert found[Link("L2.1", "out4")][0] != 0.0


def test_other_outputs_begin_anew_and_everything_below_stays() -> None:
    old = default_experiment()
    new = edits.set_data(old, GeneratedData("blobs", classes=3))
    before = learned(old)
    old_links, found = links(old, before), links(new, transplant(old, before, new).weights)
    hidden = [link for link in old_links if link.target.startswith("L")]
    assert all(found[link] == old_links[link] for link in hidden)
    assert found[Link("L2.1", "out0")] != old_links[Link("L2.1", "out0")]


def test_moments_of_translated_outputs_begin_at_zero() -> None:
    """Differences of mean squares could be negative, and Adam takes their root."""
    old = edits.set_output_activation(default_experiment(), "softmax")
    new = edits.set_output_activation(old, "sigmoid")
    after = transplant(old, learned(old), new).weights
    assert not after.blocks()[-1][1:].any()
