"""`WhatHappened`: the last steps before a divergence, what overflowed first, and two cures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.theme import BODY, LABEL, Theme, font
from nnfs_gui.training.tape.blow_up import BlowUp
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.widgets.numbers import format_count, format_number

_DECADES = 6.0
"""Growth, in powers of ten, that is drawn in the full colour."""


class WhatHappened(QDialog):
    """Walks the last steps of a run that diverged; the window behind it shows each.

    Signals: ``step_chosen(Place)``; ``cure_chosen(name)`` of the button that was pressed.
    """

    step_chosen = Signal(object)
    cure_chosen = Signal(str)

    def __init__(
        self, blow_up: BlowUp, cures: Sequence[tuple[str, str]], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("what-happened")
        self.setWindowTitle("What happened?")
        self._blow_up = blow_up
        self._cells: list[tuple[QLabel, float]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self._paragraph(_first_words(blow_up)))
        layout.addLayout(self._table())
        layout.addWidget(self._paragraph(_last_words(blow_up, bool(cures))))
        layout.addLayout(self._cures(cures))
        self.show_theme(theme)

    @Slot(object)
    def show_theme(self, theme: Theme) -> None:
        """Colour the norms by their growth."""
        for cell, growth in self._cells:
            ground = theme.blend(theme.panel, theme.error, 0.55 * growth)
            cell.setStyleSheet(f"background: {ground}; border-radius: 4px; padding: 2px 6px;")

    def _paragraph(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(font(BODY))
        label.setMinimumWidth(460)
        return label

    # --- the last steps ----------------------------------------------------------------------

    def _table(self) -> QGridLayout:
        """A row for each step, the norm of each layer's gradient in it, redder as it grows."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        for column, name in enumerate(("", *(f"‖g‖ {name}" for name in self._blow_up.layers))):
            head = QLabel(name)
            head.setProperty("role", "dim")
            head.setFont(font(LABEL, 500))
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        for row, last in enumerate(self._blow_up.steps, start=1):
            button = QPushButton(f"Step {format_count(last.step)}")
            button.setObjectName(f"happened-step-{last.step}")
            button.setProperty("role", "link")
            button.setToolTip("Show this step in the window")
            button.setAutoDefault(False)
            button.clicked.connect(self._step_pressed)
            grid.addWidget(button, row, 0)
            for column, norm in enumerate(last.norms):
                grid.addWidget(self._cell(norm, self.growth(row - 1, column)), row, column + 1)
        return grid

    def growth(self, row: int, layer: int) -> float:
        """How much a layer's gradient has grown since the first step of the table, 0 … 1."""
        first, norm = self._blow_up.steps[0].norms[layer], self._blow_up.steps[row].norms[layer]
        if not norm > 0.0 or norm <= first:
            return 0.0
        if not math.isfinite(norm) or first == 0.0:
            return 1.0
        return min(1.0, (math.log10(norm) - math.log10(first)) / _DECADES)

    def _cell(self, norm: float, growth: float) -> QLabel:
        cell = QLabel(format_number(norm))
        cell.setFont(font(LABEL, 500, tabular=True))
        cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        cell.setForegroundRole(QPalette.ColorRole.Text)
        self._cells.append((cell, growth))
        return cell

    def _step_pressed(self) -> None:
        step = int(self.sender().objectName().rpartition("-")[2])
        self.step_chosen.emit(Place(self._blow_up.end.branch, step))

    # --- the cures ---------------------------------------------------------------------------

    def _cures(self, cures: Sequence[tuple[str, str]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words in cures:
            button = QPushButton(words)
            button.setObjectName(f"cure-{name}")
            button.setProperty("role", "primary")
            button.setAutoDefault(False)
            button.clicked.connect(self._cure_pressed)
            row.addWidget(button)
        row.addStretch(1)
        close = QPushButton("Close")
        close.setObjectName("happened-close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        return row

    def _cure_pressed(self) -> None:
        self.cure_chosen.emit(self.sender().objectName().partition("-")[2])
        self.accept()


def _first_words(blow_up: BlowUp) -> str:
    end = format_count(blow_up.end.step)
    return (
        f"After step {end} the next gradient was no finite number any more. These are the norms "
        "of each layer’s gradient in the last steps; a click on a step shows it."
    )


def _last_words(blow_up: BlowUp, curable: bool) -> str:
    first = []
    if blow_up.parameter:
        first.append(f"The first parameter to overflow: {blow_up.parameter}.")
    if blow_up.sample:
        first.append(f"The first sample: {blow_up.sample}.")
    if curable:
        before = format_count(blow_up.before.step)
        first.append(f"Try again from step {before}, before it grew, on a branch of its own:")
    return "\n".join(first)
