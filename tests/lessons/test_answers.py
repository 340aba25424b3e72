"""Right answers are the engine's, and slips lead to the numbers that learners find."""

from __future__ import annotations

import numpy as np
import pytest

from engine import check_gradient
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.answers import parse_expression, renewed, work
from nnfs_gui.lessons.answers.expression import ExpressionError
from nnfs_gui.lessons.answers.renewal import APART, nearest
from nnfs_gui.lessons.answers.sheet import Sheet, evaluate
from nnfs_gui.lessons.answers.slip_values import slip_values
from nnfs_gui.lessons.answers.slips import SAYS
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Box, Number, Ranges
from nnfs_gui.lessons.setups.settings import apply_settings
from nnfs_gui.lessons.setups.weights import with_frozen, with_weights


def experiment(points, weights, **sections) -> Experiment:
    data = {"points": points, **sections.pop("data", {})}
    return with_weights(apply_settings(Experiment(), {"data": data, **sections}), weights)


def value(made: Experiment, text: str) -> float:
    expression = parse_expression(text)
    assert expression is not None
    return evaluate(Sheet(made, expression.points), expression)


def slip(made: Experiment, text: str, name: str) -> float:
    expression = parse_expression(text)
    assert expression is not None
    return slip_values(Sheet(made, expression.points), expression, name)[0]


@pytest.fixture
def neuron() -> Experiment:
    """A sigmoid with w = (1, −2) and b = 0.5 that looks at (3, 1) of class 1."""
    return experiment([[3, 1, 1]], {"x1 -> out0": 1.0, "x2 -> out0": -2.0, "bias -> out0": 0.5})


@pytest.fixture
def linear() -> Experiment:
    """A linear neuron with squared error at two points, rate 0.1."""
    return experiment(
        [[3, 1, 1], [2, -1, 0]],
        {"x1 -> out0": 0.5, "x2 -> out0": -1.0, "bias -> out0": 0.0},
        data={"task": "regression"},
        training={"loss": "mse", "learning_rate": 0.1},
    )


@pytest.fixture
def net() -> Experiment:
    """The 2-2-1 network of the lesson on backpropagation."""
    return experiment(
        [[-2, 1.5, 1]],
        {
            "x1 -> L1.1": 0.4,
            "x2 -> L1.1": 0.2,
            "bias -> L1.1": -0.3,
            "x1 -> L1.2": 0.3,
            "x2 -> L1.2": 0.2,
            "bias -> L1.2": -0.2,
            "L1.1 -> out0": 1.5,
            "L1.2 -> out0": -0.8,
            "bias -> out0": -0.2,
        },
        data={"task": "regression"},
        network={"hidden": ["2 tanh"], "output": "linear"},
        training={"loss": "mse", "learning_rate": 0.1},
    )


@pytest.fixture
def scores() -> Experiment:
    """Softmax of the scores 3, 1 and 0, where class 2 is the right one."""
    return experiment(
        [[3, 1, 1]],
        {"all": 0, "x1 -> out0": 1.0, "x2 -> out1": 1.0},
        data={"classes": 3},
    )


@pytest.fixture
def steep() -> Experiment:
    """A gradient of (3, 4): error ½, factor 2, inputs 3 and 4; clipped to norm 1."""
    made = experiment(
        [[3, 4, 0.5]],
        {"x1 -> out0": 0.0, "x2 -> out0": 0.25, "bias -> out0": 0.0},
        data={"task": "regression"},
        training={"loss": "mse", "clip": "norm", "clip_threshold": 1.0},
    )
    return with_frozen(made, ("bias -> out0",))


@pytest.fixture
def memory() -> Experiment:
    """Momentum 0.9, rate 0.1, weight 1, and a gradient of 2 at each step."""
    made = experiment(
        [[2, 0, -1]],
        {"x1 -> out0": 1.0, "x2 -> out0": 0.0, "bias -> out0": 0.0},
        data={"task": "regression"},
        training={"loss": "mae", "optimizer": "momentum", "learning_rate": 0.1},
    )
    return with_frozen(made, ("bias -> out0",))


@pytest.mark.parametrize(
    ("made", "text", "expected"),
    [
        ("neuron", "z of out0 at point 1", 1.5),
        ("neuron", "a of out0", 0.8175744761936437),
        ("neuron", "delta of out0 at point 1", 0.8175744761936437 - 1),
        ("neuron", "loss at point 1", -np.log(0.8175744761936437)),
        ("neuron", "share of class 2 at point 1", 0.8175744761936437),
        ("neuron", "share of class 1 at point 1", 1 - 0.8175744761936437),
        ("linear", "loss at point 1", 0.25),
        ("linear", "upstream of out0 at point 1", -1.0),
        ("linear", "gradient x1 -> out0 at point 1", -3.0),
        ("linear", "new x1 -> out0 at point 1", 0.8),
        ("linear", "gradient x1 -> out0 over all points", 2.5),
        ("linear", "gradient x1 -> out0 over points 2", 8.0),
        ("linear", "loss after 1 step at point 1", 0.36),
        ("net", "z of L1.1 at point 1", -0.8),
        ("net", "slope of L1.1 at point 1", 1 - np.tanh(-0.8) ** 2),
        ("net", "delta of out0 at point 1", -3.6527),
        ("net", "gradient L1.1 -> out0 at point 1", 2.4255),
        ("net", "delta of L1.1 at point 1", -3.0631),
        ("net", "gradient x1 -> L1.1 at point 1", 6.1262),
        ("net", "new x1 -> L1.1 at point 1", -0.2126),
        ("net", "loss after 1 step at point 1", 1.507),
        ("scores", "share of class 1 at point 1", 0.8438),
        ("scores", "loss at point 1", 2.1698),
        ("scores", "delta of out0 at point 1", 0.8438),
        ("scores", "delta of out1 at point 1", -0.8858),
        ("steep", "norm at point 1", 5.0),
        ("steep", "gradient x2 -> out0 at point 1", 4.0),
        ("steep", "clipped x1 -> out0 at point 1", 0.6),
        ("steep", "turn at point 1", 0.0),
        ("neuron", "input of x2 at point 1", 1.0),
        ("neuron", "target at point 1", 1.0),
        ("memory", "new x1 -> out0 after 2 steps at point 1", 0.42),
    ],
)
def test_right_answers(made, text, expected, request):
    assert value(request.getfixturevalue(made), text) == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize(
    ("made", "text", "name", "expected"),
    [
        ("neuron", "z of out0", "forgot_bias", 1.0),
        ("neuron", "z of out0", "bias_times_input", 2.5),
        ("neuron", "z of out0", "bias_sign", 0.5),
        ("neuron", "z of out0", "swapped_weights", -4.5),
        ("neuron", "z of out0", "weight_signs", 5.5),
        ("neuron", "z of out0", "added_instead", 3.5),
        ("neuron", "a of out0", "forgot_activation", 1.5),
        ("neuron", "a of out0", "wrong_activation", np.tanh(1.5)),
        ("neuron", "a of out0", "forgot_bias", 1 / (1 + np.exp(-1))),
        ("neuron", "loss at point 1", "log10", -np.log10(0.8175744761936437)),
        ("neuron", "loss at point 1", "other_class", -np.log(1 - 0.8175744761936437)),
        ("neuron", "delta of out0", "unfused", -0.1824255 * 0.8175744 * 0.1824255),
        ("linear", "loss at point 1", "half", 0.125),
        ("linear", "loss at point 1", "not_squared", -0.5),
        ("linear", "loss at point 1", "absolute", 0.5),
        ("linear", "gradient x1 -> out0", "forgot_factor_2", -1.5),
        ("linear", "gradient x1 -> out0", "sign", 3.0),
        ("linear", "gradient x1 -> out0", "forgot_input", -1.0),
        ("linear", "new x1 -> out0", "uphill", 0.2),
        ("linear", "new x1 -> out0", "forgot_rate", 3.5),
        ("linear", "new x1 -> out0", "gave_step", -0.3),
        ("linear", "new x1 -> out0", "gave_gradient", -3.0),
        ("linear", "gradient x1 -> out0 over all points", "summed", 5.0),
        ("linear", "gradient x1 -> out0 over all points", "first_point_only", -3.0),
        ("linear", "gradient x1 -> out0 over all points", "last_point_only", 8.0),
        ("net", "delta of L1.1", "forgot_derivative", -5.48),
        ("net", "delta of L1.1", "forgot_factor_2", -1.53),
        ("net", "delta of L1.1", "derivative_at_a", -3.63),
        ("net", "delta of L1.1", "derivative_of_sigmoid", 6.05),
        ("net", "delta of L1.1", "updated_weights", -2.57),
        ("net", "delta of L1.1", "other_weight", 1.63),
        ("net", "delta of L1.1", "unsquared", -3.6527 * 1.5 * 1.664),
        ("net", "gradient x1 -> L1.1", "forgot_input", -3.06),
        ("net", "gradient x1 -> L1.1", "other_input", -4.59),
        ("net", "gradient x1 -> L1.1", "forgot_weight", -3.6527 * 0.55906 * -2),
        ("net", "new x1 -> L1.1", "uphill", 1.01),
        ("net", "new x1 -> L1.1", "forgot_rate", -5.73),
        ("net", "new x1 -> L1.1", "forgot_factor_2", 0.09),
        ("scores", "share of class 1", "divided_scores", 0.75),
        ("scores", "share of class 1", "sigmoid_each", 0.953),
        ("scores", "share of class 1", "hard_maximum", 1.0),
        ("scores", "delta of out1", "forgot_minus_one", 0.1142),
        ("scores", "delta of out0", "minus_one_elsewhere", -0.1562),
        ("steep", "clipped x1 -> out0", "by_value_not_norm", 1.0),
        ("steep", "clipped x1 -> out0", "divided_by_sum", 0.43),
        ("steep", "clipped x1 -> out0", "forgot_root", 0.12),
        ("steep", "norm", "forgot_root", 25.0),
        ("memory", "new x1 -> out0 after 2 steps", "forgot_momentum", 0.6),
        ("memory", "new x1 -> out0 after 2 steps", "velocity_lost", 0.62),
        ("memory", "new x1 -> out0 after 2 steps", "averaged_velocity", 0.942),
    ],
)
def test_slips(made, text, name, expected, request):
    assert slip(request.getfixturevalue(made), text, name) == pytest.approx(expected, abs=6e-3)


def test_every_slip_says_something_and_can_happen(request):
    texts = {
        "neuron": ["z of out0", "a of out0", "loss", "delta of out0", "slope of out0"],
        "linear": ["loss", "gradient x1 -> out0 over all points", "new x1 -> out0"],
        "net": ["z of L1.1", "delta of L1.1", "gradient x1 -> L1.1", "slope of L1.1"],
        "scores": ["share of class 1", "delta of out0", "delta of out1"],
        "steep": ["clipped x1 -> out0", "norm", "turn"],
        "memory": ["new x1 -> out0 after 2 steps"],
    }
    happened = set()
    by_value = apply_settings(request.getfixturevalue("steep"), {"training": {"clip": "value"}})
    for made, asked in texts.items():
        for text in asked:
            expression = parse_expression(text)
            assert expression is not None
            for sheet in (
                Sheet(request.getfixturevalue(made), expression.points),
                *([Sheet(by_value, expression.points)] if made == "steep" else []),
            ):
                happened |= {name for name in SAYS if slip_values(sheet, expression, name)}
    assert happened == set(SAYS)
    assert all(say.endswith((".", ":")) and len(say) < 90 for say in SAYS.values())


def test_gradients_of_an_answer_are_those_of_differences(net):
    sheet = Sheet(net)
    assert check_gradient(sheet.network, sheet.inputs, sheet.targets).relative_error < 1e-6
    assert np.array_equal(
        sheet.gradient, sheet.network.loss_and_gradient(sheet.inputs, sheet.targets)[1]
    )


def test_all_points_are_the_training_points():
    made = Experiment()
    expression = parse_expression("loss over all points")
    assert expression is not None
    assert Sheet(made, expression.points).count == 250


def test_weights_may_be_those_of_a_run(net):
    sheet = Sheet(net, (0,), np.zeros(9))
    expression = parse_expression("loss at point 1")
    assert expression is not None
    assert evaluate(sheet, expression) == 1.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("z out0", "is written 'z of L1.1 at point 1'"),
        ("gradient of out0", "x1 -> L1.1"),
        ("share of class 0", "class 2"),
        ("loss at point 0", "counted from 1"),
        ("norm of it", "norm at point 1"),
        ("loss after 21 steps at point 1", "20 steps"),
        ("z of L1.1 " + "x" * 300, "200 characters"),
    ],
)
def test_what_is_no_answer_is_told(text, words):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Box(line=7, answer="z of out1"), "there is no neuron out1"),
        (Box(line=7, answer="gradient x9 -> out0"), "no link leads from x9"),
        (Box(line=7, answer="z of out0 at point 2"), "there are 1 points"),
        (Box(line=7, answer="z of out0", slips=("forgot_biass",)), "did you mean 'forgot_bias'"),
        (Box(line=7, answer="z of out0", slips=("half",)), "does not go with"),
        (Box(line=7, answer=1.0, slips=("half",)), "answers that are computed"),
        (Box(line=7, answer="tset_loss"), "did you mean 'test_loss'"),
        (Box(line=7, answer="loss", tolerance="little"), 'tolerance is written "1 %"'),
        (Box(line=7, answer="z of out0 over points 1 1"), "single point"),
        (Box(line=7, answer="target over points 1 1"), "single point"),
        (Box(line=7, answer="input of x9"), "there is no input x9; there are x1, x2"),
    ],
)
def test_a_box_that_cannot_be_computed_is_told_with_its_line(neuron, box, words):
    with pytest.raises(LessonError) as caught:
        work((box,), neuron)
    assert words in caught.value.message
    assert caught.value.line == 7


def test_new_numbers_keep_all_slips_apart(net):
    slips = ("forgot_derivative", "forgot_factor_2", "sign", "forgot_input", "updated_weights")
    box = Box(answer="gradient x1 -> L1.1 at point 1", slips=slips)
    number = Number(boxes=(box,), new_numbers=Ranges(digits=1))
    seen = set()
    for seed in range(5):
        drawn = renewed(net, number, seed)
        assert nearest(work(number.boxes, drawn)) >= APART
        assert drawn == renewed(net, number, seed)
        values = [entry.value for entry in drawn.network.hand_set]
        assert all(round(value, 1) == value and abs(value) <= 2 for value in values)
        seen.add(tuple(values))
    assert len(seen) == 5


def test_new_numbers_need_numbers_of_the_setup():
    with pytest.raises(LessonError, match="needs a setup"):
        renewed(Experiment(), Number(line=3), 0)


def test_forgetting_the_input_over_a_batch_sums_all_deltas(linear):
    expected = slip(linear, "gradient bias -> out0 over all points", "sign")
    forgot = slip(linear, "gradient x1 -> out0 over all points", "forgot_input")
    assert forgot == pytest.approx(-expected)
    assert forgot == pytest.approx((2 * (0.5 - 1) + 2 * (2 - 0)) / 2)


def test_new_numbers_leave_weights_of_nothing_alone():
    made = experiment([[3, 1, 1]], {"x1 -> out0": 1.0, "x2 -> out0": 0.0, "bias -> out0": 0.5})
    drawn = renewed(made, Number(boxes=(Box(answer="z of out0"),)), 1)
    assert [entry.value == 0.0 for entry in drawn.network.hand_set] == [False, True, False]
    assert drawn.data.points != made.data.points
