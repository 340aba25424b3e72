"""`CaseList`: settings to compare, each with a button to play it and how it ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from nnfs_gui.theme import BODY, SMALL, font

REST = "Play the others, too; then comes the answer."
MORE = "Play the others as well, if you like, and compare."


class CaseList(QWidget):
    """One row for each case; the answer does not wait for the places in ``optional``.

    Signals: ``asked(int)``, the place of a case that is to be played.
    """

    asked = Signal(int)

    def __init__(
        self, name: str, labels: Sequence[str], parent: QWidget | None = None,
        optional: Collection[int] = (),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._optional = frozenset(optional)
        self.buttons: list[QPushButton] = []
        self._results: list[QLabel] = []
        self._labels = tuple(labels)
        self._pressed: QWidget | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, label in enumerate(labels):
            button = QPushButton(f"▶  {label}")
            button.setObjectName(f"{name}-case-{row + 1}")
            button.setProperty("role", "case")
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
        self._rest = QLabel()
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
        """The button of the first case that was not played; what need not be comes last."""
        left = sorted(self._left, key=lambda row: (row in self._optional, row))
        return self.buttons[left[0]] if left else None

    @property
    def _left(self) -> list[int]:
        return [row for row, result in enumerate(self.results) if not result]

    def lend(self) -> list[QWidget]:
        """What goes on working wherever it is put: each button with its result, and the rest."""
        pairs = []
        for button, result in zip(self.buttons, self._results, strict=True):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            result.setWordWrap(False)
            result.setFont(font(BODY, tabular=True))
            row.addWidget(button)
            row.addWidget(result)
            pairs.append(pair)
        self._rest.setWordWrap(False)
        return [*pairs, self._rest]

    def show_playing(self, case: int | None) -> None:
        """Show which case is played now; None if none is."""
        self.show()
        left = self._left
        self._rest.setText(REST if set(left) - self._optional else MORE)
        self._rest.setVisible(case is None and 0 < len(left) < len(self.buttons))
        if case is not None:
            self._results[case].setText("…")
        self._enable(case is None)

    def _enable(self, enabled: bool) -> None:
        """Qt takes the focus from what cannot be pressed, and gives it to Back: keep it here."""
        focused = self.window().focusWidget()
        if not enabled:
            self._pressed = focused if focused in self.buttons else None
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in self.buttons:
            button.setEnabled(enabled)
        if enabled and self._pressed is not None and focused is self:
            self._pressed.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_result(self, case: int, words: str) -> None:
        """A case has been played."""
        self._results[case].setText(words)
        self._results[case].setAccessibleName(f"{self._labels[case]}: {words}")
