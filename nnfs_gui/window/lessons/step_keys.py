"""`StepKeys`: the keys that lead from step to step, while a lesson is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class StepKeys:
    """Shortcuts of the window that do nothing until they are switched on."""

    def __init__(self, window: QWidget, slots: Mapping[str, Callable[[], None]]) -> None:
        self._shortcuts = []
        for keys, slot in slots.items():
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.activated.connect(slot)
            self._shortcuts.append(shortcut)
        self.switch(False)

    def switch(self, on: bool) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(on)
