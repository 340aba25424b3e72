"""`FormColumn`: the forms on the left, laid out so that training is always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnfs_gui.widgets.focus import order_tabs
from nnfs_gui.widgets.magnify import FACTOR

PLENTY = 3
HEIGHTS = (478, 670, 725)
"""Pixels, at the usual size of words, from which on forms show more and more: room 1, 2, 3."""


@runtime_checkable
class Form(Protocol):
    """A card that can do with less room."""

    def set_room(self, room: int) -> None:
        """`PLENTY` is all one could wish for, 1 is a laptop's, 0 the smallest window's."""


class FormColumn(QScrollArea):
    """Cards one below the other; each leaves out what can wait where the window is low."""

    def __init__(self, cards: Sequence[QWidget], gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left-scroll")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cards, self._room = tuple(cards), -1
        content = QWidget()
        content.setObjectName("left-column")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        for card in cards:
            layout.addWidget(card, int(card is cards[-1]))
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        words = float(self._cards[0].property(FACTOR) or 1.0)
        height = self.height() / words
        room = sum(height >= least for least in HEIGHTS)
        for card in self._cards:
            if isinstance(card, Form):
                card.set_room(room)
        if room != self._room:
            self._room = room
            order_tabs(self)
