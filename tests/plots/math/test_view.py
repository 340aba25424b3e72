"""The math view sets the engine's formulas and numbers, and checks them when asked."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine import ACTIVATIONS, LOSSES
from engine.tools.gradcheck import GradientCheck
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.encoding import encode_targets
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.plots.math.text import check_sentence
from nnfs_gui.plots.math.trace import explain
from nnfs_gui.plots.math.view import MathView
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.widgets.formula_text import latex_of
from nnfs_gui.widgets.numbers import format_number


@pytest.fixture
def view(qtbot, document):
    made = MathView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1400, 130)
    made.show()
    return made


def shown_text(view):
    return view.text.document().toPlainText()


def test_the_numbers_on_the_screen_are_the_traces(view, train):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    view.show_selection(frozenset({"L2.2"}))
    view.show_point(7)
    trace = explain(snapshot.experiment, snapshot.parameters, snapshot.data, 7, "L2.2")
    assert view.name.text() == "Hidden 2 · neuron 2"
    text = shown_text(view)
    for value in (trace.z, trace.a, trace.loss, trace.delta):
        assert format_number(value) in text
    assert f"z = {format_number(trace.z)}" in text
    assert f"δ = {format_number(trace.delta)}" in text


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "softmax"])
def test_the_formulas_are_the_engine_objects_own(view, train, activation):
    snapshot = train()[-1]
    network = snapshot.experiment.network
    hidden = tuple(
        msgspec.structs.replace(layer, activation=activation) for layer in network.hidden
    )
    experiment = msgspec.structs.replace(
        snapshot.experiment, network=msgspec.structs.replace(network, hidden=hidden)
    )
    view.show_snapshot(replace(snapshot, experiment=experiment))
    text = shown_text(view)
    value, slope = ACTIVATIONS[activation].formula, ACTIVATIONS[activation].derivative_formula
    for latex, plain in (
        (f"a = f(z) = {latex_of(value)}", f"a = f(z) = {value}"),
        (f"f'(z) = {latex_of(slope)}", f"f′(z) = {slope}"),
    ):
        assert (latex in view.formulas) != (plain in text)  # what is too wide is written out
    assert f"L = {latex_of(LOSSES['bce'].formula)}" in view.formulas


def test_with_many_classes_the_softmax_output_is_explained(view, train):
    view.show_snapshot(train(classes=4)[-1])
    view.show_selection(frozenset({"out2"}))
    assert view.name.text() == "Output · class 2"  # as its data calls it
    assert f"L = {latex_of(LOSSES['cce'].formula)}" in view.formulas


def test_the_data_point_can_be_chosen_with_the_spin_box(qtbot, view, train):
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    with qtbot.waitSignal(view.point_chosen) as chosen:
        qtbot.keyClick(view.points, Qt.Key.Key_Up)
    assert chosen.args == [1]
    assert view.trace.point == 1
    assert format_number(snapshot.data.inputs[1, 0]) in view.place.text()
    assert view.place.text().startswith("test point")
    qtbot.keyClick(view.points, Qt.Key.Key_Down)
    qtbot.keyClick(view.points, Qt.Key.Key_Down)
    assert view.trace.point == len(snapshot.data.inputs) - 1


def test_a_point_clicked_elsewhere_is_shown(view, train):
    view.show_snapshot(train()[-1])
    view.show_point(11)
    assert view.trace.point == 11
    assert view.points.value() == 12
    view.show_point(None)
    assert view.trace.point == 11


def test_the_neuron_can_be_chosen_in_the_list(qtbot, view, train):
    view.show_snapshot(train()[-1])
    with qtbot.waitSignal(view.unit_clicked) as chosen:
        view.units._activated(5)
    assert chosen.args == ["L2.2"]
    assert view.trace.unit == "L2.2"


def test_in_a_strip_the_verdict_is_brief_and_is_not_cut(qtbot, view, train):
    view.resize(760, 140)
    view.show_snapshot(train()[-1])
    assert not view.tall
    assert view.place.isVisible()
    qtbot.mouseClick(view.check_button, Qt.MouseButton.LeftButton)
    assert not view.place.isVisible()
    worst = view.checked.analytic[list(view.checked.indices).index(view.checked.worst)]
    assert format_number(float(worst), 5) in view.verdict.text()
    qtbot.waitUntil(lambda: view.verdict.height() > 0)
    assert view.verdict.height() >= view.verdict.heightForWidth(view.verdict.width())
    view.show_point(3)
    assert view.place.isVisible()


def test_check_gradient_compares_with_differences(qtbot, view, train):
    view.show_snapshot(train()[-1])
    assert not view.verdict.isVisible()
    qtbot.mouseClick(view.check_button, Qt.MouseButton.LeftButton)
    assert view.verdict.text().startswith("They agree")
    assert view.verdict.isVisible()
    assert view.place.isVisible() == view.tall
    gradients = [entry.gradient for entry in view.trace.weights]
    np.testing.assert_allclose(view.checked.numeric, gradients, rtol=1e-5, atol=1e-9)
    view.show_point(3)
    assert view.checked is None
    assert not view.verdict.isVisible()


def test_a_wrong_gradient_is_reported_as_wrong(view, train):
    view.show_snapshot(train()[-1])
    view.check_button.click()
    good = view.checked
    fields = {name: getattr(good, name) for name in GradientCheck.__slots__}
    wrong = GradientCheck(**(fields | {"analytic": good.analytic * 2 + 0.1}))
    assert check_sentence(wrong).startswith("They differ, relative error 0.")
    same = GradientCheck(**(fields | {"analytic": good.numeric, "numeric": good.numeric}))
    assert same.relative_error == 0.0
    assert check_sentence(same).startswith("They agree up to rounding: backpropagation ")
    brief = check_sentence(same, brief=True)  # a strip has two lines
    assert brief.endswith(", up to rounding.")
    assert len(brief) < 50
    kinks = GradientCheck(**(fields | {"kinks": np.ones_like(good.kinks)}))
    assert "kink" in check_sentence(kinks)


def test_given_height_every_weight_has_a_row(qtbot, view, train):
    view.resize(1400, 700)
    snapshot = train()[-1]
    view.show_snapshot(snapshot)
    view.show_selection(frozenset({"L2.1"}))
    view.check_button.click()
    text = shown_text(view)
    for entry in view.trace.weights:
        assert format_number(entry.gradient, 4) in text
        assert format_number(entry.new, 5) in text
    assert "by differences" in text


def test_clipping_shows_before_and_after(view, train):
    view.show_snapshot(train(clip="norm", clip_threshold=0.01)[-1])
    trace = view.trace
    assert trace.trainer.clipped
    arrow = " → ".join(map(format_number, trace.norms))
    assert arrow in shown_text(view)


def test_signs_are_coloured_and_the_theme_recolours_them(view, train):
    view.show_snapshot(train()[-1])
    assert DARK.legible(DARK.neg, DARK.panel).lower() in view.text.toHtml().lower()
    view.show_theme(LIGHT)
    assert LIGHT.legible(LIGHT.neg, LIGHT.panel).lower() in view.text.toHtml().lower()


def test_while_training_runs_pages_follow_at_a_readable_pace_and_the_last_one_is_shown(
    qtbot, view, train
):
    snapshots = [replace(snapshot, state=RunState.RUNNING) for snapshot in train()]
    for snapshot in snapshots:
        view.show_snapshot(snapshot)
    first = view.trace.weights[0].weight
    assert first == snapshots[0].parameters[0]
    qtbot.waitUntil(lambda: view.trace.weights[0].weight == snapshots[-1].parameters[0])


def test_a_pause_is_shown_at_once(view, train):
    snapshots = train()
    view.show_snapshot(replace(snapshots[0], state=RunState.RUNNING))
    view.show_snapshot(snapshots[-1])
    assert view.trace.weights[0].weight == snapshots[-1].parameters[0]


def test_without_points_the_view_says_so(view, train):
    snapshot = train()[-1]
    data = replace(
        snapshot.data, inputs=np.zeros((0, 2)), targets=np.zeros(0), train=np.arange(0),
        test=np.arange(0),
    )  # fmt: skip
    view.show_snapshot(replace(snapshot, data=data))
    assert view.place.text() == "There are no points."
    assert view.trace is None
    assert view.table()[1] == ()


def test_the_menu_of_every_plot_is_here_too(view, train):
    view.show_snapshot(train()[-1])
    view._refill_menu()
    texts = [action.text() for action in view.more_button.menu().actions()]
    assert "Copy as image" in texts
    assert "Enlarge" in texts


def test_the_summary_says_where_we_are(view, train):
    view.show_snapshot(train()[-1])
    assert view.summary().startswith("Hidden 1 · neuron 1, training point x₁ = ")


@pytest.mark.parametrize(("error", "agreed"), [(0.9e-6, True), (1.1e-6, False)])
def test_agreement_means_a_relative_error_below_a_millionth(view, train, error, agreed):
    numeric = np.array([1.0, 1.0])
    checked = GradientCheck(
        np.arange(2), numeric * (1 + 2 * error), numeric, np.zeros(2, dtype=bool), np.zeros(2)
    )
    assert check_sentence(checked).startswith("They agree" if agreed else "They differ")
    view.show_snapshot(train()[-1])
    view._checked = checked
    view.restyle(DARK)
    colour = DARK.legible(DARK.ok if agreed else DARK.warn, DARK.panel)
    assert colour in view.verdict.styleSheet()


@pytest.mark.parametrize("classes", [2, 4, 0])
def test_every_number_on_the_page_is_the_engines_to_the_last_digit_shown(view, train, classes):
    snapshot = train(classes=classes, clip="norm", clip_threshold=0.05)[-1]
    view.resize(1700, 1000)
    view.show_snapshot(snapshot)
    network = build_network(snapshot.experiment)
    network.parameters = snapshot.parameters
    point = feature_matrix(snapshot.experiment.network.features, snapshot.data.inputs[:1])
    targets = encode_targets(snapshot.data, read_outputs(snapshot.experiment))
    targets = targets.reshape(len(targets), -1)[:1]
    loss, gradient = network.loss_and_gradient(point, targets)
    norm = float(np.linalg.norm(gradient))
    rate, scale = snapshot.experiment.training.learning_rate, min(1.0, 0.05 / norm)
    text = shown_text(view)
    z = float(network.layers[0].pre_activations(point)[0, 0])
    assert f"z = {format_number(z)}" in text
    assert f"a = {format_number(float(np.tanh(z)))}" in text
    assert f"L = {format_number(loss)}" in text
    assert f"‖g‖ {format_number(norm)} → {format_number(norm * scale)}" in text
    for weight, slope in zip(network.parameters[:3], gradient[:3], strict=True):
        for value, digits in (
            (weight, 3), (slope, 4), (slope * scale, 4), (weight - rate * slope * scale, 5)
        ):  # fmt: skip
            assert format_number(float(value), digits) in text
