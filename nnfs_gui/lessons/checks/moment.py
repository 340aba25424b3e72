"""Quantities of a moment: what the network is and does now."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from nnfs_gui.experiment.building import block_positions
from nnfs_gui.experiment.model import BIAS, Experiment, Link
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.snapshot import Vector

from ..situation import LAST_STEPS, Situation
from .experiment import layer_of, normal_feature
from .quantity import Quantity, Value


def number(text: str) -> float:
    """A number that a check was found to hold."""
    return float(text.rstrip("% ").replace("−", "-")) / (
        100.0 if text.rstrip().endswith("%") else 1
    )


def link_of(experiment: Experiment, text: str) -> Link | None:
    """The link that ``x1 -> L1.2`` stands for, by position: the second neuron of the first layer.

    None if there is none.
    """
    source, _, target = (part.strip() for part in text.replace("→", "->").partition("->"))
    ids = layer_ids(experiment)
    for before, units in pairwise(ids):
        to = _unit(experiment, target, units)
        if to is not None:
            start = BIAS if source == BIAS else _unit(experiment, source, before)
            return None if start is None else Link(start, to)
    return None


def _unit(experiment: Experiment, name: str, units: tuple[str, ...]) -> str | None:
    layer, _, place = name.partition(".")
    found = layer_of(experiment, layer) if place.isdigit() else None
    if found is not None:
        ids = [neuron.id for neuron in found.neurons]
        name = ids[int(place) - 1] if 1 <= int(place) <= len(ids) else ""
    by_form = {normal_feature(unit): unit for unit in units}
    return name if name in units else by_form.get(normal_feature(name))


def _weight(situation: Situation, arguments: tuple[str, ...]) -> Value:
    link = link_of(situation.experiment, arguments[0])
    place = None if link is None else block_positions(situation.experiment).index(link)
    return math.nan if place is None else float(situation.parameters[place])


def _weights(situation: Situation) -> Vector:
    return np.abs(situation.network.parameters[situation.network.is_weight])


def _small_weights(situation: Situation, arguments: tuple[str, ...]) -> Value:
    return float((_weights(situation) < number(arguments[0])).mean())


def _sick(kind: str) -> Callable[[Situation, tuple[str, ...]], Value]:
    def read(situation: Situation, _arguments: tuple[str, ...]) -> Value:
        hidden = sum(len(layer.neurons) for layer in situation.experiment.network.hidden)
        found = sum(health.kind == kind for health in situation.health.values())
        return found / hidden if hidden else 0.0

    return read


def _block(situation: Situation, name: str, vector: Vector) -> Vector | None:
    """A hidden layer's rows of a flat vector."""
    layer = layer_of(situation.experiment, name)
    if layer is None:
        return None
    positions = block_positions(situation.experiment)
    return np.array([vector[positions.row(neuron.id)] for neuron in layer.neurons])


def _alike(situation: Situation, arguments: tuple[str, ...]) -> Value:
    rows = _block(situation, arguments[0], situation.network.parameters)
    return math.nan if rows is None else float((rows.max(axis=0) - rows.min(axis=0)).max())


def _norm(situation: Situation, name: str) -> float:
    rows = _block(situation, name, situation.training_gradient)
    return math.nan if rows is None else float(np.linalg.norm(rows))


def _gradient_ratio(situation: Situation, _arguments: tuple[str, ...]) -> Value:
    """Of the first hidden layer over the last one, with the loss over all training points."""
    last = _norm(situation, f"L{len(situation.experiment.network.hidden)}")
    first = _norm(situation, "L1")
    return first / last if last > 0.0 else math.nan


def _clip_angle(situation: Situation, _arguments: tuple[str, ...]) -> Value:
    cosine = situation.gradients.cosine[-LAST_STEPS:]
    if not len(cosine):
        return 0.0
    return float(np.median(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))))


def _clipped(situation: Situation, _arguments: tuple[str, ...]) -> Value:
    clipped = situation.gradients.clipped[-LAST_STEPS:]
    return float(clipped.mean()) if len(clipped) else 0.0


def _output_at(situation: Situation, arguments: tuple[str, ...]) -> Value:
    point = np.array([[number(arguments[0]), number(arguments[1])]])
    return float(situation.outputs(point)[0, -1])


def _field(name: str) -> Callable[[Situation, tuple[str, ...]], Value]:
    return lambda situation, _arguments: float(getattr(situation, name))


def moment_quantities() -> Iterator[Quantity]:
    """All of them; ``output`` with two arguments is made by the table."""
    yield Quantity("epoch", "epoch", "count", _field("epoch"))
    yield Quantity("step", "step", "count", _field("step"))
    yield Quantity("train_loss", "training loss", "number", _field("train_loss"))
    yield Quantity("test_loss", "test loss", "number", _field("test_loss"))
    yield Quantity("train_accuracy", "training accuracy", "share", _field("train_accuracy"))
    yield Quantity("test_accuracy", "test accuracy", "share", _field("test_accuracy"))
    yield Quantity("gap", "gap", "number", lambda s, _: s.test_loss - s.train_loss)
    yield Quantity("r_squared", "R²", "number", lambda s, _: s.test_errors[1])
    yield Quantity("test_mae", "mean absolute test error", "number", lambda s, _: s.test_errors[0])
    yield Quantity("weight", "weight", "number", _weight, ("link",))
    yield Quantity(
        "largest_weight", "largest weight", "number", lambda s, _: float(_weights(s).max())
    )
    yield Quantity("small_weights", "weights below", "share", _small_weights, ("number",))
    yield Quantity("dead", "dead neurons", "share", _sick("dead"))
    yield Quantity("saturated", "saturated neurons", "share", _sick("saturated"))
    yield Quantity("alike", "largest difference between rows of", "number", _alike, ("layer",))
    yield Quantity(
        "gradient_norm", "gradient of", "number", lambda s, a: _norm(s, a[0]), ("layer",)
    )
    yield Quantity(
        "gradient_ratio", "gradient of the first over the last layer", "number", _gradient_ratio
    )
    yield Quantity("clip_angle", "angle of clipping", "number", _clip_angle)
    yield Quantity("clipped", "clipped steps", "share", _clipped)


OUTPUT_AT = Quantity("output", "output at", "number", _output_at, ("number", "number"))
