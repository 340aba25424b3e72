"""`StepScroll`: where a step is read, also by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from nnfs_gui.widgets.labels import set_style_property

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class StepScroll(QScrollArea):
    """Has the focus where a step begins: arrows scroll, Tab leads to what is asked first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-scroll")
        self.setAccessibleName("Step")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A ring around all of the text would only be noise to who did not come by Tab.
        set_style_property(self, "ringed", event.reason() in _BY_TAB)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        set_style_property(self, "ringed", False)
        super().focusOutEvent(event)
