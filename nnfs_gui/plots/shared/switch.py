"""`Switch`: a row of flat buttons of which one is on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from nnfs_gui.theme import LABEL, Theme, font


class Switch(QWidget):
    """A row of flat buttons of which one is on.

    Signals: ``chosen(str)``, the key of the button that a person switched on.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, labels: Mapping[str, tuple[str, str]]) -> None:
        """``labels`` gives each key its text and its tooltip."""
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, (text, tip) in labels.items():
            button = QToolButton()
            button.setObjectName(f"{name}-{key}")
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setFont(font(LABEL, 500))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[next(iter(labels))].setChecked(True)
        self._group.buttonClicked.connect(self._clicked)
        self.show_theme(theme)

    @property
    def current(self) -> str:
        """The key of the button that is on."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Switch a button on without a signal."""
        self._buttons[key].setChecked(True)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.setStyleSheet(
            f"QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 2px 8px;"
            f" color: {theme.dim}; background: transparent; }}"
            f"QToolButton:hover, QToolButton:focus {{ color: {theme.text}; }}"
            f"QToolButton:checked {{ color: {theme.text}; background: {theme.raised}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )

    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(key for key, known in self._buttons.items() if known is button))
