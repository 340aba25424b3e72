from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import (
    block_positions,
    build_network,
    frozen_mask,
    indices_of,
    links_of,
    parameter_index,
    trainer_options,
)
from nnfs_gui.experiment.model import (
    Experiment,
    GeneratedData,
    Link,
    NetworkSpec,
    TrainingSpec,
    default_experiment,
)
from nnfs_gui.experiment.outputs import layer_ids


@pytest.fixture
def experiment() -> Experiment:
    """2 inputs, layers L1 of four and L2 of two neurons, one output."""
    return default_experiment()


def test_the_network_has_the_experiments_shape_and_functions(experiment: Experiment) -> None:
    experiment = edits.set_activation(experiment, "L1", "leaky_relu", alpha=0.3)
    experiment = edits.set_data(experiment, GeneratedData("pinwheel", classes=3))
    network = build_network(experiment)
    assert tuple(network.sizes) == (2, 4, 2, 3)
    assert [layer.activation.name for layer in network.layers] == ["leaky_relu", "tanh", "softmax"]
    assert network.layers[0].activation.alpha == 0.3  # type: ignore[attr-defined]
    assert network.loss.name == "cce"
    assert network.frozen is None


def test_a_network_without_hidden_layers_is_built(experiment: Experiment) -> None:
    network = build_network(replace(experiment, network=NetworkSpec(features=("x1", "x1*x2"))))
    assert tuple(network.sizes) == (2, 1)
    assert network.predict(np.zeros((3, 2))).shape == (3, 1)


def test_the_seed_and_the_initializer_decide_the_weights(experiment: Experiment) -> None:
    same = build_network(experiment).parameters
    np.testing.assert_array_equal(build_network(experiment).parameters, same)
    other = build_network(edits.set_seed(experiment, 2)).parameters
    assert not np.array_equal(other, same)
    assert not build_network(edits.set_initializer(experiment, "zeros")).parameters.any()


def test_every_link_has_its_place_and_every_place_its_link(experiment: Experiment) -> None:
    network = build_network(experiment)
    links = links_of(experiment)
    assert len(links) == network.n_parameters == block_positions(experiment).size
    assert [parameter_index(experiment, link) for link in links] == list(range(len(links)))


def test_the_place_of_a_link_is_that_weight_of_the_network(experiment: Experiment) -> None:
    network = build_network(experiment)
    units = layer_ids(experiment)
    for number, layer in enumerate(network.layers):
        for row, target in enumerate(units[number + 1]):
            for column, source in enumerate((*units[number], "bias")):
                place = parameter_index(experiment, Link(source, target))
                assert place is not None
                network.parameters[place] = 1e3 + place
                assert layer.block[row, column] == 1e3 + place


def test_links_that_do_not_exist_have_no_place(experiment: Experiment) -> None:
    ghosts = [Link("x1", "L2.1"), Link("L1.1", "L9.9"), Link("L1.1", "L1.2"), Link("x1", "x2")]
    assert [parameter_index(experiment, link) for link in ghosts] == [None] * 4
    known = Link("x2", "L1.1")
    assert indices_of(experiment, [ghosts[0], known]).tolist() == [1]


def test_frozen_neurons_outputs_and_links_are_masked(experiment: Experiment) -> None:
    assert frozen_mask(experiment) is None
    link = Link("L1.3", "L2.1")
    frozen = edits.freeze(experiment, ["L1.2", "output", link], True)
    mask = frozen_mask(frozen)
    assert mask is not None
    expected = {link for link in links_of(frozen) if link.target in ("L1.2", "out0")} | {link}
    assert {links_of(frozen)[place] for place in np.flatnonzero(mask)} == expected
    built = build_network(frozen).frozen
    assert built is not None
    np.testing.assert_array_equal(built, mask)


def test_muted_neurons_are_silent(experiment: Experiment) -> None:
    network = build_network(edits.mute(experiment, ["L1.2", "L2.1"], True))
    activations = network.forward(np.ones((5, 2)))
    assert not activations[0][:, 1].any()
    assert activations[0][:, 0].all()
    assert not activations[1][:, 0].any()


def test_weights_set_by_hand_are_applied_when_asked_for(experiment: Experiment) -> None:
    link = Link("x2", "L1.3")
    changed = edits.set_weight(edits.set_weight(experiment, link, 5.0, 0.0), link, 7.0, 5.0)
    place = parameter_index(changed, link)
    assert place is not None
    plain = build_network(changed)
    np.testing.assert_array_equal(plain.parameters, build_network(experiment).parameters)
    by_hand = build_network(changed, with_hand_set=True)
    assert by_hand.parameters[place] == 7.0
    removed = edits.remove_layer(changed, "L1")
    build_network(removed, with_hand_set=True)  # history of what is gone is no trouble


def test_trainer_options_are_those_of_the_experiment(experiment: Experiment) -> None:
    training = TrainingSpec(
        optimizer="adam", learning_rate=0.2, batch_size=7, clip="value", shuffle_seed=3
    )
    options = trainer_options(replace(experiment, training=training))
    assert options["learning_rate"] == 0.2
    assert (options["optimizer"].name, options["clip"], options["seed"]) == ("adam", "value", 3)
    assert (options["batch_size"], options["schedule"]) == (7, "constant")
