"""`StepScroll`: where a step is read, also by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from nnfs_gui.widgets.labels import set_style_property

_BEGINS = "0123456789.,-−"
"""With what a number begins."""
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class StepScroll(QScrollArea):
    """Has the focus where a step begins: arrows scroll, Tab leads to what is asked first.

    Signals: ``typed(QKeyEvent)`` when somebody begins to type a number.
    """

    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-scroll")
        self.setAccessibleName("Step")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.text() and event.text() in _BEGINS and not plain:
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A ring around all of the text would only be noise to who did not come by Tab.
        set_style_property(self, "ringed", event.reason() in _BY_TAB)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        set_style_property(self, "ringed", False)
        super().focusOutEvent(event)
