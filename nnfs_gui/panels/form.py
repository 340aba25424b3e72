"""`FormGrid`: small labels over fields, in two columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import SMALL
from nnfs_gui.widgets.labels import field_label
from nnfs_gui.widgets.magnify import magnified

from .editor import Editor, Field

_TALLEST_ROW = 62
"""Rows move apart where there is room, up to this many pixels."""
_STRETCH = (11, 9)
"""The left column holds the longer words."""


class FormGrid(QWidget):
    """Fields side by side; `add` puts the next one where there is room."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate(_STRETCH):
            self._grid.setColumnStretch(column, stretch)
        self._count = 0

    def set_vertical_spacing(self, pixels: int) -> None:
        """Put so many pixels between two rows."""
        self._grid.setVerticalSpacing(pixels)

    def add(
        self, text: str, field: Field, path: str, edit: Callable[..., Experiment], keyword: str = ""
    ) -> None:
        """Add a field under its label, and bind it; see `Editor.bind`."""
        self._editor.bind(field, path, edit, keyword)
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(field_label(text, field, SMALL))
        cell.addWidget(field)
        row, column = divmod(self._count, 2)
        self._grid.addLayout(cell, row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(row, 1)
        self._count += 1
        self._limit_height()

    def show_magnified(self, _factor: float) -> None:
        """Let rows with larger words stand as far apart."""
        self._limit_height()

    def _limit_height(self) -> None:
        rows = -(-self._count // 2)
        self.setMaximumHeight(magnified(_TALLEST_ROW, self) * rows)
