"""`NumberDialog`: a number that the engine computes, and the slips that lead elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.answers.slips import SAYS
from nnfs_gui.theme import LABEL, font
from nnfs_gui.widgets.filtering import show_matches
from nnfs_gui.widgets.labels import field_label
from nnfs_gui.widgets.numbers import format_count, format_number

APART = 0.05
"""Slips that lie nearer than this to the answer or to each other cannot be told apart."""


@dataclass(frozen=True)
class Answerable:
    """An expression, how people call it, and its value now."""

    expression: str
    label: str
    value: float
    is_count: bool = False
    """Whether it counts something of the network or the data, whatever the point."""

    @property
    def question(self) -> str:
        """What is asked if nobody writes something else."""
        return f"What is the {self.label}{'' if self.is_count else ' at the selected point'}?"

    @property
    def told(self) -> str:
        """The value as it is shown."""
        return format_count(int(self.value)) if self.is_count else format_number(self.value, 5)


Slips = Callable[[str], Sequence[tuple[str, float]]]


class NumberDialog(QDialog):
    """Signals: ``chosen(str)`` with the text of a number block."""

    chosen = Signal(str)

    def __init__(
        self, answers: Sequence[Answerable], slips: Slips, point: int,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("author-number-dialog")
        self.setWindowTitle("Ask for a number")
        self._answers, self._slips, self._own_words = tuple(answers), slips, False
        self.ask = QLineEdit(self)
        self.ask.setObjectName("number-ask")
        self._search = QLineEdit(self)
        self._search.setPlaceholderText("Search")
        self.list = QListWidget(self)
        self.list.setObjectName("number-answers")
        for one in answers:
            self.list.addItem(f"{one.label}   =   {one.told}")
            self.list.item(self.list.count() - 1).setToolTip(one.expression)
        self.slips = QListWidget(self)
        self.slips.setObjectName("number-slips")
        self.slips.setMaximumHeight(150)
        self._told = QLabel(self)
        self._told.setObjectName("number-told")
        self._told.setWordWrap(True)
        self._told.setFont(font(LABEL))
        buttons = self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel,
            self,
        )
        layout = QVBoxLayout(self)
        layout.addWidget(field_label("Question", self.ask))
        layout.addWidget(self.ask)
        answer = f"Answer at point {point}, the one in the Math tab, with its value now"
        layout.addWidget(field_label(answer, self.list))
        layout.addWidget(self._search)
        layout.addWidget(self.list, 1)
        layout.addWidget(
            field_label(
                "Slips to name, with the number they lead to and what the learner reads", self.slips
            )
        )
        layout.addWidget(self.slips)
        layout.addWidget(self._told)
        layout.addWidget(buttons)
        self.resize(640, 600)
        self.ask.textEdited.connect(self._keep_question)
        self._search.textChanged.connect(self._filter)
        self.list.currentRowChanged.connect(self._choose)
        self.slips.itemChanged.connect(self._tell)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.list.setCurrentRow(0)

    @property
    def block(self) -> str:
        """The block as it stands."""
        one = self._answers[max(0, self.list.currentRow())]
        lines = [f"ask    = {json.dumps(self.ask.text(), ensure_ascii=False)}"]
        lines.append(f"answer = {json.dumps(one.expression)}")
        if self._ticked():
            lines.append(f"slips  = {json.dumps([name for name, _ in self._ticked()])}")
        return "\n".join(["```number", *lines, "```"])

    def accept(self) -> None:
        self.chosen.emit(self.block)
        super().accept()

    def _keep_question(self, text: str) -> None:
        """What somebody wrote does not follow the answer any more."""
        self._own_words = bool(text)

    def _filter(self, text: str) -> None:
        show_matches(self.list, text)

    def _choose(self, row: int) -> None:
        """Propose the slips that can be told apart from the answer and from each other."""
        self.slips.blockSignals(True)
        self.slips.clear()
        one = self._answers[row] if row >= 0 else None
        if one is not None and not self._own_words:
            self.ask.setText(one.question)
            self.ask.selectAll()
        taken = [] if one is None else [one.value]
        self._found = () if one is None else tuple(self._slips(one.expression))
        for name, value in self._found:
            leads = f"{name.replace('_', ' ')}   →   {format_number(value, 5)}"
            item = QListWidgetItem(f"{leads}   ·   {SAYS[name]}")
            item.setToolTip(SAYS[name])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            apart = all(_apart(value, other) for other in taken)
            item.setCheckState(Qt.CheckState.Checked if apart else Qt.CheckState.Unchecked)
            taken += [value] if apart else []
            self.slips.addItem(item)
        self.slips.blockSignals(False)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(one is not None)
        self._tell()

    def _ticked(self) -> list[tuple[str, float]]:
        checked = Qt.CheckState.Checked
        return [
            slip
            for row, slip in enumerate(self._found)
            if self.slips.item(row).checkState() == checked
        ]

    def _tell(self, _item: object = None) -> None:
        """Name what cannot be told apart."""
        row = self.list.currentRow()
        values = [("the answer", self._answers[row].value), *self._ticked()] if row >= 0 else []
        clash = next(
            (
                f"{first} and {second.replace('_', ' ')} give nearly the same number."
                for at, (second, value) in enumerate(values)
                for first, other in values[:at]
                if not _apart(value, other)
            ),
            "",
        )
        none = "" if row >= 0 else "Nothing is called so. “Checklist…” knows settings and more."
        self._told.setText(none or clash.capitalize().replace("_", " "))


def _apart(first: float, second: float) -> bool:
    return abs(first - second) > APART * max(abs(first), abs(second), 1e-12)
