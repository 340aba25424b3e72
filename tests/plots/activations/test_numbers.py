"""The numbers behind the histograms of activations."""

from __future__ import annotations

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.plots.activations.numbers import activation_name


def test_functions_are_called_as_on_the_chips() -> None:
    experiment = edits.set_activation(default_experiment(), "L1", "relu")
    names = [activation_name(experiment, layer) for layer in (1, 2, 3)]
    assert names == ["ReLU", "tanh", "sigmoid"]
