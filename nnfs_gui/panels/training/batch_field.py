"""`BatchField`: a batch size that knows what a full batch is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.series import ONE_TWO_FIVE

_SIZES = (1, 10, 32, 128)


class BatchField(NumberField):
    """A whole number; from the number of training points on it reads "Full"."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, Range(1, 1_000_000, integer=True), parent, step=ONE_TWO_FIVE)
        self._full = 1

    def set_full(self, full: int) -> None:
        """Tell how many points train."""
        self._full = max(1, full)
        self.set_presets((*(preset for preset in _SIZES if preset < self._full), self._full))

    def words_of(self, value: float | None) -> str:
        return "Full" if value is not None and value >= self._full else super().words_of(value)

    def _number_in(self, text: str) -> float | None:
        return self._full if text.strip().lower() == "full" else super()._number_in(text)
