"""Input features: formulas of x1 and x2 that are computed before the first layer."""

from __future__ import annotations

import re
import threading
import weakref
from collections import OrderedDict
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .data.formulas import parse

Array: TypeAlias = npt.NDArray[np.float64]

VARIABLES = ("x1", "x2")
BUILT_IN: tuple[tuple[str, str], ...] = (
    ("x1", "x₁"),
    ("x2", "x₂"),
    ("x1**2", "x₁²"),
    ("x2**2", "x₂²"),
    ("x1*x2", "x₁x₂"),
    ("sin(x1)", "sin x₁"),
    ("sin(x2)", "sin x₂"),
    ("cos(x1)", "cos x₁"),
    ("cos(x2)", "cos x₂"),
)
"""Formula and label of each feature that is offered from the start."""

_LABELS = dict(BUILT_IN)
_FORMULAS = {label: formula for formula, label in BUILT_IN}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CACHED = 16


def feature_label(formula: str) -> str:
    """How a feature is written for people: ``"x1*x2"`` → ``"x₁x₂"``."""
    known = _LABELS.get(normal_form(formula))
    if known is not None:
        return known
    label = formula.strip().replace("**", "^")
    label = re.sub(r"\bx\b|\bx1\b", "x₁", label)
    label = re.sub(r"\by\b|\bx2\b", "x₂", label)
    label = re.sub(r"\s*\^\s*([0-9]+)(?![0-9.])", _superscript, label)
    label = re.sub(r"\s*\*\s*", "·", label)
    return label.replace("-", "−")


def _superscript(match: re.Match[str]) -> str:
    return match[1].translate(_SUPERSCRIPTS)


def normal_form(formula: str) -> str:
    """The built-in spelling of a formula that means a built-in feature, else itself, stripped.

    So that ``x^2`` and ``x1**2`` are one feature, not two.  Raises FormulaError.
    """
    text = _FORMULAS.get(formula.strip(), formula.strip())
    if text in _LABELS:
        return text
    root = parse(text, VARIABLES).root
    same = (known for known in _LABELS if parse(known, VARIABLES).root == root)
    return next(same, text)


def feature_matrix(formulas: tuple[str, ...], points: Array) -> Array:
    """The features of points of shape (n_points, 2): an array (n_points, n_features).

    Where a formula has no finite value the feature is 0 (`undefined_share` tells).  The result is
    read-only, and remembered for read-only ``points``, which the grid of the maps is.
    """
    if points.flags.writeable:
        return _computed(formulas, points)
    return _CACHE.get(formulas, points)


def undefined_share(formula: str, points: Array) -> float:
    """Share of the points (n_points, 2) at which the formula has no finite value."""
    if len(points) == 0:
        return 0.0
    values = parse(formula, VARIABLES).evaluate(x1=points[:, 0], x2=points[:, 1])
    return float(np.mean(~np.isfinite(values)))


def _computed(formulas: tuple[str, ...], points: Array) -> Array:
    matrix = np.empty((len(points), len(formulas)))
    x1, x2 = points[:, 0], points[:, 1]
    for index, formula in enumerate(formulas):
        matrix[:, index] = parse(formula, VARIABLES).evaluate(x1=x1, x2=x2)
    np.nan_to_num(matrix, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    matrix.flags.writeable = False
    return matrix


class _FeatureCache:
    """The last few feature matrices, by formulas and identity of the points.

    Locked, because the worker and the window's thread both ask.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[tuple[str, ...], int], tuple[weakref.ref[Array], Array]] = (
            OrderedDict()
        )

    def get(self, formulas: tuple[str, ...], points: Array) -> Array:
        key = (formulas, id(points))
        with self._lock:
            entry = self._kept.get(key)
            # An id may be that of another, dead array: the weak reference tells them apart.
            if entry is not None and entry[0]() is points:
                self._kept.move_to_end(key)
                return entry[1]
        matrix = _computed(formulas, points)
        with self._lock:
            self._kept[key] = (weakref.ref(points), matrix)
            self._kept.move_to_end(key)
            while len(self._kept) > _CACHED:
                self._kept.popitem(last=False)
        return matrix


_CACHE = _FeatureCache()
