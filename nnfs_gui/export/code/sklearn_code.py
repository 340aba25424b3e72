"""An experiment as scikit-learn, where its multi-layer perceptron can say it."""

from __future__ import annotations

from collections.abc import Iterator

from nnfs_gui.experiment.names import spoken_activation

from ..errors import ExportError
from .data import data_part
from .program import Program
from .text import comment, joined, section
from .weights import weights_part

_ACTIVATIONS = {"linear": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
_OUTPUTS = {
    ("sigmoid", "bce"): "MLPClassifier",
    ("softmax", "cce"): "MLPClassifier",
    ("linear", "mse"): "MLPRegressor",
    ("linear", "half_mse"): "MLPRegressor",
}


def sklearn_program(program: Program) -> str:
    """Data, and an estimator with the weights; running it prints its score."""
    obstacles = list(_obstacles(program))
    if obstacles:
        raise ExportError(f"scikit-learn cannot say this network: {' '.join(obstacles)}")
    return joined((_head(program), data_part(program), weights_part(program), _model(program)))


def _obstacles(program: Program) -> Iterator[str]:
    network, training = program.experiment.network, program.experiment.training
    hidden = {layer.activation for layer in network.hidden}
    if len(hidden) > 1:
        yield "all its hidden layers share one activation."
    for name in sorted(hidden - set(_ACTIVATIONS)):
        yield f"it has no {spoken_activation(name)} activation."
    if _kind(program) is None:
        output = spoken_activation(network.output.activation)
        yield f"it has no {output} output with the loss {training.loss}."
    if any(program.muted):
        yield "it cannot mute neurons."


def _kind(program: Program) -> str | None:
    """The estimator, or None if there is none with that output and loss."""
    experiment = program.experiment
    kind = _OUTPUTS.get((experiment.network.output.activation, experiment.training.loss))
    regression = program.points.task == "regression"
    return kind if kind is None or (kind == "MLPRegressor") is regression else None


def _head(program: Program) -> str:
    return f'''"""{comment(program.title)}, in scikit-learn.

Written by NNFS Playground; needs NumPy and scikit-learn.
"""

import numpy as np
from sklearn.neural_network import {_kind(program)}'''


def _model(program: Program) -> str:
    classifier = _kind(program) == "MLPClassifier"
    hidden = tuple(program.sizes[1:-1])
    activation = "tanh"
    if program.experiment.network.hidden:
        activation = _ACTIVATIONS[program.experiment.network.hidden[0].activation]
    classes = f", classes=np.arange({program.points.n_classes})" if classifier else ""
    targets = "targets[train].astype(int)" if classifier else "targets[train]"
    tested = "targets[test].astype(int)" if classifier else "targets[test]"
    outputs = "predict_proba" if classifier else "predict"
    meaning = "the probability of each class" if classifier else "the value"
    score = "accuracy" if classifier else "R²"
    test = (
        f'\nprint("test {score}", model.score(X_test, {tested}))'
        if len(program.points.test)
        else ""
    )
    return f'''{section("model")}

model = {_kind(program)}(hidden_layer_sizes={hidden!r}, activation="{activation}")
model.partial_fit(X_train, {targets}{classes})  # makes its arrays, which get our weights
model.coefs_ = [block[:, :-1].T.copy() for block in blocks]
model.intercepts_ = [block[:, -1].copy() for block in blocks]


def predict(points):
    """{meaning.capitalize()} at points of the plane, of shape (n_points, 2)."""
    return model.{outputs}(features(points))


print("train {score}", model.score(X_train, {targets})){test}'''
