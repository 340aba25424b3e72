"""`Locks`: what a step lets nobody touch, as a value that edits are checked against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nnfs_gui.experiment.controls import GROUPS, LABELS, expanded, locked_by, moved
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Controls
from nnfs_gui.widgets.numbers import format_number

LOCKED = "Locked in this step"

_Bounds = float | tuple[float, float]
_MEASURES: Mapping[str, tuple[str, Callable[[Experiment], float]]] = {
    "neurons": ("neurons", lambda e: float(sum(len(layer.neurons) for layer in e.network.hidden))),
    "layers": ("hidden layers", lambda e: float(len(e.network.hidden))),
    "features": ("features", lambda e: float(len(e.network.features))),
    "noise": ("noise", lambda e: float(getattr(e.data, "noise", 0.0))),
    "points": ("points", lambda e: float(getattr(e.data, "size", 0))),
    "share": ("training share", lambda e: e.split.training_share),
    "outliers": ("outliers", lambda e: e.split.outliers),
    "rate": ("learning rate", lambda e: e.training.learning_rate),
    "batch": ("batch size", lambda e: float(e.training.batch_size)),
    "clip_threshold": ("clipping threshold", lambda e: e.training.clip_threshold),
    "reg_rate": ("regularization rate", lambda e: e.training.regularization_rate),
}
_WHOLE = frozenset(("neurons", "layers", "features", "points", "batch"))


@dataclass(frozen=True)
class Locks:
    """The controls that are locked, those that are not even seen, and the bounds of numbers."""

    locked: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    limits: Mapping[str, _Bounds] = field(default_factory=dict)

    @classmethod
    def of(cls, controls: Controls | None) -> Locks:
        """The locks that a step asks for."""
        if controls is None:
            return cls()
        locked = locked_by(controls.lock, controls.only)
        return cls(locked, expanded(controls.hide), dict(controls.limit))

    @property
    def withheld(self) -> frozenset[str]:
        """The views of which nothing is told; what is locked of the test is not drawn, either."""
        views = frozenset(GROUPS["views"])
        return self.hidden & views | self.locked & {"test_points", "test_loss"}

    def forbids(self, name: str) -> bool:
        """Whether a control may not be used."""
        return name in self.locked or name in self.hidden

    def sentence(self, name: str) -> str:
        """What is said to who tries."""
        return f"{LOCKED}: {LABELS[name].lower()}."

    def refusal(self, old: Experiment, new: Experiment) -> str:
        """Why an edit may not be made, in a sentence; "" if it may."""
        changed = moved(old, new)
        stuck = [name for name in LABELS if name in changed and self.forbids(name)]
        if stuck:
            return f"{LOCKED}: {', '.join(LABELS[name].lower() for name in stuck)}."
        for name, bounds in self.limits.items():
            words, measure = _MEASURES.get(name, ("", _nothing))
            value = measure(new)
            if words and value != measure(old) and not _within(value, bounds):
                return _limit_sentence(name, words, bounds)
        return ""


def _nothing(_experiment: Experiment) -> float:
    return 0.0


def _within(value: float, bounds: _Bounds) -> bool:
    low, high = bounds if isinstance(bounds, tuple) else (float("-inf"), bounds)
    return low <= value <= high


def _limit_sentence(name: str, words: str, bounds: _Bounds) -> str:
    if not isinstance(bounds, tuple):
        most = f"{bounds:g}" if name in _WHOLE else format_number(bounds)
        return f"In this step: at most {most} {words}." if name in _WHOLE else (
            f"In this step the {words} is at most {most}."
        )  # fmt: skip
    low, high = (f"{end:g}" for end in bounds)
    if name in _WHOLE and name != "batch":
        return f"In this step: {low} to {high} {words}."
    return f"In this step the {words} is from {low} to {high}."
