"""`Flow`: widgets side by side, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Keeps its widgets in rows: at their own widths, or in equal columns of a least width."""

    def __init__(self, gap: int, column: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap, self._column, self._usual = gap, column, column
        self._items: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def items(self) -> tuple[QWidget, ...]:
        return tuple(self._items)

    def show_magnified(self, factor: float) -> None:
        """Keep columns as wide as larger words need."""
        self._column = round(self._usual * factor)
        self._place()

    def show_items(self, items: Sequence[QWidget]) -> None:
        """Hold these widgets and no others; those of before are deleted."""
        for old in self._items:
            if old not in items:
                old.hide()
                old.deleteLater()
        self._items = list(items)
        for item in items:
            item.setParent(self)
            item.show()
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(400, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = y = high = 0
        columns = max(1, (self.width() + self._gap) // (self._column + self._gap))
        equal = (self.width() - (columns - 1) * self._gap) // columns
        for item in self._items:
            hint = item.sizeHint()
            wide = equal if self._column else min(hint.width(), max(60, self.width()))
            if x and x + wide > self.width():
                x, y, high = 0, y + high + self._gap, 0
            item.setGeometry(x, y, wide, hint.height())
            x, high = x + wide + self._gap, max(high, hint.height())
        if self.height() != y + high:
            self.setFixedHeight(y + high)
