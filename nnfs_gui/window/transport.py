"""`Transport`: what buttons, keys and gestures ask of the run, before it is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.training.thread.messages import StepUnit
from nnfs_gui.training.thread.session import TrainingSession

Gate = Callable[[str], bool]
"""Says whether ``"play"``, ``"step"``, ``"walk"``, ``"rewind"`` or ``"speed"`` may be done now."""


class Transport(QObject):
    """Stands between people and the training session; a gate may keep it shut.

    Attributes
    ----------
    locked : frozenset of str
        What the gate will not let pass, whenever it is asked.

    Signals: ``rewound()`` and ``stepped(unit)`` after a person did so; ``played()``.
    """

    rewound = Signal()
    stepped = Signal(str)
    played = Signal()

    def __init__(self, session: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._gate: Gate | None = None
        self.locked: frozenset[str] = frozenset()

    def set_gate(self, gate: Gate | None) -> None:
        """Ask ``gate`` from now on; None lets everything pass."""
        self._gate = gate

    def may(self, what: str) -> bool:
        """Whether this may be done now; the gate says why not."""
        return self._gate is None or self._gate(what)

    @Slot()
    def toggle(self) -> None:
        """Play if paused, pause if playing; a pause is always possible."""
        if self._session.state.value == "running":
            self._session.pause()
        else:
            self.play()

    @Slot()
    def play(self) -> None:
        if self.may("play"):
            self._session.play()
            self.played.emit()

    @Slot(str)
    def step(self, unit: StepUnit) -> None:
        if self.may("step"):
            self._session.step(unit)
            self.stepped.emit(unit)

    @Slot()
    def rewind(self) -> None:
        if self.may("rewind"):
            self._session.rewind()
            self.rewound.emit()

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        if self.may("speed"):
            self._session.set_speed(speed)
