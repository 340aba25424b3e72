"""`Segments`: a few choices side by side, of which one is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QToolButton,
    QWidget,
)

from nnfs_gui.theme import LABEL, font

_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Segments(QFrame):
    """A pill of exclusive buttons; arrow keys move along it.

    Signals: ``chosen(key)`` when a person picked another one; ``pressed(key)`` also when it is
    the one already.  `show_choice` emits nothing.
    """

    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, name: str, label: str, choices: Sequence[tuple[str, str]],
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(1)
        for key, text in choices:
            button = QToolButton(self)
            button.setObjectName(f"{name}-{key}")
            button.setText(text)
            button.setFont(font(LABEL, 500))
            button.setAccessibleName(f"{label}: {text}")
            button.setToolTip(f"{label}: {text}")
            button.setCheckable(True)
            button.setMinimumWidth(0)
            button.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self._shown = ""
        self._group.buttonClicked.connect(self._clicked)

    def button(self, key: str) -> QToolButton:
        """The button of a choice."""
        return self._buttons[key]

    @property
    def current_key(self) -> str:
        return self._shown

    def words_of(self, key: object) -> str:
        """What the segment ``key`` is called."""
        return self._buttons[str(key)].text()

    def show_choice(self, key: str) -> None:
        """Press the button ``key`` without telling anyone."""
        self._shown = key
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def _clicked(self, button: QAbstractButton) -> None:
        key = next(key for key, own in self._buttons.items() if own is button)
        if key != self._shown:
            self._shown = key
            self.chosen.emit(key)
        self.pressed.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or self._shown not in self._buttons:
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        index = keys.index(self._shown) + step
        if 0 <= index < len(keys):
            self._buttons[keys[index]].setFocus()
            self._buttons[keys[index]].click()
