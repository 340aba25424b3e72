"""Settings by name, as ``training.learning_rate``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from nnfs_gui.experiment.compatibility import adapted
from nnfs_gui.experiment.model import (
    Experiment,
    FormulaData,
    GeneratedData,
    LayerSpec,
    NetworkSpec,
    OutputSpec,
    SplitSpec,
    TrainingSpec,
    make_layer,
)
from nnfs_gui.experiment.validation import InvalidExperiment, check

from .errors import StudyError

HIDDEN, ACTIVATION = "network.hidden", "network.activation"
_PARTS = {
    "data": (GeneratedData, FormulaData),
    "split": (SplitSpec,),
    "network": (NetworkSpec,),
    "network.output": (OutputSpec,),
    "training": (TrainingSpec,),
}
_NETS = re.compile(r"[0-9]{1,2}(-[0-9]{1,2})*")

Value = str | int | float
Part = TypeVar("Part", bound=msgspec.Struct)


def setting_names() -> tuple[str, ...]:
    """All settings that can be named."""
    return tuple(dict.fromkeys([*_plain_names(), HIDDEN, ACTIVATION]))


def _plain_names() -> Iterator[str]:
    """Settings whose values are numbers, words, or yes and no."""
    for prefix, kinds in _PARTS.items():
        for kind in kinds:
            for part in msgspec.structs.fields(kind):
                if isinstance(part.default, (str, int, float)):
                    yield f"{prefix}.{part.name}"


def check_setting(name: str) -> str:
    """The name, if there is such a setting; StudyError with the nearest name otherwise."""
    names = setting_names()
    if name in names:
        return name
    near = get_close_matches(name, names, 1, cutoff=0.5)
    by_end = [known for known in names if known.rsplit(".", 1)[-1] == name.rsplit(".", 1)[-1]]
    best = (by_end or near or [""])[0]
    raise StudyError(f"there is no setting {name!r}{f'; did you mean {best}?' if best else ''}")


def with_setting(experiment: Experiment, name: str, value: Value) -> Experiment:
    """The experiment with another value of one setting, adapted and checked.

    ``network.hidden`` takes numbers of neurons from layer to layer, ``"8-4"``, ``"0"`` for none;
    ``network.activation`` is that of all hidden layers.

    Raises
    ------
    StudyError
        If there is no such setting, or the value is not one of its values.
    """
    check_setting(name)
    try:
        changed = adapted(_changed(experiment, name, value))
        check(changed)
    except InvalidExperiment as error:
        raise StudyError(f"{name}={value}: {error}") from None
    except msgspec.ValidationError as error:
        raise StudyError(f"{name}={value}: {error}") from None
    return changed


def _changed(experiment: Experiment, name: str, value: Value) -> Experiment:
    network = experiment.network
    if name == HIDDEN:
        return replace(experiment, network=replace(network, hidden=_hidden(network, str(value))))
    if name == ACTIVATION:
        layers = (replace(one, activation=str(value), parameters={}) for one in network.hidden)
        return replace(experiment, network=replace(network, hidden=tuple(layers)))
    part, field = name.rsplit(".", 1)
    match part:
        case "data":
            return replace(experiment, data=_with_field(experiment.data, name, field, value))
        case "split":
            return replace(experiment, split=_with_field(experiment.split, name, field, value))
        case "training":
            training = _with_field(experiment.training, name, field, value)
            return replace(experiment, training=training)
        case "network":
            return replace(experiment, network=_with_field(network, name, field, value))
    output = _with_field(network.output, name, field, value)
    return replace(experiment, network=replace(network, output=output))


def _with_field(part: Part, name: str, field: str, value: Value) -> Part:
    """The part with that field set, its value read as the field's kind."""
    kinds = {one.name: one.type for one in msgspec.structs.fields(part)}
    if field not in kinds:
        raise StudyError(f"{name} cannot vary: these data have no such setting")
    return replace(part, **{field: msgspec.convert(value, kinds[field], strict=False)})


def _hidden(network: NetworkSpec, text: str) -> tuple[LayerSpec, ...]:
    """Layers of so many neurons, with the activations of those they replace."""
    if not _NETS.fullmatch(text):
        raise StudyError(f"{HIDDEN} must be like 8 or 8-4, and 0 for no hidden layer, got {text!r}")
    sizes = [int(size) for size in text.split("-")]
    if sizes == [0]:
        return ()
    kept = [layer.activation for layer in network.hidden] or ["tanh"]
    activations = kept + kept[-1:] * len(sizes)
    return tuple(
        make_layer(number, size, activation)
        for number, (size, activation) in enumerate(zip(sizes, activations, strict=False), start=1)
    )
