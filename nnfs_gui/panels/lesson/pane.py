"""`LessonPane`: one step of a lesson, from its title to Back and Next."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.focus import order_tabs
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.magnify import factor_of, magnify_whole
from nnfs_gui.widgets.rich_text import RichText

from .dots import Dots
from .step_scroll import StepScroll
from .step_view import StepView
from .sticky_commit import StickyCommit

TITLE = 16
OWN_WORK = "Leave the lesson; your own work comes back"
_MARGIN = 12


class LessonPane(QFrame):
    """Title and number, dots, what the step says and asks, and below Back, Hint and Next.

    Signals: ``went_back()``, ``went_on()``, ``step_chosen(int)`` with a number from 1,
    ``hint_asked()``, ``left()`` when a person wants to leave the lesson.
    """

    went_back = Signal()
    went_on = Signal()
    step_chosen = Signal(int)
    hint_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Lesson")
        self._theme = theme
        self._revealed: tuple[QWidget, ...] = ()
        self._lesson = ElidedLabel(parent=self)
        self._lesson.setProperty("role", "dim")
        self._lesson.setFont(font(LABEL))
        self._number = QLabel(self)
        self._number.setProperty("role", "dim")
        self._number.setFont(font(LABEL, tabular=True))
        self._leave = IconButton("close", OWN_WORK, self, size=14)
        self._leave.setObjectName("lesson-leave")
        self._title = RichText("lesson-title", theme, self, pixels=TITLE)
        self.dots = Dots(theme, self)
        self._make_scroll()
        self._make_footer()
        self._lay_out()
        self._connect()
        self._step: StepView | None = None
        retint(self, theme)

    @property
    def step(self) -> StepView | None:
        """What the step says and asks."""
        return self._step

    def show_step(self, lesson: str, title: str, number: int, total: int, step: StepView) -> None:
        """Show another step."""
        self._lesson.set_text(lesson)
        self._number.setText(f"{number}/{total}")
        self._number.setAccessibleName(f"Step {number} of {total}")
        self._scroll.setAccessibleDescription(f"{number} of {total}: {title}")
        self._title.show_markdown(f"**{title}**")
        self._back.setEnabled(number > 1)
        self._next.setText("Next" if number < total else "Finish")
        old, self._step = self._step, step
        self._content.insertWidget(0, step)
        if factor_of(self) != 1.0:
            magnify_whole(step, factor_of(self))
        focus = self.window().focusWidget()
        held = old is not None and focus is not None and old.isAncestorOf(focus)
        if held or self.isVisibleTo(self.window()):
            # Tab goes on to what is asked first; and what is hidden would give it to Back.
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        if old is not None:
            self._content.removeWidget(old)
            old.hide()
            old.deleteLater()
        step.show()
        self._revealed = ()
        self._scroll.verticalScrollBar().setValue(0)
        self._sticky.follow(step.commit_buttons)
        step.appeared.connect(self.reveal)
        order_tabs(self)

    def show_way_out(self, words: str = OWN_WORK) -> None:
        """Say where the button that leaves the lesson leads."""
        self._leave.set_label(words)

    def show_progress(self, titles: Sequence[str], states: Sequence[str], current: int) -> None:
        """Show how far the steps are; see `Dots.show_steps`."""
        self.dots.show_steps(titles, states, current)

    def show_hints(self, left: int) -> None:
        """Offer as many more hints."""
        self._hint.setVisible(left > 0)
        self._hint.setText("Hint" if left == 1 else f"Hint ({left})")

    @Slot(object)
    def reveal(self, *widgets: QWidget) -> None:
        """Bring what just appeared into sight, the first of it above all, once it has its place."""
        self._revealed = widgets
        QTimer.singleShot(0, self, self._scroll_to_revealed)

    def lead_on(self, to: QWidget | None = None) -> None:
        """What had the focus is done with: give it to what comes next, or else to Next."""
        focus = self.focusWidget()
        if focus is None or self.isAncestorOf(focus):
            (to or self._next).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._title.show_theme(theme)
        self.dots.show_theme(theme)
        retint(self, theme)

    @Slot()
    def _scroll_to_revealed(self) -> None:
        """Scroll as little as shows all of it, or else its beginning."""
        content, bar = self._column, self._scroll.verticalScrollBar()
        there = (one for one in self._revealed if shiboken6.isValid(one))
        inside = (one for one in there if content.isAncestorOf(one))
        shown = [one for one in inside if not one.isHidden()]
        if not shown:
            return
        top = shown[0].mapTo(content, QPoint(0, 0)).y() - _MARGIN
        bottom = max(one.mapTo(content, QPoint(0, one.height())).y() for one in shown) + _MARGIN
        lowest = bottom - self._scroll.viewport().height()
        bar.setValue(min(max(bar.value(), lowest), top) if lowest <= top else top)

    @Slot(object)
    def _type(self, event: QKeyEvent) -> None:
        """Who types a number means the first box that is empty."""
        boxes = [] if self._step is None else self._step.number_boxes
        empty = next((box for box in boxes if not box.text() and not box.isReadOnly()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
            QCoreApplication.sendEvent(empty, event)
            self.reveal(empty)

    @Slot()
    def _let_be(self) -> None:
        """Somebody scrolled: what appeared has been seen."""
        self._revealed = ()

    # --- building ----------------------------------------------------------------------------

    def _make_scroll(self) -> None:
        self._scroll = StepScroll(self)
        self._column = content = QWidget()
        content.setObjectName("scroll-content")
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(0, 0, 6, 0)
        self._content.setSpacing(0)
        # An alignment would give the step the height of its hint, which ignores lines that wrap.
        self._content.addStretch(1)
        self._scroll.setWidget(content)
        self._sticky = StickyCommit(self._scroll, content, self)

    def _make_footer(self) -> None:
        self._back = self._button("lesson-back", "Back", "The step before (Ctrl+←)")
        self._next = self._button("lesson-next", "Next", "The next step (Ctrl+→)")
        self._hint = self._button("lesson-hint", "Hint", "Open the next hint")
        self._hint.setProperty("role", "link")

    def _button(self, name: str, text: str, label: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(label)
        button.setAccessibleDescription(label)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._lesson, 1)
        top.addWidget(self._number)
        top.addWidget(self._leave)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        foot.addStretch(1)
        foot.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 10)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._title)
        layout.addWidget(self.dots)
        layout.addWidget(self._scroll, 1)
        foot.setContentsMargins(0, 0, 6, 0)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._back.clicked.connect(self.went_back)
        self._next.clicked.connect(self.went_on)
        self._hint.clicked.connect(self.hint_asked)
        self._leave.clicked.connect(self.left)
        self.dots.chosen.connect(self.step_chosen)
        self._scroll.typed.connect(self._type)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._scroll_to_revealed)  # texts find their height in rounds
        bar.actionTriggered.connect(self._let_be)
