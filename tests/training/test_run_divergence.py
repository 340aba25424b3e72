"""A run that diverges says so, keeps finite numbers, and can go on."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from msgspec.structs import replace
from training_tools import LONG, bare_trainer, parameters, train, trained

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.model import Experiment, make_layer
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState


def explosive(experiment: Experiment) -> Experiment:
    deep = replace(
        experiment.network,
        hidden=tuple(replace(make_layer(n, 6), activation="relu") for n in (1, 2, 3)),
    )
    return edits.set_training(
        edits.set_output_activation(replace(experiment, network=deep), "linear"),
        loss="mse",
        learning_rate=50.0,
    )


def diverged(experiment: Experiment) -> Run:
    run = trained(explosive(experiment), 200)
    assert run.state is RunState.DIVERGED
    return run


def test_divergence_is_told_in_words_that_help(experiment: Experiment) -> None:
    run = diverged(experiment)
    failure = run.take_failure()
    assert failure is not None
    assert failure.diverged
    assert run.take_failure() is None
    for word in ("diverged at step", "gradient", "layer", "learning rate below 50", "clip"):
        assert word in failure.message
    assert run.snapshot().message == failure.message
    assert "clipping none, regularization none" in failure.details
    assert "e+" not in failure.message + failure.details


def test_after_divergence_everything_shown_is_finite(experiment: Experiment) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = diverged(experiment).snapshot()
    assert np.isfinite(found.parameters).all()
    assert np.isfinite(found.curve.train_loss).all()
    for maps in (*found.maps, found.boundary, found.predictions, found.point_losses):
        assert np.isfinite(maps).all()


@pytest.mark.parametrize(
    "remedy", [{"learning_rate": 1e-3}, {"clip": "norm", "clip_threshold": 0.001}]
)
def test_after_a_remedy_play_works_again(experiment: Experiment, remedy: dict[str, object]) -> None:
    run = diverged(experiment)
    before = run.snapshot()
    run.apply(edits.set_training(run.experiment, **remedy))
    assert run.state is RunState.PAUSED
    assert run.snapshot().message == ""
    train(run, 100)
    after = run.snapshot()
    assert after.state is RunState.PAUSED
    assert after.step > before.step
    assert after.train_loss < 2 * before.train_loss + 1
    assert (np.diff(after.curve.step) > 0).all()


def test_after_divergence_a_rewind_begins_as_ever(experiment: Experiment) -> None:
    run = diverged(experiment)
    run.rewind(2)
    assert run.state is RunState.PAUSED
    assert parameters(run) == build_network(run.experiment).parameters.tolist()


def test_divergence_goes_back_to_the_last_calm_step_of_the_very_run(experiment: Experiment) -> None:
    run = diverged(experiment)
    found = run.snapshot()
    bare = bare_trainer(explosive(experiment))
    for _ in range(found.step):
        bare.step()
    assert found.parameters.tolist() == bare.network.parameters.tolist()


def test_no_numpy_warning_escapes_from_a_diverging_run(experiment: Experiment) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            run = diverged(experiment)
            run.play()
            run.train(LONG)
            assert run.state is RunState.DIVERGED


def test_the_last_stable_step_is_the_last_with_a_thousandfold_of_loss_and_weights(
    experiment: Experiment,
) -> None:
    """Found again by hand: the loss of every step is that of the weights before it."""
    found = diverged(experiment).snapshot()
    bare = bare_trainer(explosive(experiment))
    largest = np.abs(bare.network.parameters).max()
    stable = 0
    for step in range(found.step + 10):
        loss = bare.step()
        grown = np.abs(bare.network.parameters).max() > 1e3 * max(1.0, largest)
        if bare.diverged or loss > 1e3 or grown:
            break
        stable = step
    assert found.step == stable
