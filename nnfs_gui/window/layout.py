"""`CardLayout`: splitters for the window's cards, and their sizes for a window's size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from nnfs_gui.panels.form_column import FormColumn

GAP = 14
MIN_NETWORK = 420


@dataclass(frozen=True)
class CardSizes:
    """Sizes in pixels; 0 means collapsed."""

    left: int
    right: int
    bottom: int
    boundary_share: float


def card_sizes(
    width: int, height: int, *, presenter: bool = False, words: float = 1.0
) -> CardSizes:
    """The sizes of the places in an area of this size: panels give way before the network does.

    In ``presenter`` mode there are no forms, and what was theirs makes the figures larger.  Forms
    are wider where their ``words`` are larger.
    """
    left = round(min(max(0.160 * width, 236), 340 * words))
    right = round(min(max(0.256 * width, 264), 0.30 * width + 60))
    bottom = round(min(max(0.185 * height, 148), 420))
    if presenter:
        left, right = 0, round(0.31 * width)
    if width - left - right - 2 * GAP < MIN_NETWORK:
        right = max(220, width - left - 2 * GAP - MIN_NETWORK)
    if width - left - right - 2 * GAP < MIN_NETWORK:
        left = 0
    if height < 520:
        bottom = 0
    return CardSizes(left, right, bottom, 0.72 if presenter else 0.68)


class CardLayout(QWidget):
    """Splitters that hold the cards; sizes follow the window until somebody drags a handle."""

    def __init__(
        self,
        left: Sequence[QWidget],
        middle: QWidget,
        right: Sequence[QWidget],
        bottom: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.left = FormColumn(left, GAP)
        self.right = self._splitter(Qt.Orientation.Vertical, "splitter-right", right)
        self.bottom = bottom
        self._across = self._splitter(
            Qt.Orientation.Horizontal, "splitter-across", (self.left, middle, self.right)
        )
        self._down = self._splitter(
            Qt.Orientation.Vertical, "splitter-down", (self._across, bottom)
        )
        for index, stretch in enumerate((0, 1, 0)):
            self._across.setStretchFactor(index, stretch)
        self._across.setCollapsible(1, False)
        middle.setMinimumWidth(320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self._down)
        self._by_hand = self._presenter = False
        self._words = 1.0
        for splitter in (self._across, self._down, self.right):
            splitter.splitterMoved.connect(self._dragged)

    def reset(self) -> None:
        """Forget what was dragged and follow the window's size again."""
        self._by_hand = False
        self._apply()

    def show_presenter(self, on: bool) -> None:
        """A projector shows no forms, and larger figures."""
        self.left.setVisible(not on)
        self._presenter = on
        if not self._by_hand:
            self._apply()

    def show_words(self, factor: float) -> None:
        """Make room for words that are ``factor`` times as large as usual."""
        self._words = factor
        if not self._by_hand:
            self._apply()

    def state(self) -> dict[str, bytes]:
        """The splitters' states if they were dragged, to be restored at the next start."""
        if not self._by_hand:
            return {}
        splitters = (self._across, self._down, self.right)
        return {splitter.objectName(): bytes(splitter.saveState().data()) for splitter in splitters}

    def restore(self, state: dict[str, bytes]) -> None:
        """Restore what `state` gave."""
        for splitter in (self._across, self._down, self.right):
            saved = state.get(splitter.objectName())
            if saved:
                self._by_hand = splitter.restoreState(QByteArray(saved)) or self._by_hand

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            self._apply()

    def _apply(self) -> None:
        width, height = self.width() - 2 * GAP, self.height() - 2 * GAP
        places = card_sizes(width, height, presenter=self._presenter, words=self._words)
        middle = max(1, width - places.left - places.right - 2 * GAP)
        self._across.setSizes([places.left, middle, places.right])
        above = max(1, height - places.bottom - GAP)
        self._down.setSizes([above, places.bottom])
        boundary = round(above * places.boundary_share)
        self.right.setSizes([boundary, above - boundary])

    def _dragged(self, _position: int, _index: int) -> None:
        self._by_hand = True

    @staticmethod
    def _splitter(orientation: Qt.Orientation, name: str, widgets: Sequence[QWidget]) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setObjectName(name)
        splitter.setHandleWidth(GAP)
        splitter.setChildrenCollapsible(True)
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter
