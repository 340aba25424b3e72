"""`CheckField`: a box to tick that a form can bind."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from nnfs_gui.theme import LABEL, font

from .focus import give_back_focus


class CheckField(QCheckBox):
    """Signals: ``value_edited(value, gesture)`` when a person ticked it; not by `show_value`."""

    value_edited = Signal(object, str)

    def __init__(self, name: str, label: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAccessibleDescription(tooltip)
        self.setToolTip(tooltip)
        self.setFont(font(LABEL))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._ticked)

    def words_of(self, value: object) -> str:
        """How the value is written."""
        return "on" if value else "off"

    def show_value(self, value: bool) -> None:
        """Show a value without telling anyone."""
        self.setChecked(value)

    def _ticked(self, checked: bool) -> None:
        self.value_edited.emit(checked, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() != Qt.Key.Key_Escape or not give_back_focus(self):
            super().keyPressEvent(event)
