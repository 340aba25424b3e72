"""An ensemble trains each network as `Trainer` does alone: every number agrees to the bit."""

from __future__ import annotations

from dataclasses import fields
from itertools import product
from typing import Any

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    CLIPPERS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    SCHEDULES,
    Ensemble,
    Network,
    Trainer,
    TrainerState,
)  # fmt: skip
from engine.fast.stacked import StackedBatches, StackedWorkspace, products_agree

HIDDEN = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


def trainers(count: int, network: dict[str, Any] | None = None, **settings: Any) -> list[Trainer]:
    """Trainers that differ in weights and in the order of the samples."""
    rng = np.random.default_rng(7)
    build: dict[str, Any] = {"sizes": [2, 4, 3, 1], "loss": "bce", **(network or {})}
    X = rng.normal(size=(23, 2))
    low, high = LOSSES[build["loss"]].target_limits
    y = rng.uniform(max(low, -1.0), min(high, 1.0), (23, build["sizes"][-1]))
    return [
        Trainer(Network(seed=seed, **build), X, y, seed=seed, **settings) for seed in range(count)
    ]


def assert_same_state(state: TrainerState, expected: TrainerState) -> None:
    for part in fields(TrainerState):
        found, wanted = getattr(state, part.name), getattr(expected, part.name)
        if part.name == "moments":
            assert found.keys() == wanted.keys()
            found, wanted = list(found.values()), list(wanted.values())
        if isinstance(wanted, (list, np.ndarray, float)):
            np.testing.assert_array_equal(found, wanted, err_msg=part.name)
        else:
            assert found == wanted, part.name


def assert_same_course(ours: list[Trainer], alone: list[Trainer], steps: int) -> Ensemble:
    ensemble = Ensemble(ours)
    for _ in range(steps):
        losses = ensemble.step()
        np.testing.assert_array_equal(losses, [trainer.step() for trainer in alone])
    for index, trainer in enumerate(alone):
        assert_same_state(ensemble.state(index), trainer.state())
    return ensemble


@pytest.mark.parametrize("output", ACTIVATIONS.names())
def test_every_activation_loss_and_output(output: str) -> None:
    hidden_ones = HIDDEN if output == "tanh" else ["tanh", "gelu"]
    for hidden, loss, sizes in product(hidden_ones, LOSSES, ([2, 3, 1], [2, 5, 4, 3])):
        bounded = ACTIVATIONS[output].limits == (0.0, 1.0)
        if LOSSES[loss].output_limits == (0.0, 1.0) and not bounded:
            continue
        if output == "softmax" and sizes[-1] == 1:
            continue
        build = {"sizes": sizes, "activation": hidden, "output_activation": output, "loss": loss}
        assert_same_course(trainers(3, build), trainers(3, build), 3)


@pytest.mark.parametrize("clip", CLIPPERS.names())
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("regularizer", REGULARIZERS.names())
def test_every_clipper_optimizer_and_penalty(clip: str, optimizer: str, regularizer: str) -> None:
    settings = {
        "clip": clip, "optimizer": optimizer, "regularizer": regularizer,
        "regularization_rate": 0.01, "clip_threshold": 0.05, "batch_size": 5,
    }  # fmt: skip
    assert_same_course(trainers(4, **settings), trainers(4, **settings), 12)


@pytest.mark.parametrize("schedule", SCHEDULES.names())
@pytest.mark.parametrize("shuffle", [True, False])
def test_every_schedule_and_order_over_several_epochs(schedule: str, shuffle: bool) -> None:
    settings = {"schedule": schedule, "shuffle": shuffle, "learning_rate": 0.3}
    assert_same_course(trainers(3, **settings), trainers(3, **settings), 3 * 3 + 2)


@pytest.mark.parametrize("count", [1, 2, 12, 48])
@pytest.mark.parametrize("batch_size", [1, 10, 23, 100])
def test_any_number_of_networks_and_size_of_batches(count: int, batch_size: int) -> None:
    settings = {"batch_size": batch_size, "optimizer": "adam"}
    assert_same_course(trainers(count, **settings), trainers(count, **settings), 5)


def test_frozen_and_muted_parts_rest() -> None:
    def prepared() -> list[Trainer]:
        made = trainers(3, optimizer="momentum")
        for trainer in made:
            trainer.network.set_muted(0, [1])
            trainer.network.freeze(np.arange(trainer.network.n_parameters) % 5 == 0)
        return made

    before = [trainer.network.parameters.copy() for trainer in prepared()]
    ensemble = assert_same_course(prepared(), prepared(), 8)
    after = ensemble.state(0).parameters
    np.testing.assert_array_equal(after[::5], before[0][::5])
    assert (after != before[0]).sum() > len(after) // 3


def test_networks_may_have_data_of_their_own() -> None:
    def prepared() -> list[Trainer]:
        made = trainers(3)
        for index, trainer in enumerate(made):
            X, y = trainer.samples
            trainer.set_data(X + index, y)
        return made

    assert_same_course(prepared(), prepared(), 7)


def test_a_network_that_diverges_rests_and_the_others_go_on() -> None:
    def prepared() -> list[Trainer]:
        build = {"activation": "linear", "output_activation": "linear", "loss": "mse"}
        made = trainers(3, build, optimizer="momentum", learning_rate=0.01)
        made[1].network.parameters *= 1e20  # one step of it is finite, a second one is not
        return made

    alone, ensemble = prepared(), Ensemble(prepared())
    for _ in range(9):
        ensemble.step()
        for trainer in alone:
            if not trainer.diverged:
                trainer.step()
    assert ensemble.diverged.tolist() == [False, True, False]
    assert not np.isfinite(ensemble.losses[1])
    np.testing.assert_array_equal(ensemble.parameters[1], alone[1].network.parameters)
    for index, trainer in enumerate(alone):
        assert_same_state(ensemble.state(index), trainer.state())


def test_settled_trainers_go_on_as_if_they_had_trained_alone() -> None:
    ours, alone = trainers(3, optimizer="adam"), trainers(3, optimizer="adam")
    ensemble = Ensemble(ours)
    for _ in range(4):
        ensemble.step()
    ensemble.settle()
    for one, other in zip(ours, alone, strict=True):
        for _ in range(4):
            other.step()
        assert one.step() == other.step()
        np.testing.assert_array_equal(one.network.parameters, other.network.parameters)


def test_run_ends_after_its_epochs_and_when_all_have_diverged() -> None:
    ensemble = Ensemble(trainers(2))
    ensemble.run(3)
    assert (ensemble.epoch, ensemble.steps) == (3, 9)
    assert np.isfinite(ensemble.epoch_losses).all()
    build = {"output_activation": "linear", "loss": "mse", "activation": "linear"}
    hopeless = Ensemble(trainers(2, build, learning_rate=1e6))
    hopeless.run(1000)
    assert hopeless.diverged.all()
    assert hopeless.epoch < 1000


def test_products_taken_one_by_one_agree_too_and_are_chosen_where_stacked_ones_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = trainers(5, {"sizes": [2, 6, 5, 3], "output_activation": "softmax", "loss": "cce"})
    parameters = np.array([trainer.network.parameters for trainer in made])
    data = StackedBatches([trainer.samples for trainer in made], 10)
    data.fill([np.arange(23)] * 5)
    gradients = np.zeros_like(parameters)
    work = StackedWorkspace(made[0].network, parameters, gradients, 10, one_by_one=True)
    losses = work.stacked_compute(data.batches[1])
    for index, trainer in enumerate(made):
        X, y = (part[10:20] for part in trainer.samples)
        loss, gradient = trainer.network.loss_and_gradient(X, y)
        assert losses[index] == loss
        np.testing.assert_array_equal(gradients[index], gradient)

    def reversed_sums(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> None:
        out[...] = np.einsum("nij,njk->nik", left[..., ::-1], right[:, ::-1])

    products_agree.cache_clear()
    assert products_agree((2, 8, 8, 1), 12, 10)
    products_agree.cache_clear()
    monkeypatch.setattr(np, "matmul", reversed_sums)
    assert not products_agree((2, 8, 8, 1), 12, 10)
    settings = {"optimizer": "adam", "batch_size": 8}
    assert_same_course(trainers(3, **settings), trainers(3, **settings), 5)
    products_agree.cache_clear()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"learning_rate": 0.5}, "settings"),
        ({"optimizer": "adam"}, "optimizer"),
        ({"shuffle": False}, "order"),
        ({"network": {"sizes": [2, 3, 1]}}, "shape"),
        ({"network": {"activation": "relu"}}, "activations"),
        ({"network": {"loss": "mse"}}, "loss"),
    ],
)
def test_what_must_agree_is_named(change: dict[str, Any], name: str) -> None:
    with pytest.raises(ValueError, match=f"trainers must have the same {name}, got"):
        Ensemble([*trainers(1), *trainers(1, **change)])


def test_no_trainers_or_half_an_epoch_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one trainer"):
        Ensemble([])
    made = trainers(2)
    for trainer in made:
        trainer.step()
    with pytest.raises(ValueError, match="at an epoch's start, got batch 1"):
        Ensemble(made)
