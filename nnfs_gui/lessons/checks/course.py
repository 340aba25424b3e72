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
PARTS = ("neuron", "hidden neuron", "output neuron", "feature", "link", "point")
"""A neuron is a hidden one or one of the output."""


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
        "training that diverges",
        "flag",
        lambda s, _: s.diverged,
        missing="It has not diverged yet.",
        negated="training that does not diverge",
    )
    yield Quantity(
        "stopped",
        "training is stopped",
        "flag",
        lambda s, _: not s.running,
        missing="Stop it while it is so: the button that played pauses.",
        negated="training goes on",
    )
    yield Quantity("updates", "updates", "count", lambda s, _: float(s.step), one="update")


def deed_quantities() -> Iterator[Quantity]:
    """What the learner did."""
    assert set(Deeds.__dataclass_fields__) >= {"predicted", "rewound", "single_steps"}
    yield Quantity(
        "predicted",
        "commit your answer",
        "flag",
        _deed("predicted"),
        missing="Answer the question, then commit.",
        negated="no answer committed",
        to_do=True,
    )
    yield Quantity(
        "rewound",
        "rewind to the start",
        "flag",
        lambda s, _: s.deeds.rewound > 0,
        missing="The button left of play rewinds.",
        negated="no rewinding",
        to_do=True,
    )
    yield Quantity(
        "seen",
        "open the tab",
        "flag",
        lambda s, a: a[0] in s.deeds.seen,
        ("tab",),
        missing="The tabs stand below the network.",
        negated="without the tab",
        to_do=True,
    )
    yield Quantity(
        "selected",
        "select",
        "flag",
        lambda s, a: a[0] in s.deeds.selected,
        ("part",),
        missing="Click one {}.",
        negated="without selecting",
        to_do=True,
    )
    yield Quantity(
        "single_steps", "single steps", "count", _deed("single_steps"), one="single step",
        to_do=True,
    )  # fmt: skip
