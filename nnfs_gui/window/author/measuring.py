"""What the window can be asked now: quantities with their values, and computed answers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from nnfs_gui.experiment.model import BIAS, Experiment
from nnfs_gui.experiment.names import unit_name
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.lessons.answers import Expression, ExpressionError, parse_expression
from nnfs_gui.lessons.answers.sheet import Sheet, evaluate
from nnfs_gui.lessons.answers.slip_values import slip_values
from nnfs_gui.lessons.answers.slips import SAYS
from nnfs_gui.lessons.checks import holds, measure, parse_check
from nnfs_gui.lessons.checks.check import QUANTITIES, CheckError, parse_quantity
from nnfs_gui.lessons.model import Span
from nnfs_gui.lessons.reading.tables import MOST
from nnfs_gui.lessons.situation import Situation
from nnfs_gui.panels.author.check_dialog import Measurable
from nnfs_gui.panels.author.number_dialog import Answerable
from nnfs_gui.training.snapshot import Snapshot, Vector

MOST_OFFERED = 400
"""Expressions that are offered at most."""
COUNTED = ("parameters", "hidden_neurons", "hidden_layers", "feature_count", "points")
"""Quantities that are offered as answers."""
_PARAMETERS = {
    "layer": "L1", "link": "", "number": "0.01", "course": "test_loss", "tab": "gradients",
    "part": "neuron", "threshold": "", "run": "", "inside": "",
}  # fmt: skip
"""Arguments with which a quantity is offered; those without one are left to the text."""


_KINDS = {
    "slope": "slope f′(z)", "delta": "delta ∂L/∂z", "upstream": "∂L/∂a",
    "clipped": "clipped gradient", "norm": "norm of the whole gradient",
}  # fmt: skip
"""What is said at more length than it is written."""


def trained_for(snapshot: Snapshot) -> str:
    """How a set-up says what was trained so far; "" for nothing, or for what is long past."""
    steps, epochs = snapshot.step, snapshot.epoch
    if not steps or snapshot.past is not None:
        return ""
    whole = epochs * -(-len(snapshot.data.train) // snapshot.experiment.training.batch_size)
    in_epochs = steps == whole or steps > MOST["steps"]
    return told_span(Span(epochs, "epochs") if in_epochs else Span(steps, "steps"))


def told_span(span: Span) -> str:
    """``"1 epoch"`` or ``"3 steps"``, as a set-up says it."""
    return f"{span.count} {span.unit if span.count != 1 else span.unit.removesuffix('s')}"


def measurables(situation: Situation) -> list[Measurable]:
    """The quantities with their values in this situation."""
    found = []
    for quantity in QUANTITIES.values():
        arguments = [_PARAMETERS.get(kind, "") for kind in quantity.arguments]
        if not all(arguments):
            continue
        name = f"{quantity.name}({', '.join(arguments)})" if arguments else quantity.name
        try:
            value = parse_quantity(name).value(situation)
        except CheckError:
            continue  # there is no such layer, for example
        of = "Hidden 1" if arguments[:1] == [_PARAMETERS["layer"]] else "".join(arguments[:1])
        label = f"{quantity.label} {of}" if quantity.label.endswith(" of") else quantity.label
        found.append(Measurable(name, label, _told(value, quantity.kind), _is_flag(value)))
    return found


def counts(situation: Situation) -> list[Answerable]:
    """How many there are of what can be counted in a network and its data."""
    return [
        Answerable(name, f"number of {QUANTITIES[name].label}", number, is_count=True)
        for name in COUNTED
        if math.isfinite(number := measure(parse_quantity(name), situation))
    ]


def is_met(situation: Situation, text: str) -> bool:
    """Whether a line of a checklist holds in this situation; CheckError if it cannot be read."""
    return holds(parse_check(text), situation)


def answerables(
    experiment: Experiment, point: int, parameters: Vector | None = None, first: str = ""
) -> list[Answerable]:
    """What the engine computes of a point, from 0; one of them may be wanted ``first``.

    The weights are the ``parameters``, or those that the experiment begins with.
    """
    found = []
    try:
        sheet = Sheet(experiment, (point,), parameters)
    except ExpressionError:
        return []
    for text in dict.fromkeys((*filter(None, [first]), *_expressions(experiment, point + 1))):
        try:
            expression = parse_expression(text)
            value = math.nan if expression is None else evaluate(sheet, expression)
        except (ExpressionError, KeyError):
            continue  # a slope of softmax, for example
        if expression is not None and math.isfinite(value):
            found.append(Answerable(text, said(experiment, expression), value))
    return found[:MOST_OFFERED]


def slips_of(
    experiment: Experiment, parameters: Vector | None, text: str
) -> list[tuple[str, float]]:
    """The slips that go with an expression, with the number each leads to."""
    expression = parse_expression(text)
    if expression is None:
        return []
    sheet, found = Sheet(experiment, expression.points, parameters), []
    for name in SAYS:
        values = slip_values(sheet, expression, name)
        if values:
            found.append((name, values[0]))
    return found


def said(experiment: Experiment, expression: Expression) -> str:
    """What an expression asks for, in the names that stand on the screen."""
    kind = _KINDS.get(expression.kind, expression.kind)
    if not expression.unit:
        return kind
    if not expression.source:
        return f"{kind} of {_unit(experiment, expression.unit)}"
    if expression.source == BIAS:
        of = f"bias of {_unit(experiment, expression.unit)}"
    else:
        ends = _unit(experiment, expression.source), _unit(experiment, expression.unit)
        of = f"weight {ends[0]} → {ends[1]}"
    return f"new {of}" if expression.kind == "new" else f"{kind} of the {of}"


def _unit(experiment: Experiment, unit: str) -> str:
    return unit_name(experiment, unit).removeprefix("Feature ")


def _expressions(experiment: Experiment, point: int) -> Iterator[str]:
    at = f"at point {point}"
    layers = layer_ids(experiment)
    units = [unit for layer in layers[1:] for unit in layer]
    yield f"loss {at}"
    for kind in ("z", "a", "slope", "delta"):
        for unit in units:
            yield f"{kind} of {unit} {at}"
    for before, layer in pairwise(layers):
        for unit in layer:
            for source in (*before, BIAS):
                yield f"gradient {source} -> {unit} {at}"
                yield f"new {source} -> {unit} {at}"
                if experiment.training.clip != "none":
                    yield f"clipped {source} -> {unit} {at}"
    yield f"norm {at}"


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _told(value: object, kind: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    if not isinstance(value, float):
        return str(value)
    if kind == "share" and math.isfinite(value):
        return f"{100 * value:.3g} %"
    return f"{value:.4g}"
