"""`OrderList`: items to be put in order, by dragging or by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.theme import BODY, SMALL, font

from .answer_input import Answer, AnswerInput

HELP = "Drag, or move with Alt+↑ and Alt+↓"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Items(QListWidget):
    """A list as tall as its rows, in which Alt and an arrow move one."""

    def __init__(self, owner: OrderList) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setFont(font(BODY))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        rows = range(self.count())
        self.setFixedHeight(sum(self.sizeHintForRow(row) + 4 for row in rows) + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _MOVES.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.move_current(step)
        elif event.key() in _ENTER:
            self._owner.committed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class OrderList(AnswerInput):
    """The answer is a list of indices into the items as the lesson has them, in their order."""

    def __init__(self, name: str, items: Sequence[str], shown: Sequence[int],
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._moved = False
        self.list = _Items(self)
        self.list.setObjectName(f"{name}-order")
        self.list.setAccessibleName(f"Items to put in order. {HELP}")
        for index in shown:
            item = QListWidgetItem(items[index])
            item.setData(Qt.ItemDataRole.UserRole, index)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.model().rowsMoved.connect(self._rows_moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.list)
        help_line = QLabel(HELP)
        help_line.setProperty("role", "dim")
        help_line.setFont(font(SMALL))
        layout.addWidget(help_line)
        self.list.fit()

    def answer(self) -> Answer | None:
        rows = range(self.list.count())
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]

    def show_answer(self, answer: Answer) -> None:
        wanted = list(answer) if isinstance(answer, list | tuple) else []
        if sorted(wanted) != list(range(self.list.count())):
            return
        taken = {}
        while self.list.count():
            item = self.list.takeItem(0)
            taken[item.data(Qt.ItemDataRole.UserRole)] = item
        for index in wanted:
            self.list.addItem(taken[index])
        self.list.setCurrentRow(0)

    def move_current(self, step: int) -> None:
        """Move the current item up or down by one."""
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentRow(row + step)
            self.changed.emit()

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows_moved(self) -> None:
        self.changed.emit()
