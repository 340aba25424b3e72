"""A menu of toggles that edits a frozen dataclass of booleans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnfs_gui.theme import Theme
from nnfs_gui.widgets.icons import IconButton

if TYPE_CHECKING:
    from _typeshed import DataclassInstance  # exists for type checkers only


class OptionMenu(QMenu):
    """One toggle for each named field of ``options``.

    Signals: ``options_changed(object)`` with the new options.
    """

    options_changed = Signal(object)

    def __init__(
        self,
        name: str,
        options: DataclassInstance,
        texts: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.options = options
        self._fields: dict[QAction, str] = {}
        for field, text in texts.items():
            action = self.addAction(text)
            action.setObjectName(f"{name}-{field.replace('_', '-')}")
            action.setCheckable(True)
            action.setChecked(getattr(options, field))
            self._fields[action] = field
        self.triggered.connect(self._triggered)

    def _triggered(self, action: QAction) -> None:
        field = self._fields[action]
        self.options = replace(self.options, **{field: action.isChecked()})
        self.options_changed.emit(self.options)


def menu_button(menu: QMenu, icon: str, name: str, label: str, theme: Theme) -> IconButton:
    """A header button that opens ``menu``."""
    button = IconButton(icon, label, size=16)
    button.setObjectName(name)
    button.show_theme(theme)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu.setParent(button, menu.windowFlags())
    button.setMenu(menu)
    return button
