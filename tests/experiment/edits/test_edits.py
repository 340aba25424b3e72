from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.model import (
    MAX_FEATURES,
    MAX_HIDDEN_LAYERS,
    MAX_NEURONS,
    Experiment,
    FormulaData,
    GeneratedData,
    Link,
    NetworkSpec,
    NeuronSpec,
    PointArray,
    PointsData,
    default_experiment,
    make_layer,
)
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.experiment.validation import check


@pytest.fixture
def experiment() -> Experiment:
    """Layers L1 of four and L2 of two neurons."""
    return default_experiment()


def sizes(experiment: Experiment) -> list[int]:
    return [len(layer.neurons) for layer in experiment.network.hidden]


def neuron_ids(experiment: Experiment, layer: int = 0) -> list[str]:
    return [neuron.id for neuron in experiment.network.hidden[layer].neurons]


def layers(experiment: Experiment) -> list[str]:
    return [layer.id for layer in experiment.network.hidden]


@pytest.mark.parametrize(("index", "order"), [(0, "L3 L1 L2"), (1, "L1 L3 L2"), (2, "L1 L2 L3")])
def test_a_new_layer_comes_where_it_is_put(experiment: Experiment, index: int, order: str) -> None:
    new = edits.add_layer(experiment, index, units=5, activation="relu")
    assert layers(new) == order.split()
    assert sizes(new)[index] == 5
    assert new.network.hidden[index].activation == "relu"


def test_a_new_layer_takes_after_the_one_before(experiment: Experiment) -> None:
    experiment = edits.set_activation(experiment, "L1", "leaky_relu", alpha=0.2)
    for index, like in enumerate(experiment.network.hidden, start=1):
        new = edits.add_layer(experiment, index).network.hidden[index]
        assert len(new.neurons) == len(like.neurons)
        assert (new.activation, new.parameters) == (like.activation, like.parameters)
    assert edits.add_layer(experiment, 1, activation="tanh").network.hidden[1].parameters == {}


def test_all_layers_may_go_and_one_may_come_back(experiment: Experiment) -> None:
    bare = edits.remove_layer(edits.remove_layer(experiment, "L1"), "L2")
    assert bare.network.hidden == ()
    assert layer_ids(bare) == (("x1", "x2"), ("out0",))
    assert layers(edits.add_layer(bare, 0))[0] not in {"L1", "L2"}


def test_there_are_limits_to_layers_and_places(experiment: Experiment) -> None:
    full = experiment
    while len(full.network.hidden) < MAX_HIDDEN_LAYERS:
        full = edits.add_layer(full, 0)
    with pytest.raises(EditError, match="at most 10 hidden layers"):
        edits.add_layer(full, 0)
    with pytest.raises(EditError, match="positions 0 to 2, not 3"):
        edits.add_layer(experiment, 3)
    with pytest.raises(EditError, match="positions 0 to 1, not -1"):
        edits.move_layer(experiment, "L1", -1)


def test_a_layer_can_be_moved_with_its_neurons(experiment: Experiment) -> None:
    moved = edits.move_layer(experiment, "L1", 1)
    assert layers(moved) == ["L2", "L1"]
    assert sizes(moved) == [2, 4]
    assert edits.move_layer(moved, "L1", 0) == experiment


@pytest.mark.parametrize("layer_id", ["L9", "output", "", "L1.1"])
def test_an_unknown_layer_is_named(experiment: Experiment, layer_id: str) -> None:
    for edit in (edits.remove_layer, edits.add_neuron, edits.remove_neuron):
        with pytest.raises(EditError, match=r"\.$"):
            edit(experiment, layer_id)


# --- neurons ---


def test_neurons_come_and_go_at_the_end_of_a_layer(experiment: Experiment) -> None:
    assert neuron_ids(edits.add_neuron(experiment, "L1"))[-1] == "L1.5"
    assert neuron_ids(edits.remove_neuron(experiment, "L1")) == ["L1.1", "L1.2", "L1.3"]
    assert sizes(edits.resize_layer(experiment, "L2", 7)) == [4, 7]
    assert edits.resize_layer(experiment, "L1", 4) == experiment


def test_a_neuron_can_come_between_two_others(experiment: Experiment) -> None:
    assert neuron_ids(edits.add_neuron(experiment, "L1", 1))[:3] == ["L1.1", "L1.5", "L1.2"]
    with pytest.raises(EditError, match="positions 0 to 4, not 5"):
        edits.add_neuron(experiment, "L1", 5)


def test_there_are_limits_to_neurons(experiment: Experiment) -> None:
    full = edits.resize_layer(experiment, "L1", MAX_NEURONS)
    with pytest.raises(EditError, match="A layer has at most 32 neurons"):
        edits.add_neuron(full, "L1")
    with pytest.raises(EditError, match="A layer has at most 32 neurons"):
        edits.duplicate_neurons(full, ["L1.1"])
    with pytest.raises(EditError, match="A layer has at most 32 neurons"):
        edits.paste_neurons(full, "L1", [NeuronSpec("L2.1")])
    with pytest.raises(EditError, match="at least one neuron"):
        edits.resize_layer(experiment, "L1", 0)


def test_chosen_neurons_are_removed_and_an_emptied_layer_with_them(experiment: Experiment) -> None:
    new = edits.remove_neurons(experiment, ["L1.2", "L1.4"])
    assert neuron_ids(new) == ["L1.1", "L1.3"]
    assert layers(edits.remove_neurons(experiment, ["L2.1", "L2.2"])) == ["L1"]
    assert layers(edits.remove_neurons(experiment, ["L1"])) == ["L2"]
    with pytest.raises(EditError, match="no neuron or layer 'x1'"):
        edits.remove_neurons(experiment, ["x1"])


def test_a_twin_stands_beside_its_original_and_knows_it(experiment: Experiment) -> None:
    experiment = edits.mute(experiment, ["L1.2"], True)
    new = edits.duplicate_neurons(experiment, ["L1.2", "L2.2"])
    assert neuron_ids(new) == ["L1.1", "L1.2", "L1.5", "L1.3", "L1.4"]
    assert neuron_ids(new, 1) == ["L2.1", "L2.2", "L2.3"]
    twin = new.network.hidden[0].neurons[2]
    assert (twin.copy_of, twin.muted) == ("L1.2", True)


def test_pasted_neurons_remember_where_they_come_from(experiment: Experiment) -> None:
    copied = experiment.network.hidden[0].neurons[:2]
    new = edits.paste_neurons(experiment, "L2", copied)
    assert neuron_ids(new, 1) == ["L2.1", "L2.2", "L2.3", "L2.4"]
    assert [neuron.copy_of for neuron in new.network.hidden[1].neurons[2:]] == ["L1.1", "L1.2"]


def test_ids_of_removed_neurons_are_not_used_again(experiment: Experiment) -> None:
    new = edits.add_neuron(edits.remove_neuron(experiment, "L1"), "L1")
    assert neuron_ids(new) == ["L1.1", "L1.2", "L1.3", "L1.5"]
    assert layers(edits.add_layer(edits.remove_layer(experiment, "L2"), 1)) == ["L1", "L3"]


def test_ids_that_are_only_referred_to_are_not_used_again() -> None:
    layer = replace(make_layer(1, 1), neurons=(NeuronSpec("L1.1", copy_of="L1.7"),))
    network = NetworkSpec(hidden=(layer,))
    experiment = replace(default_experiment(), network=network)
    assert neuron_ids(edits.add_neuron(experiment, "L1"))[-1] == "L1.8"
    experiment = edits.set_weight(experiment, Link("x1", "L1.1"), 1.0, 0.0)
    entry = replace(experiment.network.hand_set[0], link=Link("L8.1", "L9.1"))
    network = replace(network, hand_set=(entry,))
    assert layers(edits.add_layer(replace(experiment, network=network), 0)) == ["L10", "L1"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "resize", "twin", "drop", "move"]), st.integers(0, 99)
    ),
    max_size=30,
)


@given(STEPS)
def test_no_id_ever_comes_back_whatever_is_done(steps: list[tuple[str, int]]) -> None:
    experiment = default_experiment()
    living: set[str] = set()
    dead: set[str] = set()
    for step, number in steps:
        experiment = _step(experiment, step, number)
        check(experiment)
        hidden = experiment.network.hidden
        ids = {layer.id for layer in hidden} | {n.id for layer in hidden for n in layer.neurons}
        dead |= living - ids
        assert not ids & dead
        living = ids


def _step(experiment: Experiment, step: str, number: int) -> Experiment:
    hidden = experiment.network.hidden
    if step == "add" or not hidden:
        if len(hidden) == MAX_HIDDEN_LAYERS:
            return experiment
        return edits.add_layer(experiment, number % (len(hidden) + 1), units=number % 4 + 1)
    layer = hidden[number % len(hidden)]
    neuron = layer.neurons[number % len(layer.neurons)].id
    match step:
        case "remove":
            return edits.remove_layer(experiment, layer.id)
        case "resize":
            return edits.resize_layer(experiment, layer.id, number % 6 + 1)
        case "twin" if len(layer.neurons) < MAX_NEURONS:
            return edits.duplicate_neurons(experiment, [neuron])
        case "drop":
            return edits.remove_neurons(experiment, [neuron])
        case _:
            return edits.move_layer(experiment, layer.id, number % len(hidden))


# --- activations, freezing, muting, weights ---


def test_activations_of_layers_and_of_the_output_are_set(experiment: Experiment) -> None:
    new = edits.set_activation(experiment, "L1", "leaky_relu", alpha=np.float64(0.3))
    assert new.network.hidden[0].activation == "leaky_relu"
    assert type(new.network.hidden[0].parameters["alpha"]) is float
    assert edits.set_activation(experiment, "output", "tanh").training.loss == "mse"


def test_activations_that_do_not_fit_are_refused(experiment: Experiment) -> None:
    with pytest.raises(EditError, match="for the output layer only"):
        edits.set_activation(experiment, "L1", "softmax")
    with pytest.raises(EditError, match="did you mean 'tanh'"):
        edits.set_activation(experiment, "L1", "tahn")
    with pytest.raises(EditError, match="'alpha', which 'tanh' does not take"):
        edits.set_activation(experiment, "L1", "tanh", alpha=1.0)
    with pytest.raises(EditError, match="finite"):
        edits.set_activation(experiment, "L1", "leaky_relu", alpha=float("nan"))


def test_neurons_layers_outputs_and_links_are_frozen_and_thawed(experiment: Experiment) -> None:
    link = Link("x1", "L1.2")
    new = edits.freeze(experiment, ["L1.1", "L2", "output", link], True)
    flags = [[neuron.frozen for neuron in layer.neurons] for layer in new.network.hidden]
    assert flags == [[True, False, False, False], [True, True]]
    assert new.network.output.frozen
    assert new.network.frozen_links == (link,)
    assert edits.freeze(new, [link], True) == new
    assert edits.freeze(new, ["L1.1", "L2", "out0", link], False) == experiment


def test_thawing_a_link_of_a_frozen_neuron_keeps_its_other_links_frozen(
    experiment: Experiment,
) -> None:
    frozen = edits.freeze(experiment, ["L1.1"], True)
    new = edits.freeze(frozen, [Link("x1", "L1.1")], False)
    assert not new.network.hidden[0].neurons[0].frozen
    assert set(new.network.frozen_links) == {Link("x2", "L1.1"), Link("bias", "L1.1")}


def test_neurons_and_layers_are_muted(experiment: Experiment) -> None:
    new = edits.mute(experiment, ["L1.3", "L2"], True)
    muted = [neuron.id for layer in new.network.hidden for neuron in layer.neurons if neuron.muted]
    assert muted == ["L1.3", "L2.1", "L2.2"]
    assert edits.mute(new, ["L1", "L2"], False) == experiment
    with pytest.raises(EditError, match="no neuron or layer 'out0'"):
        edits.mute(experiment, ["out0"], True)


def test_frozen_links_go_when_an_end_goes(experiment: Experiment) -> None:
    links = [Link("x1", "L1.4"), Link("L1.4", "L2.1"), Link("bias", "L1.1"), Link("L2.2", "out0")]
    frozen = edits.freeze(experiment, links, True)
    assert edits.remove_neuron(frozen, "L1").network.frozen_links == tuple(links[2:])
    assert edits.remove_layer(frozen, "L2").network.frozen_links == (links[0], links[2])
    assert edits.toggle_feature(frozen, "x1").network.frozen_links == tuple(links[1:])
    between = edits.add_layer(frozen, 1)
    assert between.network.frozen_links == (links[0], links[2], links[3])


def test_each_weight_set_by_hand_is_an_entry_of_its_own(experiment: Experiment) -> None:
    link = Link("bias", "L2.1")
    new = edits.set_weight(edits.set_weight(experiment, link, 1.0, 0.1), link, 2.0, 1.0)
    entries = [(entry.value, entry.before, entry.serial) for entry in new.network.hand_set]
    assert entries == [(1.0, 0.1, 1), (2.0, 1.0, 2)]
    removed = edits.remove_layer(new, "L2")
    assert removed.network.hand_set == new.network.hand_set  # history stays


@pytest.mark.parametrize("link", [Link("x1", "L2.1"), Link("x1", "L1.9"), Link("L1.1", "x1")])
def test_links_that_do_not_exist_are_refused(experiment: Experiment, link: Link) -> None:
    with pytest.raises(EditError, match="There is no link from"):
        edits.set_weight(experiment, link, 1.0, 0.0)
    with pytest.raises(EditError, match="There is no link from"):
        edits.freeze(experiment, [link], True)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e7])
def test_a_weight_is_a_reasonable_number(experiment: Experiment, value: float) -> None:
    with pytest.raises(EditError, match="A weight is a number within"):
        edits.set_weight(experiment, Link("x1", "L1.1"), value, 0.0)


def test_seed_and_initializer_are_set(experiment: Experiment) -> None:
    new = edits.set_initializer(edits.set_seed(experiment, 7), "he")
    assert (new.network.seed, new.network.initializer) == (7, "he")
    with pytest.raises(EditError, match="The seed must be ≥ 0"):
        edits.set_seed(experiment, -1)
    with pytest.raises(EditError, match="unknown initializer"):
        edits.set_initializer(experiment, "hee")


# --- data and features ---


def test_fields_of_the_data_are_changed(experiment: Experiment) -> None:
    new = edits.change_data(experiment, noise=np.float32(0.25), size=100)
    assert new.data == GeneratedData("circle", size=100, noise=0.25)
    with pytest.raises(EditError, match="There is no 'nose' here"):
        edits.change_data(experiment, nose=0.1)
    with pytest.raises(EditError, match=r"noise must be ≤ 0\.5, got 0\.6"):
        edits.change_data(experiment, noise=0.6)
    with pytest.raises(EditError, match="expected a whole number, got text"):
        edits.change_data(experiment, size="many")


def test_unknown_generators_and_broken_formulas_are_refused(experiment: Experiment) -> None:
    with pytest.raises(EditError, match="did you mean 'spiral'"):
        edits.change_data(experiment, generator="spirall")
    with pytest.raises(EditError, match="mistake at character 1: unknown name 'sine'"):
        edits.set_data(experiment, FormulaData(formula="sine(x)"))


def test_points_must_fit_their_classes(experiment: Experiment) -> None:
    data = PointsData(points=PointArray([[0, 0, 2]]))
    with pytest.raises(EditError, match="class numbers from 0 to 1"):
        edits.set_data(experiment, data)
    three = replace(data, class_names=("a", "b", "c"))
    assert edits.set_data(experiment, three).network.output.activation == "softmax"
    far = replace(data, points=PointArray([[0, 0, 10.5]]), task="regression")
    with pytest.raises(EditError, match="targets within ±10 for regression"):
        edits.set_data(experiment, far)


def test_data_without_points_is_legal(experiment: Experiment) -> None:
    assert edits.set_data(experiment, PointsData()).data == PointsData()


def test_the_split_is_changed_within_its_limits(experiment: Experiment) -> None:
    new = edits.set_split(experiment, training_share=0.8, class_balance=(1.0, 0.2), outliers=0.1)
    assert new.split.training_share == 0.8
    with pytest.raises(EditError, match="training share must be > 0"):
        edits.set_split(experiment, training_share=0)
    with pytest.raises(EditError, match=r"outliers must be ≤ 0\.5"):
        edits.set_split(experiment, outliers=0.7)


def test_features_are_switched_on_and_off(experiment: Experiment) -> None:
    new = edits.toggle_feature(experiment, "x1*x2")
    assert new.network.features == ("x1", "x2", "x1*x2")
    assert edits.toggle_feature(new, "x₁x₂") == experiment
    assert edits.set_features(experiment, ("x^2", "x1²")).network.features == ("x1**2",)


def test_features_have_limits_and_must_be_formulas(experiment: Experiment) -> None:
    with pytest.raises(EditError, match="at least one input feature"):
        edits.set_features(experiment, ())
    with pytest.raises(EditError, match="at most 16 input features"):
        edits.set_features(experiment, tuple(f"x1+{n}" for n in range(MAX_FEATURES + 1)))
    with pytest.raises(EditError, match="mistake at character 4"):
        edits.toggle_feature(experiment, "x1 & x2")


# --- training ---


def test_training_is_changed_within_its_limits(experiment: Experiment) -> None:
    new = edits.set_training(experiment, learning_rate=1, optimizer="adam", clip="norm")
    assert new.training.learning_rate == 1.0
    assert new.training.clip == "norm"
    with pytest.raises(EditError, match=r"The learning rate must be > 0, got -0\.1"):
        edits.set_training(experiment, learning_rate=-0.1)
    with pytest.raises(EditError, match="did you mean 'adam'"):
        edits.set_training(experiment, optimizer="adma")
    with pytest.raises(EditError, match="batch size must be ≥ 1"):
        edits.set_training(experiment, batch_size=0)
    with pytest.raises(EditError, match="unknown name 'often'"):
        edits.set_training(experiment, clip="often")


def test_a_loss_among_other_fields_brings_its_output_along(experiment: Experiment) -> None:
    new = edits.set_training(experiment, loss="cce", learning_rate=0.5)
    assert new.network.output.activation == "softmax"
    assert new.training.learning_rate == 0.5
    with pytest.raises(EditError, match="Unknown loss 'bec'"):
        edits.set_training(experiment, loss="bec")


def test_stop_conditions_are_set_and_taken_back(experiment: Experiment) -> None:
    new = edits.set_stop(experiment, loss_below=0.01)
    assert new.training.stop.loss_below == 0.01
    assert edits.set_stop(new, loss_below=None) == experiment


def test_title_and_notes_are_set(experiment: Experiment) -> None:
    new = edits.set_notes(edits.set_title(experiment, "Mine"), "Why it works")
    assert (new.title, new.notes) == ("Mine", "Why it works")
    with pytest.raises(EditError, match="The title may have 200 characters, got 201"):
        edits.set_title(experiment, "x" * 201)
