"""Every number of a walk is the engine's, for every loss, output, optimizer and clipper."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from msgspec.structs import replace

from engine import CLIPPERS, LOSSES, OPTIMIZERS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import (
    Experiment,
    GeneratedData,
    OutputSpec,
    default_experiment,
    make_layer,
)
from nnfs_gui.plots.math.text import Typesetter
from nnfs_gui.plots.math.walk.pages import Page, Writer
from nnfs_gui.plots.math.walk.source import excerpt
from nnfs_gui.theme import DARK
from nnfs_gui.training.run import Run
from nnfs_gui.training.step_walk import prepare_step
from nnfs_gui.training.walk import BIAS_SOURCE, Kind, Walk
from nnfs_gui.widgets.formula import typeset
from nnfs_gui.widgets.numbers import format_number

OUTPUTS = ("linear", "sigmoid", "tanh", "softmax")
PAIRS = [
    (output, loss)
    for output, loss in product(OUTPUTS, LOSSES)
    if LOSSES[loss].output_limits != (0.0, 1.0) or output in ("sigmoid", "softmax")
]


def experiment_of(output: str, loss: str, **settings: object) -> Experiment:
    made = default_experiment()
    classes = 3 if output == "softmax" else 2
    network = replace(
        made.network,
        hidden=(make_layer(1, 4), make_layer(2, 5)),
        output=OutputSpec(output),
    )
    training = replace(made.training, loss=loss, batch_size=7, clip_threshold=0.02, **settings)
    data = GeneratedData("blobs", size=60, classes=classes)
    return replace(made, data=data, network=network, training=training)


def walk_of(experiment: Experiment, steps: int = 2) -> Walk:
    run = Run(1, experiment)
    for _ in range(steps):
        run.step("batch")
    prepared = prepare_step(run.shown)
    assert prepared is not None
    return Walk.begin(prepared).following_sample(4)


def every_page(walk: Walk) -> Iterator[tuple[Walk, Page]]:
    writer = Writer(Typesetter(DARK), opened=True)
    for index in range(len(walk.phases)):
        stop = walk.at(index)
        yield stop, writer.page(stop)


def plain(page: Page) -> str:
    return re.sub(r"<[^>]+>", "", "\n".join(page.lines)).replace("&nbsp;", " ")


def shown(value: float, digits: int = 3) -> str:
    return format_number(float(value), digits)


def check_forward(walk: Walk, text: str) -> None:
    network = walk.prepared.network
    given = walk.prepared.passes.inputs
    for layer in network.layers[: walk.layer - 1]:
        given = layer.forward(given)
    part = network.layers[walk.layer - 1]
    z = part.pre_activations(given)[walk.sample, walk.position]
    a = part.forward(given)[walk.sample, walk.position]
    assert f"z = {shown(z)}" in text
    assert f"= {shown(a)}" in text
    for weight, value in zip(part.weights[walk.position], given[walk.sample], strict=True):
        written = shown(abs(weight)), shown(value)
        assert written[0] in text
        assert written[1] in text
    assert shown(abs(part.biases[walk.position])) in text


def check_loss(walk: Walk, text: str) -> None:
    passes, network = walk.prepared.passes, walk.prepared.network
    one = slice(walk.sample, walk.sample + 1)
    own = network.loss.per_sample(network.predict(passes.inputs)[one], passes.targets[one])[0]
    whole, _ = network.loss_and_gradient(passes.inputs, passes.targets)
    assert f"of this point: {shown(own)}" in text
    assert f"L = {shown(whole)}" in text
    for output in network.predict(passes.inputs)[walk.sample]:
        assert shown(output) in text


def check_backward(walk: Walk, text: str) -> None:
    """∂z/∂b is 1: what the bias of one sample gets from the engine is δ of that sample."""
    passes, network = walk.prepared.passes, walk.prepared.network
    one, count = slice(walk.sample, walk.sample + 1), len(passes.inputs)
    _, gradient = network.loss_and_gradient(passes.inputs[one], passes.targets[one])
    delta = gradient[walk.row][-1] / count
    if abs(delta) > 1e-300:
        assert f"= {shown(delta)}" in text


def check_gradient(walk: Walk, text: str) -> None:
    passes, network = walk.prepared.passes, walk.prepared.network
    _, gradient = network.loss_and_gradient(passes.inputs, passes.targets)
    assert f"points: {shown(gradient[walk.weight])}" in text
    raw = walk.prepared.trainer.raw_gradient[walk.weight]
    if raw != gradient[walk.weight]:
        assert f"= {shown(raw)}" in text
    one = slice(walk.sample, walk.sample + 1)
    _, own = network.loss_and_gradient(passes.inputs[one], passes.targets[one])
    share = own[walk.weight] / len(passes.inputs)
    assert f"= {shown(share)}" in text


def check_clip(walk: Walk, text: str) -> None:
    trainer = walk.prepared.trainer
    raw, applied = trainer.raw_gradient, trainer.applied_gradient
    assert f"‖g‖ = {shown(np.linalg.norm(raw))}" in text
    if trainer.clip.name != "none":
        assert f"→ {shown(np.linalg.norm(applied))}" in text
    assert f"{shown(raw[walk.weight])} → {shown(applied[walk.weight])}" in text
    if trainer.clip.name == "neuron":
        row = [shown(np.linalg.norm(part[walk.row])) for part in (raw, applied)]
        assert f"of this neuron: {row[0]} → {row[1]}" in text


def check_update(walk: Walk, text: str) -> None:
    trainer, before = walk.prepared.trainer, walk.prepared.network.parameters[walk.weight]
    after = trainer.network.parameters[walk.weight]
    assert f"{shown(before, 5)} → {shown(after, 5)}" in text
    assert f"g = {shown(trainer.applied_gradient[walk.weight])}" in text
    for name, moment in trainer.optimizer.moments.items():
        was = walk.prepared.moments_before[name][walk.weight]
        assert f"{shown(was)} → {shown(moment[walk.weight])}" in text


CHECKS = {
    Kind.FORWARD: check_forward,
    Kind.LOSS: check_loss,
    Kind.BACKWARD: check_backward,
    Kind.GRADIENT: check_gradient,
    Kind.CLIP: check_clip,
    Kind.UPDATE: check_update,
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("clip", CLIPPERS.names())
def test_every_number_that_is_shown_is_the_engines(optimizer: str, clip: str) -> None:
    for number, (output, loss) in enumerate(PAIRS):
        regularizer = ("none", "l1", "l2")[number % 3]
        walk = walk_of(
            experiment_of(output, loss, optimizer=optimizer, clip=clip,
                          regularizer=regularizer, regularization_rate=0.01)
        )  # fmt: skip
        for stop, page in every_page(walk):
            CHECKS[stop.phase.kind](stop, plain(page))
            scale = shown(walk.prepared.trainer.clip_scale)  # stands at the code alone
            values = {work.value for work in page.work} - {"", scale}
            assert all(value in plain(page) for value in values), values


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_every_formula_can_be_set_and_every_line_of_code_is_found(output: str, loss: str) -> None:
    walk = walk_of(experiment_of(output, loss, clip="neuron", optimizer="adam"))
    for _, page in every_page(walk):
        assert all(typeset(formula) is not None for formula in page.formulas)
        for work in page.work:
            found = excerpt(work)
            assert found is not None
            marked = [line for line in found.lines if line.marked]
            assert work.statement in "\n".join(line.text for line in marked)
            assert [line.value for line in marked if line.value] == [work.value] * bool(work.value)
            text = found.file.read_text(encoding="utf-8").splitlines()
            assert text[found.first - 1 : found.last] == [
                # the function is shown as it stands in its class, without the indent of that
                f"    {line.text}"
                for line in marked
            ]
            assert found.name.startswith("engine/")
            assert found.lines[0].text.startswith("def ")
            assert '"""' not in found.lines[1].text


def test_the_phases_go_forward_back_and_end_with_the_update() -> None:
    kinds = [(phase.kind, phase.layer) for phase in walk_of(experiment_of("softmax", "cce")).phases]
    assert kinds == [
        (Kind.FORWARD, 1), (Kind.FORWARD, 2), (Kind.FORWARD, 3), (Kind.LOSS, 0),
        (Kind.BACKWARD, 3), (Kind.BACKWARD, 2), (Kind.BACKWARD, 1),
        (Kind.GRADIENT, 0), (Kind.CLIP, 0), (Kind.UPDATE, 0),
    ]  # fmt: skip


def test_a_long_sum_shows_its_largest_terms_and_opens() -> None:
    walk = walk_of(experiment_of("softmax", "cce")).at(2)  # an output, which has five inputs
    short, whole = (Writer(Typesetter(DARK), opened=opened).page(walk) for opened in (False, True))
    assert "… 2 more" in plain(short)
    assert "… " not in plain(whole)
    weights = walk.prepared.before[walk.row][:-1]
    products = weights * walk.prepared.passes.sources(3)[walk.sample]
    smallest, largest = np.argsort(np.abs(products))[[0, -1]]
    assert shown(abs(weights[largest])) in plain(short)
    assert shown(abs(weights[smallest])) not in plain(short)
    assert shown(abs(weights[smallest])) in plain(whole)


def test_another_neuron_takes_the_walk_to_its_layer() -> None:
    walk = walk_of(experiment_of("softmax", "cce")).at(1).following(1, 2)
    assert (walk.phase.kind, walk.phase.layer, walk.position) == (Kind.FORWARD, 1, 2)
    assert walk.at(3).following(2, 4).phase.kind is Kind.BACKWARD
    assert walk.at(7).following(3, 1).phase.kind is Kind.GRADIENT
    assert walk.at(5).at(0).position == 2  # each layer's own is remembered


def test_the_bias_can_be_followed_too() -> None:
    walk = walk_of(experiment_of("sigmoid", "bce")).at(7).following_weight(BIAS_SOURCE)
    assert walk.weight == walk.row.stop - 1
    page = Writer(Typesetter(DARK)).page(walk)
    assert shown(walk.prepared.data_gradient[walk.weight]) in plain(page)


def test_muted_and_frozen_neurons_are_told() -> None:
    experiment = experiment_of("sigmoid", "bce")
    first, second = (neuron.id for neuron in experiment.network.hidden[0].neurons[:2])
    experiment = edits.mute(experiment, {first}, True)
    experiment = edits.freeze(experiment, {second}, True)
    walk = walk_of(experiment)
    writer = Writer(Typesetter(DARK))
    assert "muted" in writer.page(walk).sentence
    assert "no error gets through" in writer.page(walk.at(6)).sentence
    frozen = walk.at(7).following(1, 1)
    assert "frozen" in writer.page(frozen).sentence
    assert "it does not move" in writer.page(frozen.at(9)).sentence
    assert math.isclose(frozen.prepared.raw[frozen.weight], 0.0)
