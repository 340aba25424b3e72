"""`CheckDialog`: a quantity with its value now, and the bound it is to keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.checks import CheckError, parse_check
from nnfs_gui.theme import LABEL, font
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.filtering import show_matches
from nnfs_gui.widgets.labels import field_label

_OPERATORS = (">=", "<=", ">", "<", "==", "!=", "within")


@dataclass(frozen=True)
class Measurable:
    """A quantity as it is written, what people call it, and its value now."""

    name: str
    label: str
    value: str
    flag: bool = False


class CheckDialog(QDialog):
    """Signals: ``chosen(str)`` with a check that can be read."""

    chosen = Signal(str)

    def __init__(
        self, quantities: Sequence[Measurable], is_met: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("author-check-dialog")
        self.setWindowTitle("A line to be met")
        self._quantities, self._is_met = tuple(quantities), is_met
        self._search = QLineEdit(self)
        self._search.setObjectName("check-search")
        self._search.setPlaceholderText("Search")
        self.list = QListWidget(self)
        self.list.setObjectName("check-quantities")
        self.list.addItems([_line(one) for one in quantities])
        self.operator = DropDown(
            "check-operator", "Operator", self, [Choice(sign, sign) for sign in _OPERATORS]
        )
        self.operator.show_choice(">=")
        self.bound = QLineEdit(self)
        self.bound.setObjectName("check-bound")
        self.written = QLabel(self)
        self.written.setObjectName("check-written")
        self.written.setFont(font(LABEL))
        self.written.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel,
            self,
        )
        self._lay_out()
        self._search.textChanged.connect(self._filter)
        self.list.currentRowChanged.connect(self._choose)
        self.operator.chosen.connect(self._show)
        self.bound.textChanged.connect(self._show)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.list.setCurrentRow(0)

    @property
    def check(self) -> str:
        """The line as it stands."""
        row = self.list.currentRow()
        if row < 0:
            return ""
        one = self._quantities[row]
        return (
            one.name if one.flag else f"{one.name} {self.operator.current_key} {self.bound.text()}"
        )

    def accept(self) -> None:
        self.chosen.emit(self.check)
        super().accept()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(field_label("must be", self.operator))
        row.addWidget(self.operator)
        row.addWidget(self.bound, 1)
        layout = QVBoxLayout(self)
        for part in (self._search, self.list):
            layout.addWidget(part)
        layout.addLayout(row)
        layout.addWidget(self.written)
        layout.addWidget(self._buttons)
        self.resize(460, 480)

    def _filter(self, text: str) -> None:
        show_matches(self.list, text)

    def _choose(self, row: int) -> None:
        if row >= 0:
            one = self._quantities[row]
            self.bound.setText("" if one.flag else one.value)
            self.operator.show_choice(_usual(one))
            self.bound.setEnabled(not one.flag)
            self.operator.setEnabled(not one.flag)
        self._show()

    def _show(self, _text: str = "") -> None:
        """Say whether the line can be read, and whether it is met now."""
        problem, met = "", ""
        try:
            parse_check(self.check)
            met = "met" if self._is_met(self.check) else "not met"
        except CheckError as error:
            problem = str(error)
        told = f"Written as “{self.check}”, which is {met} now."
        self.written.setText(problem or told)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)


def _usual(one: Measurable) -> str:
    """The operator that is probably wanted: losses are to be low, and words are compared."""
    if one.name.endswith("_loss"):
        return "<="
    return ">=" if one.value[:1].isdigit() or one.value[:1] in "-−" else "=="


def _line(one: Measurable) -> str:
    return f"{one.label}   ·   {one.name}   ·   now {one.value}"
