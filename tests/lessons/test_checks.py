"""Checks are read with care, and answered from a situation."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from nnfs_gui.experiment.data.encoding import encode
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.lessons.checks import (
    CheckError,
    holds,
    in_words,
    measure,
    missing,
    parse_check,
    parse_quantity,
    runs_of,
)
from nnfs_gui.lessons.checks.check import QUANTITIES
from nnfs_gui.lessons.model import Span
from nnfs_gui.lessons.running.course import Course
from nnfs_gui.lessons.setups.settings import apply_settings
from nnfs_gui.lessons.setups.weights import with_weights
from nnfs_gui.lessons.situation import Deeds, Situation
from nnfs_gui.training.run import Run

EXAMPLES = {
    "layer": "L1",
    "link": "x1 -> L1.1",
    "number": "0.01",
    "course": "test_loss",
    "tab": "gradients",
    "part": "neuron",
}


def experiment(**sections) -> Experiment:
    return apply_settings(Experiment(), sections)


def situation_of(start: Experiment, epochs: int = 0) -> Situation:
    course = Course(start)
    course.train(Span(epochs))
    return course.situation()


@pytest.fixture(scope="module")
def trained() -> Situation:
    return situation_of(
        experiment(
            data={"generator": "circle", "size": 100},
            network={"hidden": ["3 tanh", "2 relu"]},
            training={"clip": "value", "clip_threshold": 0.01, "learning_rate": 0.1},
        ),
        5,
    )


def number(text: str, situation: Situation) -> float:
    return measure(parse_quantity(text), situation)


def met(text: str, situation: Situation) -> bool:
    return holds(parse_check(text), situation)


def test_every_quantity_can_be_asked(trained):
    for name, quantity in QUANTITIES.items():
        if name in ("kept", "first_epoch"):
            continue
        arguments = ", ".join(EXAMPLES[kind] for kind in quantity.arguments)
        text = f"{name}({arguments})" if arguments else name
        if quantity.kind == "flag":
            assert isinstance(met(text, trained), bool)
        elif quantity.kind in ("name", "names"):
            choice = next(iter(quantity.choices()), "x1")
            assert isinstance(met(f"{text} == {choice}", trained), bool)
        elif name != "test_mae" and name != "r_squared":
            assert math.isfinite(number(text, trained)), name


def test_figures_of_the_moment_are_the_engine_s(trained):
    network = trained.network
    weights = np.concatenate([layer.weights.ravel() for layer in network.layers])
    assert number("largest_weight", trained) == np.abs(weights).max()
    assert number("small_weights(0.5)", trained) == np.mean(np.abs(weights) < 0.5)
    assert number("weight(x2 -> L1.3)", trained) == network.layers[0].weights[2, 1]
    assert number("weight(bias -> out0)", trained) == network.layers[-1].biases[0]
    assert number("parameters", trained) == network.n_parameters
    rows = network.layers[0].block
    assert number("alike(L1)", trained) == (rows.max(axis=0) - rows.min(axis=0)).max()
    point = feature_matrix(("x1", "x2"), np.array([[1.0, -2.0]]))
    assert number("output(1, -2)", trained) == network.predict(point)[0, 0]


def test_gradient_ratio_is_over_all_training_points(trained):
    train = trained.points.train
    inputs = feature_matrix(trained.experiment.network.features, trained.points.inputs[train])
    targets = encode(trained.points.targets[train], read_outputs(trained.experiment))
    gradient = trained.network.loss_and_gradient(inputs, targets)[1]
    first, last = np.linalg.norm(gradient[:9]), np.linalg.norm(gradient[9:17])
    assert number("gradient_ratio", trained) == pytest.approx(first / last)
    assert number("gradient_norm(L1)", trained) == pytest.approx(first)


def test_clipping_is_that_of_the_last_fifty_steps(trained):
    gradients = trained.gradients
    angles = np.degrees(np.arccos(gradients.cosine[-50:]))
    assert number("clip_angle", trained) == pytest.approx(np.median(angles))
    assert number("clip_angle", trained) > 5
    assert number("clipped", trained) == np.mean(gradients.clipped[-50:])


def test_layers_are_counted_by_place_and_not_by_id(trained):
    first, second = trained.experiment.network.hidden
    network = trained.experiment.network
    renamed = apply_settings(trained.experiment, {"network": {"hidden": ["2 relu"]}})
    assert (len(first.neurons), len(second.neurons)) == (3, 2)
    layer = renamed.network.hidden[0]
    other = replace(
        situation_of(renamed),
        experiment=Experiment(network=type(network)(hidden=(type(layer)("L7", layer.neurons),))),
    )
    assert number("neurons(L1)", other) == 2
    assert number("neurons(L2)", other) == 0


def test_the_course_is_that_of_the_curve():
    situation = situation_of(experiment(data={"size": 60}, training={"learning_rate": 3.0}), 12)
    curve = situation.curve
    assert number("best(test_loss)", situation) == curve.test_loss.min()
    best = curve.epoch[curve.test_loss.argmin()]
    assert number("epoch_of_best(test_loss)", situation) == best
    assert number("rises", situation) == np.mean(np.diff(curve.train_loss) > 0)
    limit = float(np.median(curve.test_loss))
    first = curve.epoch[np.flatnonzero(curve.test_loss <= limit)[0]]
    assert met(f"first_epoch(test_loss <= {limit}) == {first:.0f}", situation)
    assert not met("first_epoch(test_loss < 0) <= 1000", situation)


def test_dead_neurons_are_shares_of_the_hidden_ones():
    silent = with_weights(
        experiment(network={"hidden": ["2 relu", "2 relu"]}),
        {"x1 -> L1.1": 0, "x2 -> L1.1": 0, "bias -> L1.1": -1},
    )
    assert number("dead", situation_of(silent)) >= 0.25
    assert situation_of(silent).health["L1.1"].kind == "dead"


def test_regression_has_an_error_and_r_squared():
    situation = situation_of(experiment(data={"generator": "plane"}), 5)
    test = situation.points.test
    outputs = situation.outputs(situation.points.inputs[test])[:, 0]
    errors = outputs - situation.points.targets[test]
    assert number("test_mae", situation) == pytest.approx(np.abs(errors).mean())
    assert number("r_squared", situation) <= 1.0


def test_what_changed_is_told_by_controls():
    start = experiment(network={"hidden": ["4 tanh"]})
    changed = apply_settings(start, {"training": {"learning_rate": 1.0, "optimizer": "adam"}})
    situation = replace(situation_of(changed), start=start)
    assert met("changed == rate optimizer", situation)
    assert met("changed within optimizer rate batch", situation)
    assert not met("changed within rate", situation)
    assert met("changed_count == 2", situation)
    assert met("same_start", situation)
    other = apply_settings(start, {"data": {"seed": 3}})
    assert not met("same_start", replace(situation, experiment=other))


def test_weights_set_by_hand_are_those_beyond_the_start():
    start = with_weights(Experiment(), {"x1 -> out0": 1.0})
    situation = situation_of(start)
    assert number("hand_set", situation) == 0
    entry = start.network.hand_set[0]
    more = (entry, type(entry)(entry.link, 2.0, 1.0, 2), type(entry)(entry.link, 3.0, 2.0, 3))
    network = type(start.network)(hand_set=more)
    assert number("hand_set", replace(situation, experiment=Experiment(network=network))) == 1


def test_deeds_are_known():
    deeds = Deeds(True, 1, 2, frozenset(["gradients"]), frozenset(["neuron"]))
    done = replace(situation_of(Experiment()), deeds=deeds)
    checks = ["predicted", "rewound", "seen(gradients)", "selected(neuron)", "single_steps >= 2"]
    assert all(met(text, done) for text in checks)
    undone = replace(done, deeds=Deeds())
    sentences = [missing(parse_check(text), undone) for text in checks]
    assert sentences == [
        "Answer the question, then commit.",
        "The button left of play rewinds.",
        "The tabs stand below the network.",
        "Click one in the network.",
        "0 single steps, needed at least 2.",
    ]


def test_what_only_runs_past_is_not_stopped():
    still = situation_of(Experiment())
    running = replace(still, running=True)
    assert met("stopped", still)
    assert not met("stopped", running)
    assert missing(parse_check("stopped"), running).startswith("Stop it while it is so")
    assert met("not stopped", running)


def test_pinned_runs_are_asked_by_name():
    situation = situation_of(experiment(data={"size": 40}), 2)
    diverged = replace(situation, diverged=True)
    both = replace(situation, kept={"A": diverged})
    assert met("kept(A, diverged)", both)
    assert not met("not kept(A, diverged)", both)
    assert met(f"kept(A, test_loss) == {situation.test_loss!r}", both)
    assert not met("not kept(A, diverged)", situation)
    assert missing(parse_check("kept(A, diverged)"), situation) == "Keep a run as A first."
    assert met("kept(A, optimizer) == sgd", both)
    told = missing(parse_check("kept(A, optimizer) == adam"), both)
    assert told == "Run A: optimizer SGD, needed Adam."


def test_a_number_is_compared_with_that_of_a_kept_run():
    situation = situation_of(experiment(data={"size": 40}), 2)
    check = parse_check("test_loss < kept(A, test_loss)")
    assert in_words(check) == "test loss below that of run A"
    assert in_words(parse_check("gap < kept(B, train_loss)")) == ("gap below run B: training loss")
    assert missing(check, situation) == "Keep a run as A first."
    worse = replace(situation, test_loss=situation.test_loss + 0.5)
    assert met(check.text, replace(situation, kept={"A": worse}))
    assert not met(check.text, replace(worse, kept={"A": situation}))
    told = missing(check, replace(worse, test_loss=0.75, kept={"A": replace(worse, test_loss=0.5)}))
    assert told == "Test loss 0.75, needed below 0.5, as run A has."
    first = "first_epoch(test_loss < 9) <= kept(A, first_epoch(test_loss < 9))"
    assert met(first, replace(situation, kept={"A": worse}))
    assert runs_of(parse_check("kept(A, epoch) > kept(B, epoch)")) == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("test_acuracy >= 95 %", "did you mean 'test_accuracy'"),
        ("test_accuracy", "compare it"),
        ("diverged == 1", "yes-or-no"),
        ("not test_loss < 1", "yes-or-no"),
        ("neurons <= 4", "written neurons(L1)"),
        ("neurons(one) <= 4", "such as L1"),
        ("loss == hubr", "did you mean 'huber'"),
        ("loss < mae", "== or !="),
        ("changed within optimiser", "did you mean 'optimizer'"),
        ("test_loss within x1", "for sets"),
        ("test_loss < small", "no number"),
        ("best(tset_loss) < 1", "did you mean 'test_loss'"),
        ("seen(wights)", "did you mean 'weights'"),
        ("first_epoch(rate >= 1) <= 20", "bound of"),
        ("kept(test_loss) < 1", "kept(A, test_loss)"),
        ("kept(G, test_loss) < 1", "kept(A, test_loss)"),
        ("test_loss < kept(A, loss)", "not a number"),
        ("loss == kept(A, loss)", "Only numbers"),
        ("first_epoch(test_loss < kept(A, test_loss)) < 4", "bound of"),
        ("test_loss + 1 < 2", "no check"),
        ("(lambda: 1)() == 1", "no check"),
        ("test_loss < 0.1; x", "no number"),
        ("a" * 300, "no check"),
    ],
)
def test_what_is_no_check_is_told(text, words):
    with pytest.raises(CheckError) as caught:
        parse_check(text)
    assert words in str(caught.value)


def test_a_snapshot_and_a_course_without_window_tell_the_same():
    start = experiment(data={"size": 80}, network={"hidden": ["3 relu"]})
    run = Run(1, start, 8, 8)
    run.play(4)
    while run.state.value == "running":
        run.train(1.0)
    shown = Situation.of_snapshot(run.snapshot(), start, Deeds())
    other = situation_of(start, 4)
    for text in ("test_loss", "train_accuracy", "dead", "gradient_ratio", "best(test_loss)"):
        assert number(text, shown) == number(text, other) or math.isnan(number(text, other)), text
    assert shown.epoch == other.epoch == 4


def test_only_the_last_fifty_steps_are_looked_at_for_clipping():
    start = experiment(
        data={"size": 100}, training={"clip": "value", "clip_threshold": 0.001, "batch_size": 1}
    )
    course = Course(start)
    course.train(Span(60, "steps"))
    assert number("clip_angle", course.situation()) > 5.0
    course.change(apply_settings(start, {"training": {"clip": "none"}}))
    course.train(Span(25, "steps"))
    noted = course.situation().gradients
    assert number("clipped", course.situation()) == np.mean(noted.clipped[-50:]) > 0.2
    course.train(Span(25, "steps"))
    assert number("clipped", course.situation()) == 0.0
    assert number("clip_angle", course.situation()) < 1e-4


def test_the_best_accuracy_is_the_highest():
    clouds = experiment(data={"generator": "gaussians", "size": 60})
    situation = situation_of(with_weights(clouds, {"x1 -> out0": -1, "x2 -> out0": -1}), 9)
    assert number("best(test_accuracy)", situation) == situation.curve.accuracy.max()
    assert situation.curve.accuracy.min() < situation.curve.accuracy.max()


def test_a_course_goes_on_with_other_settings_and_points():
    start = experiment(data={"size": 80})
    course = Course(start)
    before = course.losses
    course.change(apply_settings(start, {"data": {"generator": "xor"}}))
    situation = course.situation()
    assert situation.experiment.data.generator == "xor"
    assert met("changed == dataset", situation)
    assert course.losses.train_loss != before.train_loss
    inputs = feature_matrix(("x1", "x2"), situation.points.inputs[situation.points.train])
    targets = encode(
        situation.points.targets[situation.points.train], read_outputs(situation.experiment)
    )
    assert course.losses.train_loss == situation.network.evaluate(inputs, targets)


def test_a_diverged_run_is_seen_in_the_window_too():
    start = experiment(data={"generator": "plane"}, training={"learning_rate": 100.0})
    run = Run(1, start, 8, 8)
    run.play(50)
    while run.state.value == "running":
        run.train(1.0)
    assert met("diverged", Situation.of_snapshot(run.snapshot(), start, Deeds()))
    assert situation_of(start, 50).diverged
