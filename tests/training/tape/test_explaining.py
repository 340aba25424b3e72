"""What happened at a divergence is what the run's own numbers say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from training_tools import trained

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import BIAS, Experiment, Link, make_layer
from nnfs_gui.experiment.names import link_name
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape.blow_up import BlowUp


def explosive(experiment: Experiment, rate: float = 50.0) -> Experiment:
    layers = tuple(replace(make_layer(n, 6), activation="relu") for n in (1, 2, 3))
    deep = replace(experiment.network, hidden=layers)
    linear = edits.set_output_activation(replace(experiment, network=deep), "linear")
    return edits.set_training(linear, loss="mse", learning_rate=rate)


def blow_up(run: Run) -> BlowUp:
    assert run.state is RunState.DIVERGED
    failure = run.take_failure()
    assert failure is not None
    assert failure.blow_up is not None
    return failure.blow_up


def all_names(experiment: Experiment) -> set[str]:
    ids = layer_ids(experiment)
    return {
        link_name(experiment, Link(source, target))
        for before, layer in pairwise(ids)
        for target in layer
        for source in (*before, BIAS)
    }


def test_the_norms_are_those_of_the_steps_taken(experiment: Experiment) -> None:
    run = trained(explosive(experiment), 200)
    found = blow_up(run)
    tape = run.snapshot().tape
    assert found.end.step == tape.branches[0].end
    assert [last.step for last in found.steps][-1] == found.end.step
    assert found.layers == ("Hidden 1", "Hidden 2", "Hidden 3", "Output")
    for last in found.steps:
        run.look_at(type(found.end)(1, last.step))
        shown = run.snapshot()
        for layer, norm in enumerate(last.norms, start=1):
            block = shown.block(layer, shown.raw_gradient) / 1e150
            assert norm == pytest.approx(np.linalg.norm(block) * 1e150, rel=1e-9)


def test_what_overflowed_first_is_named(experiment: Experiment) -> None:
    bad = explosive(experiment)
    run = trained(bad, 200)
    found = blow_up(run)
    assert found.parameter in all_names(bad)
    number = int(found.sample.split()[1]) - 1
    points = run.snapshot().data
    assert number in points.train
    x1, x2 = points.inputs[number]
    assert f"({x1:.2f}, {x2:.2f})".replace("-", "\u2212") in found.sample
    name = ("orange", "blue")[int(points.targets[number])]
    assert found.sample.endswith(name)


def test_the_step_to_try_again_from_lies_before_the_growth(experiment: Experiment) -> None:
    """Calm for a while, and then a rate that is far too large."""
    run = Run(1, edits.set_training(explosive(experiment), learning_rate=0.001))
    for _ in range(30):
        run.step("batch")
    run.apply(edits.set_training(run.experiment, learning_rate=500.0))
    run.play()
    for _ in range(200):
        run.train(0.05)
    found = blow_up(run)
    assert found.before.branch == 1
    assert 25 <= found.before.step <= 30
    assert found.before.step < found.end.step


def test_a_gradient_that_grew_all_along_is_tried_again_from_the_beginning(
    experiment: Experiment,
) -> None:
    found = blow_up(trained(explosive(experiment), 200))
    assert found.before.step == 0
