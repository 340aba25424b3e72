"""The numbers to which slips lead, each computed as the learner would have."""

from __future__ import annotations

import math

import numpy as np

from engine import ACTIVATIONS
from engine.arrays import Array
from nnfs_gui.experiment.model import BIAS
from nnfs_gui.training.snapshot import Vector

from .expression import Expression
from .sheet import Sheet, evaluate
from .slip_steps import momentum_slip, step_slips

Values = tuple[float, ...]


def slip_values(sheet: Sheet, expression: Expression, slip: str) -> Values:
    """What a slip makes of an expression; empty if it does not go with it."""
    kind = expression.kind
    with np.errstate(all="ignore"):
        if kind == "new":
            found = _new(sheet, expression, slip)
        else:
            before = sheet.after(expression.steps) if expression.steps else sheet
            found = _TABLE[kind](before, expression, slip)
    return tuple(float(value) for value in found if math.isfinite(value))


# --- forward -----------------------------------------------------------------------------------


def _sum(sheet: Sheet, expression: Expression, slip: str) -> Values:
    layer, place = sheet.place(expression.unit)
    given = sheet.activations[layer - 1][0]
    weights = sheet.network.layers[layer - 1].weights[place]
    bias = float(sheet.network.layers[layer - 1].biases[place])
    right = float(weights @ given) + bias
    values = {
        "forgot_bias": right - bias,
        "bias_times_input": right - bias + bias * float(given[0]),
        "bias_sign": right - 2 * bias,
        "swapped_weights": float(weights[::-1] @ given) + bias,
        "weight_signs": float(np.abs(weights) @ given) + bias,
        "added_instead": float((weights + given).sum()) + bias,
        "sign": -right,
    }
    return (values[slip],) if slip in values else ()


def _activation(sheet: Sheet, expression: Expression, slip: str) -> Values:
    layer, place = sheet.place(expression.unit)
    activation = sheet.network.layers[layer - 1].activation
    z = float(sheet.sums[layer - 1][0, place])
    if slip == "forgot_activation":
        return (z,)
    if slip == "wrong_activation":
        other = ACTIVATIONS.create("tanh" if activation.name == "sigmoid" else "sigmoid")
        return (float(other.value(np.array([z]))[0]),)
    if slip == "sign":
        return (-float(sheet.activations[layer][0, place]),)
    if activation.output_only:
        return ()
    return tuple(
        float(activation.value(np.array([[value]]))[0, 0])
        for value in _sum(sheet, expression, slip)
    )


def _share(sheet: Sheet, expression: Expression, slip: str) -> Values:
    shares = _false_shares(sheet, slip)
    return () if shares is None else (float(shares[0, expression.shown - 1]),)


def _false_shares(sheet: Sheet, slip: str) -> Vector | None:
    """Shares of the classes (n_points, n_classes) as no softmax makes them."""
    scores: Vector = np.asarray(sheet.sums[-1], dtype=np.float64)
    if scores.shape[1] < 2:
        return None
    if slip == "divided_scores":
        divided: Vector = scores / scores.sum(axis=1, keepdims=True)
        return divided
    if slip == "sigmoid_each":
        each: Vector = 1.0 / (1.0 + np.exp(-scores))
        return each
    if slip == "hard_maximum":
        hard: Vector = np.eye(scores.shape[1])[scores.argmax(axis=1)]
        return hard
    return None


def _slope(sheet: Sheet, expression: Expression, slip: str) -> Values:
    layer, place = sheet.place(expression.unit)
    slopes = _false_slopes(sheet, layer, slip)
    if slip == "forgot_derivative":
        return (float(sheet.activations[layer][0, place]),)
    return () if slopes is None else (float(slopes[0, place]),)


def _false_slopes(sheet: Sheet, layer: int, slip: str) -> Array | None:
    """What was taken for f′(z), of shape (n_points, n_units)."""
    a = np.asarray(sheet.activations[layer])
    activation = sheet.network.layers[layer - 1].activation
    if slip == "forgot_derivative":
        return np.ones_like(a)
    if slip == "derivative_of_sigmoid" and activation.name != "sigmoid":
        return a * (1.0 - a)
    if slip == "derivative_at_a":
        return activation.derivative(a)
    return 1.0 - a if slip == "unsquared" else None


def _loss(sheet: Sheet, _expression: Expression, slip: str) -> Values:
    loss, outputs = sheet.network.loss, sheet.activations[-1]
    right = sheet.network.evaluate(sheet.inputs, sheet.targets)
    difference = outputs - sheet.targets
    if slip in ("half", "sign"):
        return (right / 2,) if slip == "half" else (-right,)
    if loss.name == "mse" and slip in ("not_squared", "absolute"):
        size = np.abs(difference) if slip == "absolute" else difference
        return (float(size.mean()),)
    if loss.name in ("bce", "cce") and slip == "log10":
        return (right / math.log(10.0),)
    if loss.name == "bce" and slip == "other_class":
        return (loss.value(outputs, 1.0 - sheet.targets),)
    if loss.name == "cce" and slip == "other_class":
        others = [np.roll(sheet.targets, by, axis=1) for by in range(1, outputs.shape[1])]
        return tuple(loss.value(outputs, other) for other in others)
    shares = _false_shares(sheet, slip)
    if loss.name == "cce" and shares is not None:
        return (float(-np.log((shares * sheet.targets).sum(axis=1)).mean()),)
    return ()


# --- backward ----------------------------------------------------------------------------------


def _delta(sheet: Sheet, expression: Expression, slip: str) -> Values:
    deltas = false_deltas(sheet, expression.unit, slip)
    return () if deltas is None else (float(deltas[0]),)


def _upstream(sheet: Sheet, expression: Expression, slip: str) -> Values:
    right = sheet.upstream(expression.unit)
    if slip == "forgot_factor_2" and sheet.network.loss.name == "mse":
        return (float(right[0]) / 2,)
    false = _false_upstream(sheet, expression.unit, slip)
    if slip == "sign":
        return (-float(right[0]),)
    return () if false is None else (float(false[0]),)


def false_deltas(sheet: Sheet, unit: str, slip: str) -> Vector | None:
    """δ of a unit at each point, with a slip; None if the slip does not go with it."""
    layer, place = sheet.place(unit)
    right: Vector = sheet.deltas[layer - 1][:, place]
    if slip == "sign":
        return -right
    if slip == "forgot_factor_2":
        return right / 2 if sheet.network.loss.name == "mse" else None
    is_output = layer == len(sheet.network.layers)
    if is_output:
        found = _false_output_deltas(sheet, place, slip)
        if found is not None:
            return found
    if is_output and sheet.network.layers[-1].activation.output_only:
        return None
    slopes = _false_slopes(sheet, layer, slip)
    if slopes is not None:
        return sheet.upstream(unit) * slopes[:, place]
    upstream = _false_upstream(sheet, unit, slip)
    if upstream is None:
        return None
    activation = sheet.network.layers[layer - 1].activation
    return upstream * activation.derivative(sheet.sums[layer - 1])[:, place]


def _false_output_deltas(sheet: Sheet, place: int, slip: str) -> Vector | None:
    """With cross-entropy, whose δ is a − y."""
    a, y = np.asarray(sheet.activations[-1]), sheet.targets
    name, count = sheet.network.loss.name, sheet.count
    found: Array | None = None
    if name == "bce" and slip == "unfused":
        found = (a - y) * a * (1.0 - a)
    if name != "cce":
        return None if found is None else found[:, place] / count
    if slip == "forgot_minus_one" and y[:, place].any():
        found = a
    elif slip == "minus_one_elsewhere" and not y[:, place].any():
        found = a - 1.0
    shares = _false_shares(sheet, slip)
    found = shares - y if shares is not None else found
    return None if found is None else found[:, place] / count


def _false_upstream(sheet: Sheet, unit: str, slip: str) -> Vector | None:
    """∂L/∂a of a hidden neuron, brought back through false weights."""
    layer, place = sheet.place(unit)
    if layer == len(sheet.network.layers):
        return None
    weights = np.array(sheet.network.layers[layer].weights)
    if slip == "forgot_weight":
        column = np.ones(len(weights))
    elif slip == "other_weight" and weights.shape[1] > 1:
        column = weights[:, (place + 1) % weights.shape[1]]
    elif slip == "updated_weights":
        column = np.array(sheet.after(1).network.layers[layer].weights)[:, place]
    else:
        return None
    return sheet.deltas[layer] @ column


def _gradient(sheet: Sheet, expression: Expression, slip: str) -> Values:
    layer, place = sheet.place(expression.unit)
    given = _input(sheet, expression.source, layer)
    deltas: Vector = sheet.deltas[layer - 1][:, place]
    terms = deltas * given
    count = sheet.count
    if slip == "forgot_input":
        return (float(deltas.sum()),) if expression.source != BIAS else ()
    if slip == "other_input":
        others = [name for name in sheet.sources(expression.unit) if name != expression.source]
        return tuple(float(deltas @ _input(sheet, name, layer)) for name in others[:3])
    if slip in ("summed", "first_point_only", "last_point_only"):
        if count < 2:
            return ()
        values = {"summed": terms.sum(), "first_point_only": terms[0]}
        return (float(count * values.get(slip, terms[-1])),)
    false = false_deltas(sheet, expression.unit, slip)
    return () if false is None else (float(false @ given),)


def _input(sheet: Sheet, source: str, layer: int) -> Vector:
    """What comes along a link at each point; 1 for a bias."""
    if source == BIAS:
        return np.ones(sheet.count)
    place = sheet.sources_of_layer(layer).index(source)
    return np.asarray(sheet.activations[layer - 1])[:, place]


# --- the step ----------------------------------------------------------------------------------


def _new(sheet: Sheet, expression: Expression, slip: str) -> Values:
    place = sheet.position(expression.source, expression.unit)
    found = momentum_slip(sheet, place, expression.steps, slip)
    if found is not None:
        return (found,)
    if expression.steps != 1:
        return ()
    weight = float(sheet.network.parameters[place])
    rate, gradient = sheet.experiment.training.learning_rate, float(sheet.finished[place])
    new = evaluate(sheet, expression)
    known = step_slips(weight, gradient, new)
    if slip in known:
        return known[slip]
    return tuple(weight - rate * value for value in _gradient(sheet, expression, slip))


# --- clipping ----------------------------------------------------------------------------------


def _clipped(sheet: Sheet, expression: Expression, slip: str) -> Values:
    place = sheet.position(expression.source, expression.unit)
    vector = _falsely_clipped(sheet, slip)
    if slip == "sign":
        return (-float(sheet.clipped()[place]),)
    return () if vector is None else (float(vector[place]),)


def _falsely_clipped(sheet: Sheet, slip: str) -> Vector | None:
    ways = {"by_value_not_norm": "value", "by_norm_not_value": "norm", "per_neuron": "neuron"}
    way = ways.get(slip)
    if way is not None:
        return None if way == sheet.experiment.training.clip else sheet.clipped(way)
    raw, threshold = sheet.finished, sheet.experiment.training.clip_threshold
    sums = {"divided_by_sum": np.abs(raw).sum(), "forgot_root": np.square(raw).sum()}
    if slip not in sums:
        return None
    clipped: Vector = raw * (threshold / sums[slip])
    return clipped


def _norm(sheet: Sheet, _expression: Expression, slip: str) -> Values:
    if slip == "forgot_root":
        return (float(np.square(sheet.finished).sum()),)
    return (float(np.abs(sheet.finished).sum()),) if slip == "divided_by_sum" else ()


def _turn(sheet: Sheet, expression: Expression, slip: str) -> Values:
    return (math.radians(evaluate(sheet, expression)),) if slip == "radians" else ()


_TABLE = {
    "z": _sum,
    "a": _activation,
    "share": _share,
    "slope": _slope,
    "loss": _loss,
    "delta": _delta,
    "upstream": _upstream,
    "gradient": _gradient,
    "clipped": _clipped,
    "norm": _norm,
    "turn": _turn,
}
