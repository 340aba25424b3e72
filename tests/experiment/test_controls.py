"""Which controls an edit moves, by the edits that the window makes."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.controls import CONTROLS, GROUPS, LABELS, expanded, moved
from nnfs_gui.experiment.model import (
    Axis,
    Experiment,
    FormulaData,
    Link,
    PointArray,
    PointsData,
    TrainingSpec,
    default_experiment,
)

POINTS = PointArray([[0, 1, 0], [1, 0, 1]])
TABLE = PointsData(points=POINTS, x1=Axis("height", 3.0, 2.0), source="people.csv")
W = Link("x1", "L1.1")
EDITS = {
    "dataset": partial(edits.change_data, generator="xor"),
    "noise": partial(edits.change_data, noise=0.2),
    "points": partial(edits.change_data, size=100),
    "data_seed": partial(edits.change_data, seed=7),
    "share": partial(edits.set_split, training_share=0.8),
    "balance": partial(edits.set_split, class_balance=(1.0, 0.5)),
    "outliers": partial(edits.set_split, outliers=0.1),
    "paint": partial(edits.set_data, data=PointsData(points=POINTS)),
    "import": partial(edits.set_data, data=TABLE),
    "formula": partial(edits.set_data, data=FormulaData()),
    "features": partial(edits.toggle_feature, formula="x1*x2"),
    "layers": partial(edits.add_layer, index=0, units=3),
    "neurons": partial(edits.add_neuron, layer_id="L1"),
    "activation": partial(edits.set_activation, layer_id="L1", name="relu"),
    "weights": partial(edits.set_weight, link=W, value=1.0, before=0.0),
    "freeze": partial(edits.freeze, ids=[W], on=True),
    "mute": partial(edits.mute, ids=["L1.1"], on=True),
    "init": partial(edits.set_initializer, name="zeros"),
    "init_seed": partial(edits.set_seed, seed=9),
    "optimizer": partial(edits.set_training, optimizer="adam"),
    "rate": partial(edits.set_training, learning_rate=0.5),
    "batch": partial(edits.set_training, batch_size=32),
    "clip": partial(edits.set_training, clip="norm"),
    "clip_threshold": partial(edits.set_training, clip_threshold=0.1),
    "reg": partial(edits.set_training, regularizer="l2"),
    "reg_rate": partial(edits.set_training, regularization_rate=0.1),
    "schedule": partial(edits.set_training, schedule="cosine"),
    "stop": partial(edits.set_stop, loss_below=0.1),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_moves_the_control_that_it_belongs_to(name: str) -> None:
    old = default_experiment()
    assert moved(old, EDITS[name](old)) == {name}
    assert moved(EDITS[name](old), old) == ({name} if name not in {"paint", "import", "formula"}
                                            else {"dataset"})  # fmt: skip


def test_loss_and_output_are_told_apart_and_together() -> None:
    old = default_experiment()
    squared = edits.set_loss(old, "mse")
    assert moved(old, squared) == {"loss"}
    assert moved(squared, edits.set_output_activation(squared, "tanh")) >= {"output"}


def test_an_edit_that_must_adapt_the_loss_moves_the_loss_as_well() -> None:
    old = default_experiment()
    assert moved(old, edits.change_data(old, generator="plane")) >= {"dataset", "loss", "output"}


def test_a_link_that_goes_with_its_neuron_was_not_thawed() -> None:
    old = edits.freeze(default_experiment(), [Link("x1", "L1.4")], on=True)
    assert moved(old, edits.remove_neurons(old, ["L1.4"])) == {"neurons"}


def test_a_frozen_neuron_and_a_frozen_output_are_freezing() -> None:
    old = default_experiment()
    assert moved(old, edits.freeze(old, ["L1.1"], on=True)) == {"freeze"}
    assert moved(old, edits.freeze(old, ["out0"], on=True)) == {"freeze"}


def test_title_and_notes_are_no_control() -> None:
    old = default_experiment()
    assert moved(old, edits.set_notes(edits.set_title(old, "Mine"), "Read")) == frozenset()


def test_every_setting_of_training_belongs_to_a_control() -> None:
    old = default_experiment()
    for field in msgspec.structs.fields(TrainingSpec):
        other = msgspec.structs.replace(old.training, **{field.name: "something else"})
        assert moved(old, msgspec.structs.replace(old, training=other)), field.name


def test_a_painted_table_is_painted() -> None:
    old = edits.set_data(default_experiment(), TABLE)
    points = PointArray([*TABLE.points.values, [2, 2, 0]])
    assert moved(old, edits.set_data(old, msgspec.structs.replace(TABLE, points=points))) == {
        "paint"
    }


def test_groups_name_all_controls_and_every_control_has_a_label() -> None:
    assert expanded(GROUPS) == CONTROLS
    assert expanded(["training", "play"]) == {*GROUPS["training"], "play"}
    assert set(LABELS) == CONTROLS


def test_nothing_moves_if_nothing_changes() -> None:
    assert moved(Experiment(), Experiment()) == frozenset()
