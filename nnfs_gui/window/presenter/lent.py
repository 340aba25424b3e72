"""`Lent`: parts of the lesson column that go on working in the strip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from nnfs_gui.panels.lesson.challenge_card import ChallengeCard
from nnfs_gui.panels.lesson.checklist import Checklist
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.theme import BODY, font

ACROSS, DOWN = 22, 6
"""Pixels between the parts of a row, and between rows."""


class Lent(QWidget):
    """Widgets side by side, in as many rows as they need; those that are hidden take no room.

    Signals: ``height_changed()`` when they need another height than it has.
    """

    height_changed = Signal()

    def __init__(self, items: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._items = list(items)
        for item in items:
            hidden = item.isHidden() and item.parent() is not None
            item.setParent(self)
            item.setVisible(not hidden)
            for part in (item, *item.findChildren(QWidget)):
                if isinstance(part, QLabel | QPushButton):
                    _give_font(part)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._places(width)[1]

    def _places(self, width: int) -> tuple[list[tuple[QWidget, QRect]], int]:
        found: list[tuple[QWidget, QRect]] = []
        row: list[tuple[QWidget, QRect]] = []
        x = y = high = 0
        for item in self._items:
            if item.isHidden():
                continue
            hint = item.sizeHint()
            wide = min(hint.width(), width)
            if row and x + wide > width:
                found += _centred(row, high)
                x, y, high, row = 0, y + high + DOWN, 0, []
            row.append((item, QRect(x, y, wide, hint.height())))
            x, high = x + wide + ACROSS, max(high, hint.height())
        return found + _centred(row, high), y + high

    def _place(self) -> None:
        places, tall = self._places(self.width())
        for item, place in places:
            item.setGeometry(place)
        if tall != self.height():
            self.height_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)


def _give_font(part: QWidget) -> None:
    """Only fonts that a widget was given are magnified."""
    if not part.testAttribute(Qt.WidgetAttribute.WA_SetFont):
        part.setFont(font(BODY))


def _centred(
    row: Sequence[tuple[QWidget, QRect]], high: int
) -> list[tuple[QWidget, QRect]]:  # fmt: skip
    return [(item, place.translated(0, (high - place.height()) // 2)) for item, place in row]


def controls_of(view: StepView, parent: QWidget) -> Lent | None:
    """The controls that the step leaves free and the column has in its text."""
    return None if view.controls is None else Lent(view.controls.lend(), parent)


def lent_by(view: StepView, index: int, parent: QWidget, *, told: bool) -> Lent | None:
    """What the column lends of a task; the cases of a prediction only once it is made."""
    shown = view.tasks[index]
    if isinstance(shown, Checklist | ChallengeCard):
        return Lent(shown.lend(), parent)
    if isinstance(shown, Question) and shown.cases is not None and told:
        return Lent(shown.cases.lend(), parent)
    return None
