"""`StickyCommit`: the button that answers, while its own place is scrolled out of sight."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

TO_QUESTION = "To the question ↓"
_GAP = 8


class StickyCommit(QFrame):
    """Lies over the lower edge of a scroll area; there only while it is needed.

    It stands for the first of some buttons that can be pressed.  While the question itself is out
    of sight it leads there instead.
    """

    def __init__(self, scroll: QScrollArea, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-sticky")
        self._scroll = scroll
        self._buttons: tuple[QPushButton, ...] = ()
        self._button = QPushButton(TO_QUESTION, self)
        self._button.setObjectName("lesson-sticky-commit")
        self._button.setProperty("role", "primary")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys reach the button itself
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, _GAP, 0, 0)
        layout.addWidget(self._button)
        layout.addStretch(1)
        self._button.clicked.connect(self._press)
        scroll.verticalScrollBar().valueChanged.connect(self._look)
        scroll.verticalScrollBar().rangeChanged.connect(self._look)
        for widget in (scroll.viewport(), content):
            widget.installEventFilter(self)
        self.hide()

    def follow(self, buttons: Sequence[QPushButton]) -> None:
        """Stand for these buttons of a step, in the order of its questions."""
        self._buttons = tuple(buttons)
        for button in self._buttons:
            button.installEventFilter(self)
        self._look()

    @property
    def wanted(self) -> QPushButton | None:
        """The button that is to be pressed next."""
        valid = (one for one in self._buttons if shiboken6.isValid(one))
        there = (one for one in valid if self._scroll.isAncestorOf(one))  # not lent elsewhere
        open_ones = (one for one in there if not one.isHidden() and one.isEnabled())
        return next(open_ones, None)

    @Slot()
    def _look(self) -> None:
        """Come and go as the button itself goes and comes."""
        wanted = self.wanted
        seen = wanted is None or self._bottom_of(wanted) <= self._scroll.viewport().height()
        if wanted is not None and not seen:
            ahead = self._question_is_ahead(wanted)
            self._button.setText(TO_QUESTION if ahead else wanted.text())
            self._place()
        self.setVisible(not seen)

    def _place(self) -> None:
        area = self._scroll.geometry()
        height = self._button.sizeHint().height() + _GAP
        bar = self._scroll.verticalScrollBar()
        width = area.width() - (bar.width() if bar.isVisible() else 0)
        self.setGeometry(area.left(), area.bottom() + 1 - height, width, height)
        self.raise_()

    def _bottom_of(self, button: QPushButton) -> int:
        return button.mapTo(self._scroll.viewport(), QPoint(0, button.height())).y()

    def _question_is_ahead(self, button: QPushButton) -> bool:
        """Whether nothing of the question can be read yet, or only its first line."""
        question = button.parentWidget()
        assert question is not None
        top = question.mapTo(self._scroll.viewport(), QPoint(0, 0)).y()
        return top > self._scroll.viewport().height() - 4 * button.height()

    @Slot()
    def _press(self) -> None:
        wanted = self.wanted
        if wanted is None:
            return
        question = wanted.parentWidget()
        assert question is not None
        if self._question_is_ahead(wanted):
            self._scroll.ensureWidgetVisible(question, 0, _GAP)
        else:
            wanted.click()

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (
            QEvent.Type.Resize,
            QEvent.Type.Move,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.EnabledChange,
        )
        if event.type() in kinds:
            self._look()
        return False
