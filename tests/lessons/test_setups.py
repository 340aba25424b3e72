"""A set-up becomes a valid experiment, or an error on its line."""

from __future__ import annotations

import numpy as np
import pytest

from nnfs_gui.experiment.building import build_network, parameter_index
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment, FormulaData, Link, PointsData, default_experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Span
from nnfs_gui.lessons.reading import read_lesson
from nnfs_gui.lessons.running.course import Course
from nnfs_gui.lessons.setups import Prepared, prepare, with_settings

from .lesson_texts import HEADER, block, lesson_text


def prepared(*setups: str, header: str = HEADER, learner: Experiment | None = None) -> Prepared:
    """How the last of some steps with these setups begins."""
    steps = "\n\n".join(f"## Step\n\n{block('setup', setup)}" for setup in setups)
    return prepare(read_lesson(lesson_text(steps, header)), len(setups), learner)


def refusal(*setups: str) -> LessonError:
    with pytest.raises(LessonError) as caught:
        prepared(*setups)
    return caught.value


def test_empty_is_a_circle_without_hidden_layers():
    begun = prepared("")
    assert begun.experiment == Experiment(title="A small lesson")
    assert begun.train is None
    assert not begun.keeps


def test_short_forms_of_layers():
    begun = prepared('network.hidden = ["4", "2 relu", "3 leaky_relu(alpha=0.1)"]')
    hidden = begun.experiment.network.hidden
    assert [layer.activation for layer in hidden] == ["tanh", "relu", "leaky_relu"]
    assert hidden[2].parameters == {"alpha": 0.1}
    assert [neuron.id for neuron in hidden[1].neurons] == ["L2.1", "L2.2"]


def test_points_are_all_for_training_and_bring_a_fitting_loss():
    begun = prepared('data.task = "regression"\ndata.points = [[-2, 1.5, 1]]')
    experiment = begun.experiment
    assert isinstance(experiment.data, PointsData)
    assert len(materialize(experiment).train) == 1
    assert (experiment.training.loss, experiment.network.output.activation) == ("mse", "linear")


def test_points_may_have_many_classes():
    begun = prepared("data.points = [[3, 1, 1]]\ndata.classes = 3")
    assert begun.experiment.training.loss == "cce"
    assert build_network(begun.experiment).sizes[-1] == 3


def test_a_loss_brings_its_output_and_an_output_its_loss():
    hinge = prepared('training.loss = "hinge"').experiment
    assert hinge.network.output.activation in ("tanh", "linear")
    linear = prepared('network.output = "linear"').experiment
    assert linear.training.loss == "mse"


def test_a_formula_makes_data():
    data = prepared('data.formula = "sin(x1)"\ndata.form = "regression"').experiment.data
    assert data == FormulaData(form="regression", formula="sin(x1)")


def test_weights_are_set_by_hand_and_know_what_they_were():
    begun = prepared('weights = { "x1 -> out0" = 1.0, "bias -> out0" = 0.5 }').experiment
    network = build_network(begun, with_hand_set=True)
    place = parameter_index(begun, Link("x1", "out0"))
    assert place is not None
    assert network.parameters[place] == 1.0
    assert network.parameters[-1] == 0.5
    plain = build_network(begun)
    assert begun.network.hand_set[0].before == plain.parameters[place]


def test_all_weights_can_be_set_at_once():
    begun = prepared('network.hidden = ["2"]\nweights = { all = 0, "x1 -> L1.1" = 3 }').experiment
    parameters = build_network(begun, with_hand_set=True).parameters
    assert np.count_nonzero(parameters) == 1
    assert parameters.max() == 3.0


def test_parts_are_frozen_and_muted_by_name():
    begun = prepared(
        'network.hidden = ["2", "2"]\nfreeze = ["L1", "bias -> out0"]\nmute = ["L2.2"]'
    ).experiment
    first, second = begun.network.hidden
    assert all(neuron.frozen for neuron in first.neurons)
    assert [neuron.muted for neuron in second.neurons] == [False, True]
    assert begun.network.frozen_links == (Link("bias", "out0"),)
    assert prepared('freeze = ["out0"]').experiment.network.output.frozen


def test_steps_build_upon_each_other():
    first = 'data.generator = "xor"\ntraining.learning_rate = 0.1'
    second = 'from = "previous step"\nnetwork.hidden = ["3"]'
    assert prepared(first, second).experiment.data.generator == "xor"
    third = prepared(first, second, 'from = "step 1"\ndata.noise = 0.1').experiment
    assert third.network.hidden == ()
    assert third.data.noise == 0.1
    assert third.training.learning_rate == 0.1


def test_settings_may_change_after_training():
    begun = prepared(
        'training.learning_rate = 3\ntrain = "50 epochs"\n[then]\ntraining.learning_rate = 0.03'
    )
    assert begun.train == Span(50)
    assert begun.experiment.training.learning_rate == 3
    assert begun.after.training.learning_rate == 0.03


def test_presets_and_what_the_learner_has():
    assert prepared('from = "preset xor"').experiment.data == load_preset("xor").data
    learner = default_experiment()
    begun = prepared('from = "what the learner has"', learner=learner)
    assert begun.keeps
    assert begun.experiment.network == learner.network


def test_a_step_without_setup_goes_on_with_what_the_learner_has():
    lesson = read_lesson(lesson_text("## A\n\n" + block("setup", "data.size = 99") + "\n## B\n\nx"))
    assert prepare(lesson, 2).keeps
    assert prepare(lesson, 2).experiment.data.size == 99
    assert prepare(lesson, 2, default_experiment()).experiment.data.size == 500


def test_the_lesson_s_seed_is_for_all_that_name_none():
    header = HEADER.replace("minutes ", "seed = 7\nminutes ")
    experiment = prepared("data.seed = 3", header=header).experiment
    assert experiment.data.seed == 3
    assert experiment.network.seed == experiment.split.seed == experiment.training.shuffle_seed == 7


def test_a_batch_of_all_training_points():
    assert prepared('training.batch_size = "all"').experiment.training.batch_size == 250


def test_another_optimizer_begins_without_the_parameters_of_the_last():
    first = 'training.optimizer = "momentum"\ntraining.optimizer_parameters.momentum = 0.5'
    second = 'from = "previous step"\ntraining.optimizer = "adam"'
    assert prepared(first).experiment.training.optimizer_parameters == {"momentum": 0.5}
    assert prepared(first, second).experiment.training.optimizer_parameters == {}


@pytest.mark.parametrize(
    ("setups", "words"),
    [
        (("training.learning_rate = -1",), "training.learning_rate must be > 0"),
        (('training.learning_rate = "fast"',), "learning_rate"),
        (('data.generator = "xro"',), "did you mean 'xor'"),
        (('data.formula = "x"\ndata.generator = "xor"',), "does not go with"),
        (('network.hidden = ["many tanh"]',), "4 tanh"),
        (('network.hidden = ["4 rely"]',), "did you mean 'relu'"),
        (('network.hidden = ["4 tanh(a)"]',), "alpha=0.1"),
        (('network.hidden = ["400 tanh"]',), "1 to 32"),
        (("data.points = [[1, 2]]",), "three numbers"),
        (("data.points = [[1, 2, 3]]",), "class numbers"),
        (('weights = { "x1 > out0" = 1 }',), "x1 -> L1.1"),
        (('weights = { "x1 -> out9" = 1 }',), "did you mean 'out0'"),
        (('weights = { "x3 -> out0" = 1 }',), "unknown source 'x3'"),
        (('freeze = ["L4"]',), "unknown neuron 'L4'"),
        (('from = "previous step"',), "first one"),
        (("", 'from = "step 9"'), "before this one"),
        (('from = "preset xro"',), "did you mean 'xor'"),
        (('from = "emtpy"',), "did you mean 'empty'"),
        (("point = 501",), "fewer points"),
        (('network.output = "tanh"\ntraining.loss = "bce"',), "does not fit"),
    ],
)
def test_what_is_not_valid_is_told_on_its_line(setups, words):
    *before, last = setups
    error = refusal(*before, f"show = 'math'\n{last}")
    assert words in error.message
    line = (25 if before else 16) + last.count("\n")
    assert error.line == line


def test_a_step_begins_with_what_the_one_before_had_after_its_training():
    first = 'training.learning_rate = 3\ntrain = "2 epochs"\n[then]\ntraining.learning_rate = 0.03'
    assert prepared(first, 'from = "step 1"').experiment.training.learning_rate == 0.03


def test_each_seed_that_is_named_stays():
    header = HEADER.replace("minutes ", "seed = 7\nminutes ")
    named = "split.seed = 3\nnetwork.seed = 4\ntraining.shuffle_seed = 5"
    experiment = prepared(named, header=header).experiment
    assert experiment.data.seed == 7
    assert (experiment.split.seed, experiment.network.seed) == (3, 4)
    assert experiment.training.shuffle_seed == 5


def test_other_layers_begin_without_weights_set_by_hand():
    first = 'network.hidden = ["2"]\nweights = { "x1 -> L1.1" = 3 }\nfreeze = ["x1 -> L1.1"]'
    second = 'from = "step 1"\nnetwork.hidden = ["3"]'
    network = prepared(first, second).experiment.network
    assert network.hand_set == ()
    assert network.frozen_links == ()
    assert prepared(first, 'from = "step 1"').experiment.network.hand_set != ()


def test_a_case_is_taken_up_after_the_step_s_own_training():
    begun = prepared('data.size = 60\ntrain = "2 epochs"')
    case = with_settings(begun.after, {"training": {"learning_rate": 1.0}})
    course = Course.of_step(begun, case)
    assert course.trained.epoch == 2
    assert course.trained.experiment.training.learning_rate == 1.0
    untrained = prepared("data.size = 60")
    wider = with_settings(untrained.after, {"network": {"hidden": ["5 tanh"]}})
    fresh = Course.of_step(untrained, wider).trained.network.parameters
    assert np.array_equal(fresh, build_network(wider).parameters)
