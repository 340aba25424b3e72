"""Every field of `TrainingSpec` that is changed while training reaches the running trainer."""

from __future__ import annotations

from dataclasses import replace as changed_state

import numpy as np
import pytest
from msgspec.structs import replace
from training_tools import LONG, bare_trainer, trained

from engine import Trainer
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.edits.points import add_class, add_points, from_plane
from nnfs_gui.experiment.model import (
    DataSpec,
    Experiment,
    FormulaData,
    GeneratedData,
    StopSpec,
    TrainingSpec,
)
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.trained_network import FRESH

CHANGES: dict[str, tuple[dict[str, object], object]] = {
    # field: (other settings without which it has no effect, its new value)
    "loss": ({}, "mse"),
    "loss_parameters": ({"loss": "huber"}, {"delta": 0.05}),
    "optimizer": ({}, "momentum"),
    "optimizer_parameters": ({"optimizer": "momentum"}, {"momentum": 0.3}),
    "learning_rate": ({}, 0.5),
    "batch_size": ({}, 3),
    "clip": ({"clip_threshold": 0.01}, "value"),
    "clip_threshold": ({"clip": "norm"}, 0.01),
    "regularizer": ({}, "l2"),
    "regularization_rate": ({"regularizer": "l2"}, 0.5),
    "schedule": ({}, "inverse_time"),
    "shuffle": ({}, False),
    "shuffle_seed": ({}, 9),
    "stop": ({}, StopSpec(loss_below=1e9)),
    "keep_weights": ({}, True),
}


OF_THE_RUN = ("stop", "keep_weights")
"""What reaches the run and not its trainer; tried by themselves."""


def test_every_training_setting_is_tried_here() -> None:
    assert set(CHANGES) == set(TrainingSpec.__struct_fields__)


def change(experiment: Experiment, field: str) -> tuple[Experiment, Experiment]:
    """The experiment with the setting as it was, and with its new value."""
    others, value = CHANGES[field]
    before = edits.set_training(experiment, **others)
    after = replace(before, training=replace(before.training, **{field: value}))
    assert after != before
    return before, after


@pytest.mark.parametrize("field", [name for name in CHANGES if name not in OF_THE_RUN])
def test_a_setting_that_is_changed_while_training_changes_the_very_next_steps(
    experiment: Experiment, field: str
) -> None:
    before, after = change(experiment, field)
    run, untouched = trained(before, 3), trained(before, 3)
    for other in (run, untouched):
        other.play()
        other.train(LONG, 7)
    run.apply(after)
    steps = 2 * trainer(run).steps_per_epoch  # a new order of the points shows in the next epoch
    for other in (run, untouched):
        other.train(LONG, steps)
    assert run.state is RunState.RUNNING
    assert weights(run) != weights(untouched)


@pytest.mark.parametrize("field", [name for name in CHANGES if name not in (*OF_THE_RUN, "loss")])
def test_after_a_change_training_goes_on_as_a_trainer_of_the_new_settings_would(
    experiment: Experiment, field: str
) -> None:
    before, after = change(experiment, field)
    run, new = trained(before, 3), bare_trainer(after)
    new.step()
    run.play()
    run.train(LONG, 7)
    begin = trainer(run).state()
    run.apply(after)
    if field == "shuffle_seed":  # the order begins anew, where everything else goes on
        generator = np.random.default_rng(9).bit_generator.state
        begin = changed_state(begin, generator=dict(generator))
    new.restore(begin)
    steps = 2 * new.steps_per_epoch
    run.train(LONG, steps)
    for _ in range(steps):
        new.step()
    assert weights(run) == new.network.parameters.tolist()


def test_a_stop_condition_that_comes_while_training_is_heeded(experiment: Experiment) -> None:
    before, after = change(experiment, "stop")
    run = trained(before, 1)
    run.play()
    run.apply(after)
    run.train(LONG)
    assert run.state is RunState.STOPPED


@pytest.mark.parametrize(
    ("data", "other"),
    [
        (GeneratedData("xor"), True),
        (GeneratedData("blobs", classes=3), True),
        (FormulaData(), True),
        (None, False),
    ],
)
@pytest.mark.parametrize("keep", [False, True])
def test_another_data_set_begins_with_fresh_weights_unless_they_are_to_be_kept(
    experiment: Experiment, data: DataSpec | None, other: bool, keep: bool
) -> None:
    before, after = change(experiment, "keep_weights")
    start = after if keep else before
    run = trained(start, 3)
    learned = trainer(run).network.layers[0].block.copy()
    more = {"size": 90, "noise": 0.2, "seed": 3}
    new = edits.change_data(start, **more) if data is None else edits.set_data(start, data)
    notice = run.apply(new)
    begun = other and not keep
    assert (run.snapshot().epoch == 0) == begun
    first = trainer(run).network.layers[0].block
    assert np.array_equal(first, build_network(new).layers[0].block) == begun
    assert np.array_equal(first, learned) != begun
    assert notice == (FRESH if begun else "")


def test_points_frozen_from_a_generator_and_painted_on_are_the_same_data_set(
    experiment: Experiment,
) -> None:
    run = trained(experiment, 3)
    painted = add_points(from_plane(experiment), [[1.0, 1.0]], 1)
    assert run.apply(painted) == ""
    assert run.snapshot().epoch == 3
    run.apply(add_class(painted))
    assert run.snapshot().epoch == 0


def test_another_optimizer_leaves_the_parameters_of_the_old_one_behind(
    experiment: Experiment,
) -> None:
    tuned = edits.set_training(
        experiment, optimizer="momentum", optimizer_parameters={"momentum": 0.5}
    )
    assert edits.set_training(tuned, optimizer="adam").training.optimizer_parameters == {}
    kept = edits.set_training(tuned, learning_rate=0.1).training
    assert kept.optimizer_parameters == {"momentum": 0.5}


def test_another_loss_leaves_the_parameters_of_the_old_one_behind(experiment: Experiment) -> None:
    huber = edits.set_training(experiment, loss="huber", loss_parameters={"delta": 0.2})
    assert huber.training.loss_parameters == {"delta": 0.2}
    assert edits.set_loss(huber, "mse").training.loss_parameters == {}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"optimizer": "adam", "optimizer_parameters": {"beta1": 1.0}}, "[0, 1), got 1.0"),
        ({"optimizer_parameters": {"momentum": 0.5}}, "which 'sgd' does not take"),
        ({"loss": "huber", "loss_parameters": {"delta": 0.0}}, "delta must be > 0"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_in_a_sentence(
    experiment: Experiment, fields: dict[str, object], message: str
) -> None:
    with pytest.raises(edits.EditError) as refused:
        edits.set_training(experiment, **fields)
    assert message in str(refused.value)


def trainer(run: Run) -> Trainer:
    found = run._trained.trainer
    assert found is not None
    return found


def weights(run: Run) -> list[float]:
    return trainer(run).network.parameters.tolist()


def test_the_first_step_after_a_change_is_looked_at_by_itself(experiment: Experiment) -> None:
    """Small steps go by in numbers between two looks at the clock; as many large ones take long."""
    run = trained(experiment, 3)
    run.play()
    run.train(0.01)
    run.apply(edits.set_training(experiment, batch_size=29))
    before = trainer(run).steps
    run.train(0.0)
    assert trainer(run).steps == before + 1
