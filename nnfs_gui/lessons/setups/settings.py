"""Settings of a lesson, with their short forms, applied to an experiment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import asdict, replace

from nnfs_gui.experiment import compatibility
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.files.wording import in_words
from nnfs_gui.experiment.model import (
    MAX_CLASSES,
    MAX_NEURONS,
    DataSpec,
    Experiment,
    FormulaData,
    GeneratedData,
    LayerSpec,
    NetworkSpec,
    OutputSpec,
    PointArray,
    PointsData,
    SplitSpec,
    TrainingSpec,
    make_layer,
)
from nnfs_gui.experiment.names import CLASS_NAMES
from nnfs_gui.experiment.outputs import class_count, task_of
from nnfs_gui.experiment.validation import InvalidExperiment, check, check_data

from ..model import Settings

S = TypeVar("S", bound=msgspec.Struct)
_LAYER = re.compile(r"\s*(\d{1,4})(?:\s+([A-Za-z_]\w*)\s*(?:\(([^()]*)\))?)?\s*")
_PARAMETER = re.compile(r"\s*([a-z_]\w*)\s*=\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*")
_MOST_POINTS = 2000


def apply_settings(experiment: Experiment, settings: Settings) -> Experiment:
    """The valid experiment with these settings.

    Loss and output activation follow the data unless both are given.

    Raises
    ------
    InvalidExperiment
        With the setting's name.
    """
    if not settings:
        return experiment
    data = settings.get("data", {})
    new = experiment
    if data:
        new = replace(new, data=_data(experiment.data, data))
        check_data(new.data)  # the network's outputs are asked of it
        if isinstance(new.data, PointsData) and "points" in data:
            new = replace(new, split=SplitSpec(training_share=1.0))
    if "split" in settings:
        new = replace(new, split=_merged("split", new.split, settings["split"]))
    if "network" in settings:
        new = replace(new, network=_network(new.network, settings["network"]))
    training = dict(settings.get("training", {}))
    whole = training.get("batch_size") == "all"
    if whole:
        del training["batch_size"]
    if training:
        new = replace(new, training=_training(new.training, training))
    new = _fitting(experiment, new, settings)
    check(new)
    if whole:
        size = max(1, len(materialize(new).train))
        new = replace(new, training=replace(new.training, batch_size=size))
    return new


def _fitting(old: Experiment, new: Experiment, settings: Settings) -> Experiment:
    """Loss and output that fit, where only one of them is given or neither."""
    asked_loss = "loss" in settings.get("training", {})
    asked_output = "output" in settings.get("network", {})
    task, classes = task_of(new), class_count(new)
    loss, output = new.training.loss, new.network.output.activation
    if compatibility.fits(loss, output, task, classes) or (asked_loss and asked_output):
        return new
    if asked_loss:
        fitting = compatibility.output_for_loss(loss, output, task, classes)
        return new if fitting is None else compatibility.with_pair(new, loss, fitting)
    if asked_output:
        other = compatibility.loss_for_output(output, loss, task, classes)
        return new if other is None else compatibility.with_pair(new, other, output)
    return compatibility.adapted_to_data(old, new)


# --- data --------------------------------------------------------------------------------------


def _data(old: DataSpec, fields: Mapping[str, Any]) -> DataSpec:
    named = {"points", "formula", "generator"} & set(fields)
    if "points" in named or (isinstance(old, PointsData) and not named):
        return _points(old, fields)
    if "formula" in named or (isinstance(old, FormulaData) and not named):
        base: DataSpec = old if isinstance(old, FormulaData) else FormulaData()
        return _merged("data", base, fields)
    base = old if isinstance(old, GeneratedData) else GeneratedData()
    return _merged("data", base, fields)


def _points(old: DataSpec, fields: Mapping[str, Any]) -> PointsData:
    base = old if isinstance(old, PointsData) else PointsData()
    given = dict(fields)
    rows = given.pop("points", None)
    classes = given.pop("classes", None)
    if rows is not None:
        base = PointsData(task=base.task, source="lesson", points=_array(rows))
        given.setdefault("task", "classification")
    if classes is not None:
        if not isinstance(classes, int) or not 2 <= classes <= MAX_CLASSES:
            raise InvalidExperiment("data.classes", f"must be from 2 to {MAX_CLASSES}")
        given["class_names"] = CLASS_NAMES[:classes] if classes > 2 else base.class_names
    if given.get("task") == "regression":
        given["class_names"] = ()
    return _merged("data", base, given)


def _array(rows: object) -> PointArray:
    if not isinstance(rows, list) or len(rows) > _MOST_POINTS:
        raise InvalidExperiment("data.points", f"must be a list of at most {_MOST_POINTS} points")
    try:
        return PointArray(msgspec.convert(rows, list[tuple[float, float, float]]))
    except ValueError:
        message = "must be rows of three numbers: [x1, x2, target]"
        raise InvalidExperiment("data.points", message) from None


# --- network and training ----------------------------------------------------------------------


def _network(old: NetworkSpec, fields: Mapping[str, Any]) -> NetworkSpec:
    given = dict(fields)
    hidden, output = given.pop("hidden", None), given.pop("output", None)
    network = _merged("network", old, given)
    if hidden is not None:
        if not isinstance(hidden, list):
            raise InvalidExperiment("network.hidden", 'is written like ["4 tanh", "2 relu"]')
        layers = tuple(_layer(number, text) for number, text in enumerate(hidden, start=1))
        network = replace(network, hidden=layers, retired=0, hand_set=(), frozen_links=())
    if output is not None:
        if not isinstance(output, str):
            raise InvalidExperiment("network.output", 'names an activation, such as "linear"')
        network = replace(network, output=OutputSpec(output.strip()))
    return network


def _layer(number: int, text: object) -> LayerSpec:
    found = _LAYER.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        message = f'has {str(text)[:40]!r}; a layer is written like "4 tanh"'
        raise InvalidExperiment("network.hidden", message)
    units = int(found[1])
    if not 1 <= units <= MAX_NEURONS:
        raise InvalidExperiment("network.hidden", f"must have 1 to {MAX_NEURONS} neurons a layer")
    layer = make_layer(number, units, found[2] or "tanh")
    return replace(layer, parameters=_parameters(found[3] or ""))


def _parameters(text: str) -> dict[str, float]:
    parameters = {}
    for part in text.split(",") if text.strip() else ():
        found = _PARAMETER.fullmatch(part)
        if found is None:
            message = f"has {part[:40]!r}; parameters are written like alpha=0.1"
            raise InvalidExperiment("network.hidden", message)
        parameters[found[1]] = float(found[2])
    return parameters


def _training(old: TrainingSpec, fields: Mapping[str, Any]) -> TrainingSpec:
    """Another loss or optimizer begins without the parameters of the one before."""
    base = old
    for name in ("loss", "optimizer"):
        if fields.get(name, getattr(old, name)) != getattr(old, name):
            base = replace(base, **{f"{name}_parameters": {}})
    return _merged("training", base, fields)


def _merged(path: str, old: S, fields: Mapping[str, Any]) -> S:
    """A part of the experiment with other fields; types are those of the file."""
    known = old.__struct_fields__
    for key in fields:
        if key not in known:
            raise InvalidExperiment(f"{path}.{key}", "does not go with this kind of data")
    try:
        types = msgspec.structs.fields(type(old))
        converted = {
            field.name: msgspec.convert(fields[field.name], field.type)
            for field in types
            if field.name in fields
        }
    except msgspec.ValidationError as error:
        raise _wrong_type(path, old, fields, error) from None
    return type(old)(**{**asdict(old), **converted})


def _wrong_type(
    path: str, old: S, fields: Mapping[str, Any], error: Exception
) -> InvalidExperiment:
    """Which field is of a wrong type, in words."""
    for field in msgspec.structs.fields(type(old)):
        try:
            msgspec.convert(fields.get(field.name, getattr(old, field.name)), field.type)
        except msgspec.ValidationError as wrong:
            message = f"is no such value: {in_words(str(wrong))}"
            return InvalidExperiment(f"{path}.{field.name}", message)
        except TypeError:
            continue
    return InvalidExperiment(path, in_words(str(error)))
