"""What on the picture can be pointed at, focused or named: one small value each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.experiment.model import FEATURES as FEATURES  # the columns that are no hidden layers
from nnfs_gui.experiment.model import OUTPUT as OUTPUT


class Part(Enum):
    """The kinds of things on the canvas."""

    NOTHING = "nothing"
    UNIT = "unit"
    BIAS = "bias"
    LINK = "link"
    TITLE = "title"
    CHIP = "chip"
    MINUS = "minus"
    PLUS = "plus"
    GRIP = "grip"
    INSERT = "insert"
    GAP = "gap"


@dataclass(frozen=True)
class Element:
    """One thing on the canvas.

    ``id`` is a unit's id (`UNIT`, `BIAS`, and the target of a `LINK`) or a column's (`TITLE`,
    `CHIP`, `MINUS`, `PLUS`, `GRIP`); ``source`` is where a link starts; ``gap`` is the place among
    the hidden layers at which a new one would stand (`INSERT`, `GAP`).
    """

    part: Part
    id: str = ""
    source: str = ""
    gap: int = -1

    @property
    def link(self) -> Link | None:
        """The weight this element stands for, if it is a link or a bias."""
        if self.part is Part.LINK:
            return Link(self.source, self.id)
        if self.part is Part.BIAS:
            return Link(BIAS, self.id)
        return None


NOTHING = Element(Part.NOTHING)


_LOCK_OF_PART = {
    Part.LINK: "weights",
    Part.BIAS: "weights",
    Part.GRIP: "neurons",
    Part.MINUS: "neurons",
    Part.INSERT: "layers",
}


def lock_of(element: Element) -> str:
    """The control that a press on an element would use; "" for none."""
    if element.part is Part.CHIP:
        return {FEATURES: "features", OUTPUT: "output"}.get(element.id, "activation")
    if element.part is Part.PLUS:
        return "features" if element.id == FEATURES else "neurons"
    return _LOCK_OF_PART.get(element.part, "")


def edited(element: Element, inputs: Collection[str]) -> Element:
    """What is edited in the name of another element: a layer's chip, a neuron's bias."""
    if element.part is Part.TITLE:
        return Element(Part.CHIP, element.id)
    if element.part is Part.UNIT and element.id not in inputs:
        return Element(Part.BIAS, element.id)
    return element
