"""Quantities of the course of a run, of the learner's deeds, and of pinned runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from nnfs_gui.training.snapshot import Curve, Vector

from ..situation import Deeds, Situation
from .quantity import Quantity, Value

COURSE = ("train_loss", "test_loss", "test_accuracy", "gap")
"""What the curve holds."""
PARTS = ("neuron", "link", "point", "layer")


def course_of(curve: Curve, name: str) -> Vector:
    """One number an entry of the curve."""
    if name == "gap":
        return curve.test_loss - curve.train_loss
    values: Vector = curve.accuracy if name == "test_accuracy" else getattr(curve, name)
    return values


def _best_place(situation: Situation, name: str) -> int | None:
    values = course_of(situation.curve, name)
    if not np.isfinite(values).any():
        return None
    return int(np.nanargmax(values) if name == "test_accuracy" else np.nanargmin(values))


def _best(situation: Situation, arguments: tuple[str, ...]) -> Value:
    place = _best_place(situation, arguments[0])
    return math.nan if place is None else float(course_of(situation.curve, arguments[0])[place])


def _epoch_of_best(situation: Situation, arguments: tuple[str, ...]) -> Value:
    place = _best_place(situation, arguments[0])
    return math.nan if place is None else float(math.ceil(situation.curve.epoch[place]))


def _rises(situation: Situation, _arguments: tuple[str, ...]) -> Value:
    losses = situation.curve.train_loss
    return float((np.diff(losses) > 0.0).mean()) if len(losses) > 1 else 0.0


def _deed(name: str) -> Callable[[Situation, tuple[str, ...]], Value]:
    def read(situation: Situation, _arguments: tuple[str, ...]) -> Value:
        value = getattr(situation.deeds, name)
        return value if isinstance(value, bool) else float(value)

    return read


def course_quantities() -> Iterator[Quantity]:
    """All but ``first_epoch`` and ``kept``, which hold a check or a quantity of their own."""
    yield Quantity("best", "best", "number", _best, ("course",))
    yield Quantity("epoch_of_best", "epoch of the best", "count", _epoch_of_best, ("course",))
    yield Quantity("rises", "epochs in which the training loss rose", "share", _rises)
    yield Quantity(
        "diverged",
        "diverged",
        "flag",
        lambda s, _: s.diverged,
        missing="Make it diverge.",
    )
    yield Quantity("updates", "updates", "count", lambda s, _: float(s.step))


def deed_quantities() -> Iterator[Quantity]:
    """What the learner did."""
    assert set(Deeds.__dataclass_fields__) >= {"predicted", "rewound", "single_steps"}
    yield Quantity(
        "predicted", "predicted", "flag", _deed("predicted"), missing="Commit your answer first."
    )
    yield Quantity(
        "rewound",
        "rewound",
        "flag",
        lambda s, _: s.deeds.rewound > 0,
        missing="Rewind to the start.",
    )
    yield Quantity(
        "seen",
        "tab looked at:",
        "flag",
        lambda s, a: a[0] in s.deeds.seen,
        ("tab",),
        missing="Open the tab {}.",
    )
    yield Quantity(
        "selected",
        "selected",
        "flag",
        lambda s, a: a[0] in s.deeds.selected,
        ("part",),
        missing="Select a {}.",
    )
    yield Quantity("single_steps", "single steps", "count", _deed("single_steps"))
