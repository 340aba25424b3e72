"""From the columns of a table to points of the plane, with the mapping kept and every loss told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..model import MAX_CLASSES, MAX_REAL, Axis, PointArray, PointsData, Task
from .tables import LONGEST_NAME, Column, Table, TableError

REACH = 5.4
"""Columns are scaled so that their values span [-REACH, REACH], leaving a margin in the plane."""
SCALED_TO_ONE = 1.0


@dataclass(frozen=True)
class Dropped:
    """Rows that were left out, and why."""

    reason: str
    count: int


@dataclass(frozen=True)
class Imported:
    """Points made from a table, and what was dropped on the way."""

    data: PointsData
    kept: int
    dropped: tuple[Dropped, ...]


def guess_task(column: Column) -> Task:
    """Names, and few different whole numbers, are classes; anything else is a target."""
    if not column.numeric:
        return "classification"
    values = column.numbers[np.isfinite(column.numbers)]
    different = np.unique(values)
    whole = bool((different == np.round(different)).all())
    return "classification" if whole and len(different) <= MAX_CLASSES else "regression"


def guess_columns(table: Table) -> tuple[str, str, str]:
    """Names of the two input columns and of the label that a person would most likely choose.

    Raises
    ------
    TableError
        If fewer than two columns hold numbers.
    """
    numeric = [column for column in table.columns if column.numeric]
    names = [column for column in table.columns if not column.numeric and _could_be_label(column)]
    few = [
        column
        for column in reversed(numeric)
        if guess_task(column) == "classification" and len(numeric) > 2
    ]
    if names:
        label = names[-1]
    elif few:
        label = few[0]
    elif len(numeric) > 2:
        label = numeric[-1]
    elif len(numeric) == 2 and (texts := [c for c in table.columns if not c.numeric]):
        # One class only, or too many: `choose` says which, and what to do.
        label = max(texts, key=lambda column: int((~column.missing).sum()))
    else:
        raise TableError(
            "the table needs two columns of numbers and one more column as label or target"
        )
    inputs = [column.name for column in numeric if column is not label and not _is_counter(column)]
    if len(inputs) < 2:
        inputs = [column.name for column in numeric if column is not label]
    if len(inputs) < 2:
        raise TableError("the table needs two columns of numbers for the plane's axes")
    return inputs[0], inputs[1], label.name


def choose(table: Table, x1: str, x2: str, target: str, task: Task, source: str = "") -> Imported:
    """Take two columns as inputs and one as label or target.

    Rows with a missing value, or with text where a number is needed, are left out and counted.

    Raises
    ------
    TableError
        If a column does not exist, is taken twice, holds too many classes, or no row is left.
    """
    if len({x1, x2, target}) < 3:
        raise TableError("choose three different columns: two inputs and a label or target")
    columns = {name: table.column(name) for name in (x1, x2, target)}
    keep = np.ones(len(columns[x1].texts), dtype=bool)
    dropped = [Dropped("has too many or too few cells", table.ragged)]
    for name, column in columns.items():
        needs_number = name != target or task == "regression"
        dropped += _drop_unusable(column, keep, needs_number)
    if not keep.any():
        raise TableError("no row has numbers in both input columns and a value in the third")
    data = _points(columns[x1], columns[x2], columns[target], keep, task, source)
    return Imported(data, int(keep.sum()), tuple(item for item in dropped if item.count))


def _drop_unusable(
    column: Column, keep: npt.NDArray[np.bool_], needs_number: bool
) -> list[Dropped]:
    """Take a column's unusable rows out of ``keep``, counting each row once."""
    missing = keep & column.missing
    keep &= ~missing
    result = [Dropped(f"no value in “{column.name}”", int(missing.sum()))]
    if needs_number:
        textual = keep & np.isnan(column.numbers)
        keep &= ~textual
        result.append(Dropped(f"text instead of a number in “{column.name}”", int(textual.sum())))
    return result


def _points(
    x1: Column,
    x2: Column,
    target: Column,
    keep: npt.NDArray[np.bool_],
    task: Task,
    source: str,
) -> PointsData:
    first, second = (_axis(column, keep, REACH) for column in (x1, x2))
    inputs = [
        (column.numbers[keep] - axis.offset) / axis.scale
        for column, axis in ((x1, first), (x2, second))
    ]
    if task == "regression":
        third = _axis(target, keep, SCALED_TO_ONE)
        values = (target.numbers[keep] - third.offset) / third.scale
        names: tuple[str, ...] = ()
    else:
        third, names = Axis(target.name), _class_names(target, keep)
        number = {name: float(index) for index, name in enumerate(names)}
        kept = (text for text, use in zip(target.texts, keep, strict=True) if use)
        values = np.array([number[text] for text in kept])
    points = PointArray(np.column_stack([*inputs, values]))
    return PointsData(task, points, names, first, second, third, source)


def _class_names(column: Column, keep: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    present = {text for text, use in zip(column.texts, keep, strict=True) if use}
    names = tuple(name for name in column.names if name in present)
    if len(names) > MAX_CLASSES:
        advice = (
            "take it as a target for regression, or choose another column"
            if column.numeric
            else "choose a column with fewer"
        )
        raise TableError(
            f"“{column.name}” has {len(names)} different values, and up to {MAX_CLASSES} classes "
            f"can be shown: {advice}"
        )
    if len(names) < 2:
        raise TableError(
            f"“{column.name}” has one class only ({names[0][:LONGEST_NAME]}): there is nothing to "
            "learn"
        )
    return names


def _axis(column: Column, keep: npt.NDArray[np.bool_], reach: float) -> Axis:
    """The mapping of a column's range onto [-reach, reach]; a constant column lies at 0."""
    values = column.numbers[keep]
    low, high = float(values.min()), float(values.max())
    if max(-low, high) > MAX_REAL:
        raise TableError(
            f"“{column.name}” has values from {low:.3g} to {high:.3g}; those within "
            f"±{MAX_REAL:.0e} can be shown"
        )
    middle, scale = (low + high) / 2, (high - low) / 2 / reach
    return Axis(column.name, middle, scale if scale >= 1 / MAX_REAL else 1.0)


def _could_be_label(column: Column) -> bool:
    return 2 <= len(column.names) <= MAX_CLASSES


def _is_counter(column: Column) -> bool:
    """Whether a column merely numbers the rows."""
    values = column.numbers[np.isfinite(column.numbers)]
    with np.errstate(over="ignore"):
        return len(values) > 2 and bool((np.diff(values) == 1).all())
