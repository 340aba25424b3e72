"""The settings of a setup, a case or a solution: which keys there may be."""

from __future__ import annotations

from typing import Any

from nnfs_gui.experiment.model import (
    FormulaData,
    GeneratedData,
    NetworkSpec,
    PointsData,
    SplitSpec,
    TrainingSpec,
)

from ..errors import LessonError, together, unknown
from .tables import Table

SECTIONS = ("data", "split", "network", "training")
_FIELDS: dict[str, tuple[str, ...]] = {
    "data": (
        *GeneratedData.__struct_fields__,
        *FormulaData.__struct_fields__,
        *("task", "points", "class_names"),
    ),
    "split": SplitSpec.__struct_fields__,
    "network": ("features", "hidden", "output", "initializer", "seed"),
    "training": TrainingSpec.__struct_fields__,
}
assert set(_FIELDS["network"]) < set(NetworkSpec.__struct_fields__)
assert {"task", "points", "class_names"} < set(PointsData.__struct_fields__)


def taken_settings(
    values: dict[str, Any], table: Table, inside: str = "", nth: int = 0
) -> dict[str, dict[str, Any]]:
    """The sections of settings among ``values``; their keys are known, their values are not."""
    settings, wrong = {}, list[LessonError]()
    for section in SECTIONS:
        if section not in values:
            continue
        fields = values[section]
        if not isinstance(fields, dict):
            message = f"{section} is a table: write {section}.{_FIELDS[section][0]} = …"
            raise table.error(message, inside or section, nth, section if inside else "")
        known = [f"{section}.{name}" for name in _FIELDS[section]]
        wrong += [
            table.error(
                unknown("setting", f"{section}.{key}", known),
                *_place(table, section, key, inside, nth),
            )
            for key in fields
            if key not in _FIELDS[section]
        ]
        settings[section] = fields
    together(wrong)
    return settings


def setting_lines(
    values: dict[str, Any], table: Table, inside: str = "", nth: int = 0
) -> dict[str, int]:
    """The lines of the settings among ``values``, by names such as ``data.generator``."""
    found = {}
    for section in SECTIONS:
        fields = values.get(section)
        for key in fields if isinstance(fields, dict) else ():
            found[f"{section}.{key}"] = table.line_of(*_place(table, section, key, inside, nth))
    return found


def _place(table: Table, section: str, key: str, inside: str, nth: int) -> tuple[str, int, str]:
    dotted = f"{section}.{key}"
    if inside:
        return inside, nth, dotted
    return (dotted, 0, "") if table.line_of(dotted) != table.line else (section, 0, key)
