"""`SeedField`: a seed to read, type and throw the dice for."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from .icons import IconButton
from .number_edit import Range
from .number_field import NumberField
from .series import by

SEEDS = Range(0, 2**53, integer=True)
_DICE = 10_000
"""The dice throws seeds below this, so that people can read them out."""


class SeedField(QWidget):
    """A whole number with a dice button.

    Signals: ``value_edited(seed, gesture)`` when a person changed it; the seed travels as an object
    because a Qt int has 32 bits.
    """

    value_edited = Signal(object, str)

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}-row")
        self.setAccessibleName(label)
        self._field = NumberField(name, label, SEEDS, self, step=by(1), show=_plain)
        self._dice = IconButton("dice", f"New {label[0].lower()}{label[1:]}", self)
        self._dice.setObjectName(f"{name}-dice")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._dice)
        self._field.value_edited.connect(self.value_edited)
        self._dice.clicked.connect(self._throw)

    @property
    def value(self) -> int:
        return int(self._field.value or 0)

    def words_of(self, seed: int) -> str:
        """How the field writes a seed."""
        return _plain(seed)

    def show_value(self, seed: int) -> None:
        """Show a seed without telling anyone."""
        self._field.show_value(seed)

    def _throw(self) -> None:
        old = self.value
        seed = secrets.randbelow(_DICE - 1)
        seed += seed >= old  # every other seed, and never the old one again
        self._field.show_value(seed)
        self.value_edited.emit(seed, "")


def _plain(value: float) -> str:
    return str(int(value))
