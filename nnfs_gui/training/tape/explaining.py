"""Finds out what happened at a divergence: the last steps again, and what overflowed first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.experiment.names import class_name, layer_name, link_name
from nnfs_gui.experiment.outputs import layer_ids

from ..snapshot import GradientNorms, Vector
from ..trained_network import TrainedNetwork
from .blow_up import BlowUp, LastStep
from .picture import Place
from .replay import Replay
from .tape import Tape

LAST_STEPS = 8
GROWTH = 10.0
"""A gradient this many times as long as usual is where a blow-up begins."""
_MOST_SAMPLES = 256


def explain(tape: Tape, end: int, stable: int, norms: GradientNorms) -> BlowUp:
    """Take the last steps of the living branch again; ``stable`` is a step that was still well."""
    branch, replay = tape.live.number, Replay(tape)
    first = max(1, end - LAST_STEPS + 1)
    steps = tuple(_last_steps(replay, branch, first, end))
    trained = replay.go(Place(branch, end))
    layers = range(1, len(trained.network.sizes))
    names = tuple(layer_name(trained.experiment, layer) for layer in layers)
    before = min(stable, _before_growth(norms, stable))
    parameter, sample = _first_to_overflow(trained)
    return BlowUp(Place(branch, end), Place(branch, before), names, steps, parameter, sample)


def _last_steps(replay: Replay, branch: int, first: int, end: int) -> Iterator[LastStep]:
    for step in range(first, end + 1):
        trained = replay.go(Place(branch, step))
        if trained.trainer is not None:
            parts = _by_layer(trained, trained.trainer.raw_gradient)
            yield LastStep(step, tuple(_length(part) for part in parts))


def _before_growth(norms: GradientNorms, stable: int) -> int:
    """A step before gradients grew beyond their usual length, and before they grew to the end."""
    raw = norms.raw
    if len(raw) < 2:
        return stable
    usual = float(np.median(raw[: max(1, len(raw) // 2)]))
    grown = np.flatnonzero(~(raw <= GROWTH * usual))
    falls = np.flatnonzero(~(np.diff(raw) > 0))
    begins = [0 if not len(falls) else int(falls[-1]) + 1, *grown[:1]]
    return max(0, int(norms.step[min(begins)]) - 1)


@np.errstate(all="ignore")
def _first_to_overflow(trained: TrainedNetwork) -> tuple[str, str]:
    """The parameter and the sample of the next mini-batch, in the order of the computation.

    If each sample alone stays finite, those with the largest gradient.
    """
    trainer = trained.trainer
    if trainer is None:
        return "", ""
    inputs, targets = trainer.next_batch()
    largest, chosen, gradient = -1.0, 0, np.zeros(trained.network.n_parameters)
    for index in range(min(len(inputs), _MOST_SAMPLES)):
        part = slice(index, index + 1)
        loss, found = trained.network.loss_and_gradient(inputs[part], targets[part])
        size = _length(found) if np.isfinite(loss) else np.inf
        if size > largest:
            largest, chosen, gradient = size, index, found
        if not np.isfinite(size):
            break
    return _parameter(trained, gradient), _point(trained, inputs[chosen])


def _parameter(trained: TrainedNetwork, gradient: Vector) -> str:
    """The first one without a finite gradient, from the output back; else the largest one's."""
    ids = layer_ids(trained.experiment)
    parts = _by_layer(trained, gradient)
    finite = [bool(np.isfinite(part).all()) for part in parts]
    if all(finite):
        layer = int(np.argmax([np.abs(part).max(initial=0.0) for part in parts]))
        at = int(np.abs(parts[layer]).argmax())
    else:
        layer = max(index for index, is_finite in enumerate(finite) if not is_finite)
        at = int(np.flatnonzero(~np.isfinite(parts[layer]))[0])
    row, column = divmod(at, len(ids[layer]) + 1)
    source = BIAS if column == len(ids[layer]) else ids[layer][column]
    return link_name(trained.experiment, Link(source, ids[layer + 1][row]))


def _point(trained: TrainedNetwork, features: Vector) -> str:
    points = trained.points
    inputs, _targets = trained.samples(points.train)
    same = np.flatnonzero((inputs == features).all(axis=1))
    if not len(same):
        return ""
    point = int(points.train[same[0]])
    x1, x2 = points.inputs[point]
    target = float(points.targets[point])
    is_class = points.task == "classification"
    what = class_name(trained.experiment, int(target)) if is_class else f"target {target:.3g}"
    return f"point {point + 1} at ({x1:.2f}, {x2:.2f}), {what}".replace("-", "\u2212")


def _by_layer(trained: TrainedNetwork, vector: Vector) -> list[Vector]:
    sizes = [layer.block.size for layer in trained.network.layers]
    return np.split(vector, np.cumsum(sizes)[:-1])


def _length(part: Vector) -> float:
    """The norm, also where its square would overflow; infinite if any number is not finite."""
    if not np.isfinite(part).all():
        return float("inf")
    largest = float(np.abs(part).max(initial=0.0))
    return largest * float(np.linalg.norm(part / largest)) if largest else 0.0
