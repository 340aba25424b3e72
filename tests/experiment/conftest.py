"""Experiments to be stored and read back."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import (
    Axis,
    Experiment,
    FormulaData,
    Link,
    PointArray,
    PointsData,
    StopSpec,
    default_experiment,
)


@pytest.fixture(scope="session")
def rich() -> Experiment:
    """An experiment in which nearly every field differs from its default."""
    experiment = default_experiment()
    rng = np.random.default_rng(0)
    rows = np.column_stack([rng.normal(size=(30, 2)), np.arange(30) % 3])
    data = PointsData(
        points=PointArray(rows),
        class_names=("setosa", "“versicolor”", "@"),
        x1=Axis("sepal length", 5.8, 0.1 + 0.2),
        source="iris.csv",
    )
    experiment = edits.set_data(experiment, data)
    experiment = edits.set_split(experiment, training_share=0.7, class_balance=(1.0, 0.5, 1 / 3))
    experiment = edits.set_activation(experiment, "L1", "leaky_relu", alpha=0.2)
    experiment = edits.duplicate_neurons(experiment, ["L1.2"])
    experiment = edits.freeze(experiment, ["L2.1", Link("bias", "L1.1")], True)
    experiment = edits.mute(experiment, ["L1.3"], True)
    experiment = edits.remove_neurons(experiment, ["L1.4"])
    experiment = edits.set_weight(experiment, Link("x1", "L1.1"), 0.1 + 0.2, -1e-300)
    experiment = edits.set_features(experiment, ("x1", "x2", "x1*x2 - 1"))
    experiment = edits.set_seed(experiment, 2**40)
    experiment = edits.set_training(
        experiment, optimizer="adam", clip="norm", stop=StopSpec(0.01, 0.99, 5)
    )
    return edits.set_notes(edits.set_title(experiment, '"points": "@" ☃'), "Zeile 1\nZeile 2\t€")


@pytest.fixture(scope="session")
def samples(rich: Experiment) -> dict[str, Experiment]:
    """Experiments with every kind of data."""
    default = default_experiment()
    return {
        "default": default,
        "rich": rich,
        "empty": replace(default, data=PointsData()),
        "formula": replace(default, data=FormulaData(formula="x**3 - x")),
    }
