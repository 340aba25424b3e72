"""Input features: formulas of x1 and x2 that are computed before the first layer."""

from __future__ import annotations

import re
import threading
import weakref
from collections import OrderedDict
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .formulas import parse

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
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CACHED = 16


def feature_label(formula: str) -> str:
    """How a feature is written for people: ``"x1*x2"`` → ``"x₁x₂"``."""
    known = _LABELS.get(normal_form(formula))
    if known is not None:
        return known
    label = re.sub(r"\bx\b", "x1", formula.strip())
    label = re.sub(r"\by\b", "x2", label)
    label = re.sub(r"(?:\*\*|\^)\s*(\d+)(?![\d.])", _superscript, label)
    label = re.sub(r"\bx([12])\b", lambda match: "x" + "₁₂"[int(match[1]) - 1], label)
    label = re.sub(r"\bx([12])(?=[⁰¹²³⁴⁵⁶⁷⁸⁹])", lambda m: "x" + "₁₂"[int(m[1]) - 1], label)
    label = re.sub(r"\s*\*\s*", "·", label)
    return label.replace("-", "−")


def _superscript(match: re.Match[str]) -> str:
    return match[1].translate(_SUPERSCRIPTS)


def normal_form(formula: str) -> str:
    """The built-in spelling of a formula that means a built-in feature, else itself, stripped.

    So that ``x^2`` and ``x1**2`` are one feature, not two.
    """
    text = formula.strip()
    if text in _LABELS:
        return text
    for known, label in BUILT_IN:
        if text == label or parse(text, VARIABLES).root == parse(known, VARIABLES).root:
            return known
    return text


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
