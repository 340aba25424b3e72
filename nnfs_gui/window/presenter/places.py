"""`Places`: the tab and the focus of before, to be given back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ..views_window import ViewsWindow


class Places:
    """Where a person was in the window."""

    def __init__(self, window: ViewsWindow) -> None:
        self._window = window
        self._tab = window.tabs.current.title
        self._focus = window.focusWidget()
        self._name = "" if self._focus is None else self._focus.objectName()

    def give_back_tab(self) -> None:
        self._window.tabs.open_tab(self._tab)

    def give_back_focus(self) -> None:
        """Give the focus to what had it, or to what stands in its place by the same name."""
        focus: QWidget | None = self._focus
        if focus is not None and not isValid(focus):
            focus = self._window.findChild(QWidget, self._name) if self._name else None
        if focus is not None and focus.isVisible():
            focus.setFocus()
