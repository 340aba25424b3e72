from __future__ import annotations

import numpy as np
import pytest

from nnfs_gui.assets import preset_paths
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import encode_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset, preset_names, preset_titles
from nnfs_gui.headless import train
from nnfs_gui.training.trained_network import TrainedNetwork

LEARNED = {
    "first-steps": (60, 0.97),
    "single-neuron": (20, 0.97),
    "xor": (60, 0.95),
    "moons": (60, 0.95),
    "rings": (80, 0.95),
    "pinwheel": (80, 0.95),
}
"""Epochs after which a preset has reached that test accuracy."""


def test_there_are_at_least_eight_presets_in_order() -> None:
    assert len(preset_names()) >= 8
    assert preset_names()[0] == "first-steps"
    assert "spiral" in preset_names()


def test_titles_and_notes_are_for_people() -> None:
    titles = preset_titles()
    assert tuple(titles) == preset_names()
    assert len(set(titles.values())) == len(titles)
    for name in preset_names():
        assert load_preset(name).notes.endswith((".", "?"))


def test_presets_are_stored_as_the_playground_would_save_them() -> None:
    for path, name in zip(preset_paths(), preset_names(), strict=True):
        assert path.read_bytes() == encode_experiment(load_preset(name))


@pytest.mark.parametrize(("name", "near"), [("spirl", "spiral"), ("Ring", "rings")])
def test_an_unknown_preset_suggests_the_nearest(name: str, near: str) -> None:
    with pytest.raises(KeyError, match=f"did you mean '{near}'"):
        load_preset(name)


def test_an_unknown_preset_without_a_neighbour_lists_all() -> None:
    with pytest.raises(KeyError, match="choose from first-steps, "):
        load_preset("zzz")


@pytest.mark.parametrize("name", LEARNED)
def test_a_preset_learns_what_it_shows(name: str) -> None:
    epochs, least = LEARNED[name]
    result = train(load_preset(name), epochs)
    assert not result.diverged
    assert result.test_accuracy >= least


def test_the_regression_preset_predicts_well() -> None:
    assert train(load_preset("regression"), 200).test_loss < 0.015


def test_the_spiral_is_solved_from_the_coordinates_alone() -> None:
    spiral = load_preset("spiral")
    assert spiral.network.features == ("x1", "x2")
    result = train(spiral, 200)
    assert result.test_loss < 0.05
    assert result.test_accuracy >= 0.98


def test_gradients_vanish_in_the_preset_named_so() -> None:
    preset = load_preset("vanishing-gradients")
    assert train(preset, 20).test_loss > 0.6
    norms = layer_norms(preset, 5000)
    assert norms[0] < 1e-2 * norms[-2]


def layer_norms(experiment: Experiment, steps: int) -> list[float]:
    """The norm of each layer's part of the gradient of the last step."""
    trained = TrainedNetwork(experiment)
    assert trained.trainer is not None
    for _ in range(steps):
        trained.trainer.step()
    ends = np.cumsum([layer.block.size for layer in trained.network.layers])[:-1]
    return [float(np.linalg.norm(part)) for part in np.split(trained.trainer.raw_gradient, ends)]


@pytest.mark.parametrize("seed", range(1, 6))
def test_clipping_is_seen_all_the_way_and_nothing_works_without_it(seed: int) -> None:
    held = edits.set_seed(load_preset("clipping"), seed)
    trained = TrainedNetwork(held)
    assert trained.trainer is not None
    clipped = 0
    for _ in range(5000):
        trained.trainer.step()
        clipped += trained.trainer.clipped
    assert clipped > 0.99 * 5000
    points = trained.points.test
    assert trained.network.evaluate(*trained.samples(points)) < 0.1
    free = TrainedNetwork(edits.set_training(held, clip="none"))
    assert free.trainer is not None
    for _ in range(10):
        free.trainer.step()
    assert free.trainer.diverged
