"""`CardLayout`: splitters for the window's cards, and their sizes for a window's size."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from math import sqrt

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from nnfs_gui.panels.form_column import FormColumn
from nnfs_gui.panels.left_column import LESSON_WIDTH, WIDEST_LESSON, LeftColumn
from nnfs_gui.plots.shared.strip import TAB_HEIGHT
from nnfs_gui.widgets.magnify import factor_of, magnify_whole

from .lesson_widths import LessonWidths

GAP = 14
MIN_NETWORK, MIN_FIGURES = 420, 220
"""Widths in pixels that the network keeps, and the figures if they are seen at all."""
WALK_BOTTOM = 262
"""Height in pixels that a walk through a step has, if the network can spare it."""
WALK_BOTH = 520
"""Height in pixels with less of which the loss gives way to the plane during a walk."""
MIN_WITH_BOTTOM, MAX_BOTTOM = 520, 0.45
"""The height below which there is no bottom, and how much of a larger one it may take."""
NARROW_BOTTOM = 860
"""The width below which the views at the bottom write their choices below their tabs."""
SIDE_BY_SIDE = 1500 - 2 * GAP
"""The width from which on a lesson and the forms both have room."""


@dataclass(frozen=True)
class CardSizes:
    """Sizes in pixels; 0 means collapsed."""

    left: int
    right: int
    bottom: int
    boundary_share: float


def card_sizes(width: int, height: int, words: float = 1.0, *, lesson: bool = False) -> CardSizes:
    """The sizes of the places in an area of this size: panels give way before the network does.

    Forms are wider where their ``words`` are larger, and the bottom is higher.  A ``lesson`` takes
    the place of forms, and from `SIDE_BY_SIDE` on it stands beside them.
    """
    left = round(min(max(0.160 * width, 236), 340 * words))
    if lesson:
        text = round(min(max(0.215 * width, LESSON_WIDTH), WIDEST_LESSON * words))
        left = text + GAP + left if width >= SIDE_BY_SIDE else text
    right = round(min(max((0.22 if lesson else 0.256) * width, 264), 0.30 * width + 60))
    bottom = round(min(max(0.185 * height * sqrt(words), 148), 420 * words))
    sizes = CardSizes(left, right, bottom, 0.68)
    return fitted(_with_second_row(sizes, width) if lesson else sizes, width, height)


def _with_second_row(sizes: CardSizes, width: int) -> CardSizes:
    """Room for the choices that views at the bottom write below their tabs, beside a lesson."""
    row = TAB_HEIGHT if width - sizes.left < NARROW_BOTTOM else 0
    return replace(sizes, bottom=sizes.bottom + row)


def fitted(sizes: CardSizes, width: int, height: int) -> CardSizes:
    """The sizes with as much taken from the panels as the network needs in an area of this size."""
    left, right = sizes.left, sizes.right
    room = width - 2 * GAP - MIN_NETWORK
    if left + right > room:
        right = min(right, max(MIN_FIGURES, room - left))
    if left + right > room:
        left = 0
        right = min(right, max(MIN_FIGURES, room))
    bottom = 0 if height < MIN_WITH_BOTTOM else min(sizes.bottom, round(MAX_BOTTOM * height))
    return replace(sizes, left=left, right=right, bottom=bottom)


class CardLayout(QWidget):
    """Splitters for the cards, whose sizes follow the window, or what was dragged if it fits."""

    def __init__(
        self,
        left: Sequence[QWidget],
        middle: QWidget,
        right: Sequence[QWidget],
        bottom: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.left = LeftColumn(FormColumn(left, GAP), GAP)
        self.right = self._splitter(Qt.Orientation.Vertical, "splitter-right", right)
        self.bottom = bottom
        self.across = self._splitter(
            Qt.Orientation.Horizontal, "splitter-across", (self.left, middle, self.right)
        )
        self.down = self._splitter(Qt.Orientation.Vertical, "splitter-down", (self.across, bottom))
        self.sides = self._splitter(Qt.Orientation.Horizontal, "splitter-sides", (self.down,))
        self.sides.setCollapsible(0, False)
        for index, stretch in enumerate((0, 1, 0)):
            self.across.setStretchFactor(index, stretch)
        self.across.setCollapsible(1, False)
        middle.setMinimumWidth(320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self.sides)
        self._by_hand: CardSizes | None = None
        self._pane: QWidget | None = None
        self._lessons = LessonWidths(self.left)
        self._lesson, self._walk, self._words = False, False, 1.0
        self._staged: Callable[[int, int], None] | None = None
        for splitter in (self.across, self.down, self.right):
            splitter.splitterMoved.connect(self._dragged)
        self.sides.splitterMoved.connect(self._lesson_dragged)

    def reset(self) -> None:
        """Forget what was dragged and follow the window's size again."""
        self._by_hand = None
        self._lessons.forget()
        self.fit()

    def set_stage(self, fit: Callable[[int, int], None] | None) -> None:
        """Let ``fit(width, height)`` give the cards their sizes, with no forms beside them.

        None brings the forms and the sizes of before back; what is dragged meanwhile is forgotten.
        """
        self._staged = fit
        self.left.setVisible(fit is None)

    def show_lesson(self, lesson: QWidget | None) -> None:
        """Make room for a lesson in the left column; None gives it back."""
        self._lesson = lesson is not None
        self._pane = lesson
        self._magnify_lesson()
        self.left.set_beside(self._area()[0] >= SIDE_BY_SIDE)
        self.left.show_lesson(lesson)
        self._place_left()
        self.fit()

    def _place_left(self) -> None:
        """Let a lesson stand beside the bottom cards too: its text wants all the height there is.

        The forms stand above them.
        """
        holder = self.sides if self._lesson else self.across
        if self.left.parent() is not holder:
            holder.insertWidget(0, self.left)

    def show_walk(self, on: bool) -> None:
        """Make room at the bottom for a walk through a step, for as long as it is open."""
        self._walk = on
        self.fit()

    def show_words(self, factor: float) -> None:
        """Make room for words that are ``factor`` times as large as usual."""
        self._words = factor
        self._magnify_lesson()
        self.fit()

    def _magnify_lesson(self) -> None:
        if self._pane is not None and factor_of(self._pane) != self._words:
            magnify_whole(self._pane, self._words)

    def state(self) -> dict[str, bytes]:
        """The sizes if they were dragged, to be restored at the next start."""
        by_hand = self._by_hand
        sizes = {} if by_hand is None else {"sizes": json.dumps(astuple(by_hand)).encode()}
        return sizes | self._lessons.state()

    def restore(self, state: Mapping[str, bytes]) -> None:
        """Restore what `state` gave; on a smaller screen as far as the network has room."""
        self._lessons.restore(state.get("lessons", b""))
        try:
            left, right, bottom, share = json.loads(state.get("sizes", b""))
            sizes = CardSizes(int(left), int(right), int(bottom), float(share))
        except (TypeError, ValueError, OverflowError, RecursionError):
            return
        if min(sizes.left, sizes.right, sizes.bottom) >= 0 and 0.0 <= sizes.boundary_share <= 1.0:
            self._by_hand = sizes
            self.fit()

    def fit(self) -> None:
        """Give the places their sizes in the area there is."""
        for splitter in (self.sides, self.across, self.down, self.right):
            splitter.refresh()  # what has just come or gone has its handle, or none, at once
        width, height = self._area()
        self.left.set_beside(width >= SIDE_BY_SIDE)
        if self._staged is not None:
            self._staged(width, height)
            return
        usual = self._usual()
        wanted = self._by_hand or usual
        if self._lesson:  # it does not keep what was dragged for the forms
            spared = width - 2 * GAP - MIN_NETWORK - MIN_FIGURES
            wanted = replace(wanted, left=self._lessons.width(usual.left, spared))
            if self._by_hand is None and width - usual.left >= NARROW_BOTTOM:
                wanted = _with_second_row(wanted, width)
        places = fitted(wanted, width, height)
        middle = max(1, width - places.left - places.right - 2 * GAP)
        if self.left.parent() is self.sides:
            self.sides.setSizes([places.left, max(1, width - places.left - GAP)])
            self.across.setSizes([middle, places.right])
        else:
            self.across.setSizes([places.left, middle, places.right])
        least = places.bottom
        if self._walk:
            least = max(least, min(round(WALK_BOTTOM * self._words), round(MAX_BOTTOM * height)))
        bottom = min(least, self.bottom.maximumHeight())
        above = max(1, height - bottom - GAP)
        self.down.setSizes([above, bottom])
        boundary = round(above * places.boundary_share)
        if self._walk and above < WALK_BOTH:  # its points are to be seen on the plane
            boundary = above
        self.right.setSizes([boundary, above - boundary])

    def _area(self) -> tuple[int, int]:
        return self.width() - 2 * GAP, self.height() - 2 * GAP

    def _usual(self) -> CardSizes:
        return card_sizes(*self._area(), self._words, lesson=self._lesson)

    def _dragged(self, _position: int, _index: int) -> None:
        """Remember the sizes; those of what is not seen stay what they were."""
        if self._staged is not None:
            return
        before = self._by_hand or self._usual()
        left, right = self.across.sizes()[0], self.across.sizes()[-1]
        boundary, loss = self.right.sizes()
        bottom = self.down.sizes()[1]
        self._by_hand = CardSizes(
            before.left if self._lesson else left,
            right,
            before.bottom if self._walk or bottom == self.bottom.maximumHeight() else bottom,
            boundary / (boundary + loss) if boundary + loss else before.boundary_share,
        )

    def _lesson_dragged(self, _position: int, _index: int) -> None:
        if self._staged is None and self._lesson:
            self._lessons.keep(self.sides.sizes()[0])
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @staticmethod
    def _splitter(orientation: Qt.Orientation, name: str, widgets: Sequence[QWidget]) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setObjectName(name)
        splitter.setHandleWidth(GAP)
        splitter.setChildrenCollapsible(True)
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter
