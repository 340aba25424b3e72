"""`Situation`: all that checks may ask about, in the window or without one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from engine import Network
from engine.tools.metrics import r_squared
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.encoding import encode
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.data.sample import drawn_points
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.training.health import Health, neuron_health
from nnfs_gui.training.pictures import copied
from nnfs_gui.training.snapshot import Curve, GradientNorms, Maps, RunState, Snapshot, Vector

LAST_STEPS = 50
"""Steps over which clipping is looked at."""


@dataclass(frozen=True)
class Deeds:
    """What the learner did in this step.

    Attributes
    ----------
    predicted : bool
        Whether an answer was committed.
    rewound, single_steps : int
        How often.
    seen : frozenset of str
        Tabs that were open, of `names.TABS`.
    selected : frozenset of str
        Kinds of what was selected, of `checks.course.PARTS`.
    """

    predicted: bool = False
    rewound: int = 0
    single_steps: int = 0
    seen: frozenset[str] = frozenset()
    selected: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Situation:
    """One moment of a run, its course so far, and what the learner did.

    Attributes
    ----------
    experiment, start : Experiment
        As it is, and as the step's set-up has it.
    points : PlaneData
    parameters : ndarray of shape (n_parameters,)
    train_accuracy, test_accuracy : float
        NaN for regression.
    curve : Curve
        The course of losses and accuracy, an entry an epoch as long as there are few.
    gradients : GradientNorms
        Of the last steps.
    running : bool
        Whether it is being trained on.
    kept : mapping of str to Situation
        Pinned runs by name, such as ``A``.
    """

    experiment: Experiment
    start: Experiment
    points: PlaneData
    parameters: Vector
    epoch: int
    step: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    curve: Curve
    gradients: GradientNorms
    diverged: bool = False
    running: bool = False
    deeds: Deeds = field(default_factory=Deeds)
    kept: Mapping[str, Situation] = field(default_factory=dict)

    @staticmethod
    def of_snapshot(
        snapshot: Snapshot,
        start: Experiment,
        deeds: Deeds,
        kept: Mapping[str, Situation] | None = None,
    ) -> Situation:
        """The situation that the window shows."""
        return Situation(
            experiment=snapshot.experiment,
            start=start,
            points=snapshot.data,
            parameters=snapshot.parameters,
            epoch=snapshot.epoch,
            step=snapshot.step,
            train_loss=snapshot.train_loss,
            test_loss=snapshot.test_loss,
            train_accuracy=snapshot.train_accuracy,
            test_accuracy=snapshot.test_accuracy,
            curve=snapshot.curve,
            gradients=snapshot.gradient_norms,
            diverged=snapshot.state is RunState.DIVERGED,
            running=snapshot.state is RunState.RUNNING,
            deeds=deeds,
            kept=kept or {},
        )

    # --- found when asked for ----------------------------------------------------------------

    @cached_property
    def network(self) -> Network:
        """A network of its own with these parameters."""
        network = build_network(self.experiment)
        if len(self.parameters) == network.n_parameters:
            network.parameters[:] = self.parameters
        return network

    @cached_property
    def training_gradient(self) -> Vector:
        """The gradient of the loss over all training points; of shape (n_parameters,)."""
        train = self.points.train
        if not len(train):
            return np.zeros(self.network.n_parameters)
        inputs = feature_matrix(self.experiment.network.features, self.points.inputs[train])
        targets = encode(self.points.targets[train], read_outputs(self.experiment))
        gradient = self.network.loss_and_gradient(inputs, targets)[1]
        if self.network.fixed is not None:
            gradient[self.network.fixed] = 0.0
        return gradient

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Units of each layer, features first."""
        return self.network.sizes

    @cached_property
    def activations(self) -> tuple[Maps, ...]:
        """Of each layer at the points that are drawn: (n_units, n_sample)."""
        sample = drawn_points(len(self.points.inputs))
        inputs = feature_matrix(self.experiment.network.features, self.points.inputs[sample])
        if not len(inputs):
            return tuple(copied(np.empty((size, 0))) for size in self.sizes)
        return (copied(inputs.T), *(copied(a.T) for a in self.network.forward(inputs)))

    @cached_property
    def health(self) -> dict[str, Health]:
        """Dead and saturated hidden neurons."""
        return neuron_health(self)

    def outputs(self, inputs: Vector) -> Vector:
        """The network's outputs at points of the plane of shape (n_points, 2)."""
        features = feature_matrix(self.experiment.network.features, inputs)
        return self.network.predict(features)

    @cached_property
    def test_errors(self) -> tuple[float, float]:
        """Mean absolute error and R² on the test points, for regression; else NaN."""
        test = self.points.test
        if self.points.task != "regression" or not len(test):
            return math.nan, math.nan
        outputs, targets = self.outputs(self.points.inputs[test])[:, 0], self.points.targets[test]
        return float(np.abs(outputs - targets).mean()), r_squared(outputs, targets)
