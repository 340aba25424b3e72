"""Tooltips: what the chips, buttons and grips of the canvas do."""

from __future__ import annotations

from engine import ACTIVATIONS
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.names import column_name

from .elements import FEATURES, OUTPUT, Element, Part
from .geometry import feature_caption
from .wording import activation_facts, activation_of

_HINTS = {
    Part.PLUS: "Add a neuron (+)",
    Part.MINUS: "Remove the last neuron (−)",
    Part.GRIP: "Drag up or down to make the layer longer or shorter",
    Part.INSERT: "Insert a layer here (I), or press in the gap below and drag to draw one",
}


def hint(experiment: Experiment, element: Element) -> str:
    """The tooltip of an element; empty where a hover card or nothing is shown."""
    if element.id == FEATURES:
        shown = element.part in (Part.CHIP, Part.PLUS)
        return f"Choose input features: {feature_caption(experiment)}" if shown else ""
    if element.part is Part.CHIP:
        return _activation_hint(experiment, element.id)
    if element.part is Part.TITLE and element.id != OUTPUT:
        title = column_name(experiment, element.id)
        return f"Click to select {title}, drag sideways to move it"
    return _HINTS.get(element.part, "")


def _activation_hint(experiment: Experiment, column: str) -> str:
    name, parameters = activation_of(experiment, column)
    if name not in ACTIVATIONS:
        return ""
    values = ", ".join(f"{key} = {value:g}" for key, value in parameters.items())
    lines = [*activation_facts(name), *([values] if values else [])]
    lines.append("Click to choose" + ("" if column == OUTPUT else ", drag sideways to move"))
    return "\n".join(lines)
