"""Edits of the data, how it is split, and the features made of it."""

from __future__ import annotations

from msgspec.structs import replace

from engine import DATASETS

from .. import compatibility
from ..data.formulas import FormulaError, parse_defined
from ..features import VARIABLES, normal_form
from ..model import MAX_FEATURES, DataSpec, Experiment, GeneratedData
from ..outputs import source_of
from ..presets import preset_titles
from .rules import EditError, changed, checked_data, finished

_DRAWN = "Points drawn by hand"
_LONGEST = 200


def set_title(experiment: Experiment, title: str) -> Experiment:
    """Another title."""
    return finished(replace(experiment, title=title))


def set_notes(experiment: Experiment, notes: str) -> Experiment:
    """Other notes."""
    return finished(replace(experiment, notes=notes))


def set_data(experiment: Experiment, data: DataSpec) -> Experiment:
    """Other data; loss and output activation follow if they do not fit it."""
    if isinstance(data, GeneratedData):
        data = _with_class_limit(data)
    new = replace(experiment, data=data, title=_title(experiment, data))
    # Names are checked first: adapting needs to know the generator.
    checked_data(new)
    return finished(compatibility.adapted_to_data(experiment, new))


def change_data(experiment: Experiment, **fields: object) -> Experiment:
    """Other values for fields of the data as it is."""
    return set_data(experiment, changed(experiment.data, fields))


def set_split(experiment: Experiment, **fields: object) -> Experiment:
    """Other values for fields of `SplitSpec`; another seed asks for a random split."""
    if "seed" in fields:
        fields = {"order": "random", **fields}
    return finished(replace(experiment, split=changed(experiment.split, fields)))


def set_features(experiment: Experiment, features: tuple[str, ...]) -> Experiment:
    """Other input features, as formulas of x1 and x2, each once."""
    if not features:
        raise EditError("A network needs at least one input feature.")
    unique = tuple(dict.fromkeys(_feature(experiment, formula) for formula in features))
    if len(unique) > MAX_FEATURES:
        raise EditError(f"A network has at most {MAX_FEATURES} input features.")
    return finished(replace(experiment, network=replace(experiment.network, features=unique)))


def toggle_feature(experiment: Experiment, formula: str) -> Experiment:
    """With that feature if it was off, without it if it was on."""
    formula = _feature(experiment, formula)
    features = experiment.network.features
    if formula in features:
        return set_features(experiment, tuple(name for name in features if name != formula))
    return set_features(experiment, (*features, formula))


def _feature(experiment: Experiment, formula: str) -> str:
    if formula in experiment.network.features:
        return formula
    try:
        parse_defined(formula, VARIABLES)
        return normal_form(formula)
    except FormulaError as error:
        position = error.position + 1
        raise EditError(f"The formula has a mistake at character {position}: {error}.") from None


def _title(experiment: Experiment, data: DataSpec) -> str:
    """The title with other data: one that nobody wrote names the data set, or what it is now."""
    if isinstance(data, GeneratedData) and data.generator not in DATASETS:
        return experiment.title  # refused, with a suggestion, when the edit is checked
    old, new = source_of(experiment.data), source_of(data)
    given = {old, old or _DRAWN, Experiment().title, *preset_titles().values()}
    return (
        experiment.title
        if old == new or experiment.title not in given
        else (new or _DRAWN)[:_LONGEST]
    )


def _with_class_limit(data: GeneratedData) -> GeneratedData:
    """The data with no more classes than its generator can make."""
    if data.generator not in DATASETS:
        return data  # refused, with a suggestion, when the edit is checked
    most = DATASETS[data.generator].max_classes
    return replace(data, classes=most) if 2 < most < data.classes else data
