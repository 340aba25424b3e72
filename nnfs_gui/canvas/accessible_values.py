"""Weights and biases for screen readers: values that can be read, set, and moved by steps.

Qt asks an interface for its further sides by `interface_cast`, and takes what Python returns as a
pointer.  PySide6 turns neither None nor 0 into a null pointer, and the process ends; a wrapper of
nothing is turned into one.
"""

# mypy: disable-error-code="override"
# (The stubs have a few more parameters or other types than these methods are called with.)

from __future__ import annotations

from typing import Protocol

import shiboken6
from PySide6.QtGui import QAccessibleActionInterface, QAccessibleValueInterface

from nnfs_gui.experiment.model import Experiment, Link
from nnfs_gui.widgets.gesture import new_gesture

from .state import CanvasState

NO_INTERFACE = shiboken6.Shiboken.wrapInstance(0, QAccessibleValueInterface)
"""The null pointer."""
STEP = 0.1
SPAN = 10.0
"""Weights have no bounds, but a slider has: this, and further where a weight lies beyond."""


class SetsWeights(Protocol):
    """What edits weights."""

    def set_weight(
        self, start: Experiment, link: Link, value: float, before: float, gesture: str
    ) -> bool:
        """Set a weight in the course of a gesture that found the experiment as ``start``."""


class WeightValue(QAccessibleValueInterface):
    """The value of a weight or bias; setting it is an edit like any other."""

    def __init__(self, state: CanvasState, link: Link, edits: SetsWeights) -> None:
        super().__init__()
        self._state, self._link, self._edits = state, link, edits

    def currentValue(self) -> float:
        return self._state.readout.weight(self._link)

    def setCurrentValue(self, value: object) -> None:
        try:
            wanted = float(str(value))
        except ValueError:
            return  # a screen reader may send anything
        self.set_weight(wanted)

    def maximumValue(self) -> float:
        return max(SPAN, abs(self.currentValue()))

    def minimumValue(self) -> float:
        return -self.maximumValue()

    def minimumStepSize(self) -> float:
        return STEP

    def move(self, steps: int) -> None:
        """Larger or smaller by so many steps."""
        self.set_weight(round(self.currentValue() + steps * STEP, 4))

    def set_weight(self, value: float) -> None:
        """Set it, as one undo step."""
        start, before = self._state.experiment, self.currentValue()
        self._edits.set_weight(start, self._link, value, before, new_gesture("spoken-weight"))


class WeightActions(QAccessibleActionInterface):
    """Increase and decrease."""

    def __init__(self, value: WeightValue) -> None:
        super().__init__()
        self._value = value

    def actionNames(self) -> list[str]:
        return [self.increaseAction(), self.decreaseAction()]

    def doAction(self, name: str) -> None:
        if name in self.actionNames():
            self._value.move(1 if name == self.increaseAction() else -1)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []
