"""What checks say to people: lines of a checklist, and what is missing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.checks import (
    figure,
    first_missing,
    holds,
    in_words,
    missing,
    parse_check,
    parse_quantity,
)
from nnfs_gui.lessons.checks.check import QUANTITIES
from nnfs_gui.lessons.running.course import Course
from nnfs_gui.lessons.situation import Situation


def situation_of(start: Experiment) -> Situation:
    return Course(start).situation()


def test_figures_are_written_for_people():
    situation = replace(situation_of(Experiment()), test_loss=0.04321, test_accuracy=0.984)
    asked = ("test_loss", "test_accuracy", "first_epoch(test_loss < 0)", "r_squared")
    said = [figure(parse_quantity(text), situation) for text in asked]
    assert said == ["0.0432", "98.4\u2009%", "not reached", "not known"]


def test_the_first_unmet_line_is_told_in_words():
    situation = replace(situation_of(Experiment()), test_accuracy=0.91)
    checks = [parse_check(text) for text in ("hidden_layers == 0", "test_accuracy >= 95 %")]
    assert first_missing(checks, situation) == "Test accuracy 91\u2009%, needed at least 95\u2009%."
    assert first_missing(checks[:1], situation) == ""


def test_what_is_missing_is_told_in_the_order_in_which_it_is_done():
    situation = replace(situation_of(Experiment()), train_loss=0.5)
    checks = [parse_check(text) for text in ("train_loss < 0.1", "hidden_layers == 1", "rewound")]
    more = "Now train for 20 epochs."
    assert first_missing(checks, situation, more) == "0 hidden layers, needed exactly 1."
    assert first_missing(checks[::2], situation, more) == "The button left of play rewinds."
    assert first_missing(checks[:1], situation, more) == more
    assert first_missing(checks, situation) == "Training loss 0.5, needed below 0.1."


def test_what_no_training_cures_asks_for_a_rewind_before_more_training():
    situation = replace(situation_of(Experiment()), epoch=320, diverged=True)
    told = [
        first_missing([parse_check("train_loss < 0"), parse_check(text)], situation, "Train.")
        for text in ("epoch <= 300", "not diverged", "epoch >= 400")
    ]
    assert told == ["Epoch 320, needed at most 300: rewind.", "It has diverged: rewind.", "Train."]


def test_every_yes_or_no_is_worded_in_all_ways():
    flags = [quantity for quantity in QUANTITIES.values() if quantity.kind == "flag"]
    assert flags
    assert all(flag.missing.endswith(".") and flag.negated for flag in flags)


def test_a_figure_is_written_so_finely_that_it_differs_from_its_bound():
    situation = replace(situation_of(Experiment()), test_accuracy=0.949999)
    sentence = missing(parse_check("test_accuracy >= 95 %"), situation)
    assert sentence == "Test accuracy 94.9999\u2009%, needed at least 95\u2009%."


def test_an_unknown_figure_meets_nothing():
    situation = replace(situation_of(Experiment()), test_loss=math.nan)
    checks = [parse_check(text) for text in ("test_loss < 1", "test_loss != 1")]
    assert not any(holds(check, situation) for check in checks)
    assert missing(parse_check("test_loss < 1"), situation) == (
        "Test loss not known yet, needed below 1."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("test_accuracy >= 95 %", "test accuracy at least 95\u2009%"),
        ("hidden_layers == 1", "exactly 1 hidden layer"),
        ("hidden_neurons == 0", "no hidden neurons"),
        ("feature_count <= 3", "at most 3 features"),
        ("hand_set > 1", "more than 1 weight set by hand"),
        ("kept(A, hidden_neurons) < 3", "run A: fewer than 3 hidden neurons"),
        ("first_epoch(test_loss < 0.2) <= 40", "test loss below 0.2 by epoch 40"),
        (
            "first_epoch(test_loss < 0.2) < kept(A, first_epoch(test_loss < 0.2))",
            "test loss below 0.2 earlier than run A",
        ),
        ("loss == mae", "loss mean absolute error"),
        ("not diverged", "training that does not diverge"),
        ("features within x1 x2", "features only x₁, x₂"),
        ("changed within loss", "nothing changed but the loss"),
        (
            "changed within rate clip optimizer",
            "nothing changed but clipping, the learning rate and the optimizer",
        ),
        ("neurons(L1) <= 4", "at most 4 neurons of Hidden 1"),
        ("weight(x1 -> L1.2) > -0.5", "weight x₁ → 1.2 above −0.5"),
        ("best(train_loss) < 0.1", "best training loss below 0.1"),
        ("activation(L2) == relu", "activation of Hidden 2: ReLU"),
        ("kept(A, diverged)", "run A: training that diverges"),
        ("seen(weights)", "open the tab Weights"),
        ("selected(output neuron)", "select an output neuron"),
        ("alike(L1) == 0", "largest difference between rows of Hidden 1 exactly 0"),
    ],
)
def test_checks_read_as_words(text, words):
    assert in_words(parse_check(text)) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clip == norm", "Clipping: none; choose by global norm."),
        ("optimizer != sgd", "Optimizer: SGD; choose another."),
        ("activation(L1) == relu", "Activation of Hidden 1: none; choose ReLU."),
        ("reg == l2", "Regularization: none; choose L2 (ridge)."),
    ],
)
def test_what_is_to_be_chosen_is_told_as_a_choice(text, said):
    assert missing(parse_check(text), situation_of(Experiment())) == said
