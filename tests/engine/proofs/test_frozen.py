"""Frozen parameters do not move, and what does not move does not count in the clipping norm."""

from __future__ import annotations

import numpy as np
import pytest

from engine import OPTIMIZERS, Network, Trainer

CLIPS = ["none", "value", "neuron", "norm"]


def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(30, 2)), rng.choice([0.0, 1.0], (30, 1))


def make_network() -> Network:
    return Network([2, 4, 3, 1], activation="tanh", seed=2)


def some_mask(network: Network) -> np.ndarray:
    mask = np.zeros(network.n_parameters, dtype=bool)
    mask[3:6] = True  # a whole neuron
    mask[[0, 11, 20]] = True  # single links
    mask[-4:] = True  # the output
    return mask


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("regularizer", ["none", "l1", "l2"])
def test_a_thousand_steps_leave_frozen_parameters_as_they_were_to_the_bit(
    optimizer: str, regularizer: str
) -> None:
    network = make_network()
    mask = some_mask(network)
    network.freeze(mask)
    before = network.parameters.copy()
    trainer = Trainer(
        network, *data(), batch_size=7, learning_rate=0.05, optimizer=optimizer,
        regularizer=regularizer, regularization_rate=0.01, clip="norm",
    )  # fmt: skip
    for _ in range(1000):
        trainer.step()
    np.testing.assert_array_equal(network.parameters[mask], before[mask])
    assert (network.parameters[~mask] != before[~mask]).all()


def test_moments_gathered_before_freezing_do_not_push_afterwards() -> None:
    for optimizer in OPTIMIZERS:
        network = make_network()
        trainer = Trainer(network, *data(), learning_rate=0.05, optimizer=optimizer)
        for _ in range(20):
            trainer.step()
        mask = some_mask(network)
        network.freeze(mask)
        before = network.parameters.copy()
        for _ in range(50):
            trainer.step()
        np.testing.assert_array_equal(network.parameters[mask], before[mask])
        assert (network.parameters[~mask] != before[~mask]).any()


@pytest.mark.parametrize("clip", CLIPS)
def test_the_applied_gradient_is_zero_where_frozen(clip: str) -> None:
    network = make_network()
    mask = some_mask(network)
    network.freeze(mask)
    trainer = Trainer(network, *data(), clip=clip, clip_threshold=0.01)
    trainer.step()
    assert not trainer.applied_gradient[mask].any()
    assert trainer.applied_gradient[~mask].any()


def test_the_clipping_norm_counts_only_what_moves() -> None:
    network = make_network()
    mask = some_mask(network)
    network.freeze(mask)
    threshold = 0.01
    trainer = Trainer(network, *data(), clip="norm", clip_threshold=threshold)
    trainer.step()
    moving = trainer.raw_gradient[~mask]
    assert trainer.gradient_norm == pytest.approx(np.linalg.norm(moving), rel=1e-12)
    assert np.linalg.norm(trainer.applied_gradient) == pytest.approx(threshold, rel=1e-3)


def test_thawed_parameters_move_again() -> None:
    network = make_network()
    network.freeze(np.ones(network.n_parameters, dtype=bool))
    trainer = Trainer(network, *data(), clip="norm")
    before = network.parameters.copy()
    trainer.step()
    np.testing.assert_array_equal(network.parameters, before)
    network.freeze(None)
    trainer.step()
    assert (network.parameters != before).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("regularizer", ["none", "l2"])
def test_muted_neurons_rest_with_the_links_that_lead_to_them_and_away(
    optimizer: str, regularizer: str
) -> None:
    network = make_network()
    trainer = Trainer(
        network, *data(), learning_rate=0.05, optimizer=optimizer, regularizer=regularizer,
        regularization_rate=0.01,
    )  # fmt: skip
    for _ in range(20):
        trainer.step()
    network.set_muted(0, [1])
    before = network.parameters.copy()
    for _ in range(200):
        trainer.step()
    moved = network.parameters != before
    first, second = moved[:12].reshape(4, 3), moved[12:27].reshape(3, 5)
    assert not first[1].any()
    assert not second[:, 1].any()
    assert first[[0, 2, 3]].all()
    assert second[:, [0, 2, 3, 4]].all()
    network.set_muted(0, [])
    trainer.step()
    assert (network.parameters[3:6] != before[3:6]).all()


def test_a_mask_of_the_wrong_length_is_refused() -> None:
    network = make_network()
    with pytest.raises(ValueError, match=rf"\({network.n_parameters},\)"):
        network.freeze(np.ones(3, dtype=bool))
