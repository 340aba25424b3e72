"""`LeftColumn`: the forms on the left, or a lesson in their place, or both where there is room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nnfs_gui.widgets.focus import give_back_focus, order_tabs
from nnfs_gui.widgets.segments import Segments

from .form_column import FormColumn

LESSON, SETUP = "lesson", "setup"
LESSON_WIDTH, WIDEST_LESSON = 300, 380
"""Pixels that a lesson takes, at least and at most."""
_LESSON_SHARE, _FORMS_SHARE = 4, 3
"""Of the room that both have side by side."""


class LeftColumn(QWidget):
    """A switch "Lesson | Setup" over the two while a lesson is open, and else the forms alone.

    Signals: ``side_chosen(str)`` when a person chose ``"lesson"`` or ``"setup"``.
    """

    side_chosen = Signal(str)

    def __init__(self, forms: FormColumn, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left")
        self.forms = forms
        self._lesson: QWidget | None = None
        self._beside = False
        self._switch = Segments("left", "Left column", ((LESSON, "Lesson"), (SETUP, "Setup")), self)
        self._switch.show_choice(SETUP)
        self._switch.chosen.connect(self._choose)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(forms)
        self._row = QHBoxLayout()
        self._row.setSpacing(gap)
        self._row.addWidget(self._stack, _FORMS_SHARE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._switch)
        layout.addLayout(self._row, 1)
        self._switch.hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 100)  # the splitter says how wide, whatever a lesson would like

    @property
    def side(self) -> str:
        """What is seen: ``"lesson"`` or ``"setup"``."""
        return LESSON if self._stack.currentWidget() is self._lesson else SETUP

    @property
    def lesson(self) -> QWidget | None:
        """The open lesson's widget, if any."""
        return self._lesson

    @property
    def is_beside(self) -> bool:
        """Whether lesson and forms stand side by side."""
        return self._beside and self._lesson is not None

    def show_lesson(self, lesson: QWidget | None) -> None:
        """Show a lesson instead of the forms; None takes the one that is open away."""
        if lesson is self._lesson:
            return
        old, self._lesson = self._lesson, lesson
        if old is not None:
            focus = self.window().focusWidget()
            if focus is not None and old.isAncestorOf(focus):
                give_back_focus(self)
            self._stack.removeWidget(old)
            self._row.removeWidget(old)
            old.hide()
        if lesson is not None:
            self._stack.insertWidget(0, lesson)
        self._arrange()
        self.choose(LESSON if lesson is not None else SETUP)

    def set_beside(self, beside: bool) -> None:
        """Show both side by side, if a lesson is open."""
        if beside != self._beside:
            self._beside = beside
            self._arrange()

    def choose(self, side: str) -> None:
        """Show ``"lesson"`` or ``"setup"``; tells nobody."""
        shown = self._lesson if side == LESSON and not self.is_beside else self.forms
        if shown is not None:
            self._stack.setCurrentWidget(shown)
        self._switch.show_choice(side)

    def _choose(self, side: str) -> None:
        self.choose(side)
        self.side_chosen.emit(side)

    def _arrange(self) -> None:
        lesson = self._lesson
        self._switch.setVisible(lesson is not None and not self._beside)
        if lesson is None:
            return
        if self._beside:
            self._stack.removeWidget(lesson)
            self._row.insertWidget(0, lesson, _LESSON_SHARE)
            self._stack.setCurrentWidget(self.forms)
        elif self._stack.indexOf(lesson) < 0:
            self._row.removeWidget(lesson)
            self._stack.insertWidget(0, lesson)
            self.choose(LESSON)
        lesson.setVisible(True)
        order_tabs(self)
