"""`CaseList`: settings to compare, each with a button to play it and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from nnfs_gui.theme import SMALL, font

REST = "Play the others, too; then comes the answer."


class CaseList(QWidget):
    """One row for each case.

    Signals: ``asked(int)``, the place of a case that is to be played.
    """

    asked = Signal(int)

    def __init__(self, name: str, labels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self._results: list[QLabel] = []
        self._labels = tuple(labels)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, label in enumerate(labels):
            button = QPushButton(f"▶  {label}")
            button.setObjectName(f"{name}-case-{row + 1}")
            button.setAccessibleName(f"Play: {label}")
            button.clicked.connect(partial(self.asked.emit, row))
            result = QLabel()
            result.setObjectName(f"{name}-result-{row + 1}")
            result.setFont(font(SMALL, tabular=True))
            result.setProperty("role", "dim")
            result.setWordWrap(True)
            self.buttons.append(button)
            self._results.append(result)
            grid.addWidget(button, row, 0)
            grid.addWidget(result, row, 1)
        self._rest = QLabel(REST)
        self._rest.setObjectName(f"{name}-rest")
        self._rest.setFont(font(SMALL))
        self._rest.setProperty("role", "dim")
        self._rest.setWordWrap(True)
        self._rest.hide()
        grid.addWidget(self._rest, len(labels), 0, 1, 2)
        self.hide()

    @property
    def results(self) -> tuple[str, ...]:
        """How each case ended, in words; "" if it was not played."""
        return tuple(label.text() for label in self._results)

    @property
    def next_button(self) -> QPushButton | None:
        """The button of the first case that was not played."""
        pairs = zip(self.buttons, self.results, strict=True)
        return next((button for button, result in pairs if not result), None)

    def show_playing(self, case: int | None) -> None:
        """Show which case is played now; None if none is."""
        self.show()
        self._rest.setVisible(case is None and any(self.results) and not all(self.results))
        for row, button in enumerate(self.buttons):
            button.setEnabled(case is None)
            if row == case:
                self._results[row].setText("…")

    def show_result(self, case: int, words: str) -> None:
        """A case has been played."""
        self._results[case].setText(words)
        self._results[case].setAccessibleName(f"{self._labels[case]}: {words}")
