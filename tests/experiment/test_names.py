"""Every unit, link and class has one name, and names inside a sentence are still names."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from engine import ACTIVATIONS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS, SCHEDULES
from nnfs_gui.experiment import edits, names
from nnfs_gui.experiment.edits.points import rename_class
from nnfs_gui.experiment.model import Experiment, GeneratedData, Link, default_experiment
from nnfs_gui.experiment.outputs import layer_ids

REGISTRIES = (ACTIVATIONS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS, SCHEDULES)
LABELS = sorted({label for registry in REGISTRIES for label in registry.labels().values()})


def three_classes() -> Experiment:
    data = GeneratedData(generator="blobs", classes=3)
    return edits.set_data(default_experiment(), data)


def test_units_of_every_layer_have_names_and_labels_in_layer_order() -> None:
    experiment = edits.toggle_feature(default_experiment(), "x1*x2")
    units = [unit for layer in layer_ids(experiment) for unit in layer]
    assert list(names.unit_names(experiment)) == list(names.unit_labels(experiment)) == units
    assert names.unit_name(experiment, "x1*x2") == "Feature x₁x₂"
    assert names.unit_name(experiment, "L2.1") == "Hidden 2 · neuron 1"
    assert names.unit_name(experiment, "out0") == "Output"
    assert [names.unit_labels(experiment)[unit] for unit in ("x1*x2", "L1.4", "out0")] == [
        "x₁x₂",
        "1.4",
        "3.1",
    ]


def test_a_moved_neuron_is_named_by_its_place_and_not_by_its_id() -> None:
    experiment = edits.remove_neurons(default_experiment(), ["L1.2"])
    assert names.unit_name(experiment, "L1.3") == "Hidden 1 · neuron 2"
    experiment = edits.move_layer(experiment, "L2", 0)
    assert names.unit_name(experiment, "L1.3") == "Hidden 2 · neuron 2"
    assert names.column_name(experiment, "L1") == "Hidden 2"


def test_a_feature_that_is_off_still_has_a_name() -> None:
    assert names.unit_name(default_experiment(), "x1**2") == "Feature x₁²"


def test_outputs_are_named_by_their_classes() -> None:
    experiment = three_classes()
    assert names.unit_name(experiment, "out2") == "Output · green"
    renamed = rename_class(experiment, 2, "a very long name of a class")
    assert names.unit_name(renamed, "out2") == "Output · a very long name …"
    assert names.class_name(renamed, 7) == "class 8"


def test_layers_have_the_same_names_by_position_and_by_id() -> None:
    experiment = default_experiment()
    columns = ("features", "L1", "L2", "output")
    by_id = [names.column_name(experiment, column) for column in columns]
    assert by_id == [names.layer_name(experiment, layer) for layer in range(4)]
    assert by_id == ["Features", "Hidden 1", "Hidden 2", "Output"]


def test_links_and_biases_are_named_by_their_ends() -> None:
    experiment = default_experiment()
    link = Link("x2", "L1.3")
    assert names.link_name(experiment, link) == "Feature x₂ → Hidden 1 · neuron 3"
    assert names.link_name(experiment, Link("bias", "out0")) == "Bias of Output"
    assert names.spoken("Hidden 1 · neuron 3") == "hidden 1, neuron 3"


def test_names_follow_the_experiment_that_is_asked_about() -> None:
    two, three = default_experiment(), three_classes()
    for _ in range(2):
        assert names.unit_name(two, "out0") == "Output"
        assert names.unit_name(three, "out0") == "Output · orange"
    assert names.class_names(replace(two, title="x")) == ("orange", "blue")


@pytest.mark.parametrize("label", LABELS)
def test_a_label_in_a_sentence_is_no_half_lowered_name(label: str) -> None:
    text = names.in_sentence(label)
    assert not re.search(r"\b[a-z]+[A-Z]", text)
    assert text.lower() == label.lower()


def test_people_and_abbreviations_keep_their_capitals() -> None:
    kept = ("ReLU", "GELU", "Huber", "He (Kaiming)", "Adam", "RMSProp")
    assert [names.in_sentence(name) for name in kept] == list(kept)
    assert names.in_sentence("Leaky ReLU") == "leaky ReLU"
    assert names.in_sentence("Mean squared error") == "mean squared error"
