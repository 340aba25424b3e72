"""`set_up_text`: a setup block with only what differs from where it begins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import msgspec

from nnfs_gui.experiment.model import (
    Experiment,
    FormulaData,
    GeneratedData,
    LayerSpec,
    NetworkSpec,
    PointsData,
    SplitSpec,
)

from .lesson_ids import with_lesson_ids


def set_up_text(
    experiment: Experiment, origin: Experiment, name: str, train: str = "", show: str = "",
    point: int = 0,
) -> str:  # fmt: skip
    """The block for an experiment that begins as ``origin``, called ``name``.

    ``train`` is the training before it is shown, ``show`` a tab to open, ``point`` the one to
    select, from 1; 0 for none.
    """
    experiment = with_lesson_ids(experiment)
    lines = [] if name == "empty" else [f"from = {_value(name)}"]
    for key, value in _settings(experiment, origin):
        lines.append(f"{key} = {_value(value)}")
    lines += _by_hand(experiment, origin)
    for key, text in (("train", train), ("show", show)):
        if text:
            lines.append(f"{key} = {_value(text)}")
    if point:
        lines.append(f"point = {point}")
    return "\n".join(["```setup", *lines, "```"])


def _settings(new: Experiment, old: Experiment) -> Iterator[tuple[str, object]]:
    yield from _data(new, old)
    yield from _split(new, old)
    yield from _network(new.network, old.network)
    for field in type(new.training).__struct_fields__:
        value = getattr(new.training, field)
        if value != getattr(old.training, field):
            yield f"training.{field}", msgspec.to_builtins(value)


def _data(new: Experiment, old: Experiment) -> Iterator[tuple[str, object]]:
    data, before = new.data, old.data
    if data == before:
        return
    if isinstance(data, PointsData):
        yield "data.points", [[_short(v) for v in row] for row in data.points.values.tolist()]
        if data.task != "classification":
            yield "data.task", data.task
        elif len(data.class_names) > 2:
            yield "data.classes", len(data.class_names)
        return
    kind: type[GeneratedData] | type[FormulaData] = type(data)
    same = isinstance(before, kind)
    base = before if same else kind()
    first = "generator" if isinstance(data, GeneratedData) else "formula"
    for field in kind.__struct_fields__:
        value = getattr(data, field)
        if value != getattr(base, field) or (field == first and not same):
            yield f"data.{field}", msgspec.to_builtins(value)


def _split(new: Experiment, old: Experiment) -> Iterator[tuple[str, object]]:
    before = old.split
    if isinstance(new.data, PointsData) and new.data != old.data:
        before = SplitSpec(training_share=1.0)  # points are all for training unless it is said
    for field in SplitSpec.__struct_fields__:
        value = getattr(new.split, field)
        if value != getattr(before, field):
            yield f"split.{field}", msgspec.to_builtins(value)


def _network(new: NetworkSpec, old: NetworkSpec) -> Iterator[tuple[str, object]]:
    for field in ("features", "initializer", "seed"):
        value = getattr(new, field)
        if value != getattr(old, field):
            yield f"network.{field}", msgspec.to_builtins(value)
    if [_layer(layer) for layer in new.hidden] != [_layer(layer) for layer in old.hidden]:
        yield "network.hidden", [_layer(layer) for layer in new.hidden]
    if new.output.activation != old.output.activation:
        yield "network.output", new.output.activation


def _layer(layer: LayerSpec) -> str:
    inside = ", ".join(f"{key}={value:g}" for key, value in layer.parameters.items())
    words = f"{len(layer.neurons)} {layer.activation}"
    return f"{words}({inside})" if inside else words


def _by_hand(new: Experiment, old: Experiment) -> list[str]:
    """Weights set by hand, and what is frozen or muted."""
    lines = []
    same_layers = [_layer(a) for a in new.network.hidden] == [_layer(b) for b in old.network.hidden]
    known = {e.link: e.value for e in old.network.hand_set} if same_layers else {}
    weights = {
        f"{entry.link.source} -> {entry.link.target}": _short(entry.value)
        for entry in new.network.hand_set
        if known.get(entry.link) != entry.value
    }
    if weights:
        lines.append(f"weights = {_value(weights)}")
    for field, names in (("freeze", _marked(new, "frozen")), ("mute", _marked(new, "muted"))):
        before = set(_marked(old, "frozen" if field == "freeze" else "muted"))
        fresh = [name for name in names if not same_layers or name not in before]
        if fresh:
            lines.append(f"{field} = {_value(fresh)}")
    return lines


def _marked(experiment: Experiment, field: str) -> list[str]:
    network = experiment.network
    names = [
        neuron.id for layer in network.hidden for neuron in layer.neurons if getattr(neuron, field)
    ]
    if field == "frozen":
        names += ["output"] if network.output.frozen else []
        names += [f"{link.source} -> {link.target}" for link in network.frozen_links]
    return names


def _short(value: float) -> float:
    """A number as people would write it, where that is the same to six digits."""
    return float(f"{value:.6g}")


def _value(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(str(key))} = {_value(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:.1f}"
    return repr(value)


def _key(name: str) -> str:
    plain = name.replace("_", "").replace("-", "").isalnum() and name.isascii()
    return name if plain else json.dumps(name, ensure_ascii=False)
