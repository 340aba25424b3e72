from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine import ACTIVATIONS, LOSSES, LossFunction
from nnfs_gui.experiment import compatibility, edits
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.model import Experiment, GeneratedData, Task, default_experiment
from nnfs_gui.experiment.outputs import class_count, task_of

DATA: dict[tuple[Task, int], GeneratedData] = {
    ("classification", 2): GeneratedData("circle"),
    ("classification", 4): GeneratedData("pinwheel", classes=4),
    ("regression", 0): GeneratedData("plane"),
}
PAIRS = list(itertools.product(LOSSES.names(), ACTIVATIONS.names()))


def on(data: tuple[Task, int]) -> Experiment:
    return edits.set_data(default_experiment(), DATA[data])


def pair(experiment: Experiment) -> tuple[str, str]:
    return experiment.training.loss, experiment.network.output.activation


def consistent(experiment: Experiment) -> bool:
    task, classes = task_of(experiment), class_count(experiment)
    return compatibility.fits(*pair(experiment), task, classes)


@pytest.mark.parametrize("data", DATA)
def test_a_pair_fits_or_there_is_a_reason(data: tuple[Task, int]) -> None:
    for loss, output in PAIRS:
        fits = compatibility.fits(loss, output, *data)
        reason = compatibility.reason(loss, output, *data)
        assert fits == (reason == ""), (loss, output)
        assert fits or reason.endswith("."), (loss, output)
        assert fits == (output in compatibility.output_activations_for(loss, *data)), (loss, output)
        assert fits == (loss in compatibility.losses_for(output, *data)), (loss, output)


@pytest.mark.parametrize("data", DATA)
def test_choosing_a_loss_then_an_output_is_always_consistent(data: tuple[Task, int]) -> None:
    assert consistent(on(data))
    for loss, output in PAIRS:
        experiment = on(data)
        if loss in compatibility.losses_for_data(*data):
            experiment = edits.set_loss(experiment, loss)
            assert experiment.training.loss == loss
            assert consistent(experiment), loss
        else:
            with pytest.raises(EditError, match=r"\.$"):
                edits.set_loss(experiment, loss)
        if output in compatibility.outputs_for_data(*data):
            experiment = edits.set_output_activation(experiment, output)
            assert experiment.network.output.activation == output
            assert consistent(experiment), (loss, output)
        else:
            with pytest.raises(EditError, match=r"\.$"):
                edits.set_output_activation(experiment, output)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("new_data", DATA)
def test_any_change_of_data_leaves_a_consistent_experiment(
    data: tuple[Task, int], new_data: tuple[Task, int]
) -> None:
    fitting = [names for names in PAIRS if compatibility.fits(*names, *data)]
    assert fitting
    for loss, output in fitting:
        experiment = compatibility.with_pair(on(data), loss, output)
        changed = edits.set_data(experiment, DATA[new_data])
        assert consistent(changed), (loss, output)
        adapted = pair(changed) != pair(experiment)
        assert adapted == (compatibility.explain(experiment, changed) != ""), (loss, output)
        assert not (adapted and data == new_data), (loss, output)


@pytest.mark.parametrize(
    ("loss", "output", "task", "classes", "expected"),
    [
        ("bce", "sigmoid", "classification", 2, True),
        ("bce", "tanh", "classification", 2, False),
        ("cce", "softmax", "classification", 2, True),
        ("cce", "softmax", "classification", 3, True),
        ("cce", "sigmoid", "classification", 2, False),
        ("bce", "sigmoid", "classification", 3, False),
        ("mse", "softmax", "classification", 2, False),
        ("mse", "sigmoid", "classification", 2, True),
        ("mse", "relu", "classification", 2, True),
        ("hinge", "linear", "classification", 2, True),
        ("hinge", "tanh", "classification", 2, True),
        ("hinge", "sigmoid", "classification", 2, False),
        ("mse", "linear", "regression", 0, True),
        ("huber", "tanh", "regression", 0, True),
        ("mse", "sigmoid", "regression", 0, False),
        ("bce", "sigmoid", "regression", 0, False),
    ],
)
def test_the_table_of_pairs(
    loss: str, output: str, task: Task, classes: int, expected: bool
) -> None:
    assert compatibility.fits(loss, output, task, classes) is expected


def test_browsing_the_data_sets_ends_where_it_began() -> None:
    experiment = default_experiment()
    for data in (*DATA.values(), GeneratedData("circle")):
        experiment = edits.set_data(experiment, data)
    assert pair(experiment) == pair(default_experiment())


def test_a_loss_chosen_for_two_classes_survives_other_sets_of_two_classes() -> None:
    experiment = edits.set_loss(default_experiment(), "hinge")
    assert pair(edits.set_data(experiment, GeneratedData("xor"))) == pair(experiment)


def test_what_was_adapted_is_explained() -> None:
    old = default_experiment()
    new = edits.set_loss(old, "hinge")
    sentence = compatibility.explain(old, new)
    assert compatibility.explain(old, new, asked="loss") == sentence
    assert sentence.startswith("The output activation is now linear. Hinge")
    new = edits.set_output_activation(old, "tanh")
    assert compatibility.explain(old, new, asked="output").startswith("The loss is now mean squ")
    new = edits.set_data(old, DATA["classification", 4])
    assert "now softmax and the loss is now categorical" in compatibility.explain(old, new)
    assert "4 classes need a softmax output" in compatibility.explain(old, new)


def test_nothing_is_explained_when_nothing_was_adapted() -> None:
    old = default_experiment()
    assert compatibility.explain(old, edits.set_loss(old, "mse"), asked="loss") == ""
    assert compatibility.explain(old, edits.set_data(old, GeneratedData("xor"))) == ""
    assert compatibility.explain(old, edits.add_layer(old, 0)) == ""


def test_a_loss_that_cannot_fit_the_data_is_refused_with_the_reason() -> None:
    with pytest.raises(EditError, match="4 classes need a softmax output"):
        edits.set_loss(on(("classification", 4)), "bce")
    with pytest.raises(EditError, match="the data has values to predict"):
        edits.set_loss(on(("regression", 0)), "cce")
    with pytest.raises(EditError, match="linear or tanh, not sigmoid"):
        edits.set_output_activation(on(("regression", 0)), "sigmoid")


class LogCosh(LossFunction):
    """A loss as a reader of the engine would add it."""

    name, label = "log_cosh", "Log-cosh"
    formula, gradient_formula = "ln(cosh(ŷ − y))", "tanh(ŷ − y)"

    def elements(self, outputs, targets):
        return np.log(np.cosh(outputs - targets))

    def slopes(self, outputs, targets):
        return np.tanh(outputs - targets)


class Shares(LogCosh):
    """One that takes probabilities only."""

    name, label = "shares", "Shares"
    output_limits = target_limits = (0.0, 1.0)


def test_a_newly_registered_loss_goes_with_what_its_limits_allow(monkeypatch):
    monkeypatch.setattr(LOSSES, "_entries", dict(LOSSES._entries))
    LOSSES.register(LogCosh)
    LOSSES.register(Shares)
    assert compatibility.output_activations_for("log_cosh", "regression", 0) == ("linear", "tanh")
    assert compatibility.output_activations_for("shares", "regression", 0) == ()
    for_mse = compatibility.output_activations_for("mse", "classification", 2)
    assert compatibility.output_activations_for("log_cosh", "classification", 2) == for_mse
    for_shares = compatibility.output_activations_for("shares", "classification", 2)
    within = [name for name in ACTIVATIONS if ACTIVATIONS[name].limits == (0.0, 1.0)]
    assert for_shares == tuple(name for name in within if not ACTIVATIONS[name].output_only)
    assert compatibility.output_for_loss("shares", "tanh", "classification", 2) == "sigmoid"
    assert "compares classes" in compatibility.reason("shares", "linear", "regression", 0)
    assert "both signs" in compatibility.reason("log_cosh", "sigmoid", "regression", 0)
    assert "outputs in [0, 1]" in compatibility.reason("shares", "tanh", "classification", 2)
