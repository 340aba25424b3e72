"""A trained network that surgery changes goes on training: it is not thrown back.

Measured as a person sees it: the loss over the last hundred of 500 further steps, against what it
was before.  Below `NOTHING` a loss is as good as none, and steps of its size are noise.
"""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest
from training_tools import HIDDEN

from engine import TrainerState
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.training.trained_network import TrainedNetwork

STEPS = 500
EVERYWHERE = ("first-steps", "xor", "regression")
"""Presets into which a layer is drawn at every place, and not only in the middle."""
NOTHING = 0.04
MOST = {"clipping": 3.0}
"""Growth that is allowed, if not twofold: a rate that is far too high is held by clipping to steps
of one length, so that a curved layer settles only where the clip allows."""
UNTRAINED = ("vanishing-gradients",)  # at this many steps it has not learned anything to lose
PRESETS = [name for name in preset_names() if name not in UNTRAINED]
DEEP = [name for name in PRESETS if len(load_preset(name).network.hidden) > 1]
LETS_THROUGH = [name for name in HIDDEN if name != "step"]
"""A step says two things only and has no slope: neither values nor gradients get through a layer of
steps, whatever its weights, so drawing one takes from the network what it has learned."""


@cache
def trained_state(preset: str) -> TrainerState:
    trained = TrainedNetwork(load_preset(preset))
    assert trained.trainer is not None
    for _ in range(8000 if preset == "spiral" else 4000):
        trained.trainer.step()
    return trained.trainer.state()


def trained_preset(preset: str) -> TrainedNetwork:
    trained = TrainedNetwork(load_preset(preset))
    assert trained.trainer is not None
    trained.trainer.restore(trained_state(preset))
    return trained


def loss(trained: TrainedNetwork) -> float:
    return trained.network.evaluate(*trained.samples(trained.points.train))


def usual_loss_later(trained: TrainedNetwork) -> float:
    assert trained.trainer is not None
    losses = []
    for step in range(STEPS):
        trained.trainer.step()
        if step >= STEPS - 100 and step % 10 == 0:
            losses.append(loss(trained))
    assert not trained.trainer.diverged
    return float(np.median(losses))


def assert_goes_on(preset: str, trained: TrainedNetwork, new: Experiment) -> None:
    before = loss(trained)
    trained.apply(new)
    most = MOST.get(preset, 2.0)
    assert usual_loss_later(trained) < most * max(before, NOTHING)


@pytest.mark.parametrize("activation", LETS_THROUGH)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_layer_drawn_into_a_trained_network_leaves_it_trained(
    preset: str, activation: str
) -> None:
    layers = len(load_preset(preset).network.hidden)
    for index in range(layers + 1) if preset in EVERYWHERE else [layers // 2]:
        trained = trained_preset(preset)
        new = edits.add_layer(trained.experiment, index, activation=activation)
        assert_goes_on(preset, trained, new)


@pytest.mark.parametrize("preset", [name for name in PRESETS if load_preset(name).network.hidden])
def test_duplicated_neurons_leave_a_trained_network_trained(preset: str) -> None:
    for layer in load_preset(preset).network.hidden:
        trained = trained_preset(preset)
        ids = [neuron.id for neuron in layer.neurons[:4]]
        assert_goes_on(preset, trained, edits.duplicate_neurons(trained.experiment, ids))


@pytest.mark.parametrize("preset", [name for name in PRESETS if load_preset(name).network.hidden])
def test_another_neuron_leaves_a_trained_network_trained(preset: str) -> None:
    for layer in load_preset(preset).network.hidden:
        trained = trained_preset(preset)
        assert_goes_on(preset, trained, edits.add_neuron(trained.experiment, layer.id))


@pytest.mark.parametrize("preset", DEEP)
def test_a_layer_moved_to_any_place_leaves_a_trained_network_trained(preset: str) -> None:
    layers = load_preset(preset).network.hidden
    for moved, place in itertools.permutations(range(len(layers)), 2):
        trained = trained_preset(preset)
        new = edits.move_layer(trained.experiment, layers[moved].id, place)
        assert_goes_on(preset, trained, new)


def test_the_outputs_are_where_they_were_right_after_a_layer_was_drawn() -> None:
    for activation in LETS_THROUGH:
        trained = trained_preset("first-steps")
        inputs = trained.samples(trained.points.train)[0]
        before = trained.network.predict(inputs)
        trained.apply(edits.add_layer(trained.experiment, 1, activation=activation))
        assert np.abs(trained.network.predict(inputs) - before).mean() < 0.02


def test_new_weights_of_an_untrained_network_begin_without_a_memory() -> None:
    trained = TrainedNetwork(load_preset("first-steps"))
    trained.apply(edits.add_layer(trained.experiment, 1))
    assert trained.trainer is not None
    assert not any(moment.any() for moment in trained.trainer.optimizer.moments.values())


def test_new_weights_of_a_trained_network_begin_with_steps_below_the_learning_rate() -> None:
    trained = trained_preset("first-steps")
    rate = trained.experiment.training.learning_rate
    old = {id_: None for layer in trained.experiment.network.hidden for id_ in [layer.id]}
    trained.apply(edits.add_layer(trained.experiment, 1, activation="relu"))
    new = next(
        index
        for index, layer in enumerate(trained.experiment.network.hidden)
        if layer.id not in old
    )
    before = trained.network.layers[new].block.copy()
    assert trained.trainer is not None
    trained.trainer.step()
    assert 0.0 < np.abs(trained.network.layers[new].block - before).max() < 0.5 * rate
